"""What DuckDB says otherwise than standard SQL: the one place where its own words stand.

Another engine needs its own page like this one, and nothing else of the plan changes.

>>> in_duckdb("SELECT LAST_VALUE(x) IGNORE NULLS OVER w, {earliest}")
'SELECT LAST_VALUE(x IGNORE NULLS) OVER w, -62135596800000000'
"""

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)

# ⌊units · into / of⌋, with a product of two 62-bit numbers inside.
SCALED = (
    "CREATE OR REPLACE MACRO scaled(units, into_units, of_units) AS "
    "CAST((CAST(units AS HUGEINT) * into_units) // of_units AS BIGINT)"
)


def micros(moment: datetime) -> int:
    """Return a moment as whole microseconds since 1970: so the tables hold it.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(micros_since: int) -> datetime:
    """Return the moment of a number of microseconds.

    >>> moment_of(1_000_000).isoformat()
    '1970-01-01T00:00:01+00:00'
    """
    return _EPOCH + timedelta(microseconds=micros_since)


def in_duckdb(select: str) -> str:
    """Return a step's query in DuckDB's words."""
    text = re.sub(r"LAST_VALUE\((\w+)\) IGNORE NULLS", r"LAST_VALUE(\1 IGNORE NULLS)", select)
    return text.replace("{earliest}", str(micros(EARLIEST))).replace(
        "{latest}", str(micros(LATEST))
    )
