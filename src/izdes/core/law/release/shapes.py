"""Shapes: which fields an entry of each file has, and of what kind each is.

Tables of text are held to theirs by their own readers (`izdes.core.law.tables`).
An entry's name is what people call it by; several entries of one name hold at different times.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from izdes.core.errors import Fault
from izdes.core.law.release.kinds import (
    Kind,
    is_count,
    is_day,
    is_flag,
    is_length,
    is_name,
    is_said,
    is_term,
    is_text,
    is_version,
    is_wording,
    list_of,
    one_of,
    or_nothing,
)
from izdes.core.law.release.matrix import fields_of_measure
from izdes.core.law.release.nested import (
    CASE_TERMS,
    JOINDER,
    PROSECUTION,
    PROTECTED,
    QUALIFICATION,
)
from izdes.core.law.release.shape import Shape, faults_in, wrong_in

SCALES = ("above_petty", "significant", "large", "especially_large")
STAGES = ("stop", "record", "request", "follow", "persons", "examination", "return")
WHO = ("duty_officer", "operative", "investigator", "analyst", "prosecutor", "specialist", "expert")


def _each(kind: Kind, names: str) -> dict[str, Kind]:
    """Return fields of one kind by their names."""
    return dict.fromkeys(names.split(), kind)


_SPAN = _each(or_nothing(is_day), "valid_from valid_to")
_SOURCED = {"source": is_said, "verified": is_flag}
_NORMS = Shape(
    ("norm_id",),
    _each(is_wording, "act cited text")
    | _each(is_text, "article part point")
    | {"norm_id": is_name}
    | _SPAN
    | _SOURCED,
)
_TASKS = Shape(
    ("task_id",),
    _each(is_wording, "title result evidence")
    | _each(list_of(is_name), "norms schemes routes after")
    | {"task_id": is_name, "stage": one_of(*STAGES), "who": one_of(*WHO), "term": is_term}
    | {"points": list_of(is_wording), "measure": or_nothing(is_name), "source": is_said}
    | _SPAN,
)
_CLOCKS = Shape(
    ("rule_id",),
    _each(is_name, "rule_id starts bound norm_id")
    | _each(list_of(is_name), "to excludes")
    | {"unit": one_of("hours", "days", "months", "working_days", "banking_days")}
    | {"direction": one_of("after", "before"), "roll": one_of("next", "none")}
    | {"starting_hour": one_of("left_out", "counted"), "is_waivable": is_flag, "doubt": is_text}
    | {"count": is_length, "alarms_hours": list_of(is_length)}
    | _SPAN
    | _SOURCED,
    may_lack=frozenset(
        {
            *("to", "direction", "roll", "starting_hour", "excludes", "alarms_hours"),
            *("is_waivable", "doubt", "valid_from", "valid_to"),
        }
    ),
)
_GAP = Shape((), {"file": is_text, "entry": is_name, "why": is_said} | _each(is_day, "from to"))
_PACK = Shape(
    (),
    {"version": is_version, "released_on": is_day, "title": is_wording}
    | {"known_gaps": list_of(lambda gap: not [*faults_in(_GAP, gap)])},
    is_one=True,
)
_INDEXES = Shape(
    ("index_id",),
    {"index_id": is_name, "minor": is_count} | _each(is_day, "valid_from valid_to") | _SOURCED,
)
_RECORDINGS = Shape(
    ("recording_id",),
    {"recording_id": is_name, "kept_days": or_nothing(is_length), "ask_within_hours": is_length}
    | _each(is_wording, "name holder")
    | _SOURCED,
)
_ROUTES = Shape(("route",), {"route": is_name, "name": is_wording})
_SCHEMES = Shape(("scheme",), {"scheme": is_name, "above": or_nothing(is_name), "name": is_wording})
_THRESHOLDS = Shape(
    ("offence", "size"),
    _each(is_name, "offence index_id norm leads_to")
    | {"size": one_of(*SCALES), "times": is_count}
    | _SPAN,
)
_LADDER = Shape(
    ("rung",),
    _each(is_name, "rung measure clock norm")
    | {"next": is_text, "ends": list_of(is_name), "alarms_hours": list_of(is_length)}
    | {"verified": is_flag}
    | _SPAN,
)
_POWERS = Shape(
    ("power",),
    _each(is_name, "power norm")
    | {"roles": list_of(is_name), "by_division": is_flag, "verified": is_flag}
    | _SPAN,
)
_SHAPES: Mapping[str, Shape] = {
    "clocks/case_terms.yaml": CASE_TERMS,
    "clocks/clocks.yaml": _CLOCKS,
    "indexes.yaml": _INDEXES,
    "joinder.yaml": JOINDER,
    "ladder.yaml": _LADDER,
    "measures.yaml": Shape(("measure_id",), fields_of_measure()),
    "norms.yaml": _NORMS,
    "norms_tactics.yaml": _NORMS,
    "pack.yaml": _PACK,
    "powers.yaml": _POWERS,
    "prosecution.yaml": PROSECUTION,
    "protected.yaml": PROTECTED,
    "qualification.yaml": QUALIFICATION,
    "recordings.yaml": _RECORDINGS,
    "routes.yaml": _ROUTES,
    "schemes.yaml": _SCHEMES,
    "thresholds.yaml": _THRESHOLDS,
}
# Tables of text, and the fields by which their rows are named.
_NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "clocks/cut_offs.csv": ("institution_id",),
    "clocks/days.csv": ("day",),
    "clocks/office_hours.csv": ("days",),
    "institutions.csv": ("institution_id",),
    "institutions_history.csv": ("institution_id", "what", "value"),
}


def shape_of(file: str) -> Shape | None:
    """Return the shape of a file, None where its own reader knows it."""
    return _TASKS if file.startswith("plans/") else _SHAPES.get(file)


def name_of(file: str, entry: Mapping[str, object]) -> str:
    """Return what an entry is called by, empty where nothing names it."""
    shape = shape_of(file) or Shape(_NAMED_BY.get(file, ()), {})
    return shape.called(entry)


def entries_of(file: str, table: object) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Return the entries of a file with their names; a file that is one thing is one entry."""
    if isinstance(table, Mapping):
        return (("", table),)
    listed: Sequence[object] = table if isinstance(table, list) else ()
    return tuple((name_of(file, entry), entry) for entry in listed if isinstance(entry, Mapping))


def dated_of(file: str, table: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the entries of a file, and those of lists inside a file that is one thing.

    These are called by the list and by the first of their fields: ``orders.private``.
    """
    if not isinstance(table, Mapping):
        yield from entries_of(file, table)
        return
    for name, inner in table.items():
        if isinstance(inner, Mapping):
            yield from dated_of(file, inner)
        for entry in inner if isinstance(inner, list) else ():
            if isinstance(entry, Mapping) and entry:
                yield f"{name}.{next(iter(entry.values()))}"[:80], entry


def faults_of(file: str, table: object) -> Iterator[Fault]:
    """Yield what is wrong with the entries of a file, each with entry and field."""
    shape = shape_of(file)
    if shape is None:
        return
    if not shape.fits(table):
        yield Fault("law_not_entries", file=file)
        return
    for wrong in wrong_in(shape, table):
        given = (("entry", wrong.entry), ("field", wrong.field))
        yield Fault(wrong.code, file=file, details=given)
