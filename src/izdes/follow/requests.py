"""Requests: whom to ask next, about which accounts, for which period, and why.

One request an institution, with everything it can answer. Asked are: the accounts where the trail
went dark; what happened after a statement ended; balances where a statement printed none; a right
statement where a refused one lies on the trail; and, where only a telephone, a name or the tail of
a card is known, the payee's account, from the institution that paid. Minimum necessary: a period
begins on the day the first traced money came.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from izdes.adapters.words.figures import LOCAL
from izdes.core.holds.questions import ASKS, Ask, Because, Known, because_of
from izdes.core.law.institutions import Institution
from izdes.core.money.account import AccountKey
from izdes.core.money.statement import Statement
from izdes.core.money.transfer import Ledger, TransferId
from izdes.core.tracing.trace import Resting, Trace
from izdes.follow.addresses import Address, Addresses
from izdes.follow.freezes import Arrival, arrivals_of

_SECRECY = "request.bank_secrecy"
_PAYEE = "request.identify_payee"


@dataclass(frozen=True, slots=True)
class Subject:
    """One account asked about.

    Attributes:
        period_from, period_to: The period asked for.
        traced_minor: Traced money that gives the ground, in ``currency``.
    """

    address: Address
    period_from: datetime
    period_to: datetime
    because: Because
    traced_minor: int
    currency: str
    arrivals: tuple[Arrival, ...] = ()

    @property
    def ask(self) -> tuple[Ask, ...]:
        """What is asked."""
        return ASKS[self.because]


@dataclass(frozen=True, slots=True)
class Request:
    """One request to one institution.

    Attributes:
        institution: The addressee; None where only its printed name is known, or nothing.
    """

    number: str
    institution: Institution | None
    institution_printed: str
    subjects: tuple[Subject, ...]

    @property
    def measure(self) -> str:
        """The measure of the law pack that it is drafted under."""
        only_payees = all(s.because == "payee_unknown" for s in self.subjects)
        return _PAYEE if only_payees else _SECRECY


def requests_of(
    trace: Trace,
    ledger: Ledger,
    addresses: Addresses,
    *,
    said_payers: Mapping[TransferId, AccountKey],
    faulty: Collection[AccountKey],
    without_balances: Iterable[Statement],
    now: datetime,
) -> tuple[Request, ...]:
    """Return the requests, the institution with the most traced money first.

    Args:
        said_payers: Payments that only a victim declares -> the account she says she paid from.
        faulty: Accounts with a statement that was refused.
        without_balances: Statements that were traced without an opening balance.
        now: End of the periods asked for.
    """
    drafts = _Drafts(trace, ledger, addresses, said_payers, frozenset(faulty), now)
    subjects = [*drafts.from_pieces(), *drafts.from_statements(without_balances)]
    return _numbered(_by_institution(_merged(subjects)))


@dataclass(frozen=True, slots=True)
class _Drafts:
    """Turns what a trace leaves open into subjects of requests."""

    trace: Trace
    ledger: Ledger
    addresses: Addresses
    said_payers: Mapping[TransferId, AccountKey]
    faulty: frozenset[AccountKey]
    now: datetime

    def from_pieces(self) -> Iterator[Subject]:
        """Ask about every place where traced money rests or went dark."""
        transfers = {t.transfer_id: t for t in self.ledger.transfers}
        known = Known(
            can_be_named=lambda account: self.addresses.of(account).can_be_frozen,
            faulty=self.faulty,
        )
        for r in self.trace.resting:
            if r.behind or not r.units or r.arrived_at is None or r.slice_id is None:
                continue
            because = because_of(r, known, now=self.now)
            if because is not None:
                carrier = transfers[self.trace.slices[r.slice_id].transfer_id]
                payer = self.said_payers.get(carrier.transfer_id, carrier.payer.account)
                asked = payer if because == "payee_unknown" else r.account
                yield self._subject(asked, because, r)

    def _subject(self, account: AccountKey, because: Because, r: Resting) -> Subject:
        """Return the question about one piece."""
        starts = r.as_of if because == "later_movements" else r.arrived_at
        return Subject(
            address=self.addresses.of(account),
            period_from=_day_of(starts or self.now),
            period_to=self.now,
            because=because,
            traced_minor=r.units,
            currency=r.currency,
            arrivals=arrivals_of([r], self.trace),
        )

    def from_statements(self, without_balances: Iterable[Statement]) -> Iterator[Subject]:
        """Ask for balances that traced statements on the trail do not print."""
        sides = {t.transfer_id: (t.payer.account, t.payee.account) for t in self.ledger.transfers}
        on_trail = {side for s in self.trace.slices for side in sides[s.transfer_id]}
        for statement in without_balances:
            if statement.account in on_trail and statement.rows:
                moments = [row.booked_at for row in statement.rows]
                yield Subject(
                    address=self.addresses.of(statement.account),
                    period_from=statement.period_from or _day_of(min(moments)),
                    period_to=statement.period_to or max(moments),
                    because="no_balances",
                    traced_minor=0,
                    currency=statement.currency,
                )


def _merged(subjects: Iterable[Subject]) -> list[Subject]:
    """Join the questions about one account that have one reason."""
    groups: defaultdict[tuple[str, str, str], list[Subject]] = defaultdict(list)
    for s in subjects:
        groups[s.address.account, s.because, s.currency].append(s)
    return [_joined(group) for _, group in sorted(groups.items())]


def _joined(group: Sequence[Subject]) -> Subject:
    """Return one question for several about the same account."""
    brought: defaultdict[str, int] = defaultdict(int)
    for s in group:
        for a in s.arrivals:
            brought[a.transfer_id] += a.traced_minor
    return replace(
        group[0],
        period_from=min(s.period_from for s in group),
        period_to=max(s.period_to for s in group),
        traced_minor=sum(s.traced_minor for s in group),
        arrivals=tuple(Arrival(TransferId(t), minor) for t, minor in sorted(brought.items())),
    )


def _by_institution(subjects: Iterable[Subject]) -> list[Request]:
    """Gather the questions that one institution can answer."""
    groups: defaultdict[str, list[Subject]] = defaultdict(list)
    for s in subjects:
        keeper = s.address.institution
        groups[keeper.institution_id if keeper else f"~{s.address.bank_printed}"].append(s)
    return [
        Request("", group[0].address.institution, group[0].address.bank_printed, tuple(group))
        for _, group in sorted(groups.items())
    ]


def _numbered(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Number the requests, the most traced money first."""
    in_order = sorted(requests, key=lambda r: -sum(s.traced_minor for s in r.subjects))
    return tuple(replace(r, number=f"R-{n:03}") for n, r in enumerate(in_order, start=1))


def _day_of(moment: datetime) -> datetime:
    """Return the start of the moment's local day, in UTC."""
    local = moment.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    return local.astimezone(UTC)
