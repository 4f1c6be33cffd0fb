"""An office with a reception, and a window that sends to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.web import conftest as office
from tests.web.cast import Cast
from tests.web.casting import known

from izdes.web.database.logins import Logins, keep_logins
from izdes.web.database.service import folder_of
from izdes.web.officers.roles import Role
from izdes.web.officers.services.people import enter_officer
from izdes.web.officers.services.posts import confirm_post, propose_post


@pytest.fixture
def staffed(
    logins: Logins,
    cast_database: str,
    home: Path,
    django_db_setup: None,  # noqa: ARG001 - what the worker is connected to comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Cast]:
    """Give this test the cast in a database of its own, with somebody who takes packages in."""
    name = f"{cast_database}_intake"
    # Commands look for the server where an installation keeps it.
    folder_of(home).mkdir()
    keep_logins(folder_of(home), logins)
    office._make(logins, name, copied_from=cast_database)
    with django_db_blocker.unblock(), office.connected_to(logins, name):
        cast = known()
        _employ(cast)
        yield cast
    office._drop(logins, name)  # noqa: SLF001


def _employ(cast: Cast) -> None:
    """Let two administrators give the post of the reception."""
    with cast.acts("administrator") as administrator:
        machine = enter_officer(login="reception", full_name="Қабылдау", officer=administrator)
        propose_post(
            person=machine,
            body=cast.body("centre"),
            role=Role.RECEPTION,
            ground="order",
            officer=administrator,
        )
    with cast.acts("administrator_2") as another:
        confirm_post(post=cast.post("reception"), officer=another)
    cast.officers["reception"] = cast.officer("reception").pk
