"""A file that no reader knows: what is seen in it, and which forms it was held against.

Enough for its user to tell a wrong file from a form that is missing here, and to draft a profile.
"""

from collections.abc import Iterable, Iterator, Sequence

from izdes.adapters.statements.camt.messages import KINDS
from izdes.adapters.statements.cells import Cell, text
from izdes.adapters.statements.columns18.header import Grid
from izdes.adapters.statements.columns18.sheet import FORMS
from izdes.adapters.statements.containers.decoding import decoded
from izdes.adapters.statements.containers.delimited import table_of
from izdes.adapters.statements.containers.detect import Container
from izdes.adapters.statements.containers.workbook import sheets_of
from izdes.adapters.statements.containers.xml import parse
from izdes.adapters.statements.exchange1c import FORM as EXCHANGE
from izdes.adapters.statements.profiles import packaged_profiles
from izdes.adapters.statements.wording import column_of
from izdes.core.money.statement import Finding

_TEXTS = (EXCHANGE, "mt940", "mt942")
_DEEPEST = 40
_MOST_NAMED = 8
_SHOWN = 60


def seen_in(data: bytes, container: Container) -> list[Finding]:
    """Return what is seen in a file that no reader knows.

    Raises:
        Unusable: It cannot be opened after all.
    """
    match container:
        case "xml":
            root = _finding("how_seen_root", root=str(parse(data).tag)[:_SHOWN])
            return [root, _tried(kind.form for kind in KINDS)]
        case "text":
            content = decoded(data)
            table = table_of(content)
            rows: Grid = table.rows if table else [[line] for line in content.lines]
            return [_of_rows("1", rows), _tried((*_TEXTS, *_tables()))]
        case "pdf":
            return []
        case _:
            sheets = [_of_rows(sheet.name, sheet.grid) for sheet in sheets_of(data)]
            return [*sheets, _tried(_tables())]


def _of_rows(sheet: str, rows: Grid) -> Finding:
    """Say how large a sheet is, and which of its first rows looks most like titles."""
    found = enumerate(map(_titles, rows[:_DEEPEST]), start=1)
    number, titles = max(found, key=lambda row: len(row[1]), default=(0, []))
    if not titles:
        return _finding("how_seen_no_titles", sheet=sheet, rows=len(rows))
    named = "; ".join(title[:_SHOWN] for title in titles[:_MOST_NAMED])
    return _finding(
        "how_seen_titles", sheet=sheet, rows=len(rows), row=number, count=len(titles), titles=named
    )


def _titles(row: Sequence[Cell]) -> list[str]:
    """Return the cells of a row that are titles of columns."""
    words = (text(cell) for cell in row if isinstance(cell, str))
    return [word for word in words if word and column_of(word)]


def _tables() -> Iterator[str]:
    """Yield the forms of tables: of eighteen columns, and those that packaged profiles describe."""
    yield from (form.name for form in FORMS)
    yield from (profile.form for profile in packaged_profiles())


def _tried(forms: Iterable[str]) -> Finding:
    """Say which forms the file was held against."""
    return _finding("how_tried", forms=", ".join(forms))


def _finding(code: str, **details: str | int) -> Finding:
    """Return one thing that is said."""
    return Finding(code, tuple((name, str(value)) for name, value in details.items()))
