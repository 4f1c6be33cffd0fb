import inspect
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import entries, say
from izdes.core.errors import InputRefused
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.kinds import kind_of
from izdes.core.linking.mentions import Mention
from izdes.core.linking.weak.domain_facts import DomainFact, fact_mentions, read_facts
from izdes.core.linking.weak.lookalikes import (
    look_alike_domain,
    look_alike_handle,
    look_alikes,
    node_skeleton,
    skeleton_of,
)

NOON = datetime(2026, 5, 19, 12, tzinfo=UTC)
COUNTRY = 28_851
HEADER = "domain,host,registrant,from,to,source"


def names(complaint: str, kind: str, value: str, *, day: int = 0) -> Mention:
    return Mention(ComplaintId(complaint), kind, value, NOON + timedelta(days=day))


@pytest.mark.parametrize("comparison", [look_alike_handle, look_alike_domain])
def test_the_first_sentence_of_a_comparison_is_the_reason_shown(
    comparison: Callable[[int, int], int],
) -> None:
    first_sentence = (inspect.getdoc(comparison) or "").partition("\n")[0]

    assert say(comparison.__name__, "en") == first_sentence


@pytest.mark.parametrize(
    "written",
    [
        "kaspi_bonus",
        "Kaspi-B0nus.01",
        "КАSPl.ВОNUS_kz",
        "каспи-бонус",
        "kaspi_bonus_official",
        "káspi__bonuss",
        "my_kaspi_bonus24",
    ],
)
def test_names_made_to_look_alike_have_one_skeleton(written: str) -> None:
    assert skeleton_of(written) == skeleton_of("kaspi_bonus")


@pytest.mark.parametrize("written", ["kaspi_bonds", "halyk_bonus", "kaspi"])
def test_other_names_have_another_skeleton(written: str) -> None:
    assert skeleton_of(written) != skeleton_of("kaspi_bonus")


@given(st.text(max_size=40))
def test_separators_never_count(written: str) -> None:
    skeleton = skeleton_of(written)

    assert skeleton_of(f"{written}_") == skeleton
    assert not set(skeleton) & set("_.- ")


def test_a_site_is_known_by_the_label_that_was_registered() -> None:
    assert node_skeleton(("domain", "1nvest-aigul.com.kz")) == skeleton_of("invest_aigul")
    assert node_skeleton(("email", "invest.aigul@mail.example")) == skeleton_of("invest_aigul")
    assert node_skeleton(("phone", "+77010001234")) is None
    assert node_skeleton(("telegram", "bank")) is None


def test_different_names_that_look_alike_are_proposed() -> None:
    mentions = [
        names("b", "telegram", "invest_aigul_02", day=1),
        names("a", "instagram", "lnvest.aigul"),
        names("c", "url", "https://invest-aigul.example/in", day=2),
        names("d", "domain", "1nvest-aigul.example", day=3),
        names("e", "telegram", "invest_dana"),
    ]

    found = look_alikes(mentions, COUNTRY)

    assert [(x.complaint_a, x.complaint_b, x.reason) for x in found] == [
        ("a", "b", "look_alike_handle"),
        ("c", "d", "look_alike_domain"),
    ]
    assert found == look_alikes(reversed(mentions), COUNTRY)
    assert all(0 < x.log10_lr_milli < 2_500 for x in found)
    assert "aigul" not in repr(found)


def test_the_same_name_twice_is_no_likeness() -> None:
    mentions = [names(c, "telegram", "invest_aigul") for c in "ab"]

    assert look_alikes(mentions, COUNTRY) == ()


def test_a_skeleton_that_very_many_name_proposes_nobody() -> None:
    mentions = [names(f"c{n}", "domain", f"kaspi{'-' * n}bonus.example") for n in range(1, 62)]

    assert look_alikes(mentions, COUNTRY) == ()
    assert len(look_alikes(mentions[:9], COUNTRY)) == 8


def test_the_more_name_a_skeleton_the_less_it_says() -> None:
    weights = [look_alike_domain(degree, COUNTRY) for degree in (2, 30, 300, 30_000)]

    assert weights == sorted(weights, reverse=True)
    assert weights[-1] == 0


def test_facts_are_read_in_normal_form() -> None:
    text = (
        (
            f"{HEADER}\nHXXP://Kaspi-Bonus[.]example,192.000.002.7 ,,,,answer 12\n"
            "b.example,NS1.Host.example.,Иван  ПЕТРИЩЕВ,2026-01-01T00:00:00+05:00,,whois\n"
        )
        .replace("HXXP://", "")
        .replace("192.000.002.7", "192.0.2.7")
    )

    found = read_facts(text, file="facts.csv")

    assert found == (
        DomainFact("kaspi-bonus.example", "192.0.2.7", "", None, None, "answer 12"),
        DomainFact(
            "b.example",
            "ns1.host.example",
            "иван петрищев",
            datetime(2025, 12, 31, 19, tzinfo=UTC),
            None,
            "whois",
        ),
    )
    assert "петрищев" not in repr(found)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("not a site,192.0.2.7,,,,x", "fact_domain_not_read", "domain"),
        ("a.example,,,,,x", "fact_says_nothing", "host"),
        ("a.example,h,,2026-01-01,,x", "fact_time_not_read", "from"),
        ("a.example,h,,,tomorrow,x", "fact_time_not_read", "to"),
        (
            "a.example,h,,2026-02-01T00:00:00Z,2026-02-01T00:00:00Z,x",
            "fact_ends_before_it_begins",
            "to",
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_place(row: str, code: str, column: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_facts(f"{HEADER}\na.example,h,,,,x\n{row}\n", file="facts.csv")

    (fault,) = refused.value.faults
    assert (fault.code, fault.file, fault.row, fault.column) == (code, "facts.csv", 3, column)
    assert code in entries()


@pytest.mark.parametrize(
    ("text", "code"),
    [("domain,host\n", "fact_column_missing"), (f'{HEADER}\n"a', "facts_not_csv")],
)
def test_what_is_no_table_of_facts_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_facts(text, file="facts.csv")

    assert {fault.code for fault in refused.value.faults} == {code}
    assert code in entries()


def test_sites_on_one_host_meet_while_the_fact_holds() -> None:
    later = NOON + timedelta(days=10)
    facts = [
        DomainFact("a.example", "192.0.2.7", "x", None, later, "whois"),
        DomainFact("b.example", "192.0.2.7", "", NOON, None, "whois"),
    ]
    mentions = [
        names("c1", "domain", "a.example"),
        names("c2", "url", "https://b.example/pay"),
        names("c3", "domain", "a.example", day=10),
        names("c4", "phone", "+77010001234"),
    ]

    found = fact_mentions(mentions, facts)

    assert [(m.complaint_id, m.kind, m.value) for m in found] == [
        ("c1", "host", "192.0.2.7"),
        ("c1", "registrant", "x"),
        ("c2", "host", "192.0.2.7"),
    ]
    assert kind_of("host") is not None
    assert kind_of("registrant") is not None
