"""Drafts: what is kept of them, by whom it is found, and what the window's login may not do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from tests.web.window.writing import FULL, PNG

from izdes.web.database.logins import Logins
from izdes.web.window.drafts import (
    DraftClosed,
    DraftFull,
    add_file,
    drop_file,
    new_draft,
    open_draft,
    save,
    save_language,
)
from izdes.web.window.store import called
from izdes.web.window.stored_files import FileEmpty, FileRefused, FilesTooMany, bytes_of

pytestmark = pytest.mark.usefixtures("window")


def by_owner(question: str) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall()) if cursor.description else []


def test_a_draft_says_what_was_saved_last_in_each_step() -> None:
    token = new_draft("ru").token

    save(token, "story", {"narrative": "first"})
    save(token, "story", {"narrative": "second"})
    save_language(token, "kk")

    draft = open_draft(token)
    assert draft is not None
    assert draft.answers == {"story": {"narrative": "second"}}
    assert draft.language == "kk"


def test_a_token_of_nobody_opens_nothing() -> None:
    new_draft("kk")

    assert open_draft("x" * 32) is None
    with pytest.raises(DraftClosed):
        save("x" * 32, "story", {})


def test_neither_token_nor_answer_stands_in_the_tables() -> None:
    token = new_draft("kk").token
    save(token, "story", FULL["story"])

    kept = repr(by_owner("SELECT digest FROM window_draft")) + "".join(
        bytes(row[0]).decode("latin-1") for row in by_owner("SELECT sealed FROM window_part")
    )

    assert token not in kept
    assert "narrative" not in kept


def test_what_was_said_is_appended_and_never_changed() -> None:
    token = new_draft("kk").token
    save(token, "story", {"narrative": "x"})

    with pytest.raises(Exception, match="appended"):
        by_owner("UPDATE window_part SET step = 'other'")


def test_a_draft_takes_no_more_than_anybody_has_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    token = new_draft("kk").token
    with pytest.raises(DraftFull):
        save(token, "story", {"narrative": "я" * 500_000})

    monkeypatch.setattr("izdes.web.window.drafts._MOST_PARTS", 3)
    save(token, "story", {})
    save(token, "story", {})
    with pytest.raises(DraftFull):
        save(token, "story", {})


def test_an_expired_draft_is_closed() -> None:
    token = new_draft("kk").token
    by_owner("UPDATE window_draft SET expires_at = now() - interval '1 second'")

    assert open_draft(token) is None
    with pytest.raises(DraftClosed):
        save(token, "story", {})


def test_a_file_is_typed_sized_and_hashed_and_its_bytes_stay_as_they_came() -> None:
    token = new_draft("kk").token

    file = add_file(token, name="../../чек.txt", stream=[PNG])

    draft = open_draft(token)
    assert draft is not None
    assert draft.files == (file,)
    assert (file.name, file.media_type, file.size_bytes) == ("чек.txt", "image/png", len(PNG))
    assert b"".join(bytes_of(file)) == PNG


def test_the_same_picture_twice_is_one() -> None:
    token = new_draft("kk").token

    first = add_file(token, name="a.png", stream=[PNG])

    assert add_file(token, name="b.png", stream=[PNG]) == first


def test_a_dropped_file_is_gone_from_the_draft() -> None:
    token = new_draft("kk").token
    file = add_file(token, name="a.png", stream=[PNG])

    drop_file(token, file.key)

    draft = open_draft(token)
    assert draft is not None
    assert draft.files == ()


@pytest.mark.parametrize(
    "hostile",
    [
        b"MZ\x90\x00\x03 a program",
        b"PK\x03\x04 an archive that may be a bomb",
        b"\x7fELF\x02\x01\x01",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"#!/bin/sh\nrm -rf /\n",
        b"Rar!\x1a\x07\x00 another archive",
    ],
)
def test_what_could_be_a_program_is_refused_and_not_kept(hostile: bytes, window: Path) -> None:
    token = new_draft("kk").token

    with pytest.raises(FileRefused):
        add_file(token, name="receipt.jpg", stream=[hostile])

    draft = open_draft(token)
    assert draft is not None
    assert draft.files == ()
    assert not list((window / "window" / "files").glob("[0-9a-f][0-9a-f]/*"))


def test_a_picture_that_holds_more_is_kept_and_marked() -> None:
    token = new_draft("kk").token

    file = add_file(token, name="a.png", stream=[PNG, b"<script>alert(1)</script>"])

    assert file.doubt == "holds_more"


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileEmpty):
        add_file(new_draft("kk").token, name="a.png", stream=[])


def test_a_report_takes_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("izdes.web.window.stored_files._MOST_FILES", 2)
    token = new_draft("kk").token
    for number in (b"1", b"2"):
        add_file(token, name="a.png", stream=[PNG + number])

    with pytest.raises(FilesTooMany):
        add_file(token, name="a.png", stream=[PNG + b"3"])


@pytest.mark.parametrize(
    "table",
    [
        "window_draft",
        "window_part",
        "window_report",
        "window_package",
        "window_word",
        "window_counter",
        "cases_complaint",
        "cases_applicant",
        "officers_officer",
        "journal_entry",
        "procrastinate_jobs",
        "django_migrations",
    ],
)
def test_the_windows_login_reads_and_writes_no_table(
    logins: Logins, committed_db: str, table: str
) -> None:
    save(new_draft("kk").token, "story", {"narrative": "x"})

    with psycopg.connect(logins.window(committed_db), autocommit=True) as connection:
        for statement in (
            f"SELECT * FROM {table}",  # noqa: S608 - the tables are ours
            f"SELECT count(*) FROM {table}",  # noqa: S608
            f"INSERT INTO {table} DEFAULT VALUES",
            f"DELETE FROM {table}",  # noqa: S608
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM window_waiting(10, NULL, 0)",
        "SELECT window_taken(1)",
        "SELECT window_tell('1', 'x', now(), '{}')",
        "SELECT window_expire(interval '1 day')",
        "SELECT journal_append('x', NULL, 'x', 'x', NULL, NULL, NULL, '{}', '{}', '{}', '{}')",
        "CREATE TABLE mine (a int)",
        "SET ROLE izdes_app",
    ],
)
def test_the_windows_login_carries_nothing_and_is_nobody_else(
    logins: Logins, committed_db: str, statement: str
) -> None:
    with (
        psycopg.connect(logins.window(committed_db), autocommit=True) as connection,
        pytest.raises(psycopg.Error),
    ):
        connection.execute(statement)


def test_no_function_of_the_windows_login_lists_anything(logins: Logins, committed_db: str) -> None:
    # Every function that it may call and that passes policies asks for a digest, or counts.
    del logins, committed_db
    open_to_it = by_owner(
        "SELECT proname::text, pg_get_function_arguments(oid) FROM pg_proc WHERE prosecdef "
        "AND pronamespace = 'public'::regnamespace "
        "AND has_function_privilege('izdes_window', oid, 'EXECUTE')"
    )

    assert open_to_it
    assert all("bytea" in str(arguments) for _, arguments in open_to_it)
    assert all(str(name).startswith("window_") for name, _ in open_to_it)


def test_what_is_counted_begins_anew_when_its_time_is_over() -> None:
    hour, gone = timedelta(hours=1), timedelta(seconds=-1)

    counted = [called("window_count", [b"one", hour]) for _ in range(3)]
    lapsed = [called("window_count", [b"two", gone]) for _ in range(3)]

    assert counted == [1, 2, 3]
    assert lapsed == [1, 1, 1]


def test_of_two_that_count_at_once_neither_is_lost() -> None:
    with ThreadPoolExecutor(4) as pool:
        seen = sorted(pool.map(_count, range(20)))

    assert seen == list(range(1, 21))


def _count(_: int) -> int:
    try:
        return int(called("window_count", [b"same", timedelta(hours=1)]))
    finally:
        connections.close_all()
