"""A ledger as it was known at a moment: what nobody knew then is left out."""

from dataclasses import replace
from datetime import datetime

from izdes.core.money.account import Coverage
from izdes.core.money.transfer import Ledger


def known_at(ledger: Ledger, moment: datetime) -> Ledger:
    """Return the ledger as it was known at a moment."""
    return Ledger(
        tuple(t for t in ledger.transfers if t.booked_at <= moment),
        tuple(_clipped(c, moment) for c in ledger.coverages),
        ledger.has_coverage,
    )


def latest_known(ledger: Ledger) -> datetime | None:
    """Return the latest moment that the ledger knows: the end of a coverage, or a movement."""
    ends = [c.covered_to for c in ledger.coverages if c.covered_to is not None]
    return max([*ends, *(t.arrives_at for t in ledger.transfers)], default=None)


def _clipped(coverage: Coverage, moment: datetime) -> Coverage:
    """Return a coverage that ends at the moment at the latest."""
    if coverage.covered_from is None or coverage.covered_to is None:
        return coverage
    if coverage.covered_from > moment:
        return replace(coverage, covered_from=None, covered_to=None, opening_minor=None, basis="")
    return replace(coverage, covered_to=min(coverage.covered_to, moment))
