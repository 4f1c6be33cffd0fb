"""Backups: verified, opened by one key, restored whole or not at all."""

import io
import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import psycopg
import pytest
from tests.web.backup.conftest import Installation

from izdes.web.acting import acting
from izdes.web.backup.archive import BackupBroken, Writer, read_archive
from izdes.web.backup.envelope import (
    BackupKeyWrong,
    NotABackup,
    new_private,
    opened_with,
    public_of,
    sealed_to,
)
from izdes.web.backup.making import BackupExists, Made, make_backup
from izdes.web.backup.restoring import NotEmpty, Restored, restore_backup
from izdes.web.ciphering import NotOpened
from izdes.web.config import configuration
from izdes.web.database.dumping import DatabaseInUse
from izdes.web.files.keys import KeyUnknown
from izdes.web.files.models import File
from izdes.web.files.rotating import broken_files
from izdes.web.files.selectors import bytes_of


def made(installation: Installation, out: Path, public: str, *, verify: bool = True) -> Made:
    installation.leave()
    return make_backup(
        out,
        to=public,
        configuration=installation.configuration,
        owner=installation.owner,
        verify=verify,
    )


def restored(
    installation: Installation, file: Path, private: str, *, replace: bool = True
) -> Restored:
    installation.leave()
    return restore_backup(
        file,
        private=private,
        configuration=installation.configuration,
        owner=installation.owner,
        replace=replace,
    )


def texts(installation: Installation) -> list[str]:
    with acting(installation.officer):
        return sorted(b"".join(bytes_of(file)).decode() for file in File.objects.all())


def left_over(installation: Installation) -> list[object]:
    databases = installation.asked("SELECT datname FROM pg_database WHERE datname LIKE '%_aside_%'")
    ours = [name for (name,) in databases if str(name).startswith(installation.database)]
    return [*ours, *installation.home.glob("backup.staging-*")]


