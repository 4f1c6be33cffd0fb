"""The index: a ledger's plan as tables on disk, made by the relational steps in their order.

What depends on the order of events is made for the ledger's own order, and once more for the
opposite one where some account has two movements at one instant whose order nothing proves.

The tables depend on the ledger and on stated pins alone, never on what is claimed: one index
serves every claim.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

from izdes.core.tracing.trace import Pinned
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.digest import ledger_digest_of
from izdes.engine.tracing.relational.lifo import link_last_in_first_out
from izdes.engine.tracing.relational.pinning import find_pins
from izdes.engine.tracing.relational.reading import (
    read_accounts,
    read_transfers,
    refuse_too_large,
)
from izdes.engine.tracing.relational.refunds import find_refunds
from izdes.engine.tracing.relational.source import Source
from izdes.engine.tracing.relational.steps import STEPS
from izdes.engine.tracing.relational.turning import find_turned

LinkRule = Literal["fifo", "lifo"]


class Index:
    """A ledger's plan in a database.

    Attributes:
        transfers, accounts: The files that it was made from.
        pins: The stated pins.
        has_ties: The opposite order may give other results.
    """

    def __init__(
        self,
        database: Database,
        transfers: Path,
        accounts: Path | None,
        *,
        pins: Sequence[Pinned] = (),
    ) -> None:
        """Make the index.

        Raises:
            InputRefused: A table cannot be used.
            PinRefused: A stated pin does not hold.
            LedgerTooLarge: The sums of an account do not fit into 64 bits.
        """
        self.database, self.pins = database, tuple(pins)
        self.transfers: Source = read_transfers(database, transfers)
        self.accounts: Source | None = read_accounts(database, accounts)
        self._order_ledger()
        self.has_ties = database.count("ties") > 0
        self._made: dict[str, set[LinkRule]] = {}
        self.arrange("main")

    def arrange(self, order: str) -> None:
        """Turn to one of the two orders, and make its tables if they are not there yet."""
        self.database.use(order)
        if order not in self._made:
            self._arrange(turned=order == "turned")
            self._made[order] = set()
        self._order = order

    def link(self, rule: LinkRule) -> None:
        """Make the link table of a rule for the order arranged, if it is not there yet."""
        if rule not in self._made[self._order]:
            if rule == "fifo":
                for step in ("out_axis", "in_axis", "fifo_links"):
                    self.database.run(f"links.{step}")
            else:
                link_last_in_first_out(self.database)
            self._made[self._order].add(rule)

    @cached_property
    def digest(self) -> str:
        """The digest of the ledger, as `izdes.adapters.tables.ledger.ledger_digest` gives it."""
        return ledger_digest_of(self.database, self.transfers, self.accounts)

    def write_links(self, path: Path, rule: LinkRule = "fifo") -> None:
        """Write the link table of the whole ledger as Parquet.

        A row says that ``units`` units of the credit, from ``credit_lo`` on, are the
        ``debit_units`` units of the debit from ``debit_lo`` on; without a credit they are opening
        money, without a debit they rest. Under `lifo` those through an account are turned round.
        """
        self.arrange("main")
        self.link(rule)
        for step in ("links.pools_by_name", "links.links_apart"):
            self.database.run(step)
        named = STEPS["links.links_by_name"].select.replace("{links}", f"{rule}_links")
        self.database.write(path, named)
        self.database.drop("pools_by_name", "links_apart")

    def _order_ledger(self) -> None:
        """Make what does not depend on the order inside an instant."""
        database = self.database
        refuse_too_large(database)
        for step in ("order.names", "order.currencies", "order.moves"):
            database.run(step)
        payers = "windows_of_payers" if self.accounts is None else "windows_stated"
        database.run(f"windows.{payers}", name="unnumbered")
        for step in ("windows.windows", "windows.account_kinds"):
            database.run(step)
        database.drop("transfer_rows", "account_rows", "unnumbered")
        find_refunds(database)
        self._find_leaders()
        for step in ("events.stirrings", "events.ties"):
            database.run(step)

    def _find_leaders(self) -> None:
        """Make the table of who stands behind whom, followed to its end."""
        database = self.database
        database.run("events.follows")
        changed = "SELECT COUNT(*) FROM follows AS f JOIN follows AS g ON g.place = f.ahead"
        while database.one(f"{changed} AND NOT g.is_own"):
            database.run("events.follows_further", name="follows")

    def _arrange(self, *, turned: bool) -> None:
        """Make what depends on the order."""
        database = self.database
        database.run("events.counting")
        if turned:
            find_turned(database)
            database.run("events.events_turned", name="events")
        else:
            database.run("events.events")
        database.drop("counting")
        for step in ("movements", "running", "openings"):
            database.run(f"balances.{step}")
        find_pins(database, self.pins, may_fail=turned)
        for step in ("exchange_turns", "exchanges", "exchange_legs"):
            database.run(f"exchanges.{step}")
        for step in ("apart", "free", "departures", "arrivals"):
            database.run(f"runs.{step}")
        database.drop("exchange_turns", "movements", "running", "apart", "free")
