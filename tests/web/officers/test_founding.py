"""Founding: two administrators whom nobody could confirm, and never a third."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import IntegrityError, connections
from typer.testing import CliRunner

from izdes.cli.main import app
from izdes.web.acting import acting
from izdes.web.database.logins import Logins, keep_logins, kept_logins
from izdes.web.database.service import folder_of
from izdes.web.journal.models import Entry
from izdes.web.officers.models import Officer, Post
from izdes.web.officers.reach import NotPermitted, roles_of
from izdes.web.officers.roles import Role
from izdes.web.officers.services.founding import AlreadyFounded, first_administrator
from izdes.web.officers.services.people import OfficerExists, enter_officer, shut_out
from izdes.web.officers.services.posts import (
    LastAdministrators,
    confirm_post,
    end_post,
    propose_post,
)


def _name(login: str) -> Post:
    """Name a first administrator."""
    return first_administrator(login=login, full_name=login, password="x")  # noqa: S106 - nobody's


@pytest.mark.usefixtures("committed_db")
def test_two_are_named_and_no_third() -> None:
    _name("one")
    _name("two")

    with pytest.raises(AlreadyFounded):
        _name("three")


@pytest.mark.usefixtures("committed_db")
def test_the_first_administrator_is_one() -> None:
    post = _name("one")

    with acting(post.officer_id):
        assert roles_of(post.officer) == {Role.ADMINISTRATOR}
        assert post.officer.check_password("x")


@pytest.mark.usefixtures("committed_db")
def test_founding_is_recorded_as_nobodys_deed() -> None:
    post = _name("one")

    entry = Entry.objects.using("owner").get()
    assert (entry.event, entry.officer_id) == ("office.founded", None)
    assert entry.subject_id == str(post.pk)


@pytest.mark.usefixtures("committed_db")
def test_a_login_is_taken_once() -> None:
    _name("one")

    with pytest.raises(OfficerExists):
        _name("one")


@pytest.mark.usefixtures("committed_db")
def test_the_office_itself_founds_nothing() -> None:
    post = _name("one")

    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(
            "INSERT INTO officers_post (officer_id, body_id, role, since, ground, state, founding) "
            "VALUES (%s, %s, 'administrator', now(), '', 'confirmed', 3)",
            [post.officer_id, post.body_id],
        )


@pytest.fixture
def _address(logins: Logins) -> None:
    """Let the command find the server, which may be another than this folder's own."""
    folder = folder_of(Path(os.environ["IZDES_HOME"]))
    if kept_logins(folder) is None:
        folder.mkdir(parents=True, exist_ok=True)
        keep_logins(folder, logins)


@pytest.mark.usefixtures("committed_db", "_address")
def test_the_command_line_asks_for_a_password_and_names_the_number() -> None:
    run = CliRunner().invoke

    done = run(
        app,
        ["office", "first-administrator", "one", "--name", "One", "--lang", "en"],
        input="secret\nsecret\n",
    )

    assert done.exit_code == 0
    assert "Number 1 of the first two" in done.output
    assert "secret" not in done.output


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("step", ["end", "shut out"])
def test_of_three_administrators_two_cannot_remove_each_other(step: str) -> None:
    one, two = _name("one"), _name("two")
    _third(one, two)
    both = Barrier(2)

    def remove(officer: Officer, other: Post) -> str:
        try:
            with acting(officer.pk):
                both.wait()
                if step == "end":
                    end_post(post=other, reason="x", officer=officer)
                else:
                    shut_out(person=other.officer, reason="x", officer=officer)
        except (LastAdministrators, NotPermitted) as error:
            return error.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(remove, (one.officer, two.officer), (two, one)))

    assert told.count("done") == 1
    assert {*told} & {"last_administrators", "not_permitted"}


def _third(one: Post, two: Post) -> None:
    """Let two administrators make a third."""
    with acting(one.officer_id):
        person = enter_officer(login="three", full_name="Three", officer=one.officer)
        post = propose_post(
            person=person, body=one.body, role=Role.ADMINISTRATOR, ground="x", officer=one.officer
        )
    with acting(two.officer_id):
        confirm_post(post=post, officer=two.officer)
