"""Statements: bank answers as received become statements with rows, whatever their form.

The file is hashed before it is looked at. Its form is recognised from its content. Every broken
thing is a fault with its place, and the rest goes on; a file that cannot be used at all is a
reading without statements. Untrusted files are read through `izdes.adapters.statements.isolation`,
in a process of their own.

A statement that was read is not yet one that adds up: see `izdes.core.money.reconcile`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from izdes.adapters.statements import camt053
from izdes.adapters.statements.detect import Unusable, container_of
from izdes.adapters.statements.manifest import ManifestEntry, manifest_of, read_manifest
from izdes.adapters.statements.sheet import SheetReading, Source, read_sheet
from izdes.adapters.statements.workbook import sheets_of
from izdes.adapters.statements.xml import parse
from izdes.core.errors import Fault
from izdes.core.law.institutions import Register
from izdes.core.money.statement import FileReading

__all__ = ["ManifestEntry", "manifest_of", "read_bytes", "read_manifest"]


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
    try:
        if container_of(data) == "xml":
            return _read_xml(data, empty, source)
        return _read_workbook(data, empty, source)
    except Unusable as unusable:
        details = tuple(sorted(unusable.details.items()))
        return replace(empty, faults=(Fault(unusable.fault, name, details=details),))


def _read_xml(data: bytes, empty: FileReading, source: Source) -> FileReading:
    """Read an XML file."""
    root = parse(data)
    if not camt053.is_camt053(root):
        raise Unusable("form_unknown")
    statements, faults = camt053.read_message(root, source)
    return replace(
        empty, form=camt053.FORM, reason=camt053.REASON, statements=statements, faults=faults
    )


def _read_workbook(data: bytes, empty: FileReading, source: Source) -> FileReading:
    """Read a workbook, sheet by sheet; sheets without a table are covers and remarks."""
    readings = [
        read_sheet(sheet.grid, replace(source, sheet=sheet.number, sheet_name=sheet.name))
        for sheet in sheets_of(data)
    ]
    known = [reading for reading in readings if reading.form is not None]
    if not known:
        raise Unusable("form_unknown")
    return _together(known, empty)


def _together(readings: list[SheetReading], empty: FileReading) -> FileReading:
    """Return the statements and faults of all sheets under the form of the first."""
    form = readings[0].form
    return replace(
        empty,
        form=form.name if form else None,
        reason=form.reason if form else "",
        statements=tuple(s for reading in readings for s in reading.statements),
        faults=tuple(f for reading in readings for f in reading.faults),
    )
