"""Pages: what one bank will state about one account, before it is put into a form.

Also the windows that these pages open: the truth about what can be known from them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from izdes.twin.answers import Answer
from izdes.twin.bank import LOCAL, SECOND, Account, Transfer
from izdes.twin.chance import stream
from izdes.twin.life import Span
from izdes.twin.truth import Window

_DAY = timedelta(days=1)
_USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement on one account's page; ``at`` is when this account's bank entered it."""

    at: datetime
    is_credit: bool
    transfer: Transfer

    @property
    def signed_minor(self) -> int:
        """What it does to the balance."""
        return self.transfer.amount_minor if self.is_credit else -self.transfer.amount_minor


@dataclass(frozen=True, slots=True)
class Page:
    """A statement's content.

    Attributes:
        first_day: First day of the period, local; ``last_day`` is included.
        entries: In order of time, never two at one second.
    """

    account: Account
    answer: Answer
    file: str
    first_day: date
    last_day: date
    opening_minor: int
    entries: tuple[Entry, ...]

    @property
    def closing_minor(self) -> int:
        """The balance after the last entry."""
        return self.opening_minor + sum(entry.signed_minor for entry in self.entries)

    @property
    def window(self) -> Window:
        """Where the page makes the account known: its period, or from first to last row."""
        if self.answer.states_balances:
            return Window(
                midnight(self.first_day), midnight(self.last_day + _DAY), self.opening_minor
            )
        return Window(self.entries[0].at, self.entries[-1].at + SECOND, self.opening_minor)


def midnight(day: date) -> datetime:
    """Return the instant at which a local day begins."""
    return datetime.combine(day, time(0), LOCAL).astimezone(UTC)


def entries_by_account(transfers: Iterable[Transfer]) -> dict[str, list[Entry]]:
    """Return every account's movements in order of time."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for transfer in transfers:
        if transfer.payer.is_account:
            found[transfer.payer.key].append(
                Entry(transfer.debited_at, is_credit=False, transfer=transfer)
            )
        if transfer.payee.is_account:
            found[transfer.payee.key].append(
                Entry(transfer.credited_at, is_credit=True, transfer=transfer)
            )
    for entries in found.values():
        entries.sort(key=lambda entry: entry.at)
    return dict(found)


def pages_of(
    seed: int,
    accounts: Iterable[Account],
    *,
    answers: Mapping[str, Answer],
    entries: Mapping[str, list[Entry]],
    asked_about: Mapping[str, datetime],
    span: Span,
) -> tuple[Page, ...]:
    """Return the pages that banks hand over.

    Args:
        asked_about: Account -> the moment that the request is about; others are asked about
            their last month.
        span: The days of the story.
    """
    found = []
    for account in accounts:
        key = account.side.key
        if answers[key].is_present and key in entries:
            about = asked_about.get(key)
            page = _page(seed, account, answers[key], entries[key], about=about, span=span)
            found += [page] if page.entries else []
    return tuple(found)


def _page(
    seed: int,
    account: Account,
    answer: Answer,
    entries: list[Entry],
    *,
    about: datetime | None,
    span: Span,
) -> Page:
    """Cut an account's movements to the period that was asked for, or a shorter one."""
    rng = stream(seed, "period", account.serial)
    day = (about or midnight(span.last - _USUAL_DAYS * _DAY)).astimezone(LOCAL).date()
    first = max(span.first, day - rng.randint(7, 40) * _DAY)
    is_short = answer.is_short and about is not None
    last = min(span.last, day + rng.randrange(3) * _DAY) if is_short else span.last
    start, end = midnight(first), midnight(last + _DAY)
    before = sum(e.signed_minor for e in entries if e.at < start)
    return Page(
        account=account,
        answer=answer,
        file=_file_name(account, answer, last, rng.randrange(10**5)),
        first_day=first,
        last_day=last,
        opening_minor=account.opening_minor + before,
        entries=tuple(e for e in entries if start <= e.at < end),
    )


def _file_name(account: Account, answer: Answer, last: date, number: int) -> str:
    """Return a file name as the bank gives it; unique by the account's serial."""
    stem = answer.file_name.format(
        serial=f"{number:05d}-{account.serial}",
        last=f"{last:%d.%m.%Y}",
        day=f"{last:%Y-%m-%d}",
        iban=account.side.printed,
    )
    return f"{stem}.{answer.extension}"
