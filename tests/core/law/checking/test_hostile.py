import copy
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.core.errors import IzdesError
from izdes.core.law.changes import changes
from izdes.core.law.checking import check_pack
from izdes.core.law.clocks.case_terms import CaseClock, Form, term_of
from izdes.core.law.explaining import explain
from izdes.core.law.joinder import Signs, check_exclusions, grounds_on, rules
from izdes.core.law.ladder import ladder_from
from izdes.core.law.places import RegionFacts, lead_region
from izdes.core.law.plans import plan_for
from izdes.core.law.powers import powers_on
from izdes.core.law.prosecution import investigated_by, prosecution_of
from izdes.core.law.protected import answers, shown_for
from izdes.core.law.qualification import Facts, Subject, suggest
from izdes.core.law.release import LawPack, PackRef, packaged_pack
from izdes.core.law.release.lines import digest_of, lines_of
from izdes.core.law.release.shapes import faults_of
from izdes.core.law.sending import missing
from izdes.core.law.sizes import bounds_on
from izdes.core.law.terms import limits_from

PACK = packaged_pack()
YAML = sorted(name for name in PACK.tables if name.endswith(".yaml") and name != "pack.yaml")
VALUES: list[Any] = [None, "", "x", 0, -1, 10**12, True, [], {}, ["x"], {"a": 1}, date(2026, 1, 1)]
DAY = date(2026, 5, 21)
BEGAN = datetime(2026, 5, 21, 5, tzinfo=UTC)
FACTS = [Facts(one, DAY, 450_000_000) for one in get_args(Subject)]
ASKED: tuple[Callable[[LawPack], object], ...] = (
    lambda law: plan_for("SAFE_ACCOUNT", ["other_bank", "crypto"], DAY, law=law),
    lambda law: [term_of(CaseClock(BEGAN, form), law=law) for form in get_args(Form)],
    lambda law: [suggest(facts, law) for facts in FACTS],
    lambda law: ladder_from("centre_block", on=DAY, law=law),
    lambda law: bounds_on(DAY, law),
    lambda law: powers_on(DAY, law),
    lambda law: prosecution_of("190", "1", on=DAY, law=law),
    lambda law: investigated_by("190", "3", on=DAY, law=law),
    lambda law: [shown_for(answer, on=DAY, law=law) for answer in answers(law)],
    lambda law: (rules(law), check_exclusions(Signs(3, 0, 3, 0, 3, 0), law), grounds_on(DAY, law)),
    lambda law: lead_region([RegionFacts("75", 3, 900, 0, is_first=True)], law),
    lambda law: limits_from(DAY, law),
    lambda law: missing("freeze.suspension", fields={}, decisions=(), on=DAY, law=law),
)


def spoiled(table: Any, data: st.DataObject) -> Any:  # noqa: ANN401 - what a file may hold
    """A copy of a table with one value changed, or one field or entry lost, at any depth."""
    copied = copy.deepcopy(table)
    place = copied
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return copied
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
            place = inner
            continue
        if data.draw(st.booleans()):
            del place[key]
        else:
            place[key] = data.draw(st.sampled_from(VALUES))
        return copied


@settings(max_examples=60)
@given(st.sampled_from(YAML), st.data())
def test_only_our_errors_leave_what_looks_at_a_spoiled_pack(file: str, data: st.DataObject) -> None:
    table = spoiled(PACK.tables[file], data)
    if [*faults_of(file, table)]:
        return
    tables = {**PACK.tables, file: table}
    digest = digest_of(line for name in tables for line in lines_of(name, tables[name]))
    ref = PackRef(PACK.ref.version, digest)
    pack = LawPack(ref, PACK.released_on, tables, PACK.known_gaps)

    checked = check_pack(pack)
    differing = changes(PACK, pack)
    for name in ("DL_ANSWER_3D", "freeze.suspension", "cpc.cap", "stop.incident"):
        with suppress(IzdesError):
            explain(name, on=DAY, pack=pack)
    for ask in () if checked.faults else ASKED:
        with suppress(IzdesError):
            ask(pack)

    assert all(fault.file for fault in checked.faults)
    assert {change.file for change in differing} <= {file}
