"""The register: a table of open cases that an office brings along, row by row, with every fault.

One row is one case: its number in the state register, the code of its unit, when it was registered,
its form and category, and the names of the files in which banks have answered. CSV (comma or
semicolon, UTF-8) or a workbook; the first row names the columns, in any order. Columns that are not
known are left alone. Numbers are read as they are printed: a cell of a workbook that holds a number
and not a text has lost its zeros already, and is refused.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from izdes.adapters.statements.containers.detect import Unusable, container_of
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import Fault, InputRefused

REQUIRED = ("number", "unit", "registered_at", "form", "category")
OPTIONAL = ("answers",)
FORMS = frozenset({"investigation", "inquiry", "accelerated"})
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M")
_MOST_ROWS = 100_000
_MOST_BYTES = 50 * 2**20
_LONGEST_NUMBER = 40
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One case as the register tells it.

    Attributes:
        row: Where it stands, as a spreadsheet program numbers rows.
        answers: Names of files in the folder of answers.
    """

    row: int
    number: str
    unit: str
    registered_at: datetime
    form: str
    category: str
    answers: tuple[str, ...]


def read_register(path: Path) -> tuple[tuple[OpenCase, ...], tuple[Fault, ...]]:
    """Read a register: the rows that are good, and the faults of the others.

    Raises:
        InputRefused: It cannot be read at all, or a column is missing.
    """
    rows = _rows(path)
    if not rows:
        raise InputRefused(Fault("register_empty", path.name))
    heading = [cell.strip().casefold() for cell in rows[0]]
    missing = [name for name in REQUIRED if name not in heading]
    if missing:
        raise InputRefused(
            *(Fault("register_column_missing", path.name, row=1, column=name,
                    details=(("column", name),)) for name in missing)
        )  # fmt: skip
    found: list[OpenCase] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            _take(
                _Row(path.name, line, dict(zip(heading, cells, strict=False))), seen, found, faults
            )
    return tuple(found), tuple(faults)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with its place."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return a cell without blanks around it."""
        return self.cells.get(name, "").strip()

    def fault(self, code: str, column: str, **details: str) -> Fault:
        """Name a place of the row and what is wrong there."""
        told = (("column", column), *sorted(details.items()))
        return Fault(code, self.file, row=self.line, column=column, details=told)


def _take(row: _Row, seen: dict[str, int], found: list[OpenCase], faults: list[Fault]) -> None:
    """Take a row, or say everything that is wrong with it."""
    wrong = list(_wrong(row, seen))
    moment = _moment(row.text("registered_at"))
    if wrong or moment is None:
        faults.extend(wrong)
        return
    seen[row.text("number")] = row.line
    names = (name.strip() for name in row.text("answers").split(";"))
    found.append(
        OpenCase(
            row.line,
            row.text("number"),
            row.text("unit"),
            moment,
            row.text("form"),
            row.text("category"),
            tuple(dict.fromkeys(name for name in names if name)),
        )
    )


def _wrong(row: _Row, seen: Mapping[str, int]) -> Iterator[Fault]:
    """Yield everything that is wrong with a row."""
    empty = [name for name in REQUIRED if not row.text(name)]
    for name in empty:
        yield row.fault("register_cell_empty", name)
    number = row.text("number")
    if number and (len(number) > _LONGEST_NUMBER or not number.isprintable()):
        yield row.fault("register_number_wrong", "number")
    elif number in seen:
        yield row.fault("register_number_twice", "number", first=str(seen[number]))
    if "registered_at" not in empty and _moment(row.text("registered_at")) is None:
        yield row.fault("register_day_unreadable", "registered_at")
    if "form" not in empty and row.text("form") not in FORMS:
        yield row.fault("register_form_unknown", "form", known=" ".join(sorted(FORMS)))


def _moment(text: str) -> datetime | None:
    """Return a moment with its offset, or a local day or minute; None where it is neither."""
    try:
        moment = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    if moment is not None:
        return moment.astimezone(UTC) if moment.tzinfo else None
    for notation in _DAYS:
        try:
            return datetime.strptime(text, notation).replace(tzinfo=LOCAL).astimezone(UTC)
        except ValueError:
            continue
    return None


def _rows(path: Path) -> Sequence[Sequence[str]]:
    """Return the cells of a table as text."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputRefused(Fault("register_too_long", path.name))
        data = path.read_bytes()
    except OSError:
        raise InputRefused(Fault("register_unreadable", path.name)) from None
    rows = _of_workbook(data, path) if data.startswith(_ZIP) else _of_text(data, path)
    if len(rows) > _MOST_ROWS:
        raise InputRefused(Fault("register_too_long", path.name))
    return rows


def _of_text(data: bytes, path: Path) -> list[list[str]]:
    """Return the cells of CSV."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefused(Fault("register_unreadable", path.name)) from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        raise InputRefused(Fault("register_unreadable", path.name)) from None


def _of_workbook(data: bytes, path: Path) -> list[list[str]]:
    """Return the cells of a workbook's first sheet."""
    try:
        # A workbook can be built to fill the memory: its directory is looked at first.
        container_of(data)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = workbook.get_sheet_by_index(0)
        return [_texts(cells) for cells in sheet.to_python(skip_empty_area=False)]
    except Unusable as unusable:
        details = tuple(sorted(unusable.details.items()))
        raise InputRefused(Fault(unusable.fault, path.name, details=details)) from None
    except (CalamineError, IndexError, ValueError):
        raise InputRefused(Fault("register_unreadable", path.name)) from None


def _texts(cells: Iterable[object]) -> list[str]:
    """Return cells as text; a number that stands for a text has none that could be trusted."""
    return [
        cell.isoformat(sep=" ", timespec="minutes") if isinstance(cell, datetime)
        else cell.isoformat() if isinstance(cell, date)
        else cell if isinstance(cell, str)
        else ""
        for cell in cells
    ]  # fmt: skip
