"""Extract: one account in one currency over one interval, cut out of the books."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from izdes.adapters.messages.making.books import Books, Holder, Place, effect_minor, moment_at
from izdes.core.money.account import AccountKind, Coverage
from izdes.core.money.transfer import Transfer
from izdes.core.orders.order import Period


@dataclass(frozen=True, slots=True)
class Extract:
    """What an institution states of one account.

    Attributes:
        opening_minor: Balance before the first movement; None where it is not known.
        transfers: Every movement of the period, in order.
        kind: What the account is, as the books have it.
        card: Masked, as it was asked about; empty where it was not.
    """

    place: Place
    holder: Holder
    period: Period
    opening_minor: int | None
    transfers: tuple[Transfer, ...]
    kind: AccountKind = "bank"
    card: str = ""

    @property
    def closing_minor(self) -> int | None:
        """Balance after the last movement; None where the opening balance is not known."""
        if self.opening_minor is None:
            return None
        return self.opening_minor + sum(effect_minor(t, self.place[0]) for t in self.transfers)


def extracts_of(books: Books, place: Place, asked: Period | None) -> Iterator[Extract]:
    """Yield what the books hold of an account inside a period, one for each interval known."""
    for coverage in _joined(books.places[place]):
        known = _interval(coverage)
        part = _common(known, asked) if asked else known
        if part is not None:
            yield _extract(books, place, coverage, part)


def is_whole(books: Books, place: Place, asked: Period) -> bool:
    """Say whether the books know an account over the whole of a period."""
    joined = map(_interval, _joined(books.places[place]))
    return any(c.since <= asked.since and asked.until <= c.until for c in joined)


def _extract(books: Books, place: Place, coverage: Coverage, part: Period) -> Extract:
    """Cut one part out of an interval that is known."""
    opening = coverage.opening_minor
    if opening is not None:
        opening += books.change(place, _interval(coverage).since, part.since)
    moved = books.moved.get(place, ())
    inside = (t for t in moved if part.since <= moment_at(t, place[0]) < part.until)
    return Extract(place, books.holders[place[0]], part, opening, tuple(inside), coverage.kind)


def _joined(coverages: tuple[Coverage, ...]) -> list[Coverage]:
    """Return intervals, those that touch or overlap as one, with the first one's balance."""
    found: list[Coverage] = []
    for coverage in coverages:
        last = found[-1] if found else None
        if last and _interval(coverage).since <= _interval(last).until:
            until = max(_interval(last).until, _interval(coverage).until)
            found[-1] = replace(last, covered_to=until)
        elif coverage.covered_from != coverage.covered_to:
            found.append(coverage)
    return found


def _interval(coverage: Coverage) -> Period:
    """Return the interval of a coverage that has one."""
    if coverage.covered_from is None or coverage.covered_to is None:
        raise ValueError("no interval")
    return Period(coverage.covered_from, coverage.covered_to)


def _common(one: Period, other: Period) -> Period | None:
    """Return what two periods have in common."""
    since, until = max(one.since, other.since), min(one.until, other.until)
    return Period(since, until) if since < until else None
