"""Reach: the law that somebody names is the law that every answer is made of, and nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.law.answers import BEGAN, DAY, answers, asked, changed

from izdes.core.law.clocks.cut_offs import cut_off_of
from izdes.core.law.clocks.due import Due, due_of
from izdes.core.law.institutions import register_on
from izdes.core.law.pack import norms_on
from izdes.core.law.powers import powers_on
from izdes.core.law.protected import kinds_on
from izdes.core.law.qualification import Facts, suggest
from izdes.core.law.release import LawPack, PackRef, packaged_pack, read_pack
from izdes.core.law.release.packs import packaged_texts
from izdes.core.law.sizes import bounds_on, index_on, size_of
from izdes.core.law.terms import limits_from
from izdes.web.law.deciding import due_under
from izdes.web.law.overlay import Field, Overlay, overlaid

PACK = packaged_pack()
TEXTS = packaged_texts()
HALYK = "HSBKKZKX"
# Says what the packaged one says, under another digest: nothing that was read of that one serves.
TWIN = LawPack(PackRef("2026.99", "f" * 64), PACK.released_on, PACK.tables, PACK.known_gaps)
PACKAGED = answers(None)


def said(file: str, entry: str, **fields: Field) -> LawPack:
    return overlaid(PACK, [Overlay(file, entry, tuple(sorted(fields.items())), "gazette")])


def text_changed(file: str, old: str, new: str) -> LawPack:
    assert old in TEXTS[file]
    return read_pack({**TEXTS, file: TEXTS[file].replace(old, new, 1)})


def test_a_law_that_says_the_same_answers_the_same() -> None:
    assert answers(TWIN) == PACKAGED


@given(st.dates(date(2014, 2, 1), date(2059, 1, 1)), st.integers(0, 10**12))
def test_a_law_that_says_the_same_answers_the_same_on_any_day(day: date, minor: int) -> None:
    facts = Facts("taking", day, minor)
    found = [
        (
            suggest(facts, law),
            bounds_on(day, law),
            limits_from(day, law),
            kinds_on(day, law),
            powers_on(day, law),
            register_on(day, law).institutions,
        )
        for law in (TWIN, None)
    ]

    assert found[0] == found[1]


OVERRIDES = {
    "a day off": (
        said("clocks/days.csv", "2026-12-11", is_working=False, reason_kk="Қ", reason_ru="П"),
        {"calendar", "due_whole", "explained"},
    ),
    "a day off at the end of a term": (
        said("clocks/days.csv", "2027-02-08", is_working=False, reason_kk="Қ", reason_ru="П"),
        {"calendar", "due_whole", "explained", "limits", "term"},
    ),
    "an index": (
        said("indexes.yaml", "mci", minor=1, valid_from="2027-01-01", valid_to="2028-01-01"),
        {"index", "bounds", "suggested"},
    ),
    "a threshold": (
        said("thresholds.yaml", "fraud.large", times=1, valid_from="2026-01-01"),
        {"thresholds", "bounds", "suggested"},
    ),
    "an institution": (
        said("institutions.csv", HALYK, channel="paper"),
        {"register"},
    ),
    "office hours": (
        said("clocks/office_hours.csv", "working", opens="08:30", closes="17:30"),
        {"office_hours"},
    ),
    "a shortened day": (
        said("clocks/office_hours.csv", str(DAY), opens="09:00", closes="13:00"),
        {"office_hours"},
    ),
    "a cut-off": (
        said("clocks/cut_offs.csv", HALYK, cut_off="16:30"),
        {"cut_off"},
    ),
}


@pytest.mark.parametrize("what", OVERRIDES)
def test_an_override_changes_what_it_is_about_and_nothing_else(what: str) -> None:
    law, expected = OVERRIDES[what]

    assert asked(law) == expected


def test_a_day_off_moves_only_what_ends_on_it() -> None:
    law, _ = OVERRIDES["a day off"]

    moved = {n for n, due in changed(law).items() if isinstance(due, Due) and n[:9] == "due_whole"}

    ends = {
        n for n, due in PACKAGED.items() if getattr(due, "last_day", None) == date(2026, 12, 11)
    }
    rolled = {n for n in ends if n.startswith("due_whole") and "WD" not in n}
    assert {"due_whole DL_ANSWER_3D"} <= moved
    assert {n for n in moved if "WD" not in n} <= rolled


def test_an_override_of_one_institution_leaves_every_other() -> None:
    law, _ = OVERRIDES["an institution"]

    other = {i.institution_id for i in register_on(DAY).institutions} - {HALYK}

    assert register_on(DAY, law).named(HALYK) != register_on(DAY).named(HALYK)
    for name in other:
        assert register_on(DAY, law).named(name) == register_on(DAY).named(name)


def test_a_new_index_measures_the_offences_of_its_own_year() -> None:
    law, _ = OVERRIDES["an index"]
    day = date(2027, 5, 20)

    assert index_on("mci", day) is None
    assert size_of(2_000, offence="fraud", day=day).size == "unknown"
    assert size_of(2_000, offence="fraud", day=day, law=law).size == "large"
    assert size_of(2_000, offence="fraud", day=DAY, law=law) == size_of(
        2_000, offence="fraud", day=DAY
    )


def test_a_banking_day_ends_when_its_institution_takes_no_more() -> None:
    banking = text_changed(
        "clocks/clocks.yaml",
        "bound: institution, unit: days, count: 3, roll: next",
        "bound: institution, unit: banking_days, count: 3",
    )
    over = Overlay("clocks/cut_offs.csv", HALYK, (("cut_off", "16:30"),), "gazette")
    law = overlaid(banking, [over])

    own = due_under(law, "DL_ANSWER_3D", BEGAN, institution=HALYK).at
    default = due_under(law, "DL_ANSWER_3D", BEGAN).at

    assert own is not None
    assert default is not None
    assert (default - own).total_seconds() == 90 * 60
    assert cut_off_of("", law) == cut_off_of("")


FILES = {
    "clocks/clocks.yaml": (
        ("count: 3, roll", "count: 2, roll", {"due", "due_whole", "explained"}),
    ),
    "clocks/case_terms.yaml": (
        ("inquiry, clock: DL_INQUIRY_1M", "inquiry, clock: DL_INVEST_2M", {"term"}),
    ),
    "norms.yaml": (
        ('ru: "п. 1) ч. 2 ст. 122 УПК РК"', 'ru: "x"', {"norm", "norms_for", "needed"}),
    ),
    "measures.yaml": (
        ("fields: [case_number,", "fields: [", {"measure", "needed", "missing", "drafted"}),
    ),
    "ladder.yaml": (("[48, 24]", "[47, 24]", {"ladder"}),),
    "powers.yaml": (("extend_term, roles: [", "extend_term, roles: [x, ", {"powers"}),),
    "protected.yaml": (
        ("protected, may_hold: false", "protected, may_hold: true", {"protected", "missing"}),
    ),
    "prosecution.yaml": (
        (
            'article: "187", parts: [], points: []',
            'article: "186", parts: [], points: []',
            {"body"},
        ),
        ('"190", parts: ["1"]}', '"191", parts: ["1"]}', {"interest"}),
    ),
    "joinder.yaml": (
        ("episodes: 1000", "episodes: 999", {"place"}),
        ("inquiry, months: 1", "inquiry, months: 2", {"limits"}),
        ("grounds: [cpc.joinder_unknown, ", "grounds: [", {"joinder", "grounds"}),
        ("shown_by: online", "shown_by: persons_named", {"exclusions"}),
    ),
    "qualification.yaml": (("norm: cc.fraud_online", "norm: cc.fraud_persons", {"suggested"}),),
    "plans/01_stop.yaml": (("{hours: 1}", "{hours: 2}", {"plan"}),),
    "schemes.yaml": (("SAFE_ACCOUNT, above: BANK_CALL_SMS", "SAFE_ACCOUNT, above: ", {"plan"}),),
    "recordings.yaml": (("ask_within_hours: 24", "ask_within_hours: 23", {"recordings"}),),
    "institutions_history.csv": (("former_bic,SABRKZKA", "former_bic,SABRKZKB", {"known"}),),
}


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [(file, *change) for file, changes in FILES.items() for change in changes],
)
def test_another_release_answers_by_its_own_files(
    file: str, old: str, new: str, expected: set[str]
) -> None:
    assert asked(text_changed(file, old, new)) == expected


def test_what_was_read_of_one_law_never_answers_for_another() -> None:
    one, _ = OVERRIDES["an index"]
    other = said("indexes.yaml", "mci", minor=2, valid_from="2027-01-01", valid_to="2028-01-01")
    day = date(2027, 5, 20)

    found = [index_on("mci", day, law=law) for law in (one, other, None, one)]

    assert [index and index.minor for index in found] == [1, 2, None, 1]


def test_a_law_under_which_a_norm_never_held_knows_it_on_no_day() -> None:
    assert norms_on(["cpc.nowhere"], DAY, law=TWIN) == ()


def test_a_clock_counts_as_the_law_says_that_decides() -> None:
    law, _ = OVERRIDES["a day off"]

    assert due_under(law, "DL_ANSWER_3D", BEGAN) == due_of("DL_ANSWER_3D", BEGAN, law=law)
    assert due_under(PACK, "DL_ANSWER_3D", BEGAN) == due_of("DL_ANSWER_3D", BEGAN)
