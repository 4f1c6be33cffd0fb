"""An office of its own for each test of the loop, with the banks of a twin's small case."""

from datetime import date

import pytest
from tests.web.cast import Cast
from tests.web.funds.conftest import home, office, twin

from izdes.cli.demo_banks import enter_banks
from izdes.twin.country import country
from izdes.twin.numbers import person_number
from izdes.web.officers.models import Officer
from izdes.web.officers.roles import Role
from izdes.web.officers.services.people import enter_officer
from izdes.web.officers.services.posts import confirm_post, propose_post

__all__ = ["banked", "home", "office", "twin"]


@pytest.fixture
def banked(office: Cast) -> Cast:
    """Return the office with the invented institutions, and somebody who answers in each."""
    logins = [f"at_{i.institution_id.lower()}" for i in country().institutions]
    with office.acts("administrator") as administrator:
        banks = enter_banks(administrator, since=date(2026, 1, 1))
        for serial, (login, bank) in enumerate(zip(logins, banks, strict=True)):
            person = enter_officer(
                login=login,
                full_name=f"Responder {serial}",
                iin=person_number("880202", serial * 10, is_odd=True),
                officer=administrator,
            )
            propose_post(
                person=person,
                body=bank,
                role=Role.INSTITUTION_RESPONDER,
                ground="order",
                officer=administrator,
            )
    with office.acts("administrator_2") as another:
        for login in logins:
            confirm_post(post=office.post(login), officer=another)
            office.officers[login] = Officer.objects.get(login=login).pk
    return office
