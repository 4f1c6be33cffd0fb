import json
import re
from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.follow.invented_series import (
    CREW_PHONE,
    CREW_SITE,
    MULE,
    START,
    Json,
    complaint,
    crew,
    linked,
    own_account,
    passport,
)

from izdes.core.identifiers.complaint import ComplaintId, GivenIdentifier, Payment, Victim
from izdes.core.linking.grouping import Limits
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.possible import Ground, Possible
from izdes.core.linking.services import Service, ServiceAccount
from izdes.core.linking.weak.received import Received
from izdes.core.money.account import AccountKey
from izdes.core.sealing.canonical import canonical_json
from izdes.follow.passport import passport_of
from izdes.follow.passport.linked import NoSuchSeries, passport_input
from izdes.follow.passport.masks import OwnNumbers, shown_reference
from izdes.follow.passport.traced import followed_input
from izdes.follow.run import Followed
from izdes.twin.numbers import card, masked, person_number, phone


def text_of(value: Json) -> str:
    return canonical_json(value).decode()


def statuses(value: Json) -> dict[str, str]:
    return {e["exclusion_id"]: e["status"] for e in value["joinder"]["exclusions"]}


def test_no_victims_number_name_or_year_of_birth_is_in_a_passport() -> None:
    complaints = crew()

    text = text_of(passport(complaints))

    for n in range(len(complaints)):
        assert own_account(n) not in text
        assert phone(300 + n) not in text
        assert f'"{1950 + 3 * n}"' not in text
    assert "Үлгіқызы" not in text
    assert "narrative" not in text


def test_a_number_that_one_victim_calls_her_own_is_masked_where_another_names_it() -> None:
    hers = own_account(0)
    paid = Payment(at=START, amount_minor=500, paid_from=own_account(3), paid_to=hers)
    made = passport(
        crew(
            changed={
                3: {"payments": (paid,)},
                4: {"payments": (replace(paid, paid_from=own_account(4)),)},
            }
        )
    )

    shown = [i for i in made["identifiers"] if i["is_a_victims_own"]]

    assert hers not in text_of(made)
    assert [i["value"] for i in shown] == [f"…{hers[-4:]}"]
    assert statuses(made)["mutual_offences"] == "found"
    assert {c["episode_that_names"] for c in made["joinder"]["crossings"]} == {4, 5}
    assert all(c["episode_of_owner"] == 1 for c in made["joinder"]["crossings"])


def test_a_number_of_a_victim_outside_the_series_is_masked_too() -> None:
    outside = complaint(
        77, identifiers=(), payments=(Payment(amount_minor=5, paid_from=MULE, paid_to="Айгүл"),)
    )

    made = passport([*crew(), outside])

    assert made["summary"]["episodes"] == 5
    assert MULE not in text_of(made)
    assert f"iban:…{MULE[-4:]}" in {a["account"] for a in made["money"]["accounts"]}


def test_a_masked_card_that_may_be_a_victims_own_is_masked_further() -> None:
    whole = card("01", 77)
    told = complaint(0, payments=(Payment(amount_minor=5, paid_from=whole, paid_to=MULE),))

    own = OwnNumbers([told])

    assert own.shown("card_masked", masked(whole)) == f"…{whole[-4:]}"
    assert own.shown("card_near", whole) == f"…{whole[-4:]}"
    assert own.shown("card", card("02", 78)) == card("02", 78)


def test_an_account_further_on_that_is_a_victims_own_is_masked() -> None:
    own = OwnNumbers(crew(1))

    assert own.shown("next_account", f"iban:{own_account(0)}") == f"…{own_account(0)[-4:]}"
    assert own.shown("next_account", f"iban:{MULE}") == f"iban:{MULE}"


def test_numbers_of_identification_and_names_of_holders_are_never_whole() -> None:
    own = OwnNumbers([])
    number = person_number("900101", 5, is_odd=True)

    assert own.shown("iin", number) == f"…{number[-4:]}"
    assert own.shown("holder", "ҮЛГІБАЕВ Қ") == ""


@pytest.mark.parametrize("ref", ["Айгүл Сынақова", "900101900055", "+77010000101", "Aigul S", ""])
def test_a_reference_that_names_somebody_is_not_shown(ref: str) -> None:
    made = passport(crew(changed={0: {"victim": Victim(ref)}}))

    assert shown_reference(ref) == ""
    assert made["episodes"][0]["victim"]["ref"] == ""
    assert made["summary"]["victims"] == (5 if ref else 4)


