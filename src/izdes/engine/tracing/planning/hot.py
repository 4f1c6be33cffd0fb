"""The hot steps of the normal form, in NumPy or compiled: the same numbers either way."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.ledger.codes import Int32, Int64
from izdes.engine.tracing.planning import balances, windows
from izdes.engine.tracing.planning.cuts import Cut, Runs
from izdes.engine.tracing.planning.cuts import cut as cut_in_numpy
from izdes.engine.tracing.planning.order import Order
from izdes.engine.tracing.planning.windows import Windows

Sides = tuple[Int32, Int32]


@dataclass(frozen=True, slots=True)
class Hot:
    """The steps that touch every row.

    Attributes:
        pools_at: The pool that holds each moment of an account.
        lowest: The lowest point of each pool's balance.
        splits: How much of each transfer is the pool's own, and how much repays the bank.
        cut: Transfers cut into parts.
    """

    pools_at: Callable[[Windows, Int32, Int32 | None, Int64], Int32]
    lowest: Callable[[Order, Sides, Int64, int], Int64]
    splits: Callable[[Order, Sides, tuple[Int64, Int64], Int64], tuple[Int64, Int64]]
    cut: Callable[[Int64, Runs, Runs], Cut]


IN_NUMPY = Hot(windows.pools_at, balances.lowest, balances.splits, cut_in_numpy)


def hot_steps(kernels: Kernels, transfers: int) -> Hot:
    """Return the steps as named; ``auto`` compiles where there are many transfers."""
    return _compiled() if is_compiled(kernels, transfers) else IN_NUMPY


def _compiled() -> Hot:
    """Return the compiled steps."""
    # Here, so that a small ledger does not wait for the compiler to be loaded.
    from izdes.engine.tracing.planning import kernels_normal as kernels  # noqa: PLC0415

    def pools_at(w: Windows, account: Int32, currency: Int32 | None, at: Int64) -> Int32:
        only = w.only_pool(currency, at)
        found: Int32 = kernels.pools_at(
            only, w.first, w.currency, w.start, w.end, account, currency, at
        )
        return found

    def lowest(order: Order, sides: Sides, amount: Int64, pools: int) -> Int64:
        found: Int64 = kernels.lowest(order.place, order.phase, *sides, amount, pools)
        return found

    def splits(
        order: Order, sides: Sides, amounts: tuple[Int64, Int64], opening: Int64
    ) -> tuple[Int64, Int64]:
        found: tuple[Int64, Int64] = kernels.splits(
            order.place, order.phase, *sides, *amounts, opening
        )
        return found

    def cut(amount: Int64, sources: Runs, targets: Runs) -> Cut:
        rows = _plain(sources), _plain(targets)
        size = kernels.cut(amount, *rows, None)
        transfer, source, target = np.empty((3, size), np.int32)
        lo, units = np.empty((2, size), np.int64)
        kernels.cut(amount, *rows, (transfer, lo, units, source, target))
        return Cut(transfer, lo, units, source, target)

    return Hot(pools_at, lowest, splits, cut)


def _plain(runs: Runs) -> tuple[Int32, Int64, Int32, Int64, Int64, Int32]:
    """Return the columns of a side as the kernel takes them."""
    return (
        runs.first,
        runs.first_units,
        runs.rest,
        runs.pinned,
        runs.pinned_units,
        runs.pin,
    )
