"""Programs of PostgreSQL for dumps: the oldest at hand that is not older than the server.

A program must not be older than its server, and a much newer one writes settings that the server
does not know. The wheel carries two versions; a machine may have others.
"""

import re
import subprocess
from functools import cache
from pathlib import Path

import psycopg

from izdes.core.errors import IzdesError

_DEBIAN = Path("/usr/lib/postgresql")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_VERSION_UNIT = 10_000


class DumpProgramMissing(IzdesError):
    """No program for dumps at hand is as new as the server."""

    code = "dump_program_missing"


def program(name: str, *, major: int) -> Path:
    """Return ``pg_dump`` or ``pg_restore`` for a server.

    Raises:
        DumpProgramMissing: None at hand is as new as the server.
    """
    fit = [(version, folder) for version, folder in _folders() if version >= major]
    if not fit:
        raise DumpProgramMissing(name=name, major=major)
    return min(fit)[1] / name


def major_of(address: str) -> int:
    """Return the version of a server, as 15."""
    with psycopg.connect(address, connect_timeout=10) as connection:
        return connection.info.server_version // _VERSION_UNIT


@cache
def _folders() -> tuple[tuple[int, Path], ...]:
    """Return folders of programs, with their versions."""
    # Only here: it looks for a folder of the session when it is loaded.
    from izdes.web.database.server import library  # noqa: PLC0415

    folders = [*library().POSTGRES_VERSIONS.values(), *sorted(_DEBIAN.glob("*/bin"))]
    return tuple(
        (int(found[1]), folder)
        for folder in folders
        if (folder / "pg_dump").exists() and (found := _VERSION.search(_said(folder / "pg_dump")))
    )


def _said(file: Path) -> str:
    """Return what a program says of its version."""
    said = subprocess.run([str(file), "--version"], capture_output=True, text=True, check=False)
    return said.stdout
