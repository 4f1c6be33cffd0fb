"""A ledger laid out for any rule: order, windows, balances, pins, legs of every transfer."""

from collections.abc import Sequence

from .balances import Balances, Pin, Pins, PoolKey
from .layout import Layout
from .ledger import Ledger
from .order import annulled_by, events_of, undone_by
from .windows import Windows

# Kinds of an account, the one that says least of how money ends there first.
_SAYS = ("unknown", "bank", "wallet", "crypto_exchange", "merchant", "cash", "abroad")


class Plan:
    """What no rule decides."""

    def __init__(self, ledger: Ledger, stated: Sequence[Pin] = ()) -> None:
        transfers = ledger.transfers
        self.ledger, self.windows = ledger, Windows(ledger)
        undone = undone_by(transfers)
        self.annulled = annulled_by(transfers, self.windows, undone)
        self.idle = {t.place for t in transfers if t.payer == t.payee}
        self.idle |= self.annulled.keys() | set(self.annulled.values())
        self.events = events_of(transfers, undone, self.idle)
        self.balances = Balances(self.windows, self.events)
        refunds = {r: p for r, p in undone.items() if r not in self.annulled}
        self.pins = Pins(transfers, self.balances, stated=stated, refunds=refunds).held
        self.layout = Layout(self.events, self.balances, self.pins)
        known = sorted(ledger.accounts or (), key=lambda a: _SAYS.index(a.kind))
        self.kinds = {a.account: a.kind for a in known}
        self.by_id = {t.id: t for t in transfers}

    def is_assumed(self, pool: PoolKey) -> bool:
        """Say whether nobody printed the opening of a pool."""
        return self.windows.at(pool).opening is None
