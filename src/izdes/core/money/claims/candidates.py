"""Candidates: transfers that a declared payment may be, and the assignment of one to the other.

Amount and currency are equal, something else agrees and nothing contradicts. How far the time may
be off depends on what agrees: people misremember hours, seldom days. Where both sides agree three
days are allowed, for one account or tail 25 hours, for a name three hours. Where the victim names
no account that a statement prints (a telephone, say), the minute must agree and the sum be the
only such one of its day; the report says that nothing else agreed.

The best evidence is served first, then the nearest time. Where two transfers fit equally well
nothing is chosen: a coin thrown over somebody's money is no evidence.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby

from izdes.core.identifiers.name import is_name_of
from izdes.core.money.account import AccountKey
from izdes.core.money.claims.declared import Declared
from izdes.core.money.claims.directory import BY_NAME, STRONG, Directory, contradicts, how_agrees
from izdes.core.money.transfer import ClaimId, Transfer, TransferId

BOTH_AGREE = timedelta(days=3)
ONE_AGREES = timedelta(hours=25)
NAME_AGREES = timedelta(hours=3)
NONE_AGREES = timedelta(minutes=1)
_SPANS = (BOTH_AGREE, ONE_AGREES, ONE_AGREES, NAME_AGREES, NONE_AGREES)
_STEP = {"second": timedelta(0), "minute": timedelta(minutes=1), "day": timedelta(days=1)}
_NONE = timedelta(0)
_WIDEST = BOTH_AGREE + _STEP["day"]
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sides:
    """The accounts that a declared payment's two sides may mean."""

    payer: dict[AccountKey, str]
    payee: dict[AccountKey, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A transfer that a declared payment may be.

    Attributes:
        rank: 0 both sides agree, 1 one account, 2 one tail, 3 one name, 4 only sum and minute.
        off_by: Distance between the declared time and the transfer's, never negative.
        evidence: How each side agrees, as codes.
    """

    declared: Declared
    transfer: Transfer
    rank: int
    off_by: timedelta
    evidence: tuple[str, ...]


def sides_of(declared: Declared, directory: Directory) -> Sides:
    """Return the accounts that both sides may mean at the declared time."""
    return Sides(
        directory.accounts_for(declared.payer, declared.earliest),
        directory.accounts_for(declared.payee, declared.earliest),
    )


def distance(declared: Declared, transfer: Transfer) -> timedelta:
    """Return how far apart two spans of time lie; zero where they meet."""
    step = _STEP[transfer.time_precision]
    end = max(transfer.booked_at + step, transfer.credited_at or transfer.booked_at)
    # The instant of a printed day is a place in an order: the day itself may begin before it.
    start = transfer.booked_at - step
    return max(_NONE, start - declared.latest, declared.earliest - end)


def evidence_of(declared: Declared, transfer: Transfer, sides: Sides) -> tuple[str, ...] | None:
    """Return how the two sides agree, as codes; None when a side contradicts."""
    if contradicts(declared.payee, transfer.payee, sides.payee) or contradicts(
        declared.payer, transfer.payer, sides.payer
    ):
        return None
    payee = how_agrees(declared.payee, transfer.payee, sides.payee)
    payer = how_agrees(declared.payer, transfer.payer, sides.payer)
    return tuple(f"{side}_{how}" for side, how in (("payee", payee), ("payer", payer)) if how)


def rank_of(evidence: tuple[str, ...]) -> int:
    """Return 0 for both sides, 1 for one account, 2 for a tail, 3 for a name, 4 for neither."""
    if len(evidence) != 1:
        return 0 if evidence else 4
    how = evidence[0].partition("_")[2]
    return 1 if how in STRONG else 3 if how == BY_NAME else 2


class Amounts:
    """Transfers of the ledger by currency and amount, for the amounts that are asked for."""

    def __init__(self, transfers: Iterable[Transfer], declared: Iterable[Declared]) -> None:
        wanted = {(d.currency, d.amount_minor) for d in declared}
        self._equal: defaultdict[tuple[str, int], list[Transfer]] = defaultdict(list)
        for transfer in transfers:
            if (transfer.currency, transfer.amount_minor) in wanted:
                self._equal[transfer.currency, transfer.amount_minor].append(transfer)

    def around(self, declared: Declared, span: timedelta) -> Sequence[Transfer]:
        """Return transfers of the declared amount booked within a span of the declared time."""
        equal = self._equal.get((declared.currency, declared.amount_minor), [])
        first = bisect_left(equal, _before(declared.earliest, span), key=_booked)
        return equal[first : bisect_right(equal, _after(declared.latest, span), key=_booked)]


def _booked(transfer: Transfer) -> datetime:
    """Return when the transfer was booked, for bisection."""
    return transfer.booked_at


def _before(moment: datetime, span: timedelta) -> datetime:
    """Return the moment less a span, or the first moment there is."""
    return moment - span if moment - _FIRST > span else _FIRST


def _after(moment: datetime, span: timedelta) -> datetime:
    """Return the moment plus a span, or the last moment there is."""
    return moment + span if _LAST - moment > span else _LAST


def candidates_of(declared: Declared, sides: Sides, amounts: Amounts) -> Iterator[Candidate]:
    """Yield the transfers that a declared payment may be."""
    is_only_one = len(amounts.around(declared, ONE_AGREES)) == 1
    for transfer in amounts.around(declared, _WIDEST):
        evidence = evidence_of(declared, transfer, sides)
        if evidence is None or not (evidence or (is_only_one and _may_be(declared, transfer))):
            continue
        rank, off_by = rank_of(evidence), distance(declared, transfer)
        if off_by <= _SPANS[rank]:
            shown = evidence or ("only_sum_and_minute",)
            yield Candidate(declared, transfer, rank, off_by, shown)


def _may_be(declared: Declared, transfer: Transfer) -> bool:
    """Say whether sum and minute may speak alone: she named somebody that the row cannot deny."""
    payee = declared.payee
    if not declared.is_timed or transfer.time_precision == "day" or payee.value is None:
        return False
    is_another = payee.kind == "name" and bool(transfer.payee.name)
    return not is_another or is_name_of(payee.value, transfer.payee.name)


@dataclass(slots=True)
class Assignment:
    """Which candidate each payment got, and which payments could not choose.

    Attributes:
        chosen: By claim.
        taken: Which claim holds a transfer.
        undecided: Payments with several equal candidates, and those.
    """

    chosen: dict[ClaimId, Candidate] = field(default_factory=dict)
    taken: dict[TransferId, ClaimId] = field(default_factory=dict)
    undecided: dict[ClaimId, list[Candidate]] = field(default_factory=dict)

    def choose(self, candidate: Candidate) -> None:
        """Give a transfer to a payment."""
        self.chosen[candidate.declared.claim_id] = candidate
        self.taken[candidate.transfer.transfer_id] = candidate.declared.claim_id

    def is_open(self, candidate: Candidate) -> bool:
        """Say whether payment and transfer are both still free."""
        claim_id = candidate.declared.claim_id
        is_settled = claim_id in self.chosen or claim_id in self.undecided
        return not is_settled and candidate.transfer.transfer_id not in self.taken


def assign(candidates: Iterable[Candidate]) -> Assignment:
    """Assign transfers to payments, best evidence first, each transfer once.

    Args:
        candidates: In any order.

    Returns:
        The same assignment for any order of the candidates.
    """
    assignment = Assignment()
    ordered = sorted(
        candidates,
        key=lambda c: (c.rank, c.off_by, c.declared.order, c.transfer.sort_key),
    )
    for _, level in groupby(ordered, key=lambda c: (c.rank, c.off_by)):
        _settle([c for c in level if assignment.is_open(c)], assignment)
    return assignment


def _settle(level: list[Candidate], assignment: Assignment) -> None:
    """Assign among candidates that are equally good, payments with one choice first."""
    while level:
        options: defaultdict[ClaimId, list[Candidate]] = defaultdict(list)
        for candidate in level:
            options[candidate.declared.claim_id].append(candidate)
        single = next((choices[0] for choices in options.values() if len(choices) == 1), None)
        if single is not None:
            assignment.choose(single)
        else:
            _settle_tie(_connected(level[0], level), assignment)
        level = [c for c in level if assignment.is_open(c)]


def _connected(first: Candidate, level: list[Candidate]) -> list[Candidate]:
    """Return the candidates that compete, directly or not, with the first."""
    claims, transfers = {first.declared.claim_id}, {first.transfer.transfer_id}
    while True:
        found = [
            c for c in level if c.declared.claim_id in claims or c.transfer.transfer_id in transfers
        ]
        if len(found) == len(claims) * len(transfers):
            return found
        size = len(claims) + len(transfers)
        claims |= {c.declared.claim_id for c in found}
        transfers |= {c.transfer.transfer_id for c in found}
        if size == len(claims) + len(transfers):
            return found


def _settle_tie(tied: list[Candidate], assignment: Assignment) -> None:
    """Choose in order where one complaint's equal payments meet as few transfers; else nobody.

    A victim who paid the same sum twice in one minute is owed both transfers: which is called the
    first changes nothing.
    """
    complaints = {c.declared.complaint_id for c in tied}
    payments = {c.declared.claim_id for c in tied}
    transfers = {c.transfer.transfer_id for c in tied}
    if len(complaints) == 1 and len(payments) >= len(transfers):
        assignment.choose(tied[0])
        return
    for candidate in tied:
        assignment.undecided.setdefault(candidate.declared.claim_id, []).append(candidate)
