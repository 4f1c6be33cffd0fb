"""Pages: the messages of one statement, which SWIFT limits in length, become one report.

The first page opens with 60F, every further one with 60M; all but the last close with 62M, the
last with 62F. What a page closes with is what the next one opens with. Pages may stand among those
of other accounts, but in their order; one that is not in the file makes the report incomplete.

Source: SWIFT Standards MT, MT 940 and MT 942, field 28C and network validated rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.mt940.fields import balance_of, page_of, printed_account
from izdes.adapters.statements.mt940.tags import Message, Tag

_INTERMEDIATE_OPENING, _INTERMEDIATE_CLOSING = "60M", "62M"
_OPENINGS, _CLOSINGS = ("60F", "60", "60M"), ("62F", "62", "62M")
_REPORT = "942"


@dataclass(slots=True)
class Report:
    """One statement or report within the day: its pages in their order.

    Attributes:
        number: Its place in the file, from 1.
        pages: At least one.
        missing: The page that is not there; 0 when none is missing.
    """

    number: int
    pages: list[Message] = field(default_factory=list)
    missing: int = 0

    @property
    def form(self) -> str:
        """Which message it is, by what it states: ``mt940`` has balances, ``mt942`` has none."""
        if self.first(*_OPENINGS, *_CLOSINGS):
            return "mt940"
        is_report = self.first("34F", "90D", "90C") or self.pages[0].type == _REPORT
        return "mt942" if is_report else "mt940"

    @property
    def opening(self) -> Tag | None:
        """The opening balance of the first page."""
        return self.pages[0].first(*_OPENINGS)

    @property
    def closing(self) -> Tag | None:
        """The closing balance of the last page; a final one wins over an intermediate one."""
        return self.pages[-1].first("62F", "62") or self.pages[-1].first(_INTERMEDIATE_CLOSING)

    def first(self, *names: str) -> Tag | None:
        """Return the first tag of these names on any page."""
        return next((tag for page in self.pages if (tag := page.first(*names))), None)


def reports_of(messages: Iterable[Message]) -> list[Report]:
    """Put the pages of each report together."""
    reports: list[Report] = []
    latest: dict[tuple[str, str], Report] = {}
    for message in messages:
        account = _account(message)
        before = latest.get(account)
        if before and _goes_on(before, message):
            before.pages.append(message)
        else:
            before = Report(len(reports) + 1, [message], _missing_before(message))
            reports.append(before)
            latest[account] = before
    for report in reports:
        closing = report.closing
        if closing and closing.name == _INTERMEDIATE_CLOSING:
            report.missing = (_page(report.pages[-1])[1] or len(report.pages)) + 1
    return reports


def breaks_between(report: Report) -> list[int]:
    """Return the line of every page that does not open with what the page before it closed with."""
    if report.form == "mt942":
        return []
    found = []
    for page, following in zip(report.pages, report.pages[1:], strict=False):
        closing, opening = page.first(_INTERMEDIATE_CLOSING), following.first(_INTERMEDIATE_OPENING)
        if not (closing and opening and _is_same(closing, opening)):
            found.append(opening.number if opening else following.number)
    return found


def _account(message: Message) -> tuple[str, str]:
    """Return the account of a message as printed, and its currency."""
    tag, opening = message.first("25", "25P"), message.first(*_OPENINGS)
    number = printed_account(tag.lines).number if tag else ""
    try:
        return number, balance_of(opening.value).currency if opening else ""
    except Unreadable:
        return number, ""


def _page(message: Message) -> tuple[str, int | None]:
    """Return the number of the statement and of the page."""
    tag = message.first("28C", "28")
    return page_of(tag.value) if tag else ("", None)


def _is_first(message: Message) -> bool:
    """Say whether a message begins a report."""
    opening = message.first(*_OPENINGS)
    if opening:
        return opening.name != _INTERMEDIATE_OPENING
    return (_page(message)[1] or 1) <= 1


def _missing_before(message: Message) -> int:
    """Return the page that a report lacks when it begins with this message; 0 for none."""
    if _is_first(message):
        return 0
    return max((_page(message)[1] or 1) - 1, 1)


def _goes_on(report: Report, message: Message) -> bool:
    """Say whether a message is the next page of a report."""
    if _is_first(message):
        return False
    last = report.pages[-1]
    (number, page), (next_number, next_page) = _page(last), _page(message)
    if page is not None and next_page is not None:
        return number == next_number and next_page == page + 1
    closing, opening = last.first(_INTERMEDIATE_CLOSING), message.first(_INTERMEDIATE_OPENING)
    return bool(closing and opening and _is_same(closing, opening))


def _is_same(closing: Tag, opening: Tag) -> bool:
    """Say whether two balances state one amount, whatever their days."""
    try:
        one, other = balance_of(closing.value), balance_of(opening.value)
    except Unreadable:
        return False
    return (one.minor, one.currency) == (other.minor, other.currency)
