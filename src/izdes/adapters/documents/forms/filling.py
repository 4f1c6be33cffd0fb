r"""Filling: what may stand in the fields of a form, read from what an officer typed.

Values are JSON: text, whole minor units as an integer, a day as ``2026-05-19``, a moment with its
offset, a table as a list of rows. A draft may lack anything; a paper that is made lacks nothing
that is required. Whether what stands there is true, nothing here says.

>>> typed("money", "1 250,50"), typed("flag", "on"), typed("date", "2026-05-19")
(125050, True, '2026-05-19')
>>> from izdes.adapters.documents.forms.form import form_of
>>> cells("a | b\n\nc", form_of("answers_inspection").by_name["files"])[1]["name"]
'c'
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

from izdes.adapters.documents.forms.form import Column, Field, Form, Kind
from izdes.adapters.documents.plain import plain
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import Fault, InputRefused, IzdesError
from izdes.core.money.amounts import minor_of_text

Values = dict[str, Any]
LONGEST = {"line": 500, "text": 20_000, "number": 9}
MOST_ROWS = 500
# Of other years no case speaks, and no local time has the first day of the calendar.
_YEARS = range(1900, 2200)
_SPLIT = "|"
_Day = TypeVar("_Day", bound=date)
_YES = frozenset({"on", "yes", "true", "1"})
# What nobody is called on a paper that leaves the house before a suspicion was declared to him.
_NOT_CALLED = re.compile(r"\b(?:дроп(?:\b|пер|ер|овод)|drop(?:per|\b)|money mule)", re.IGNORECASE)


class NotOfItsKind(IzdesError):
    """What was typed is no day, no moment, no sum, no number, or no value of a choice."""

    code: ClassVar[str] = "paper_field_wrong"


def typed(kind: Kind, text: str) -> Any:  # noqa: ANN401 - a JSON value of that kind
    """Return what was typed as a JSON value; nothing typed is an empty text.

    Raises:
        NotOfItsKind: It is nothing of the kind.
    """
    given = text.strip()
    if kind == "flag":
        return given.lower() in _YES
    if not given:
        return ""
    if len(given) > LONGEST.get(kind, LONGEST["line"]):
        raise NotOfItsKind(kind=kind)
    try:
        return _read(kind, given)
    except (ValueError, OverflowError, IzdesError):
        raise NotOfItsKind(kind=kind) from None


def _read(kind: Kind, given: str) -> Any:  # noqa: ANN401 - a JSON value of that kind
    """Read a text that is not empty."""
    if kind == "money":
        return _not_negative(minor_of_text(given, digits=2))
    if kind == "number":
        return _not_negative(int(given))
    if kind in {"date", "birth"}:
        return _of_our_years(_day(given)).isoformat()
    if kind == "moment":
        moment = _of_our_years(datetime.fromisoformat(given))
        return (moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)).isoformat()
    return given.replace("\r\n", "\n") if kind == "text" else plain(given)


def _not_negative(number: int) -> int:
    """Return a number that is none below nought and can be carried exactly."""
    if not 0 <= number < 2**53:
        raise ValueError
    return number


def _of_our_years(day: _Day) -> _Day:
    """Return a day or a moment of the years of which a case can speak."""
    if day.year not in _YEARS:
        raise ValueError
    return day


def _day(given: str) -> date:
    """Read a day as people or browsers write it."""
    if re.fullmatch(r"\d{2}\.\d{2}\.\d{4}", given):
        return datetime.strptime(given, "%d.%m.%Y").replace(tzinfo=LOCAL).date()
    return date.fromisoformat(given)


def cells(text: str, field: Field) -> list[dict[str, Any]]:
    """Return a typed table: one row a line, its cells divided by ``|``.

    Raises:
        NotOfItsKind: A cell is nothing of its column's kind, or there are too many rows or cells.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        raise NotOfItsKind(kind="rows")
    return [_row(line, field) for line in lines]


def _row(line: str, field: Field) -> dict[str, Any]:
    """Return one typed row; cells at its end may be missing."""
    parts = line.split(_SPLIT)
    if len(parts) > len(field.columns):
        raise NotOfItsKind(kind="rows")
    parts += [""] * (len(field.columns) - len(parts))
    return {
        column.name: typed(column.kind, part)
        for column, part in zip(field.columns, parts, strict=True)
    }


def as_typed(field: Field, value: object) -> str:
    """Return a value as an officer would type it, for a form that is shown again."""
    if field.kind == "rows":
        rows = value if isinstance(value, list) else []
        return "\n".join(
            f" {_SPLIT} ".join(_inside(c, row) for c in field.columns).rstrip(f" {_SPLIT}")
            for row in rows
        )
    return _cell(field.kind, value)


def _inside(column: Column, row: Mapping[str, Any]) -> str:
    """Return one cell as it is typed; what divides cells cannot stand inside one."""
    text = _cell(column.kind, row.get(column.name, ""))
    return " ".join(text.replace(_SPLIT, "¦").split())


def _cell(kind: Kind, value: object) -> str:
    """Return one value as it is typed."""
    if value is None or value == "":
        return ""
    if kind == "money":
        whole, rest = divmod(int(str(value)), 100)
        return f"{whole},{rest:02d}" if rest else str(whole)
    if kind == "moment":
        return datetime.fromisoformat(str(value)).astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
    if kind == "flag":
        return "on" if value else ""
    return str(value)


def lacking(form: Form, values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what a paper of this form still lacks, and what may not stand on it."""
    for field in form.fields:
        value = values.get(field.name, "")
        if field.is_required and value in ("", None, []):
            yield Fault("paper_field_missing", column=field.name)
        if form.is_outgoing and names_early(_all_text(value)):
            yield Fault("paper_names_before_suspicion", column=field.name)


def names_early(text: str) -> bool:
    """Say whether a text calls somebody what nobody is called before a suspicion is declared."""
    return bool(_NOT_CALLED.search(text))


def require_whole(form: Form, values: Mapping[str, Any]) -> None:
    """Let no paper pass that lacks something.

    Raises:
        InputRefused: Its faults say in which fields.
    """
    faults = tuple(lacking(form, values))
    if faults:
        raise InputRefused(*faults)


def _all_text(value: object) -> str:
    """Return everything that a value says."""
    if isinstance(value, list):
        return " ".join(_all_text(one) for one in value)
    if isinstance(value, dict):
        return " ".join(_all_text(one) for one in value.values())
    return "" if value is None else str(value)
