"""Shape: the form of an entry, of the tables inside it, and what is wrong with one.

A field that nobody knows, one that is missing, a value of another kind, two entries of one name
where only one can count, a name that the program asks for and that is not there: each is told with
the entry and the field.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from izdes.core.law.release.kinds import Kind

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of the entries of a table.

    Attributes:
        named_by: Fields that together name an entry; none: it is called by its number.
        may_lack: Fields that an entry need not have.
        is_one: The table is one mapping, not a list of entries.
        inner: Tables inside an entry, by the field that holds them.
        needed: Names of entries that the program asks for.
        is_dated: Several entries of one name hold at different times.
    """

    named_by: tuple[str, ...]
    fields: Mapping[str, Kind]
    may_lack: frozenset[str] = frozenset()
    is_one: bool = False
    inner: Mapping[str, "Shape"] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    is_dated: bool = True

    def called(self, entry: object) -> str:
        """Return what an entry is called by, empty where nothing names it."""
        if not isinstance(entry, Mapping):
            return ""
        return ".".join(str(entry[n]) for n in self.named_by if n in entry)[:_LONGEST_NAME]

    def fits(self, table: object) -> bool:
        """Say whether a table is what it should be as a whole: a mapping or a list."""
        return isinstance(table, Mapping if self.is_one else list)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in which entry and which field of it."""

    code: str
    entry: str
    field: str


def wrong_in(shape: Shape, table: object, within: str = "") -> Iterator[Wrong]:
    """Yield what is wrong in a table that fits, and in the tables inside it.

    Args:
        within: What the table is called; empty for that of a whole file.
    """
    listed: Sequence[object] = table if isinstance(table, list) else (table,)
    for number, entry in enumerate(listed, start=1):
        own = shape.called(entry) or ("" if shape.is_one and within else str(number))
        place = f"{within}.{own}".strip(".")[:_LONGEST_NAME]
        yield from (Wrong(code, place, name) for code, name in faults_in(shape, entry))
        yield from _wrong_inside(shape, entry, "" if shape.is_one and not within else place)
    if not shape.is_one:
        yield from _wrong_names(shape, listed, within)


def faults_in(shape: Shape, entry: object) -> Iterator[tuple[str, str]]:
    """Yield code and field of what is wrong in one entry, the tables inside it left out."""
    if not isinstance(entry, Mapping):
        yield "law_entry_wrong", "—"
        return
    known = shape.fields.keys() | shape.inner.keys()
    for name in sorted(known - entry.keys() - shape.may_lack):
        yield "law_field_missing", name
    for name in sorted(entry.keys() - known):
        yield "law_field_unknown", str(name)[:40]
    for name, kind in shape.fields.items():
        if name in entry and not kind(entry[name]):
            yield "law_field_wrong", name
    since, until = entry.get("valid_from"), entry.get("valid_to")
    if isinstance(since, date) and isinstance(until, date) and since >= until:
        yield "law_span_empty", "valid_to"


def _wrong_inside(shape: Shape, entry: object, place: str) -> Iterator[Wrong]:
    """Yield what is wrong in the tables inside an entry."""
    if not isinstance(entry, Mapping):
        return
    for name, inner in shape.inner.items():
        table = entry.get(name)
        if table is None and (name not in entry or name in shape.may_lack):
            continue
        if inner.fits(table):
            yield from wrong_in(inner, table, f"{place}.{name}".strip("."))
        else:
            yield Wrong("law_field_wrong", place or "1", name)


def _wrong_names(shape: Shape, listed: Sequence[object], within: str) -> Iterator[Wrong]:
    """Yield entries that say one thing twice, and names that nobody says."""
    counts = Counter(name for entry in listed if (name := shape.called(entry)))
    for name in sorted(name for name in counts if counts[name] > 1 and not shape.is_dated):
        yield Wrong("law_entry_twice", f"{within}.{name}".strip("."), shape.named_by[0])
    for name in sorted(shape.needed - counts.keys()):
        yield Wrong("law_entry_missing", f"{within}.{name}".strip("."), shape.named_by[0])
