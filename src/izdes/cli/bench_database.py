"""A database made for measuring, on a server that is named or started for it; then dropped."""

import json as jsonlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from izdes.core.errors import IzdesError
from izdes.web.database import service
from izdes.web.database.address import Addresses

Json = dict[str, Any]


class BenchFailed(IzdesError):
    """The process that measures did not end well; its last line says why."""

    code = "bench_failed"


@contextmanager
def server() -> Iterator[Addresses]:
    """Give the server that the environment names, or one started for the time of measuring."""
    if app := os.environ.get("IZDES_DATABASE_URL"):
        owner, engine = (
            os.environ.get(f"IZDES_DATABASE_{whose}_URL", "") for whose in ("OWNER", "ENGINE")
        )
        yield Addresses(app, owner, engine)
        return
    home = Path(mkdtemp(prefix="izdes-bench-"))
    # The server may run as another user, who must get there.
    home.chmod(0o755)
    try:
        logins = service.start(home)
        yield Addresses(logins.app(), logins.owner(), logins.engine())
    finally:
        service.stop(home)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def database(of: Addresses) -> Iterator[Addresses]:
    """Give a database made for measuring: what is recorded stays for ever, so not in the office's.

    It is dropped afterwards.
    """
    import psycopg  # noqa: PLC0415 - other commands need none of it
    from psycopg import sql  # noqa: PLC0415
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415

    name = sql.Identifier(f"izdes_bench_{os.getpid()}")
    with psycopg.connect(of.owner, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        try:
            named = {"dbname": f"izdes_bench_{os.getpid()}"}
            app, owner_of = make_conninfo(of.app, **named), make_conninfo(of.owner, **named)
            engine = make_conninfo(of.engine, **named) if of.engine else ""
            yield Addresses(app, owner_of, engine)
        finally:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def measured(module: str, asked: Json, addresses: Addresses) -> Json:
    """Return what a module measures in a process of its own: its settings are not this one's."""
    home = mkdtemp(prefix="izdes-bench-settings-")
    environment = {
        **os.environ,
        "IZDES_MODE": "test",
        "IZDES_HOME": home,
        "IZDES_DATABASE_URL": addresses.app,
        "IZDES_DATABASE_OWNER_URL": addresses.owner,
        "IZDES_DATABASE_ENGINE_URL": addresses.engine,
        "DJANGO_SETTINGS_MODULE": "izdes.web.settings",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, jsonlib.dumps(asked)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if done.returncode:
        raise BenchFailed(why=(done.stderr.strip().splitlines() or [""])[-1])
    found: Json = jsonlib.loads(done.stdout)
    return found
