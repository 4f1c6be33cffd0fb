"""Migrating: tables as this version wants them, and what the office's login may do with them.

Both run under the owner's login. What the office may do is one file that is applied anew each time:
whatever it does not name is refused.
"""

from importlib.resources import files

from django.core.management import call_command
from django.db import OperationalError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from izdes.web.database.logins import OWNER
from izdes.web.database.soundness import DatabaseUnreachable

OWNER_ALIAS = "owner"


def migrate(*, is_quiet: bool = True) -> None:
    """Bring the tables forward, and grant anew; of two at once the second waits and finds it done.

    Raises:
        DatabaseUnreachable: Nobody answers, or the login is refused.
    """
    try:
        with connections[OWNER_ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('izdes.migrating'))")
            try:
                _bring_forward(is_quiet=is_quiet)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('izdes.migrating'))")
    except OperationalError:
        raise DatabaseUnreachable(login=OWNER) from None


def awaiting() -> tuple[str, ...]:
    """Return the migrations that the database still lacks, as the office's login sees it."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def _bring_forward(*, is_quiet: bool) -> None:
    """Migrate, then grant."""
    call_command("migrate", database=OWNER_ALIAS, verbosity=0 if is_quiet else 1, interactive=False)
    grants = (files("izdes.web.database") / "sql" / "grants.sql").read_text(encoding="utf-8")
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(grants)
