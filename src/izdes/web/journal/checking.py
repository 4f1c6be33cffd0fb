"""What only the database itself can check: that values and readings are what the chain says.

The chain and its heads are checked by `izdes.verify`, which shares no code with this.
"""

from dataclasses import dataclass

from django.db import connections

from izdes.web.database.migrating import OWNER_ALIAS

_VALUES = """
    SELECT coalesce(known.number, v.entry_number)
    FROM (
        SELECT e.number, n.name, s.side, s.digest
        FROM journal_entry AS e
        CROSS JOIN LATERAL jsonb_each(e.body::jsonb -> 'values') AS n (name, sides)
        CROSS JOIN LATERAL jsonb_each_text(n.sides) AS s (side, digest)
    ) AS known
    FULL JOIN journal_value AS v
        ON (v.entry_number, v.name, v.side) = (known.number, known.name, known.side)
    WHERE v.id IS NULL OR known.number IS NULL
        OR journal_digest(v.salt, v.text) <> known.digest
    ORDER BY 1 LIMIT 1
"""
_READINGS = """
    SELECT coalesce(e.number, r.sealed_by)
    FROM (SELECT * FROM journal_entry WHERE event = 'readings.sealed') AS e
    FULL JOIN (
        SELECT sealed_by, array_agg(id) AS ids FROM journal_reading
        WHERE sealed_by IS NOT NULL GROUP BY sealed_by
    ) AS r ON r.sealed_by = e.number
    WHERE e.number IS NULL OR r.ids IS NULL OR journal_batch_digest(r.ids) <> e.subject_id
    ORDER BY 1 LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many values there are, how many of them erased, and how many readings."""

    values: int
    erased: int
    readings: int


def first_wrong_value() -> int | None:
    """Return the first entry of which a value is gone, too many, or not what was recorded."""
    return _first(_VALUES)


def first_wrong_batch() -> int | None:
    """Return the first entry whose batch of readings is not the one that was sealed."""
    return _first(_READINGS)


def counted() -> Counted:
    """Return what was checked."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE text IS NULL),"
            " (SELECT count(*) FROM journal_reading) FROM journal_value"
        )
        return Counted(*cursor.fetchone())


def _first(query: str) -> int | None:
    """Return the number that a query finds, if it finds one."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return None if row is None else int(row[0])
