"""Whereabouts: how near what is expected on accounts comes to what truly lies there.

An invented case is known whole. At moments at which somebody complained, with what was known then,
every account with traced money gets an expectation; beside it stands what truly lay there. Compared
are the estimate from all stays, and the one in which a crew's own stays count more; and how much is
found when accounts are asked one after another, with the list made anew after every answer.

Who belongs to which crew is taken from the truth here: linking is measured elsewhere. The invented
country gives every crew a haste of its own and lets a part of the money lie for ever; how fast real
crews are, and how unlike each other, nobody has measured.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from izdes.bench.invented import Invented, Stock, stock_of
from izdes.bench.mules import moments_of
from izdes.core.holds.pieces import Piece, pieces_of
from izdes.core.holds.stays import Look, SeenStay, departures
from izdes.core.holds.whereabouts import Whereabout, whereabouts
from izdes.core.money.transfer import ClaimId
from izdes.core.tracing.rules import trace

ASKS = (1, 3, 5, 10)
_BINS = 5
CrewOf = Callable[[ClaimId], str]


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a case at a moment, and the truth beside it."""

    case: Invented
    stock: Stock
    moment: datetime
    pieces: tuple[Piece, ...]
    stays: tuple[SeenStay, ...]

    def listed(self, crew_of: CrewOf, looks: Iterable[Look] = ()) -> list[Whereabout]:
        """Return what is expected, of accounts of which the truth is known."""
        rows = whereabouts(self.pieces, self.stays, crew_of=crew_of, looks=looks, now=self.moment)
        return [row for row in rows if row.account in self.case.openings]

    def there(self, row: Whereabout) -> int:
        """Return how much of an account's traced money truly lies there."""
        return min(row.traced_minor, self.stock.there(row.account, self.moment))


@dataclass(slots=True)
class Tally:
    """What was counted of one way of estimating, in minor units.

    Attributes:
        sums: Traced, expected (``likely``) and true money (``there``), the errors, and traced money
            ``without`` an estimate.
        bins: The first three by fifths of the traced money that are expected.
    """

    sums: Counter[str] = field(default_factory=Counter)
    bins: Counter[tuple[int, str]] = field(default_factory=Counter)

    def add(self, row: Whereabout, there: int) -> None:
        """Count one account at one moment."""
        if row.likely_minor is None:
            self.sums["without"] += row.traced_minor
            return
        fifth = min(_BINS - 1, row.likely_minor * _BINS // row.traced_minor)
        found = {"traced": row.traced_minor, "likely": row.likely_minor, "there": there}
        self.sums.update(found | {"error": abs(row.likely_minor - there)})
        self.bins.update({(fifth, name): minor for name, minor in found.items()})

    def figures(self) -> dict[str, Any]:
        """Return the figures, ready for JSON."""
        return {
            "traced_minor": self.sums["traced"],
            "without_estimate_minor": self.sums["without"],
            "expected_of_true": share(self.sums["likely"], self.sums["there"]),
            "error_of_traced": share(self.sums["error"], self.sums["traced"]),
            "bins": [self._bin(n) for n in range(_BINS)],
        }

    def _bin(self, n: int) -> dict[str, Any]:
        """Return the figures of one fifth."""
        traced = self.bins[n, "traced"]
        return {
            "from_percent": 100 * n // _BINS,
            "traced_minor": traced,
            "expected": share(self.bins[n, "likely"], traced),
            "true": share(self.bins[n, "there"], traced),
        }


def measure(cases: Iterable[tuple[Invented, Mapping[str, str]]]) -> dict[str, Any]:
    """Return the figures over some cases.

    Args:
        cases: Each with complaint -> crew.
    """
    tallies = {"all": Tally(), "crew": Tally()}
    found: Counter[tuple[str, int]] = Counter()
    count = moments = true = 0
    for case, crews in cases:
        count += 1
        stock = stock_of(case)
        ways = {"all": _nobody, "crew": _crew_of(crews)}
        for moment in moments_of(case):
            moments += 1
            known = _known(case, stock, moment)
            for name, crew_of in ways.items():
                for row in known.listed(crew_of):
                    tallies[name].add(row, known.there(row))
            found += _found(known, ways["crew"])
            true += sum(known.there(row) for row in known.listed(_nobody))
    asks = ("replanned", "expected", "by_amount", "best_possible")
    return {
        "cases": count,
        "moments": moments,
        **{name: tally.figures() for name, tally in tallies.items()},
        "asks": {name: {str(k): share(found[name, k], true) for k in ASKS} for name in asks},
    }


def share(part: int, whole: int) -> float:
    """Return a share, rounded; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def _known(case: Invented, stock: Stock, moment: datetime) -> Known:
    """Return what was known of a case at a moment."""
    book, claims = case.known_at(moment)
    found = trace(book, claims, "fifo")
    pieces = pieces_of(found, book, case="1", reported_at=case.reported)
    return Known(case, stock, moment, pieces, departures(found, book))


def _found(known: Known, crew_of: CrewOf) -> Counter[tuple[str, int]]:
    """Return how much lies in the first accounts of several orders."""
    rows = known.listed(crew_of)
    orders: dict[str, Sequence[Whereabout]] = {
        "expected": rows,
        "by_amount": sorted(rows, key=lambda r: (-r.traced_minor, r.account)),
        "best_possible": sorted(rows, key=lambda r: -known.there(r)),
        "replanned": _replanned(known, crew_of),
    }
    return Counter(
        {
            (name, k): sum(known.there(row) for row in order[:k])
            for name, order in orders.items()
            for k in ASKS
        }
    )


def _replanned(known: Known, crew_of: CrewOf) -> list[Whereabout]:
    """Return the accounts in the order in which they are asked where every answer is heeded."""
    asked: list[Whereabout] = []
    looks: list[Look] = []
    while len(asked) < max(ASKS):
        named = {row.account for row in asked}
        rows = [row for row in known.listed(crew_of, looks) if row.account not in named]
        if not rows:
            break
        there = known.there(rows[0])
        looks.append(
            Look(rows[0].account, rows[0].currency, known.moment, there, caught_minor=there)
        )
        asked.append(replace(rows[0], rank=len(asked) + 1))
    return asked


def _crew_of(crews: Mapping[str, str]) -> CrewOf:
    """Return who is behind a claim."""
    return lambda claim: crews.get(claim.partition("/")[0], "")


def _nobody(_: ClaimId) -> str:
    """Know no crew."""
    return ""
