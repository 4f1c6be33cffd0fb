"""The embedded server: who owns it, and what happens when something dies."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from izdes.web.database import service
from izdes.web.database.keeper import BUSY, READY
from izdes.web.database.service import DatabaseFolderRefused, DatabaseVersionDiffers

_KEEP = "import sys; from pathlib import Path; from izdes.web.database.keeper import keep;"
_KEEP += "sys.exit(keep(Path(sys.argv[1])))"


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a folder whose path is short enough for a socket; its server is stopped after."""
    folder = Path(tempfile.mkdtemp(prefix="izdes-kept-"))
    yield folder
    service.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def waited_for(what: Callable[[], bool]) -> bool:
    for _ in range(2400):
        if what():
            return True
        time.sleep(0.05)
    return False


def server_of(home: Path) -> int:
    ready = service.folder_of(home) / READY
    return int(ready.read_text() or 0) if ready.exists() else 0


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def asked(home: Path, question: str) -> object:
    with psycopg.connect(service.start(home).owner()) as connection:
        return connection.execute(question.encode()).fetchone()


def test_a_server_starts_stops_and_keeps_what_was_written(home: Path) -> None:
    with psycopg.connect(service.start(home).owner()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    assert service.status(home).state == "running"

    assert service.stop(home)

    assert service.status(home).state == "stopped"
    assert not service.stop(home)
    assert asked(home, "SELECT n FROM kept") == (7,)


def test_a_killed_server_comes_back_by_itself(home: Path) -> None:
    with psycopg.connect(service.start(home).owner()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    first = server_of(home)

    kill(first)

    assert waited_for(lambda: server_of(home) not in {0, first})
    assert asked(home, "SELECT n FROM kept") == (7,)


def test_after_a_killed_keeper_the_next_start_takes_over(home: Path) -> None:
    service.start(home)
    keeper, server = service.status(home).keeper, server_of(home)

    kill(keeper)
    assert waited_for(lambda: service.status(home).state == "stopped")
    service.start(home)

    assert service.status(home).keeper not in {0, keeper}
    assert server_of(home) not in {0, server}
    assert asked(home, "SELECT 1") == (1,)


def test_a_server_that_lost_its_keeper_is_stopped_too(home: Path) -> None:
    address = service.start(home).owner()
    kill(service.status(home).keeper)
    assert waited_for(lambda: service.status(home).state == "stopped")

    assert service.stop(home)

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def test_a_server_that_is_killed_with_its_keeper_comes_back(home: Path) -> None:
    service.start(home)

    kill(service.status(home).keeper)
    kill(server_of(home))
    assert waited_for(lambda: service.status(home).state == "stopped")

    assert asked(home, "SELECT 1") == (1,)


def test_whoever_is_killed_while_data_are_prepared_leaves_none_that_look_ready(home: Path) -> None:
    folder = service.folder_of(home)
    folder.mkdir()
    keeper = subprocess.Popen([sys.executable, "-c", _KEEP, str(folder)])
    assert waited_for(lambda: any(folder.glob("postgres.new-*/base")))

    keeper.kill()
    keeper.wait()

    assert not (folder / "postgres").exists()
    assert asked(home, "SELECT 1") == (1,)
    assert waited_for(lambda: not any(folder.glob("postgres.new-*")))


def test_two_who_start_at_once_get_one_server(home: Path) -> None:
    start = "import sys; from pathlib import Path; from izdes.web.database import service as s;"
    start += "home = Path(sys.argv[1]); s.start(home); print(s.status(home).keeper)"

    both = [
        subprocess.Popen([sys.executable, "-c", start, str(home)], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    said = {process.communicate()[0] for process in both}

    assert [process.returncode for process in both] == [0, 0]
    assert len(said) == 1


def test_a_second_keeper_leaves(home: Path) -> None:
    service.start(home)

    second = subprocess.run(
        [sys.executable, "-c", _KEEP, str(service.folder_of(home))], check=False
    )

    assert second.returncode == BUSY


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts a server as somebody else")
@pytest.mark.parametrize("top", ["home", "root"])
def test_root_is_refused_a_folder_below_a_home(top: str) -> None:
    with pytest.raises(DatabaseFolderRefused):
        service.start(Path("/", top, "izdes"))


def test_only_the_newest_logs_are_kept(home: Path) -> None:
    service.start(home)
    logs = service.folder_of(home) / "postgres" / "logs"
    for day in range(1, 8):
        (logs / f"server-2020010{day}-000000.log").touch()

    assert waited_for(lambda: len(list(logs.glob("server-*.log"))) == 5)
    assert not (logs / "server-20200101-000000.log").exists()


def test_the_servers_log_quotes_nobodys_number(home: Path) -> None:
    with psycopg.connect(service.start(home).owner(), autocommit=True) as connection:
        connection.execute("CREATE TABLE people (iin text PRIMARY KEY)")
        connection.execute("INSERT INTO people VALUES ('000101800016')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES (%s)", ["000101800016"])

    service.stop(home)

    logs = service.folder_of(home) / "postgres" / "logs"
    written = "".join(log.read_text() for log in logs.glob("server-*.log"))
    assert "duplicate key" in written
    assert "000101800016" not in written


def test_data_of_another_version_are_refused_and_left_alone(home: Path) -> None:
    data = service.folder_of(home) / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")

    with pytest.raises(DatabaseVersionDiffers):
        service.start(home)

    assert [file.name for file in data.iterdir()] == ["PG_VERSION"]