def test_a_passport_does_not_depend_on_the_order_of_complaints() -> None:
    complaints = crew()
    mixed = list(complaints)
    Random(5).shuffle(mixed)

    assert canonical_json(passport(mixed)) == canonical_json(passport(complaints))


def test_a_changed_sum_changes_the_digest() -> None:
    one, other = passport(crew()), passport(crew(changed={2: {"total_minor": 7}}))

    assert one["digest"] != other["digest"]


def test_the_series_is_summed_by_its_episodes() -> None:
    made = passport(crew())

    assert made["summary"]["episodes"] == made["summary"]["victims"] == 5
    assert made["summary"]["loss_minor"] == "2704999900"
    assert Counter({r["region"]: r["episodes"] for r in made["regions"]}) == Counter(
        {"75": 2, "61": 1, "71": 1, "35": 1}
    )
    assert sum(int(r["loss_minor"]) for r in made["regions"]) == 2_704_999_900


def test_a_loss_in_several_currencies_is_not_said_in_tenge() -> None:
    dollars = Payment(amount_minor=500, currency="USD", paid_to=MULE)
    tenge = Payment(amount_minor=700, paid_to=MULE)
    made = passport(crew(changed={0: {"payments": (dollars, tenge)}}))

    assert made["episodes"][0]["loss_minor"] is None
    assert made["summary"]["episodes_without_loss"] == 1
    assert made["qualification"]["losses"][0]["size"] == "unknown"


def test_identifiers_stand_the_strongest_first_with_their_validity() -> None:
    made = passport(crew())

    weights = [i["weight_milli"] for i in made["identifiers"]]
    site = next(i for i in made["identifiers"] if i["value"] == CREW_SITE)
    assert weights == sorted(weights, reverse=True)
    assert {CREW_PHONE, CREW_SITE, MULE} <= {i["value"] for i in made["identifiers"]}
    assert site["episodes"] == [1, 2, 3, 4, 5]
    assert site["longest_silence_days"] == 2
    assert site["first_seen"] == "2026-05-04T06:30:00.000000Z"
    assert site["last_seen"] == "2026-05-12T06:30:00.000000Z"


def test_a_series_holds_by_one_link_less_than_its_episodes_and_falls_in_two() -> None:
    made = passport(crew())

    assert len(made["links"]) == 4
    assert [x["is_weakest"] for x in made["links"]].count(True) == 1
    assert made["links"][-1]["is_weakest"]
    assert sorted(made["split"]["one"] + made["split"]["other"]) == [1, 2, 3, 4, 5]


def test_each_loss_is_measured_by_the_index_of_the_day_of_its_offence() -> None:
    # 400 million tiyn: above 1000 indexes of 2025, below those of 2026; midnight is local.
    evening = datetime(2025, 12, 31, 18, 59, tzinfo=UTC)
    changed = {
        0: {"occurred_from": evening, "total_minor": 400_000_000},
        1: {"occurred_from": evening + timedelta(minutes=1), "total_minor": 400_000_000},
    }
    made = passport([replace(c, reported_at=START) for c in crew(2, changed)])

    losses = made["qualification"]["losses"]

    assert [x["day"] for x in losses] == ["2025-12-31", "2026-01-01"]
    assert [x["index_minor"] for x in losses] == ["393200", "432500"]
    assert [x["size"] for x in losses] == ["large", "ordinary"]
    assert losses[0]["thresholds"][0]["bound_minor"] == "393200000"


def test_an_offence_of_a_year_without_index_has_no_size() -> None:
    old = datetime(2017, 5, 4, tzinfo=UTC)
    made = passport(crew(2, {0: {"occurred_from": old}, 1: {"occurred_from": old}}))

    assert [x["size"] for x in made["qualification"]["losses"]] == ["unknown", "unknown"]
    assert made["qualification"]["losses"][0]["index_minor"] is None


def test_features_count_victims_and_episodes_and_never_claim_a_group() -> None:
    made = passport(crew())

    answers = {f["feature"]: (f["count"], f["answer"]) for f in made["qualification"]["features"]}

    assert answers["persons"] == (5, "signs")
    assert answers["repeated"] == (5, "signs")
    assert answers["group"] == (0, "cannot_be_shown")


def test_one_victim_of_two_episodes_is_one_person() -> None:
    same = {n: {"victim": Victim("P000001")} for n in range(2)}
    made = passport(crew(2, same))

    answers = {f["feature"]: f["answer"] for f in made["qualification"]["features"]}

    assert made["summary"]["victims"] == 1
    assert answers["persons"] == "no_signs"


