"""Books: a whole workbook becomes the statements of all its sheets.

Sheets without a table are covers and remarks. What holds for the workbook as a whole is told once:
macros, which are never run, and links to other workbooks, which are never followed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from izdes.adapters.statements.columns18.sheet import read_sheet
from izdes.adapters.statements.containers import biff, marks
from izdes.adapters.statements.containers.detect import Container, Unusable
from izdes.adapters.statements.containers.marks import BookMarks
from izdes.adapters.statements.containers.workbook import Sheet, sheets_of
from izdes.adapters.statements.profiles import packaged_profiles, read_profiled, why_unfit
from izdes.adapters.statements.source import Content, Source
from izdes.core.errors import Fault

_MARKS = {"xlsx": marks.marks_of, "xls": biff.marks_of}


def read_workbook(data: bytes, container: Container, source: Source) -> Content | None:
    """Read a workbook, sheet by sheet; None where no sheet holds a table that we know.

    Raises:
        Unusable: It cannot be opened, or is a web page without such a table.
    """
    book = _MARKS[container](data) if container in _MARKS else BookMarks()
    sheets = sheets_of(data, book)
    known = [content for sheet in sheets if (content := _read(sheet, source))]
    if not known and container == "html":
        raise Unusable("file_is_html")
    return _together(known, tuple(_noted(book, source.file)))


def _read(sheet: Sheet, source: Source) -> Content | None:
    """Read one sheet: by a given profile, as eighteen columns, or by a packaged profile."""
    source = replace(source, sheet=sheet.number, sheet_name=sheet.name)
    if source.profiles and (content := read_profiled(sheet.grid, source, source.profiles)):
        return content
    reading = read_sheet(sheet.grid, source, sheet.marks)
    if reading.form is None:
        return read_profiled(sheet.grid, source, packaged_profiles())
    why = why_unfit(sheet.grid, source, source.profiles)
    return Content(
        reading.form.name,
        reading.form.reason,
        reading.statements,
        reading.faults,
        explained=(*why, *reading.explained),
    )


def _together(contents: Sequence[Content], noted: tuple[Fault, ...]) -> Content | None:
    """Return the statements, calls and faults of all sheets under the form of the first."""
    if not contents:
        return None
    return Content(
        contents[0].form,
        contents[0].reason,
        tuple(s for content in contents for s in content.statements),
        (*noted, *(f for content in contents for f in content.faults)),
        tuple(c for content in contents for c in content.calls),
        explained=tuple(f for content in contents for f in content.explained),
    )


def _noted(book: BookMarks, file: str) -> Iterator[Fault]:
    """Yield what the user of a workbook must know of it."""
    if book.has_macros:
        yield Fault("workbook_has_macros", file, severity="noted")
    if book.has_links:
        yield Fault("workbook_has_links", file, severity="noted")
