"""What an address asks of a table: order, page, size, columns, filters, an export.

Addresses are typed by anybody: what makes no sense counts as not asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from django.http import HttpRequest, QueryDict

from izdes.web.pages.tables.columns import Column
from izdes.web.pages.tables.filters import Asked

Format = Literal["csv", "xlsx"]
SIZES = (25, 50, 100, 200)
_SIZE = 50
_LAST_PAGE = 100_000
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of one table.

    Attributes:
        order: Name of the column that rows are sorted by; empty: as the view gave them.
        shown: Names of the columns that are shown, in the order of the table.
        filters: Column's name -> what was typed.
    """

    order: str
    is_downward: bool
    page: int
    size: int
    shown: tuple[str, ...]
    is_chosen_now: bool
    filters: dict[str, Asked]
    export: Format | None


def asking(
    request: HttpRequest, columns: Sequence[Column], *, name: str, prefix: str, order: str
) -> Asking:
    """Return what a request asks of a table.

    Args:
        prefix: Before the names of parameters, where a page has several tables.
        order: The order where none is asked, with a minus for downward.
    """
    given = request.GET
    sortable = {one.name for one in columns if one.sort}
    sort = _text(given, f"{prefix}sort")
    sort = sort if sort.removeprefix("-") in sortable else order
    now = given.getlist(f"{prefix}show")
    shown = now or request.COOKIES.get(cookie_name(name), "").split(".")
    export = _text(given, f"{prefix}as")
    size = _number(given, f"{prefix}size", _SIZE)
    return Asking(
        order=sort.removeprefix("-"),
        is_downward=sort.startswith("-"),
        page=min(_number(given, f"{prefix}page", 1), _LAST_PAGE),
        size=size if size in SIZES else _SIZE,
        shown=_shown(columns, shown),
        is_chosen_now=bool(now),
        filters={
            one.name: typed
            for one in columns
            if one.filter and (typed := _typed(given, f"{prefix}f-{one.name}"))
        },
        export=next((one for one in get_args(Format) if one == export), None),
    )


def cookie_name(name: str) -> str:
    """Return the cookie in which the columns of a table are remembered."""
    return f"columns-{name}"


def _shown(columns: Sequence[Column], asked: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that were chosen; none of them: those that are shown to everybody."""
    chosen = tuple(one.name for one in columns if one.name in asked)
    return chosen or tuple(one.name for one in columns if not one.is_hidden)


def _typed(given: QueryDict, name: str) -> Asked:
    """Return what was typed into the fields of a filter."""
    return Asked(_text(given, name), _text(given, f"{name}-from"), _text(given, f"{name}-to"))


def _text(given: QueryDict, name: str) -> str:
    """Return a text of an address; a NUL is in no row."""
    return given.get(name, "").replace("\x00", "").strip()[:_LONGEST_TEXT]


def _number(given: QueryDict, name: str, otherwise: int) -> int:
    """Return a positive number of an address."""
    text = _text(given, name)
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_LAST_PAGE))
    return max(int(text), 1) if is_number else otherwise
