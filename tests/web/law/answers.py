"""Everything that the room of the law answers under a pack, by a name for each answer.

The part of a name before the blank says what was asked; what comes after it, about what.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import get_args

from izdes.core.law.clocks.case_terms import CaseClock, Extension, Form, joined, term_of
from izdes.core.law.clocks.cut_offs import cut_off_of
from izdes.core.law.clocks.days import calendar_of
from izdes.core.law.clocks.due import due_of
from izdes.core.law.clocks.office_hours import hours_on
from izdes.core.law.clocks.rules import rules
from izdes.core.law.explaining import explain
from izdes.core.law.history import known_as, successor_of
from izdes.core.law.institutions import register_on
from izdes.core.law.joinder import Signs, check_exclusions, grounds_on
from izdes.core.law.joinder import rules as joinder_rules
from izdes.core.law.ladder import Hold, held_before, ladder_from
from izdes.core.law.needed import measures_for, what_is_needed
from izdes.core.law.pack import measure_on, norms, norms_for
from izdes.core.law.places import RegionFacts, lead_region
from izdes.core.law.plans import plan_for
from izdes.core.law.powers import may_use, powers_on
from izdes.core.law.prosecution import investigated_by, prosecution_of
from izdes.core.law.protected import answers as protected_answers
from izdes.core.law.protected import kinds_on, shown_for
from izdes.core.law.qualification import Facts, Means, Subject, suggest
from izdes.core.law.recordings import recordings
from izdes.core.law.release import LawPack, packaged_pack
from izdes.core.law.sending import missing, missing_in_answer
from izdes.core.law.sizes import bounds_on, index_on, thresholds_on
from izdes.core.law.terms import limits_from

DAY = date(2026, 12, 8)
# A Tuesday: three days after it is a Friday, and two months after it a Monday.
BEGAN = datetime(2026, 12, 8, 5, 0, tzinfo=UTC)
DAYS = (date(2024, 5, 21), DAY, date(2027, 5, 20))
_PACK = packaged_pack()
_SUM = 450_000_000


def answers(law: LawPack | None) -> dict[str, object]:
    """Return every answer under a law by its name."""
    found = (_clocks, _terms, _sums, _institutions, _measures, _articles, _joinder, _tactics)
    return {name: answer for part in found for name, answer in part(law)}


def changed(law: LawPack) -> Mapping[str, object]:
    """Return the answers that another law gives otherwise than the packaged one."""
    before, after = answers(None), answers(law)
    return {n: after.get(n) for n in before.keys() | after.keys() if before.get(n) != after.get(n)}


def asked(law: LawPack) -> set[str]:
    """Return what was asked where another law answers otherwise."""
    return {name.partition(" ")[0] for name in changed(law)}


def _clocks(law: LawPack | None) -> Iterator[tuple[str, object]]:
    """Yield ends of clocks, days off and cut-offs."""
    for rule in rules(law):
        runs = rule.direction == "after" and rule.holds_on(DAY)
        if runs:
            yield f"due {rule.rule_id}", due_of(rule.rule_id, BEGAN, count=1, law=law)
        if runs and rule.count:
            yield f"due_whole {rule.rule_id}", due_of(rule.rule_id, BEGAN, law=law)
            found = explain(rule.rule_id, on=DAY, started_at=BEGAN, pack=law)
            yield f"explained {rule.rule_id}", found
    for number in range(366):
        day = date(2026, 6, 1) + timedelta(days=number)
        yield f"calendar {day}", calendar_of(law).why_off(day)
    for institution in ("", *(i.institution_id for i in register_on(DAY).institutions)):
        yield f"cut_off {institution}", cut_off_of(institution, law)


def _terms(law: LawPack | None) -> Iterator[tuple[str, object]]:
    """Yield terms of cases."""
    for form in get_args(Form):
        case = CaseClock(BEGAN, form, extensions=(Extension("district", 3, BEGAN),))
        yield f"term {form}", term_of(case, law=law)
        yield f"term back-{form}", term_of(CaseClock(BEGAN, form, returned_at=BEGAN), law=law)
        yield f"joined {form}", joined([case, CaseClock(BEGAN, "accelerated")], law)
    yield "limits", limits_from(DAY, law)


def _sums(law: LawPack | None) -> Iterator[tuple[str, object]]:
    """Yield indexes, thresholds, sizes and qualifications."""
    for day in DAYS:
        yield f"index {day}", index_on("mci", day, law=law)
        yield f"bounds {day}", bounds_on(day, law)
        for offence in sorted({entry["offence"] for entry in _PACK.tables["thresholds.yaml"]}):
            yield f"thresholds {offence}/{day}", thresholds_on(offence, day, law=law)
        for subject in get_args(Subject):
            for means in get_args(Means):
                facts = Facts(subject, day, _SUM, means=means, acts=2, is_continuing=True)
                yield f"suggested {subject}/{means}/{day}", suggest(facts, law)


def _institutions(law: LawPack | None) -> Iterator[tuple[str, object]]:
    """Yield the register of several days and what was so of institutions."""
    for day in DAYS:
        for institution in register_on(day, law).institutions:
            yield f"register {institution.institution_id}/{day}", institution
    for row in _PACK.tables["institutions_history.csv"]:
        name = row["institution_id"]
        yield f"known {name}", known_as(name, DAY, law=law)
        yield f"successor {name}", successor_of(name, DAY, law=law)


def _measures(law: LawPack | None) -> Iterator[tuple[str, object]]:
    """Yield measures, what they need, what a paper lacks, the ladder and protected money."""
    fields = {"content": "x", "protected_answer": "protected", "days": 99}
    for entry in _PACK.tables["measures.yaml"]:
        name = entry["measure_id"]
        yield f"measure {name}", measure_on(name, DAY, law=law)
        yield f"norms_for {name}", norms_for(name, DAY, law=law)
        if measure_on(name, DAY) is not None:
            yield f"needed {name}", what_is_needed(name, on=DAY, law=law)
            yield f"missing {name}", missing(name, fields=fields, decisions=(), on=DAY, law=law)
            yield f"answer {name}", missing_in_answer(name, fields={}, on=DAY, law=law)
    yield "drafted", measures_for("investigator", on=DAY, law=law)
    yield "ladder", ladder_from("centre_block", on=DAY, law=law)
    yield "office_hours", hours_on(DAY, law)
    held = Hold("freeze.suspension", "x", frozenset("x"))
    again = held_before(
        "freeze.restriction",
        ground="x",
        money=frozenset("x"),
        earlier=[held],
        on=DAY,
        law=law,
    )
    yield "held", again
    yield "protected", (kinds_on(DAY, law), [shown_for(a, on=DAY, law=law) for a in _all(law)])
    yield "powers", (powers_on(DAY, law), may_use("extend_term", "prosecutor", on=DAY, law=law))


def _all(law: LawPack | None) -> tuple[str, ...]:
    """Return the answers to the question of protected money."""
    return protected_answers(law)


def _articles(law: LawPack | None) -> Iterator[tuple[str, object]]:
    """Yield norms, whose interest a case goes in and who investigates."""
    yield from ((f"norm {name}", wordings) for name, wordings in norms(law).items())
    for line in _PACK.tables["prosecution.yaml"]["jurisdiction"]:
        place = line["article"], (line["parts"] or ["1"])[0]
        yield f"interest {place}", prosecution_of(*place, on=DAY, law=law)
        yield f"body {place}", investigated_by(*place, on=DAY, law=law)


def _joinder(law: LawPack | None) -> Iterator[tuple[str, object]]:
    """Yield what is said of joinder."""
    facts = (
        RegionFacts("75", 3, 900, 0, is_first=False),
        RegionFacts("61", 1, 100, 0, is_first=True),
    )
    yield "joinder", joinder_rules(law)
    yield "grounds", grounds_on(DAY, law)
    yield "exclusions", check_exclusions(Signs(3, 0, 3, 0, 3, 0), law)
    yield "place", lead_region(facts, law)


def _tactics(law: LawPack | None) -> Iterator[tuple[str, object]]:
    """Yield plans and recordings."""
    for entry in _PACK.tables["schemes.yaml"]:
        for route in _PACK.tables["routes.yaml"]:
            name = f"{entry['scheme']}/{route['route']}"
            yield f"plan {name}", plan_for(entry["scheme"], [route["route"]], DAY, law=law)
    yield "recordings", recordings(law)