def test_what_was_lost_comes_back(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    installation.store("before")
    told = made(installation, tmp_path / "b", public)
    installation.store("after")

    back = restored(installation, tmp_path / "b", private)

    assert (told.is_verified, told.files, told.entries) == (True, 1, 1)
    assert (back.files, back.entries) == (1, 1)
    assert texts(installation) == ["before"]
    assert broken_files() == ()
    assert left_over(installation) == []


def test_blobs_that_are_gone_come_back(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    installation.store("before")
    made(installation, tmp_path / "b", public)
    for blob in (installation.home / "files").glob("[0-9a-f][0-9a-f]/*"):
        blob.unlink()

    restored(installation, tmp_path / "b", private)

    assert texts(installation) == ["before"]


def test_a_restored_office_goes_on_with_its_chain(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    installation.store("before")
    made(installation, tmp_path / "b", public)
    restored(installation, tmp_path / "b", private)

    installation.store("then")

    assert installation.asked("SELECT number FROM journal_entry ORDER BY number") == [(1,), (2,)]
    assert texts(installation) == ["before", "then"]


def test_the_old_database_stays_beside(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    installation.store("before")
    made(installation, tmp_path / "b", public)
    installation.store("after")

    back = restored(installation, tmp_path / "b", private)

    old = installation.owner.replace(installation.database, back.previous)
    with psycopg.connect(old) as connection:
        assert connection.execute("SELECT count(*) FROM journal_entry").fetchone() == (2,)


def test_an_installation_that_holds_something_is_not_replaced_unasked(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    installation.store("before")
    made(installation, tmp_path / "b", public)

    with pytest.raises(NotEmpty):
        restored(installation, tmp_path / "b", private, replace=False)


def test_an_empty_installation_takes_a_backup(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    made(installation, tmp_path / "b", public)

    assert restored(installation, tmp_path / "b", private, replace=False).entries == 0


def test_nothing_of_it_is_readable(installation: Installation, tmp_path: Path, public: str) -> None:
    installation.store("before")

    made(installation, tmp_path / "b", public)

    data = (tmp_path / "b").read_bytes()
    assert b"journal_entry" not in data
    assert installation.configuration.files_key.encode() not in data
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0


def test_another_key_opens_nothing(installation: Installation, tmp_path: Path, public: str) -> None:
    made(installation, tmp_path / "b", public, verify=False)

    with pytest.raises(NotOpened):
        restored(installation, tmp_path / "b", new_private())


@pytest.mark.parametrize("place", [20, 60, -1, -5_000])
def test_one_changed_byte_is_noticed_and_nothing_is_replaced(
    installation: Installation, tmp_path: Path, private: str, public: str, place: int
) -> None:
    installation.store("before")
    made(installation, tmp_path / "b", public, verify=False)
    data = bytearray((tmp_path / "b").read_bytes())
    data[place] ^= 1
    (tmp_path / "b").write_bytes(data)
    installation.store("after")

    with pytest.raises(NotOpened):
        restored(installation, tmp_path / "b", private)

    assert texts(installation) == ["after", "before"]
    assert left_over(installation) == []


def test_a_backup_that_was_cut_off_is_noticed(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    made(installation, tmp_path / "b", public, verify=False)
    data = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(data[: len(data) // 2])

    with pytest.raises(NotOpened):
        restored(installation, tmp_path / "b", private)


def test_a_backup_without_a_file_that_a_row_needs_is_refused(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    installation.store("before")
    for blob in (installation.home / "files").glob("[0-9a-f][0-9a-f]/*"):
        blob.unlink()
    made(installation, tmp_path / "b", public, verify=False)

    with pytest.raises(BackupBroken):
        restored(installation, tmp_path / "b", private)


def test_files_under_a_key_that_is_not_here_are_refused_before_anything_is_replaced(
    installation: Installation,
    tmp_path: Path,
    private: str,
    public: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installation.store("before")
    made(installation, tmp_path / "b", public)
    monkeypatch.setenv("IZDES_FILES_KEY", "bb" * 32)
    configuration.cache_clear()

    with pytest.raises(KeyUnknown):
        restored(installation, tmp_path / "b", private)

    assert installation.entries() == 1


def test_an_office_at_work_is_not_replaced(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    installation.store("before")
    made(installation, tmp_path / "b", public)

    with psycopg.connect(installation.owner), pytest.raises(DatabaseInUse):
        restored(installation, tmp_path / "b", private)

    assert texts(installation) == ["before"]


def test_a_file_that_is_there_is_not_overwritten(
    installation: Installation, tmp_path: Path, public: str
) -> None:
    (tmp_path / "b").write_text("mine")

    with pytest.raises(BackupExists):
        made(installation, tmp_path / "b", public)

    assert (tmp_path / "b").read_text() == "mine"


_RESTORE = """
import sys
from pathlib import Path
from izdes.web.backup.restoring import restore_backup
from izdes.web.config import configuration
restore_backup(Path(sys.argv[1]), private=sys.argv[2], configuration=configuration(),
    owner=sys.argv[3], replace=True)
"""


def test_whoever_is_killed_while_restoring_leaves_the_old_or_the_new(
    installation: Installation, tmp_path: Path, private: str, public: str
) -> None:
    kills = int(os.environ.get("IZDES_KILLS", "8"))
    installation.store("before")
    made(installation, tmp_path / "b", public, verify=False)
    command = [sys.executable, "-c", _RESTORE, str(tmp_path / "b"), private, installation.owner]
    began = time.monotonic()
    subprocess.run(command, check=True)
    took = time.monotonic() - began
    for kill in range(kills):
        installation.store(f"after {kill}")
        old = installation.entries()
        installation.leave()

        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(took * (kill + 1) / (kills + 1))
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert installation.entries() in {old, 1}
        assert broken_files() == ()
        installation.leave()
    restored(installation, tmp_path / "b", private)
    assert texts(installation) == ["before"]
    assert left_over(installation) == []


@pytest.mark.parametrize("name", ["../outside", "/outside", "files/../../outside"])
def test_no_member_leaves_its_folder(tmp_path: Path, name: str) -> None:
    made_here = io.BytesIO()
    with tarfile.open(fileobj=made_here, mode="w") as tar:
        member = tarfile.TarInfo(name)
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))

    with pytest.raises(BackupBroken):
        read_archive(io.BytesIO(made_here.getvalue()), lambda name: tmp_path / "in" / name)

    assert not (tmp_path / "outside").exists()


def test_a_member_that_the_manifest_does_not_know_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    whole = io.BytesIO()
    writer = Writer(whole, {})
    writer.add_file("a", tmp_path / "a")
    writer.members.clear()
    writer.close()

    with pytest.raises(BackupBroken):
        read_archive(io.BytesIO(whole.getvalue()), lambda _: None)


@pytest.mark.parametrize("text", ["", "izdes-backup-key:00", "zz" * 32])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BackupKeyWrong):
        sealed_to(text)
    with pytest.raises(BackupKeyWrong):
        public_of(text)


def test_another_file_is_no_backup(private: str) -> None:
    with pytest.raises(NotABackup):
        opened_with(private, io.BytesIO(b"PK\x03\x04" + bytes(100)))


def test_the_same_installation_seals_with_another_key_each_time(public: str, private: str) -> None:
    first, second = sealed_to(public), sealed_to(public)

    assert first.key != second.key
    assert opened_with(private, io.BytesIO(first.head)).key == first.key