def test_without_internet_signs_the_order_of_prosecution_is_for_a_person() -> None:
    by_phone = (GivenIdentifier("phone", CREW_PHONE, "offender_contact"),)
    made = passport(crew(changed={1: {"identifiers": by_phone}}))

    assert statuses(made)["private_with_public"] == "to_be_checked_by_a_person"
    assert made["joinder"]["episodes_without_online_sign"] == [2]
    assert statuses(passport(crew()))["private_with_public"] == "nothing_found"


def test_the_term_counts_from_the_earliest_report_where_no_registration_is_known() -> None:
    term = passport(crew())["term"]

    assert (term["episode"], term["at_basis"], term["first_day"]) == (
        1,
        "reported_at",
        "2026-05-05",
    )
    # 5 July 2026 is a Sunday, and the Monday after it Capital Day.
    assert [(x["form"], x["last_day"], x["ends_on"]) for x in term["limits"]] == [
        ("inquiry", "2026-06-05", "2026-06-05"),
        ("investigation", "2026-07-05", "2026-07-07"),
    ]


def test_the_term_counts_from_the_earliest_registration_where_it_is_known() -> None:
    complaints = crew()
    registered = {complaints[2].complaint_id: START - timedelta(days=3)}

    term = passport(complaints, registered=registered)["term"]

    assert (term["episode"], term["at_basis"], term["first_day"]) == (3, "registered", "2026-05-01")


def test_a_term_that_passed_is_marked() -> None:
    late = passport(crew(), as_of=START + timedelta(days=40))

    assert [x["is_over"] for x in late["term"]["limits"]] == [True, False]


def test_the_lead_region_comes_with_its_arithmetic() -> None:
    lead = passport(crew())["lead_region"]

    rows = {row["region"]: row for row in lead["rows"]}
    assert lead["proposed"] == ["75"]
    assert rows["75"]["episodes_points"] == 400
    assert rows["75"]["loss_points"] == 1000 * 2_120_000_000 // 2_704_999_900
    assert rows["75"]["is_first_registered"]
    assert all(
        row["points"]
        == row["episodes_points"]
        + row["loss_points"]
        + row["received_points"]
        + row["first_registered_points"]
        for row in lead["rows"]
    )


def judged(complaints: list[str], verdict: str, n: int = 1) -> Judgement:
    a, b = complaints
    made = Judgement(
        f"J{n}", complaint(int(a)).complaint_id, complaint(int(b)).complaint_id, "same", START
    )
    return replace(made, verdict=verdict, by="officer-17", reason="Сынақова Айгүл айтты")  # type: ignore[arg-type]


def test_a_contradiction_is_shown_and_the_officers_free_words_are_not() -> None:
    said = [
        judged(["0", "1"], "same"),
        judged(["1", "2"], "same", 2),
        judged(["0", "2"], "not_same", 3),
    ]
    made = passport(crew(3), found={"judgements": said})

    assert len(made["contradictions"]) == 1
    assert statuses(made)["objectivity"] == "found"
    assert {j["by"] for j in made["judgements"]} == {"officer-17"}
    assert "Айгүл" not in text_of(made)


def test_without_a_followed_case_receiving_accounts_stand_as_declared() -> None:
    money = passport(crew())["money"]

    assert money["basis"] == "declared"
    assert [a["account"] for a in money["accounts"]] == [f"iban:{MULE}"]
    assert money["accounts"][0]["received_minor"] == "2704999900"


def test_a_payee_named_in_words_is_counted_and_not_named() -> None:
    to_a_name = Payment(amount_minor=900, paid_to="Айгүл Сынақова")
    made = passport(crew(changed={0: {"payments": (to_a_name,)}}))

    assert made["money"]["unnamed"] == [{"received_minor": "900", "currency": "KZT", "payments": 1}]
    assert "Сынақова" not in text_of(made)


def test_every_account_without_a_statement_is_an_open_lead() -> None:
    leads = passport(crew())["leads"]["identifiers"]

    asked = {(x["lead"], x["value"]): x["episodes"] for x in leads}
    assert asked["statement", f"iban:{MULE}"] == [1, 2, 3, 4, 5]
    assert asked["subscriber", CREW_PHONE] == [1, 2, 3, 4, 5]
    assert asked["registrant", CREW_SITE] == [1, 2, 3, 4, 5]


def test_a_service_that_other_series_share_is_shown_apart() -> None:
    complaints = crew()
    ids = tuple(c.complaint_id for c in complaints)
    account = ServiceAccount("iban", MULE, 5, START, START)
    other = complaint(90).complaint_id
    shared = Service(ids[0], (*ids, other), (account,), ((ids[0], 5), (other, 1)))
    lone = Service(ids[1], ids, (account,), ((ids[0], 5),))

    services = passport(complaints, found={"services": (shared, lone)})["leads"]["services"]

    assert [(s["service_id"], s["other_series"]) for s in services] == [(ids[0], [other])]
    assert services[0]["accounts"] == [{"kind": "iban", "value": MULE, "holder": None}]


