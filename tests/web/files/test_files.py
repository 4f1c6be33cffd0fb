"""Files: kept once, enciphered, seen by whoever gave them, put away, and never half."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from izdes.web.acting import acting
from izdes.web.ciphering import NotOpened
from izdes.web.config import configuration
from izdes.web.files import services
from izdes.web.files.blobs import BlobMissing, FileTooLarge
from izdes.web.files.keys import KeyUnknown
from izdes.web.files.models import File, Upload
from izdes.web.files.quarantine import QuarantineRefused, quarantine, release
from izdes.web.files.rotating import broken_files, rewrap
from izdes.web.files.selectors import (
    FileQuarantined,
    FileUnknown,
    bytes_of,
    file_visible_to,
    files_visible_to,
    name_given_by,
)
from izdes.web.files.serving import attachment
from izdes.web.files.sweeping import sweep

STATEMENT = "Дата;Сумма\n01.05.2026;100,00\n".encode()


@pytest.fixture
def officer(entered: Callable[[str], int]) -> Iterator[int]:
    """Return an officer who acts."""
    number = entered("o.first")
    with acting(number):
        yield number


@pytest.fixture
def other(entered: Callable[[str], int]) -> int:
    return entered("o.second")


def blobs_in(home: Path) -> list[Path]:
    return sorted((home / "files").glob("[0-9a-f][0-9a-f]/*"))


def events() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT event FROM journal_entry ORDER BY number")
        return [event for (event,) in cursor.fetchall()]


def test_stored_bytes_come_back(officer: int) -> None:
    number = services.store([STATEMENT[:5], STATEMENT[5:]], name="ответ.csv", officer=officer)

    file = file_visible_to(officer, number)
    assert b"".join(bytes_of(file)) == STATEMENT
    assert (file.size_bytes, file.media_type) == (len(STATEMENT), "text/csv")
    assert name_given_by(officer, file) == "ответ.csv"
    assert events() == ["file.stored"]


def test_nothing_readable_lies_on_the_disk(officer: int, home: Path) -> None:
    services.store([STATEMENT], name="a.csv", officer=officer)

    (blob,) = blobs_in(home)

    assert STATEMENT[:6] not in blob.read_bytes()
    assert File.objects.get().digest not in str(blob)


def test_the_same_bytes_are_one_file(officer: int, other: int, home: Path) -> None:
    first = services.store([STATEMENT], name="a.csv", officer=officer)
    with acting(other):
        second = services.store([STATEMENT], name="b.csv", officer=other)
        assert b"".join(bytes_of(file_visible_to(other, second))) == STATEMENT
        assert name_given_by(other, File.objects.get()) == "b.csv"

    assert first == second
    assert len(blobs_in(home)) == 1


def test_a_file_is_seen_by_nobody_who_has_nothing_to_do_with_it(officer: int, other: int) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)

    with acting(other):
        assert not files_visible_to(other).exists()
        with pytest.raises(FileUnknown):
            file_visible_to(other, number)
    with acting(None):
        assert not File.objects.exists()
        assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO files_upload (file_id, officer_id, name, at) VALUES (1, 1, '', now())",
        "UPDATE files_file SET state = 'quarantined', quarantine_reason = 'x'",
        "DELETE FROM files_file",
        "INSERT INTO files_use (file_id, subject_type, subject_id) VALUES (1, 'case', '1')",
    ],
)
def test_the_office_may_not_go_around_the_functions(officer: int, statement: str) -> None:
    services.store([STATEMENT], name="a.csv", officer=officer)

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_owner_may_not_change_what_a_file_is(officer: int) -> None:
    services.store([STATEMENT], name="a.csv", officer=officer)

    with pytest.raises(DatabaseError), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE files_file SET digest = repeat('0', 64)")


def test_a_name_is_only_a_name(officer: int) -> None:
    number = services.store([STATEMENT], name="..\\..\\etc/pass\r\nwd", officer=officer)

    assert name_given_by(officer, file_visible_to(officer, number)) == "passwd"


def test_a_file_too_large_leaves_nothing(
    officer: int, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IZDES_FILE_MEGABYTES", "1")
    configuration.cache_clear()

    with pytest.raises(FileTooLarge):
        services.store([bytes(2**19)] * 3, name="film.mp4", officer=officer)

    assert [f for f in (home / "files").rglob("*") if f.is_file()] == []
    assert not File.objects.exists()


def test_a_file_in_quarantine_is_kept_and_not_served(officer: int, home: Path) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)

    quarantine(number, reason="looks like a program", officer=officer)

    with pytest.raises(FileQuarantined):
        attachment(file_visible_to(officer, number))
    assert len(blobs_in(home)) == 1
    assert events() == ["file.stored", "file.quarantined"]


def test_the_same_bytes_again_do_not_leave_quarantine(officer: int) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)
    quarantine(number, reason="looks like a program", officer=officer)

    services.store([STATEMENT], name="b.csv", officer=officer)

    assert file_visible_to(officer, number).state == "quarantined"


def test_only_an_administrator_lets_a_file_out(officer: int) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)
    quarantine(number, reason="looks like a program", officer=officer)

    with pytest.raises(QuarantineRefused):
        release(number, reason="it is none", officer=officer)

    assert events() == ["file.stored", "file.quarantined"]


def test_nobody_puts_away_what_he_does_not_see(officer: int, other: int) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)

    with acting(other), pytest.raises(QuarantineRefused):
        quarantine(number, reason="envy", officer=other)

    assert file_visible_to(officer, number).state == "kept"


def test_a_quarantine_without_a_reason_is_refused(officer: int) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)

    with pytest.raises(IntegrityError):
        quarantine(number, reason=" ", officer=officer)


def test_changed_bytes_are_an_error_and_not_half_a_file(officer: int, home: Path) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)
    (blob,) = blobs_in(home)
    blob.write_bytes(blob.read_bytes()[:-1] + b"\x00")

    with pytest.raises(NotOpened):
        attachment(file_visible_to(officer, number))
    assert broken_files() == (number,)


def test_bytes_that_are_gone_are_noticed(officer: int, home: Path) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)
    blobs_in(home)[0].unlink()

    with pytest.raises(BlobMissing):
        attachment(file_visible_to(officer, number))
    assert broken_files() == (number,)


def test_a_file_is_served_to_be_saved(officer: int) -> None:
    number = services.store([STATEMENT], name="a", officer=officer)

    response = attachment(file_visible_to(officer, number), name='жауап "1".csv')

    assert b"".join(response.streaming_content) == STATEMENT  # type: ignore[arg-type]
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D0%B6")
    assert '"' not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_command_that_fails_leaves_bytes_which_the_sweep_takes(officer: int, home: Path) -> None:
    kept = services.store([STATEMENT], name="a.csv", officer=officer)
    with transaction.atomic():
        services.keep(services.receive([b"other"]), name="b.txt")
        transaction.set_rollback(True)
    (home / "files" / "incoming" / str(uuid4())).touch()
    assert len(blobs_in(home)) == 2

    assert sweep() == 0
    assert sweep(older_than_seconds=0) == 2

    assert b"".join(bytes_of(file_visible_to(officer, kept))) == STATEMENT


def test_a_new_key_wraps_what_the_old_one_wrapped(
    officer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = services.store([STATEMENT], name="a.csv", officer=officer)
    old, new = configuration().files_key, "aa" * 32
    monkeypatch.setenv("IZDES_FILES_KEY", new)
    configuration.cache_clear()
    with pytest.raises(KeyUnknown):
        bytes_of(file_visible_to(officer, number)).__next__()
    monkeypatch.setenv("IZDES_FILES_OLD_KEYS", old)
    configuration.cache_clear()
    assert b"".join(bytes_of(file_visible_to(officer, number))) == STATEMENT

    with acting(None):
        assert (rewrap(), rewrap()) == (1, 0)

    monkeypatch.delenv("IZDES_FILES_OLD_KEYS")
    configuration.cache_clear()
    assert b"".join(bytes_of(file_visible_to(officer, number))) == STATEMENT
    assert events() == ["file.stored", "file.keys_rewrapped"]
