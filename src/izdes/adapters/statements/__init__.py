"""Statements: bank answers as received become statements with rows, whatever their form.

The file is hashed before it is looked at. Its form is recognised from its content. Every broken
thing is a fault with its place, and the rest goes on; a file that cannot be used at all is a
reading without statements. Untrusted files are read through `izdes.adapters.statements.isolation`,
in a process of their own.

A statement that was read is not yet one that adds up: see `izdes.core.money.reconcile`.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from izdes.adapters.statements import camt053
from izdes.adapters.statements.decoding import Text, decoded
from izdes.adapters.statements.detect import Unusable, container_of
from izdes.adapters.statements.manifest import ManifestEntry, manifest_of, read_manifest
from izdes.adapters.statements.sheet import SheetReading, read_sheet
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.workbook import sheets_of
from izdes.adapters.statements.xml import Element, parse
from izdes.core.errors import Fault
from izdes.core.law.institutions import Register
from izdes.core.money.statement import FileReading, Finding

__all__ = ["ManifestEntry", "manifest_of", "read_bytes", "read_manifest"]

# Each is asked in turn; the first that does not answer None has recognised the file.
XML_READERS: Sequence[Callable[[Element, Source], Content | None]] = (camt053.read_message,)
TEXT_READERS: Sequence[Callable[[Text, Source], Content | None]] = ()


def read_bytes(
    data: bytes, *, name: str, register: Register, manifest: Mapping[str, ManifestEntry]
) -> FileReading:
    """Read one file.

    Args:
        data: Its bytes.
        name: As its user knows it; it appears in faults, and nothing is concluded from it, except
            the account where nothing else tells it (then a fault says so).
        register: The institutions known to the case.
        manifest: File name -> account, for files that do not tell theirs.

    Returns:
        The reading; ``faults`` are those of the file, its statements carry their own.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    empty = FileReading(file=name, sha256=sha256, size=len(data), form=None)
    source = Source(name, sha256, 1, "", register, manifest)
    seen: list[Finding] = []
    try:
        content = _content(data, source, seen)
    except Unusable as unusable:
        details = tuple(sorted(unusable.details.items()))
        fault = Fault(unusable.fault, name, details=details)
        return replace(empty, faults=(fault,), explained=tuple(seen))
    if content is None:
        fault = Fault("form_unknown", name)
        return replace(empty, faults=(fault,), explained=tuple(seen))
    return replace(
        empty,
        form=content.form,
        reason=content.reason,
        statements=content.statements,
        faults=content.faults,
        calls=content.calls,
        explained=(*seen, *content.explained),
    )


def _content(data: bytes, source: Source, seen: list[Finding]) -> Content | None:
    """Have the file read by whoever knows it; None where nobody does."""
    container = container_of(data)
    seen.append(Finding("how_container", (("container", container),)))
    match container:
        case "xml":
            root = parse(data)
            return _first(content for read in XML_READERS if (content := read(root, source)))
        case "text":
            text = decoded(data)
            seen.append(Finding("how_encoding", (("encoding", text.encoding),)))
            return _first(content for read in TEXT_READERS if (content := read(text, source)))
        case _:
            return _read_workbook(data, source)


def _first(contents: Iterable[Content]) -> Content | None:
    """Return what the first reader that knows the file made of it."""
    return next(iter(contents), None)


def _read_workbook(data: bytes, source: Source) -> Content | None:
    """Read a workbook, sheet by sheet; sheets without a table are covers and remarks."""
    readings = [
        read_sheet(sheet.grid, replace(source, sheet=sheet.number, sheet_name=sheet.name))
        for sheet in sheets_of(data)
    ]
    return _together([reading for reading in readings if reading.form is not None])


def _together(readings: Sequence[SheetReading]) -> Content | None:
    """Return the statements and faults of all sheets under the form of the first."""
    form = readings[0].form if readings else None
    if form is None:
        return None
    return Content(
        form.name,
        form.reason,
        tuple(s for reading in readings for s in reading.statements),
        tuple(f for reading in readings for f in reading.faults),
        explained=tuple(f for reading in readings for f in reading.explained),
    )
