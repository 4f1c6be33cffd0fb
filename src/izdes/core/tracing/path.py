"""The path of one claim: every movement that carried it, and every place where a part stopped.

A path is a trace told for one claim, as facts and without words: who paid whom, when, how much, and
how much of that is the claim's. Under a rule that keeps units apart (fifo, lifo) a movement
continues exactly one other, and the path is a tree of parts. Under a rule that mixes there are no
parts: what left an account was drawn from all that had come there, so a movement stands below the
first one that brought the claim's money into the account it left.

The path says what the rule says; another rule tells another path.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from izdes.core.money.account import AccountKey, is_conversion
from izdes.core.money.transfer import ClaimId, Ledger, Transfer, TransferId
from izdes.core.tracing.rules import RULES
from izdes.core.tracing.trace import EndingKind, Mark, Resting, Slice, Trace
from izdes.core.tracing.windows import window_at, windows_of

Where = tuple[str, ...]
_MIXED = frozenset(name for name, rule in RULES.items() if rule.mixes)


@dataclass(frozen=True, slots=True)
class Stop:
    """A part of the claim that goes no further.

    Attributes:
        amount_minor: In ``currency``, where it lies.
        origin_minor: The same money in the claim's minor units.
        as_of: For money that rests where movements are known: the instant of which that is true.
        behind: The claim of the first victim, where these units were stolen a second time.
    """

    account: AccountKey
    ending: EndingKind
    amount_minor: int
    currency: str
    origin_minor: int
    as_of: datetime | None
    behind: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """One movement that carried a part of the claim.

    Attributes:
        depth: How many movements lie between this one and the victim's own payment.
        amount_minor: How much of the transfer is this part of the claim.
        origin_minor: The same money in the claim's minor units.
        behind: The claim of the first victim, where these units were stolen a second time.
        continues: How many later movements carry it on.
        stops: What of it goes no further.
    """

    depth: int
    transfer: Transfer
    amount_minor: int
    origin_minor: int
    behind: str
    continues: int
    stops: tuple[Stop, ...]


def path_of(trace: Trace, ledger: Ledger, claim_id: ClaimId) -> tuple[Hop, ...]:
    """Return the path of a claim, each movement before those that continue it.

    Returns:
        Movements depth first, those of one parent in time order. Empty where the claim's payment
        is not in the ledger or counts for nothing; the claim's endings then say which. Otherwise
        Σ ``origin_minor`` of all stops is the claim, under every rule.
    """
    mine = [s for s in trace.slices if s.claim_id == claim_id]
    at_rest = [r for r in trace.resting if r.claim_id == claim_id] if mine else []
    transfers = {t.transfer_id: t for t in ledger.transfers}
    if trace.rule in _MIXED:
        roots = _mixed(mine, at_rest, _Places(ledger, transfers))
    else:
        roots = _parted(mine, at_rest)
    return tuple(_told(roots, transfers))


@dataclass(slots=True)
class _Node:
    """A movement while the path grows."""

    transfer_id: TransferId
    behind: str
    units: int = 0
    origin: int = 0
    below: dict[tuple[TransferId, str], "_Node"] = field(default_factory=dict)
    at_rest: list[Resting] = field(default_factory=list)


_Nodes = dict[tuple[TransferId, str], _Node]


def _counted(s: Slice, nodes: _Nodes) -> _Node:
    """Count a slice to its movement and return that."""
    node = nodes.setdefault((s.transfer_id, s.behind), _Node(s.transfer_id, s.behind))
    node.units += s.hi - s.lo
    node.origin += s.origin_hi - s.origin_lo
    return node


def _parted(mine: Iterable[Slice], at_rest: Iterable[Resting]) -> list[_Node]:
    """Grow the tree of parts: slices of one transfer that continue one movement are one."""
    roots: _Nodes = {}
    node_of: dict[int | None, _Node] = {}
    for s in mine:
        nodes = roots if s.parent is None else node_of[s.parent].below
        node_of[s.slice_id] = _counted(s, nodes)
    for r in at_rest:
        node_of[r.slice_id].at_rest.append(r)
    return list(roots.values())


class _Places:
    """Where a transfer's units leave and where they arrive: in which window of which account."""

    def __init__(self, ledger: Ledger, transfers: Mapping[TransferId, Transfer]) -> None:
        self._windows = windows_of(ledger)
        self._transfers = transfers

    def left(self, node: _Node) -> Where:
        """Return the place that the units leave."""
        t = self._transfers[node.transfer_id]
        return self._place(t.payer.account, t.currency, t.booked_at)

    def entered(self, node: _Node) -> Where:
        """Return the place that they enter."""
        t = self._transfers[node.transfer_id]
        return self._place(t.payee.account, t.currency, t.arrives_at)

    def came_at(self, node: _Node) -> datetime:
        """Return when they arrive."""
        return self._transfers[node.transfer_id].arrives_at

    def lie(self, node: _Node) -> tuple[AccountKey, str]:
        """Return the account and the currency in which they then lie."""
        t = self._transfers[node.transfer_id]
        return (t.payee.account, t.currency)

    def _place(self, account: AccountKey, currency: str, at: datetime) -> Where:
        """Return an account's window; an exchange is one place for both its currencies."""
        if is_conversion(account):
            return (account,)
        number = window_at(self._windows.get((account, currency), ()), at)
        return (account, currency, str(number))


