"""An office with a month of complaints: made once for a run, copied for each worker."""

import fcntl
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.functional.office import Office, environment_of, run, serving

COMPLAINTS = 60


def prepared(folder: Path) -> Path:
    """Return the home of a demo that nobody changes; whoever comes first makes it."""
    home = folder / "month"
    with (folder / "month.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "demo-logins.json").exists():
            given = environment_of(home, "127.0.0.1:8000")
            run(given, "demo", "--prepare", "--complaints", str(COMPLAINTS))
    return home


@contextmanager
def opened(home: Path, own: Path) -> Iterator[Office]:
    """Open a copy of a prepared demo, with a worker beside its pages."""
    # As it is, with its owners: as root the server runs as another user.
    subprocess.run(["cp", "-a", str(home), str(own)], check=True)  # noqa: S607 - of the system
    made = json.loads((own / "demo-logins.json").read_text(encoding="utf-8"))
    passwords = {one["login"]: one["password"] for one in made}
    with serving(own, "worker") as address:
        yield Office(address, passwords)
