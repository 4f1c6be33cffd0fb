"""Dumping and loading a whole database, by the server's own programs, under the owner's login.

What is loaded goes into a database beside; it takes the place of the old one by two renames in one
transaction, so that there is the old one or the new one and never half of either.
"""

import os
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from izdes.core.errors import IzdesError
from izdes.web.database.programs import major_of, program
from izdes.web.database.schema import libpq

ASIDE = "_aside_"
PREVIOUS = "_previous"
_DROP_TRIES = 50
_LEFT = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
_COUNT_ALL = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
# Numbers without gaps, each entry on the one before, each hash that of its entry.
_CHAIN = """
    SELECT count(*) FROM (
        SELECT number, previous, hash,
            row_number() OVER chain AS place, lag(hash) OVER chain AS before,
            sha256(
                '\\x00'::bytea || convert_to(journal_line(number, at, previous, body), 'UTF8')
            ) AS own
        FROM journal_entry WINDOW chain AS (ORDER BY number)
    ) AS entry
    WHERE number <> place OR hash <> own
        OR previous <> coalesce(before, decode(repeat('00', 32), 'hex'))
"""


class DumpFailed(IzdesError):
    """A program of PostgreSQL did not end well."""

    code = "dump_failed"


class DatabaseInUse(IzdesError):
    """Somebody still works on the database that is to be replaced."""

    code = "database_in_use"


def dump(owner: str, file: Path, *, snapshot: str) -> None:
    """Write the database as it is in a snapshot.

    Raises:
        DumpProgramMissing: No program at hand is as new as the server.
        DumpFailed: It did not end well.
    """
    _run("pg_dump", owner, f"--snapshot={snapshot}", "--format=custom", f"--file={file}")


def load(owner: str, file: Path) -> None:
    """Load a dump into an empty database.

    Raises:
        DumpProgramMissing: No program at hand is as new as the server.
        DumpFailed: It did not end well.
    """
    given = ("--exit-on-error", "--no-owner", f"--dbname={_name(owner)}", str(file))
    _run("pg_restore", owner, *given)


def counted(connection: psycopg.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    found = {}
    for (name,) in connection.execute(_COUNT_ALL).fetchall():
        count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        row = connection.execute(count).fetchone()
        found[name] = row[0] if row else 0
    return found


def is_chain_whole(connection: psycopg.Connection) -> bool:
    """Say whether the journal is one chain whose hashes are those of its entries."""
    return connection.execute(_CHAIN).fetchone() == (0,)


def named(address: str, database: str) -> str:
    """Return the address of another database of the same server."""
    return make_conninfo(address, dbname=database)


def make_aside(owner: str, suffix: str) -> str:
    """Make an empty database beside; return its address."""
    name = f"{_name(owner)}{ASIDE}{suffix}"
    with _server(owner) as connection:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(make.format(sql.Identifier(name)))
    return named(owner, name)


def drop_aside(owner: str) -> None:
    """Drop every database beside: whoever was killed has left one."""
    with _server(owner) as connection:
        for (name,) in connection.execute(_LEFT, [f"{_name(owner)}{ASIDE}"]).fetchall():
            _drop(connection, name)


def put_in_place(owner: str, aside: str) -> None:
    """Let a database beside take the place of the present one, which is kept under another name.

    Raises:
        DatabaseInUse: Somebody still works on the present one.
    """
    present, new = _name(owner), _name(aside)
    with _server(owner) as connection:
        _drop(connection, f"{present}{PREVIOUS}")
        try:
            with connection.transaction():
                _rename(connection, present, f"{present}{PREVIOUS}")
                _rename(connection, new, present)
        except psycopg.errors.ObjectInUse:
            raise DatabaseInUse(database=present) from None


def _rename(connection: psycopg.Connection, old: str, new: str) -> None:
    """Rename a database."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(rename.format(sql.Identifier(old), sql.Identifier(new)))


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database if it is there, and end what a killed process left working on it."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _ in range(_DROP_TRIES):
        try:
            connection.execute(drop)
        except psycopg.errors.InsufficientPrivilege:
            # The server itself tidies up there: who is no superuser waits until it is done.
            time.sleep(0.2)
        else:
            return
    connection.execute(drop)


def _name(address: str) -> str:
    """Return the name of a database."""
    return str(conninfo_to_dict(address)["dbname"])


def _server(owner: str) -> psycopg.Connection:
    """Connect where no database of ours is needed."""
    return psycopg.connect(named(owner, "postgres"), autocommit=True, connect_timeout=10)


def _run(name: str, owner: str, *arguments: str) -> None:
    """Run a program of PostgreSQL."""
    given = {key: str(value) for key, value in conninfo_to_dict(owner).items()}
    done = subprocess.run(
        [str(program(name, major=major_of(owner))), *arguments],
        env={**os.environ, **libpq(given)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise DumpFailed(name=name, status=done.returncode)
