"""Spans: whether a thing has one meaning, and no more, on each day between its first and its last.

Several entries of one name hold one after another. Where two hold on one day nobody knows which;
where none holds between two, a day has no answer. A gap that the pack itself declares
(``known_gaps``) is no mistake. An unknown end is open.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from izdes.core.errors import Fault
from izdes.core.law.release import LawPack
from izdes.core.law.release.shapes import dated_of

Span = tuple[date, date]


def span_faults(pack: LawPack) -> Iterator[Fault]:
    """Yield every overlap and every undeclared gap."""
    declared = {(g["file"], g["entry"], g["from"], g["to"]) for g in pack.known_gaps}
    found = set()
    for file, table in pack.tables.items():
        for called, spans in _by_name(file, table).items():
            for code, since, until in _between(spans):
                place = (file, called, since, until)
                found.add(place)
                if code == "law_overlap" or place not in declared:
                    yield _fault(code, *place)
    for place in sorted(declared - found):
        yield _fault("law_gap_is_none", *place)


def _by_name(file: str, table: object) -> Mapping[str, list[Span]]:
    """Return the spans of each name of a file, the earliest first."""
    found: dict[str, list[Span]] = defaultdict(list)
    for called, entry in dated_of(file, table):
        if called and "valid_from" in entry:
            span = _day(entry["valid_from"], date.min), _day(entry.get("valid_to"), date.max)
            found[called].append(span)
        elif called and not isinstance(table, Mapping):
            found[called].append((date.min, date.max))
    return {called: sorted(spans) for called, spans in found.items()}


def _between(spans: list[Span]) -> Iterator[tuple[str, date, date]]:
    """Yield what lies between neighbours, where it is not nothing."""
    for (_, end), (begin, _) in pairwise(spans):
        if begin < end:
            yield "law_overlap", begin, end
        elif end < begin:
            yield "law_gap", end, begin


def _day(value: Any, unknown: date) -> date:  # noqa: ANN401 - a day, its text in a table, nothing
    """Return a day as a file holds it; what is none its own reader refuses where it matters."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if value else unknown
    except ValueError:
        return unknown


def _fault(code: str, file: str, entry: str, since: date, until: date) -> Fault:
    """Name a span of an entry."""
    days = [day.isoformat() if day not in {date.min, date.max} else "…" for day in (since, until)]
    given = (("entry", entry), ("from", days[0]), ("to", days[1]))
    return Fault(code, file=file, details=given)
