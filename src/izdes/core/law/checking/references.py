"""References: whether everything that an entry names exists.

Two nets. A field of a known name (`norms`, `clock`, `measure`, …) must name a thing of its kind.
And whatever looks like one of our names, in any field of any file, must be one: a name with the
prefix of a norm, a measure or a task, or a name of a clock.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from izdes.core.errors import Fault
from izdes.core.law.plans import PlanGoesRound, in_order, tasks
from izdes.core.law.release import LawPack
from izdes.core.law.release.lines import Line
from izdes.core.law.release.shapes import entries_of

_CLOCK = re.compile(r"DL_[A-Z0-9_]+")
_DOTTED = re.compile(r"([a-z_]+)\.[a-z0-9_]+")
# Which kind of thing a field names, whatever file it stands in.
_FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("norm", "norms", "norm_id", "leads_to"), "norm"),
    **dict.fromkeys(("clock", "urgent_clock"), "clock"),
    **dict.fromkeys(("schemes", "above"), "scheme"),
    "measure": "measure",
    "index_id": "index",
    "after": "task",
    "routes": "route",
    "institution_id": "institution",
    "next": "rung",
}
_DEFINED: Mapping[str, tuple[str, str]] = {
    "norm": ("norm_id", "norms"),
    "clock": ("rule_id", "clocks/clocks"),
    "measure": ("measure_id", "measures"),
    "index": ("index_id", "indexes"),
    "task": ("task_id", "plans/"),
    "scheme": ("scheme", "schemes"),
    "route": ("route", "routes"),
    "institution": ("institution_id", "institutions.csv"),
    "rung": ("rung", "ladder.yaml"),
}
_STEP = re.compile(r"/[0-9]+")


def reference_faults(pack: LawPack) -> Iterator[Fault]:
    """Yield every name that names nothing, and tasks that wait for each other."""
    known = {kind: _names(pack, *place) for kind, place in _DEFINED.items()}
    dotted = known["norm"] | known["measure"] | known["task"]
    prefixes = {name.partition(".")[0] for name in dotted}
    for file, table in pack.tables.items():
        called = [name for name, _ in entries_of(file, table)]
        for line in pack.lines_of(file):
            kind = _kind(line, prefixes)
            names = dotted if kind == "dotted" else known.get(kind, frozenset())
            if kind and line[3] not in names:
                yield _fault(line, called)
    try:
        in_order(tasks(pack))
    except PlanGoesRound as error:
        yield Fault("law_plan_goes_round", file="plans", details=tuple(error.details.items()))
    yield from _rungs_going_round(pack)
    yield from _unknown_families(pack)


def _rungs_going_round(pack: LawPack) -> Iterator[Fault]:
    """Yield the rungs that lead back to themselves, on whatever day."""
    above: dict[str, set[str]] = {}
    for entry in pack.tables["ladder.yaml"]:
        above.setdefault(entry["rung"], set()).add(entry["next"])
    for rung in above:
        reached, new = set[str](), {rung}
        while new:
            new = {name for each in new for name in above.get(each, ()) if name} - reached
            reached |= new
        if rung in reached:
            given = (("entry", rung), ("field", "next"))
            yield Fault("law_ladder_goes_round", file="ladder.yaml", details=given)


def _unknown_families(pack: LawPack) -> Iterator[Fault]:
    """Yield families of articles that a means or a mode leads to and nobody describes."""
    file = "qualification.yaml"
    table = pack.tables[file]
    known = {"", *(entry["family"] for entry in table["families"])}
    for name, field in (("means", "means"), ("modes", "mode")):
        for entry in table[name]:
            if entry["family"] not in known:
                called = (("entry", f"{name}.{entry[field]}"), ("field", "family"))
                given = (*called, ("value", entry["family"][:60]))
                yield Fault("law_reference_unknown", file=file, details=given)


def _names(pack: LawPack, field: str, files: str) -> frozenset[str]:
    """Return the names that the files of a kind define."""
    return frozenset(
        str(entry[field])
        for file, table in pack.tables.items()
        if file.startswith(files)
        for _, entry in entries_of(file, table)
        if field in entry
    )


def _kind(line: Line, prefixes: Collection[str]) -> str:
    """Return which kind of thing a value names, empty where it names none of ours."""
    _, place, kind, value = line
    if kind != "str" or not value:
        return ""
    field = _STEP.sub("", place).rpartition("/")[2]
    if field in _FIELDS:
        return _FIELDS[field]
    if _CLOCK.fullmatch(value):
        return "clock"
    dotted = _DOTTED.fullmatch(value)
    return "dotted" if dotted and dotted[1] in prefixes else ""


def _fault(line: Line, called: list[str]) -> Fault:
    """Name the entry and the field that name nothing."""
    file, place, _, value = line
    first, _, rest = place.removeprefix("/").partition("/")
    entry: Any = first
    if first.isdigit() and int(first) < len(called):
        entry, place = called[int(first)] or f"#{int(first) + 1}", rest
    given = (("entry", str(entry)), ("field", place.strip("/")), ("value", value[:60]))
    return Fault("law_reference_unknown", file=file, details=given)
