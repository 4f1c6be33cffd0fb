"""Overlay: a law pack with overrides laid over it, as one pack again with a digest of its own.

An override says one entry of one file anew. Where it names days of its own (``valid_from``), it
takes that span out of whatever the file said of the entry before, and leaves the rest: the index of
last year stays. Where it names none, it stands in the entry's place, or is added.

The result is held to the same form as a pack that was released, and its digest is made in the same
way: whoever writes it out as files and checks them finds the same digest. The order of overrides
decides where two of them say one entry.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.release import LawPack, PackRef
from izdes.core.law.release.lines import digest_of, lines_of
from izdes.core.law.release.packs import read_file
from izdes.core.law.release.shapes import faults_of, name_of

Field = str | int | bool | None
Entry = Mapping[str, Any]

# What may be overridden, and the fields by which its entries are named. Everything else changes
# with a new pack.
FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "clocks/cut_offs.csv": ("institution_id",),
        "clocks/days.csv": ("day",),
        "clocks/office_hours.csv": ("days",),
        "indexes.yaml": ("index_id",),
        "institutions.csv": ("institution_id",),
        "thresholds.yaml": ("offence", "size"),
    }
)
_SPAN = ("valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Overlay:
    """One entry said anew.

    Attributes:
        entry: Its name: the fields that name it, with dots.
        fields: Name and value; days as text.
        source: Where it can be read; it becomes the entry's own.
    """

    file: str
    entry: str
    fields: tuple[tuple[str, Field], ...]
    source: str


def overlaid(pack: LawPack, overlays: Iterable[Overlay]) -> LawPack:
    """Return a pack with overlays in place, one after another.

    Raises:
        InputRefused: What comes out has not the form of a pack.
    """
    tables = dict(pack.tables)
    for overlay in overlays:
        tables[overlay.file] = _said_anew(overlay, tables[overlay.file])
    if tables == dict(pack.tables):
        return pack
    digest = digest_of(line for name in tables for line in lines_of(name, tables[name]))
    return LawPack(
        ref=PackRef(pack.ref.version, digest),
        released_on=pack.released_on,
        tables=MappingProxyType(tables),
        known_gaps=pack.known_gaps,
    )


def _said_anew(overlay: Overlay, table: list[Entry]) -> list[Entry]:
    """Return a file in which one entry is said anew."""
    fields = _fields(overlay, table)
    named = [entry for entry in table if name_of(overlay.file, entry) == overlay.entry]
    if "valid_from" not in fields and len(named) > 1:
        raise _wrong("law_override_span_needed", overlay, "valid_from")
    made = [*_beside(named, fields)] if fields.get("valid_from") else [*_instead(named, fields)]
    place = table.index(named[0]) if named else len(table)
    found = [entry for entry in table if entry not in named]
    return _well_formed(overlay, [*found[:place], *made, *found[place:]], tuple(table[0]))


def _fields(overlay: Overlay, table: list[Entry]) -> dict[str, Any]:
    """Return the fields of an overlay as its file holds them, with its name and its source.

    Raises:
        InputRefused: A field that the file does not have, or one that names the entry.
    """
    naming = FILES[overlay.file]
    known = set(table[0]) - set(naming) - {"source"}
    for name, _ in overlay.fields:
        if name not in known:
            raise _wrong("law_field_unknown", overlay, name)
    # Nobody has read it, unless who proposes it says so.
    given: dict[str, Any] = {"verified": False, "source": overlay.source, **dict(overlay.fields)}
    given = {name: value for name, value in given.items() if name in table[0]}
    given |= dict(zip(naming, overlay.entry.split("."), strict=False))
    held = _cell if overlay.file.endswith(".csv") else _value
    try:
        return {name: held(name, value) for name, value in given.items()}
    except ValueError:
        raise _wrong("law_field_wrong", overlay, "valid_from") from None


def _cell(name: str, value: Field) -> str:
    """Return a value as a table holds it."""
    del name
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _value(name: str, value: Field) -> object:
    """Return a value as a file of YAML holds it."""
    return date.fromisoformat(value) if name in _SPAN and isinstance(value, str) else value


def _instead(named: list[Entry], fields: dict[str, Any]) -> Iterator[Entry]:
    """Yield what stands in the place of an entry that has no span of its own."""
    yield {**(named[0] if named else {}), **fields}


def _beside(named: list[Entry], fields: dict[str, Any]) -> Iterator[Entry]:
    """Yield the entries of one name with a new one among them, in order of their days."""
    begin = fields["valid_from"]
    base = next((e for e in reversed(named) if _starts(e) <= str(begin)), {})
    covers = bool(base) and str(begin) < _ends(base)
    new = {**base, "valid_to": base["valid_to"] if covers else None, **fields}
    for entry in named:
        if _starts(entry) < str(begin):
            yield {**entry, "valid_to": begin} if str(begin) < _ends(entry) else entry
    yield new
    for entry in named:
        if _ends(new) < _ends(entry):
            yield {**entry, "valid_from": new["valid_to"]} if _starts(entry) < _ends(new) else entry


def _starts(entry: Entry) -> str:
    """Return the first day of an entry, before all days where it is open."""
    return str(entry.get("valid_from") or "")


def _ends(entry: Entry) -> str:
    """Return the day on which an entry ends, after all days where it is open."""
    return str(entry.get("valid_to") or "9999-12-31")


def _well_formed(overlay: Overlay, table: list[Entry], columns: tuple[str, ...]) -> list[Entry]:
    """Return a file, held to its form.

    Raises:
        InputRefused: Every fault of it.
    """
    if overlay.file.endswith(".csv"):
        written = io.StringIO()
        writer = csv.DictWriter(written, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
        read: list[Entry] = read_file(overlay.file, written.getvalue())
        return read
    faults = [*faults_of(overlay.file, table)]
    if faults:
        raise InputRefused(*faults)
    return table


def _wrong(code: str, overlay: Overlay, field: str) -> InputRefused:
    """Name a field of an overlay."""
    given = (("entry", overlay.entry), ("field", field[:40]))
    return InputRefused(Fault(code, file=overlay.file, details=given))
