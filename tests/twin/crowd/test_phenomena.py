"""What linking must survive: each is in a crowd, and stands in its truth."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.twin.crowd.conftest import table

from izdes.adapters.complaints import read_complaints
from izdes.adapters.tables.holders import read_holders
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import Complaint
from izdes.twin.crowd.plan import Plan
from izdes.twin.crowd.slots import Form, Slip, Whose
from izdes.twin.crowd.truth import CrowdTruth
from izdes.twin.crowd.written import true_of

Named = dict[tuple[str, str], set[str]]


@pytest.fixture(scope="module")
def complaints(crowd: Path) -> dict[str, Complaint]:
    return {c.complaint_id: c for c in read_complaints(crowd / "complaints.jsonl")[0]}


@pytest.fixture(scope="module")
def named(complaints: dict[str, Complaint]) -> Named:
    """Return who names what, as readers see it."""
    found: Named = defaultdict(set)
    for name, complaint in complaints.items():
        paid = [read_account(payment.paid_to) for payment in complaint.payments]
        paid += [read_account(loan.paid_to) for loan in complaint.loans]
        for reading in (*(given.reading for given in complaint.identifiers), *paid):
            kind = {"tron": "wallet", "whatsapp": "phone"}.get(reading.kind, reading.kind)
            value = f"+{reading.value}" if reading.kind == "whatsapp" else reading.value
            found[kind, value or ""].add(name)
    return found


def rows(crowd: Path, name: str) -> list[dict[str, str]]:
    return table(crowd / "truth" / f"{name}.csv")


def series_of(named: Named, truth: CrowdTruth, kind: str, value: str) -> set[str]:
    return {truth.series[complaint] for complaint in named[kind, value]}


def test_public_things_are_named_by_victims_of_many_crews(named: Named, truth: CrowdTruth) -> None:
    hubs = [node for node, what in truth.things.items() if what == "hub"]
    kinds = Counter(kind for kind, _ in hubs)

    assert kinds["phone"] == 16
    assert kinds["domain"] == 4
    assert kinds["wallet"] == 15
    assert kinds["iban"] == 10
    crews = [len(series_of(named, truth, *hub)) for hub in hubs]
    assert min(crews) > 1
    assert np.median(crews) > 10


def test_an_own_thing_is_named_by_its_crew_but_for_errors(named: Named, truth: CrowdTruth) -> None:
    own = [node for node, what in truth.things.items() if what == "own"]

    for node in own:
        crews = Counter(truth.series[complaint] for complaint in named[node])
        assert crews.most_common(1)[0][1] > 0.8 * crews.total()
    assert len(own) > 20


def test_some_own_accounts_are_as_busy_as_a_shop(crowd: Path) -> None:
    busy = [row for row in rows(crowd, "crews") if int(row["busy_campaigns"])]
    accounts = [
        int(row["mentions"])
        for row in rows(crowd, "hubs")
        if row["kind"] == "iban" and row["truth"] == "own"
    ]

    assert busy
    assert max(accounts) >= 20


def test_rented_accounts_serve_several_crews_some_at_the_same_time(crowd: Path) -> None:
    tenures: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows(crowd, "tenures"):
        if row["why"] == "rented":
            tenures[row["value"]].append((row["from"], row["to"], row["series_id"]))
    neighbours = [
        (one, other) for lets in map(sorted, tenures.values()) for one, other in pairwise(lets)
    ]
    together = [pair for pair in neighbours if pair[1][0] < pair[0][1]]

    assert len(neighbours) > 100
    assert 0.02 < len(together) / len(neighbours) < 0.4
    assert sum(one[2] != other[2] for one, other in neighbours) > 0.5 * len(neighbours)


def test_a_service_is_the_herder_whose_account_took_the_money(
    crowd: Path, truth: CrowdTruth
) -> None:
    herders = {row["series_id"]: row["service"] for row in rows(crowd, "crews")}
    crews = defaultdict(set)
    for complaint, service in truth.services.items():
        assert herders[truth.series[complaint]] == service
        crews[service].add(truth.series[complaint])

    assert 0.05 < len(truth.services) / len(truth.series) < 0.35
    assert all(len(found) > 3 for found in crews.values())


def test_some_phones_pass_to_another_crew_after_long_silence(
    crowd: Path, truth: CrowdTruth
) -> None:
    tenures = defaultdict(list)
    for row in rows(crowd, "tenures"):
        if row["why"] == "recycled":
            span = (datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["to"]))
            tenures[row["value"]].append((*span, row["series_id"]))

    assert len(tenures) > 10
    for phone, spans in tenures.items():
        first, *later = sorted(spans)
        assert later
        assert all(again[0] - first[1] >= timedelta(days=300) for again in later)
        assert all(again[2] != first[2] for again in later)
        assert truth.things.get(("phone", phone), "shared") == "shared"


def test_slips_change_one_digit_or_swap_two(crowd: Path) -> None:
    slips = [row for row in rows(crowd, "errors") if row["error"] in {"digit", "swap"}]

    for row in slips:
        written = "".join(filter(str.isalnum, row["written"]))[-10:]
        true = row["value"][-10:] if row["kind"] == "phone" else row["value"]
        written = written if row["kind"] == "phone" else "".join(row["written"].split())
        places = [n for n in range(len(true)) if true[n] != written[n]]
        assert len(places) == (1 if row["error"] == "digit" else 2)
        assert Counter(true) == Counter(written) or row["error"] == "digit"
    assert {row["kind"] for row in slips} == {"phone", "iban", "card"}


def test_wrong_things_are_another_crews(plan: Plan) -> None:
    crews = plan.story.episodes.crews
    owners = defaultdict(set)
    for slot in (plan.slots["phone"], plan.slots["other_phone"], plan.slots["messenger"]):
        own = slot.told & (slot.whose == Whose.own)
        for value, crew in zip(slot.values[own].tolist(), crews[own].tolist(), strict=True):
            owners[value].add(crew)
    slot = plan.slots["phone"]
    wrong = np.flatnonzero(slot.told & (slot.whose == Whose.wrong)).tolist()

    others = [place for place in wrong if crews[place] not in owners[int(slot.values[place])]]

    assert len(wrong) > 40
    # A crew may be told a wrong number of its own other campaign.
    assert len(others) > 0.7 * len(wrong)


def test_masked_cards_are_written_and_some_agree_by_chance(
    complaints: dict[str, Complaint], large: Plan
) -> None:
    texts = [p.paid_to for c in complaints.values() for p in c.payments if "*" in p.paid_to]
    slot = large.slots["account"]
    cards = np.unique(slot.values[slot.told & np.isin(slot.forms, [Form.card, Form.masked])])
    masked = Counter(true_of(Form.masked, card)[1] for card in cards.tolist())

    assert any(len(text.replace(" ", "")) == 16 for text in texts)
    assert any(len(text) == 5 for text in texts)
    assert max(masked.values()) > 1


def test_copied_scripts_are_told_in_the_same_things(crowd: Path, truth: CrowdTruth) -> None:
    copies = {series: of for series, of in truth.scripts.items() if series != of}
    schemes = {row["series_id"]: row["scheme"] for row in rows(crowd, "crews")}

    assert len(copies) > 0.05 * len(truth.scripts)
    assert all(schemes[series] == schemes[of] for series, of in copies.items())
    assert all(of not in copies for of in copies.values())


def test_two_victims_of_one_script_tell_it_alike(
    complaints: dict[str, Complaint], truth: CrowdTruth
) -> None:
    stories = defaultdict(list)
    for name, complaint in complaints.items():
        stories[truth.scripts[truth.series[name]]].append(pairs_of_words(complaint.narrative))
    scripts = [told for told in stories.values() if len(told) > 20]

    alike = np.mean([shared(told[0], other) for told in scripts for other in told[1:20]])
    apart = np.mean([shared(one[0], other[0]) for one in scripts for other in scripts[:20]])

    assert alike > 1.5 * apart


def pairs_of_words(text: str) -> set[tuple[str, str]]:
    words = text.lower().split()
    return set(pairwise(words))


def shared(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    return len(one & other) / len(one | other)


def test_some_crews_keep_nothing_but_their_words(large: Plan) -> None:
    crews, episodes = large.story.crews, large.story.episodes
    bare = crews.keep("script") & (crews.campaigns > 2)
    where = bare[episodes.crews]
    campaigns = defaultdict(set)
    for name in ("page", "site", "phone"):
        slot = large.slots[name]
        own = slot.told & where & (slot.whose == Whose.own)
        for value, of in zip(
            slot.values[own].tolist(), episodes.campaigns[own].tolist(), strict=True
        ):
            campaigns[name, value].add(of)

    assert bare.sum() > 3
    # Phones given again are the only things that two campaigns may share.
    assert sum(len(found) > 1 for found in campaigns.values()) < 0.02 * len(campaigns)


def test_other_crews_keep_something_through_their_campaigns(large: Plan) -> None:
    crews, episodes = large.story.crews, large.story.episodes
    for keeping, name in (("site", "site"), ("page", "page"), ("account", "account")):
        slot = large.slots[name]
        kept = crews.keep(keeping) & (crews.campaigns > 4) & (crews.sizes > 60)
        own = slot.told & (slot.values == episodes.crews)
        counts = [
            len(np.unique(episodes.campaigns[own & (episodes.crews == crew)]))
            for crew in np.flatnonzero(kept).tolist()
        ]

        assert counts
        assert min(counts) > 1


def test_names_that_sound_alike_differ_at_their_end(large: Plan) -> None:
    crews, episodes = large.story.crews, large.story.episodes
    slot = large.slots["page"]
    crew = int(np.argmax(crews.sizes * crews.keep("look")))
    own = slot.told & (episodes.crews == crew) & (slot.whose == Whose.own)

    pages = {true_of(Form.telegram, value)[1] for value in slot.values[own].tolist()}

    assert len(pages) > 2
    assert len({page.rstrip("0123456789") for page in pages}) == 1


def test_some_victims_are_mules_of_another_crew(
    crowd: Path, complaints: dict[str, Complaint], named: Named, truth: CrowdTruth
) -> None:
    mules = rows(crowd, "mules")

    assert len(mules) > 10
    for row in mules:
        complaint = complaints[row["complaint_id"]]
        assert all(paid.paid_from == row["value"] for paid in complaint.payments)
    receiving = [series_of(named, truth, "iban", row["value"]) for row in mules]
    assert sum(bool(series) for series in receiving) > 3


def test_one_person_has_accounts_under_names_in_several_spellings(
    crowd: Path, truth: CrowdTruth
) -> None:
    lines = {row["value"]: row for row in table(crowd / "holders.csv")}
    people = defaultdict(set)
    for (_, iban), person in truth.holders.items():
        people[person].add(iban)
    several = [found for found in people.values() if len(found) > 1]

    names = [{lines[iban]["name"] for iban in found} for found in several]

    assert len(several) > 100
    assert sum(len(found) > 1 for found in names) > 0.5 * len(several)
    assert 0.3 < sum(bool(row["born"]) for row in lines.values()) / len(lines) < 0.6


def test_what_banks_answer_is_read_as_linking_reads_it(crowd: Path, truth: CrowdTruth) -> None:
    records = read_holders(crowd / "holders.csv")

    accounts = {record.account for record in records if record.account[0] == "iban"}
    assert accounts == set(truth.holders)
    assert len(records) == 2 * len(accounts)


def test_slips_are_in_numbers_only(plan: Plan) -> None:
    for slot in plan.slots.values():
        slipped = set(slot.forms[slot.told & (slot.slips != Slip.none)].tolist())
        assert slipped <= {Form.phone, Form.messenger, Form.iban, Form.card, Form.holder_phone}
