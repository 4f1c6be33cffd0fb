"""Reach: what of a ledger the claims touch, hop by hop, one query for a whole front.

Under a rule that keeps units apart, exactly the units are followed: by the link table, by pins and
by exchanges. Under a rule that mixes, every pool is marked into which a reached unit came, and
everything that leaves it afterwards: the perimeter that `poison` draws. Neither forgets anything;
both may hold more than a trace, because claims that came home are followed on.
"""

from collections import Counter
from collections.abc import Iterable

from izdes.core.money.transfer import Claim
from izdes.engine.tracing.relational.database import Database

_LIMIT = 2**62


def reach_units(database: Database, claims: Iterable[Claim], *, turned_round: bool) -> None:
    """Make ``wanted`` (transfers) and ``kept`` (pools) for a rule that keeps units apart.

    Args:
        turned_round: Units leave an account the last one first.
    """
    hop = "hop_turned_round" if turned_round else "hop_in_order"
    _start(database, claims)
    database.make("front", "SELECT * FROM claimed")
    database.make("reached", "SELECT * FROM claimed")
    while database.count("front"):
        database.run(f"reach.{hop}", name="hopped")
        database.run("reach.hop_apart")
        database.run("reach.next_front", name="front")
        database.append("reached", "SELECT * FROM front")
    database.run("reach.wanted_by_units", name="wanted")
    database.run("reach.kept_by_units", name="kept")
    database.run("reach.kept_apart")
    database.append("kept", "SELECT * FROM kept_apart")


def reach_pools(database: Database, claims: Iterable[Claim]) -> None:
    """Make ``wanted`` (transfers) and ``kept`` (pools) for a rule that mixes."""
    _start(database, claims)
    database.make("front", "SELECT place FROM claimed")
    database.make("reached", "SELECT place FROM claimed")
    database.make("kept", "SELECT pool, CAST(0 AS BIGINT) AS since FROM windows WHERE FALSE")
    while database.count("front"):
        database.run("poison.touched_pools")
        database.run("poison.kept_since", name="kept")
        database.run("poison.touched_places", name="front")
        database.append("reached", "SELECT * FROM front")
    database.run("poison.wanted_by_pools", name="wanted")
    database.run("poison.kept_with_contents", name="kept")
    database.run("reach.kept_apart")
    database.append("kept", "SELECT * FROM kept_apart")


def _start(database: Database, claims: Iterable[Claim]) -> None:
    """Make the table of what is claimed of each transfer."""
    minor: Counter[str] = Counter()
    for claim in claims:
        # More than a transfer can move is refused by the core, with its own words.
        minor[claim.transfer_id] = min(_LIMIT, minor[claim.transfer_id] + claim.amount_minor)
    database.push("claim_rows", {"transfer_id": "text", "minor": "int"}, list(minor.items()))
    database.run("reach.claimed")
