"""The how-to of backups: its commands, run as they stand there."""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.db import connections
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from tests.web.backup.conftest import Installation

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "back-up-and-restore.md"
COMMANDS = re.findall(r"^\$ izdes (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_commands_of_the_page_work_in_their_order(
    installation: Installation, tmp_path: Path, public: str
) -> None:
    del public
    installation.store("a letter")
    installation.leave()
    given = {str(k): str(v) for k, v in conninfo_to_dict(installation.owner).items()}
    app = {**given, "user": "izdes_app", "password": _app_password(installation)}
    environment = {
        **os.environ,
        "IZDES_DATABASE_URL": make_conninfo("", **app),
        "IZDES_DATABASE_OWNER_URL": installation.owner,
        "IZDES_LANG": "en",
        "DJANGO_SETTINGS_MODULE": "izdes.web.settings",
    }

    # The server of this run is started already.
    for command in (c for c in COMMANDS if not c.startswith("database start")):
        done = subprocess.run(
            [sys.executable, "-c", "from izdes.cli.main import run; run()", *command.split()],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)
        if command.startswith("backup key"):
            environment["IZDES_BACKUP_RECIPIENT"] = done.stdout.strip()

    assert len(COMMANDS) == 8
    assert installation.entries() >= 1


def _app_password(installation: Installation) -> str:

    assert installation.database
    return str(connections["default"].settings_dict["PASSWORD"])
