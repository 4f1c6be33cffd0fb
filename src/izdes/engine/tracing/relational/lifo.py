"""Last in, first out as a link table: mountains of credits and debits, levelled round by round.

Where debits follow credits, the debits take them from the top. What one round leaves of each such
mountain is credits only or debits only, so the next round has at most half as many mountains: some
twenty rounds do for a pool of a million movements, and every round is a handful of window sums.
"""

from izdes.engine.tracing.relational.database import Database

_EMPTY = """SELECT pool, place AS credit, lo AS credit_lo, place AS debit, lo AS debit_lo, units
    FROM departures WHERE FALSE"""


def link_last_in_first_out(database: Database) -> None:
    """Make the table ``lifo_links``.

    Its columns are those of ``fifo_links``; but unit k of a link's credit is the k-th of its
    debit counted from the end.
    """
    database.make("lifo_links", _EMPTY)
    database.run("lifo.stack")
    while database.count("stack"):
        for step in ("mountains", "met_links", "resting_links"):
            database.run(f"lifo.{step}")
        database.append("lifo_links", "SELECT * FROM met_links")
        database.append("lifo_links", "SELECT * FROM resting_links")
        database.run("lifo.left_over", name="stack")
    database.drop("stack", "mountains", "met_links", "resting_links")