def _mixed(mine: Sequence[Slice], at_rest: Iterable[Resting], places: _Places) -> list[_Node]:
    """Hang every movement below the first that brought the claim to where it leaves from."""
    nodes: _Nodes = {}
    for s in mine:
        _counted(s, nodes)
    first_to: dict[Where, _Node] = {}
    for node in sorted(nodes.values(), key=places.came_at):
        first_to.setdefault(places.entered(node), node)
    begins = {s.transfer_id for s in mine if s.begins}
    roots = []
    for key, node in nodes.items():
        parent = None if node.transfer_id in begins else first_to.get(places.left(node))
        if parent is None:
            roots.append(node)
        else:
            parent.below[key] = node
    _lay(at_rest, nodes.values(), places)
    return roots


def _lay(at_rest: Iterable[Resting], nodes: Iterable[_Node], places: _Places) -> None:
    """Lay what rests at the movement that brought it, or the first of several."""
    into: defaultdict[tuple[AccountKey, str], list[_Node]] = defaultdict(list)
    for node in nodes:
        into[places.lie(node)].append(node)
    for r in at_rest:
        here = into[r.account, r.currency]
        then = [n for n in here if places.came_at(n) == r.arrived_at]
        fitting = [n for n in then if n.behind == r.behind and r.units <= _free(n)]
        [*fitting, *then, *here][0].at_rest.append(r)


def _free(node: _Node) -> int:
    """Return the units of a movement that are not yet laid to rest."""
    return node.units - sum(r.units for r in node.at_rest)


def _told(roots: Sequence[_Node], transfers: Mapping[TransferId, Transfer]) -> Iterator[Hop]:
    """Yield the tree depth first, without recursion: a path may be longer than the stack."""
    waiting = [(node, 0) for node in reversed(roots)]
    while waiting:
        node, depth = waiting.pop()
        yield Hop(
            depth=depth,
            transfer=transfers[node.transfer_id],
            amount_minor=node.units,
            origin_minor=node.origin,
            behind=node.behind,
            continues=len(node.below),
            stops=tuple(_stops(node.at_rest)),
        )
        waiting.extend((child, depth + 1) for child in reversed(node.below.values()))


def _stops(at_rest: Iterable[Resting]) -> Iterator[Stop]:
    """Yield what rests, pieces of one place together."""
    together: defaultdict[tuple[AccountKey, EndingKind, str, str], list[Resting]]
    together = defaultdict(list)
    for r in at_rest:
        together[r.account, r.ending, r.currency, r.behind].append(r)
    for (account, ending, currency, behind), pieces in together.items():
        yield Stop(
            account=account,
            ending=ending,
            amount_minor=sum(r.units for r in pieces),
            currency=currency,
            origin_minor=sum(r.origin_hi - r.origin_lo for r in pieces),
            as_of=pieces[0].as_of,
            behind=behind,
            marks=tuple(sorted(frozenset[Mark]().union(*(r.marks for r in pieces)))),
        )