def test_accounts_of_one_holder_bear_a_number_and_no_name() -> None:
    complaints = crew()
    ids = tuple(c.complaint_id for c in complaints)
    other = complaint(90).complaint_id
    accounts = tuple(
        ServiceAccount("iban", value, 3, START, START, holder)
        for value, holder in ((MULE, "iin:900101300018"), (own_account(7), ""))
    )
    shared = Service(ids[0], (*ids, other), accounts, ((ids[0], 5), (other, 1)))

    made = passport(complaints, found={"services": (shared,)})

    assert [a["holder"] for a in made["leads"]["services"][0]["accounts"]] == [1, None]
    assert "900101300018" not in str(made)


def test_a_victim_who_took_another_victims_money_is_a_lead_and_her_account_masked() -> None:
    complaints = crew()
    first, second = (c.complaint_id for c in complaints[:2])
    account = AccountKey(f"iban:{own_account(0)}")
    elsewhere = complaint(90).complaint_id
    received = (
        Received(first, second, account, 500, "KZT", START),
        Received(first, elsewhere, account, 700, "KZT", START),
        Received(elsewhere, ComplaintId("x"), account, 900, "KZT", START),
    )
    given = replace(linked(complaints), received=received)

    leads = passport_of(passport_input(first, complaints, given))["leads"]["received"]

    assert [(x["owner_episode"], x["origin_episode"], x["other_complaint"]) for x in leads] == [
        (1, 2, None),
        (1, None, elsewhere),
    ]
    assert {x["reason"] for x in leads} == {"victim_received"}
    assert own_account(0) not in str(leads)


def test_the_method_names_every_limit() -> None:
    assert passport(crew())["method"]["parameters"] == asdict(Limits())


def test_another_series_is_proposed_with_its_grounds_and_never_joined() -> None:
    complaints, other = crew(), complaint(90).complaint_id
    first = complaints[0].complaint_id
    ground = Ground("same_script", complaints[1].complaint_id, other, 1200)
    found = {"possible": (Possible(first, other, 1200, 900, (ground,)),)}

    made = passport(complaints, found=found)

    (join,) = made["leads"]["possible_joins"]
    assert join["series_id"] == other
    assert join["grounds"][0]["episodes"] == [2]
    assert join["grounds"][0]["other_complaint"] == other
    assert made["summary"]["episodes"] == 5


def test_every_norm_that_a_passport_names_is_cited_in_it() -> None:
    made = passport(crew())

    named = set(re.findall(r'"((?:cpc|cc)\.[a-z_]+)"', json.dumps({**made, "norms": []})))
    assert named == {norm["norm_id"] for norm in made["norms"]}
    assert all(norm["source"].startswith("https://") for norm in made["norms"])


def test_a_series_that_is_not_there_is_refused() -> None:
    complaints = [complaint(0)]

    with pytest.raises(NoSuchSeries) as refused:
        passport_input("A000000", complaints, linked(complaints))

    assert refused.value.code == "no_such_series"


def test_a_passport_of_a_followed_case_shows_layers_and_what_stopped(followed: Followed) -> None:
    sizes = Counter(series for _, series in followed.links.series)
    series_id = min(sizes, key=lambda s: (-sizes[s], s))

    given_input = followed_input(followed, series_id, digest="0" * 64)

    assert given_input.money is not None
    stopped = sum(minor for p in given_input.money.places for _, minor in p.stopped)
    members = {c for c, series in followed.links.series if series == series_id}
    rested = [
        e
        for e in followed.trace.endings
        if e.claim_id.rpartition("/")[0] in members and e.account and not e.behind
    ]
    assert stopped == sum(e.amount_minor for e in rested)
    assert {p.layer for p in given_input.money.places} >= {1, 2}


@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=12))
def test_free_text_of_a_complaint_never_reaches_a_passport(
    name: str, region: str, scheme: str
) -> None:
    marked = f"Ж{name}Ж"
    made = passport(
        crew(
            2,
            {
                0: {
                    "victim": Victim(marked),
                    "narrative": marked,
                    "region": f"Ж{region}",
                    "scheme": f"Ж{scheme}",
                    "language": marked,
                }
            },
        )
    )

    assert "Ж" not in json.dumps({**made, "norms": []}, ensure_ascii=False)
