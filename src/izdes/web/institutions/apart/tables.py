"""Tables of a site that runs apart: made by its own files alone, none of the office's.

Each file is applied once, in the order in which they stand here, under the login that owns the
tables. What was applied is never changed: what is new is a new file.
"""

from importlib.resources import files

from django.db import connections, transaction

from izdes.web.database.migrating import OWNER_ALIAS

_STEPS = (
    ("izdes.web.packages", "crossing.sql"),
    ("izdes.web.institutions.apart", "0001_tables.sql"),
    ("izdes.web.institutions", "site.sql"),
    ("izdes.web.institutions.apart", "0002_apart.sql"),
    ("izdes.web.institutions", "counting.sql"),
    ("izdes.web.institutions.apart", "0003_enclosures.sql"),
)
_VERSION = "CREATE TABLE IF NOT EXISTS apart_step (name text PRIMARY KEY)"


def bring_forward() -> int:
    """Apply what was not applied yet; of two at once the second waits and finds it done.

    Returns:
        How many files were applied.
    """
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('izdes.migrating'))")
        cursor.execute(_VERSION)
        cursor.execute("GRANT SELECT ON apart_step TO izdes_app")
        cursor.execute("SELECT name FROM apart_step")
        known = {name for (name,) in cursor.fetchall()}
        lacking = [step for step in _STEPS if step[1] not in known]
        for package, name in lacking:
            cursor.execute((files(package) / "sql" / name).read_text(encoding="utf-8"))
            cursor.execute("INSERT INTO apart_step (name) VALUES (%s)", [name])
    return len(lacking)
