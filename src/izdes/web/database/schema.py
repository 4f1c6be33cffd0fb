"""The schema as text: what a release leaves behind, so that later ones can be tried on it.

A released schema is a script that any server since PostgreSQL 15 takes: commands of one program and
settings of newer servers are left out.
"""

import os
import re
import subprocess

from psycopg.conninfo import conninfo_to_dict

from izdes.web.database.programs import major_of, program

# A line for `psql` alone, and settings that an older server does not know.
_FOREIGN = re.compile(
    r"(\\|SET transaction_timeout|-- Dumped (from|by)|SELECT pg_catalog.set_config)"
)
_NAMES = ("host", "port", "user", "dbname")


def schema(owner: str) -> str:
    """Return tables, functions, policies and rights, and no row."""
    return _dumped(owner, "--schema-only")


def schema_with_rows(owner: str) -> str:
    """Return the same with every row, which a database of nothing but migrations has."""
    return _dumped(owner, "--inserts")


def _dumped(owner: str, kind: str) -> str:
    """Return a dump as text."""
    given = {name: str(value) for name, value in conninfo_to_dict(owner).items()}
    done = subprocess.run(
        [str(program("pg_dump", major=major_of(owner))), "--no-owner", "--encoding=UTF8", kind],
        env={**os.environ, **libpq(given)},
        capture_output=True,
        text=True,
        check=True,
    )
    return "".join(
        line for line in done.stdout.splitlines(keepends=True) if not _FOREIGN.match(line)
    )


def libpq(given: dict[str, str]) -> dict[str, str]:
    """Return an address as variables of its programs: a command line is seen by everybody."""
    names = {"dbname": "DATABASE", "sslmode": "SSLMODE", "sslrootcert": "SSLROOTCERT"}
    known = {*_NAMES, "password", "sslmode", "sslrootcert"}
    return {f"PG{names.get(name, name.upper())}": v for name, v in given.items() if name in known}
