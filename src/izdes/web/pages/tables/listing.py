"""A listing: one table of a page, as its address asks for it.

Opening a page writes nothing. An export of rows is a reading of them: it is written down in the
journal of reading before anything is sent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.adapters.words.figures import day as local_day
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.pages.figures import Chip
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables.address import Address
from izdes.web.pages.tables.asking import SIZES, asking, cookie_name
from izdes.web.pages.tables.columns import Cell, Column
from izdes.web.pages.tables.exporting import as_csv, as_xlsx
from izdes.web.pages.tables.rows import Rows, chosen, one_by_one, ordered, totals

# Beyond this the exact number tells nobody anything, and counting takes long.
_COUNTED = 10_000
_REMEMBERED_SECONDS = 365 * 24 * 3600
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column, and where a click on it leads."""

    column: Column
    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells and the page that it leads to."""

    cells: tuple[Cell, ...]
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class Field:
    """The fields of one filter, as they were filled."""

    column: Column
    name: str
    text: str
    least: str
    most: str
    wrong: str
    options: Mapping[str, str]


class Listing:
    """A table of a page."""

    def __init__(
        self,
        request: OfficerRequest,
        *,
        name: str,
        rows: Rows,
        columns: Sequence[Column],
        caption: str,
        empty: str,
        link: Callable[[Any], str] | None = None,
        tone: Callable[[Any], str] | None = None,
        order: str = "",
        totals: Sequence[str] = (),
        prefix: str = "",
        case: int | None = None,
        given: Mapping[str, str | int] | None = None,
    ) -> None:
        """Prepare a table.

        Args:
            name: ASCII; names the file of an export, the cookie of columns, the part of the page.
            rows: What a selector returned, never more than the officer sees.
            caption: Code of the words above it.
            empty: Code of what to do where there are no rows.
            link: The page of a row.
            tone: ``due``, ``late``, ``held`` or ``guess`` of a row; its words stand in a column.
            order: Name of the column it is sorted by at first, with a minus for downward; empty:
                as `rows` are ordered.
            totals: Columns whose sum over all pages is shown; of a query they need `sort`.
            prefix: Before the names of parameters; needed where a page has several tables.
            case: The case whose data an export holds, for the journal of reading.
            given: What the words of the caption ask for.
        """
        self.request = request
        self.name = name
        self.prefix = prefix
        self.columns = tuple(columns)
        self.caption_words = caption
        self.empty_words = empty
        self.given = dict(given or {})
        self._link, self._tone, self._case = link, tone, case
        self._summed = totals
        self.asking = asking(request, self.columns, name=name, prefix=prefix, order=order)
        found, self.wrong = chosen(rows, self.columns, self.asking)
        self._found = ordered(found, self.columns, self.asking)
        self.address = Address(request.GET, prefix)

    # What the page shows.

    @property
    def id(self) -> str:
        """Return the id of the part of the page that holds it."""
        return f"listing-{self.name}"

    @property
    def caption(self) -> str:
        """Return the words above it."""
        return say(self.caption_words, language(), **self.given)

    @property
    def empty(self) -> str:
        """Return what to do where there are no rows."""
        is_chosen = bool(self.asking.filters) or self.asking.page > 1
        return say("tables_nothing_found" if is_chosen else self.empty_words, language())

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """Return the columns that are shown."""
        return tuple(one for one in self.columns if one.name in self.asking.shown)

    @cached_property
    def rows(self) -> list[Row]:
        """Return the rows of this page."""
        return [self._row(row) for row in self._taken[: self.asking.size]]

    def _row(self, row: object) -> Row:
        """Return a row as it is shown; its first cell leads to its page."""
        url = self._link(row) if self._link else ""
        cells = [Cell(column, column.of(row)) for column in self.shown]
        if url and isinstance(cells[0].value, Chip):
            cells[0] = replace(cells[0], value=replace(cells[0].value, url=url))
        return Row(tuple(cells), url, self._tone(row) if self._tone else "")

    @cached_property
    def _taken(self) -> list[Any]:
        """Return the rows of this page, and one more where there is a next one."""
        begin = (self.asking.page - 1) * self.asking.size
        return list(self._found[begin : begin + self.asking.size + 1])

    @property
    def has_next(self) -> bool:
        """Say whether there is a next page."""
        return len(self._taken) > self.asking.size

    @cached_property
    def count(self) -> int:
        """Return how many rows there are; beyond ten thousand it is not counted on."""
        if self.asking.page == 1 and not self.has_next:
            return len(self._taken)
        if isinstance(self._found, Sequence):
            return len(self._found)
        return self._found.order_by()[: _COUNTED + 1].count()

    @property
    def is_countless(self) -> bool:
        """Say whether there are more than were counted."""
        return self.count > _COUNTED

    @property
    def counted(self) -> int:
        """Return the number that is shown."""
        return min(self.count, _COUNTED)

    @property
    def first(self) -> int:
        """Return the place of the first row of this page."""
        return (self.asking.page - 1) * self.asking.size + 1

    @property
    def last(self) -> int:
        """Return the place of the last row of this page."""
        return self.first + len(self.rows) - 1

    @cached_property
    def totals(self) -> list[Cell] | None:
        """Return the sums beneath, or None where there are none."""
        if not self._summed or not self.rows:
            return None
        found = totals(self._found, self.columns, self._summed)
        return [Cell(one, found.get(one.name)) for one in self.shown]

    # Where its links lead.

    @property
    def headings(self) -> list[Heading]:
        """Return the heads of the columns that are shown."""
        return [Heading(one, self._sorted_by(one), self._direction(one)) for one in self.shown]

    def _sorted_by(self, column: Column) -> str:
        """Return the address of the table sorted by a column, the other way the second time."""
        if not column.sort:
            return ""
        up = self.asking.order == column.name and not self.asking.is_downward
        return self.address.with_(sort=f"-{column.name}" if up else column.name)

    def _direction(self, column: Column) -> str:
        """Return how it is sorted by a column, in the words of `aria-sort`."""
        if self.asking.order != column.name:
            return ""
        return "descending" if self.asking.is_downward else "ascending"

    @property
    def next_url(self) -> str:
        """Return the address of the next page, or empty."""
        return self.address.with_(page=self.asking.page + 1) if self.has_next else ""

    @property
    def previous_url(self) -> str:
        """Return the address of the page before, or empty."""
        page = self.asking.page
        return self.address.with_(page=page - 1) if page > 1 else ""

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Return the names and addresses of exports."""
        return [(kind.upper(), self.address.with_(**{"as": kind})) for kind in _TYPES]

    # Its forms.

    @property
    def fields(self) -> list[Field]:
        """Return the filters with what was typed into them."""
        return [self._field(one) for one in self.columns if one.filter]

    def _field(self, column: Column) -> Field:
        """Return the filter of a column."""
        asked = self.asking.filters.get(column.name)
        options = getattr(column.filter, "options", dict)
        return Field(
            column=column,
            name=f"{self.prefix}f-{column.name}",
            text=asked.text if asked else "",
            least=asked.least if asked else "",
            most=asked.most if asked else "",
            wrong=self.wrong.get(column.name, ""),
            options=options(),
        )

    @property
    def is_filtered(self) -> bool:
        """Say whether anything was typed into a filter."""
        return bool(self.asking.filters)

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """Return every column, and whether it is shown."""
        return [(one, one.name in self.asking.shown) for one in self.columns]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return how many rows a page may have."""
        return SIZES

    # What it answers with.

    def respond(
        self, template: str, context: Mapping[str, object] | None = None
    ) -> HttpResponseBase:
        """Answer with the export, the refreshed table or the whole page, as was asked.

        The page finds the table under ``listing``.
        """
        return page_of(self.request, template, {"listing": self, **(context or {})}, self)

    def export(self) -> HttpResponseBase | None:
        """Return the file that was asked for, or None; it is written down who took how much."""
        kind = self.asking.export
        if kind is None:
            return None
        self._record(kind)
        write = as_csv if kind == "csv" else as_xlsx
        file = write(self.columns, one_by_one(self._found), language())
        name = f"{self.name}-{local_day(now())}.{kind}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=_TYPES[kind])

    def _record(self, kind: str) -> None:
        """Write down that an officer takes the rows of a table with him."""
        subject = Subject("table", self.name)
        read_by(self.request.user.pk, subject, case=self._case, purpose=f"export {kind}")


def page_of(
    request: OfficerRequest,
    template: str,
    context: Mapping[str, object],
    *listings: Listing,
    status: int = HTTPStatus.OK,
) -> HttpResponseBase:
    """Answer with what was asked of a page that holds tables.

    An export of one of them, one of them refreshed, or the whole page.
    """
    for one in listings:
        if one.asking.export and (file := one.export()):
            return file
    answer = _refreshed(request, listings) or render(request, template, context, status=status)
    for one in listings:
        if one.asking.is_chosen_now:
            _remember(answer, one)
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer


def _refreshed(request: OfficerRequest, listings: Sequence[Listing]) -> HttpResponse | None:
    """Return the one table that the page asks for again, or None."""
    target = request.headers.get("HX-Target", "")
    found = next((one for one in listings if one.id == target), None)
    if found is None or request.headers.get("HX-Request") != "true":
        return None
    return render(request, "tables/listing.html", {"listing": found})


def _remember(answer: HttpResponse, listing: Listing) -> None:
    """Remember which columns were chosen; the cookie names columns and nothing else."""
    answer.set_cookie(
        cookie_name(listing.name),
        ".".join(listing.asking.shown),
        max_age=_REMEMBERED_SECONDS,
        secure=listing.request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
