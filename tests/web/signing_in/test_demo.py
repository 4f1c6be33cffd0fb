"""Demo logins: one for each role, made once, in the demo alone."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from izdes.web.acting import acting
from izdes.web.config import NotTheDemo, configuration
from izdes.web.law.services.packs import install_packaged
from izdes.web.officers.reach import roles_of, units_of
from izdes.web.officers.roles import Role
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.officers.services.founding import AlreadyFounded
from izdes.web.signing_in import demo
from izdes.web.signing_in.demo import demo_logins, login_at, units
from izdes.web.signing_in.selectors import officer_with_login


@pytest.mark.usefixtures("committed_db")
def test_every_role_gets_a_login_that_opens_the_office_as_that_role() -> None:
    install_packaged()
    made = demo_logins()

    # The machine of reception is nobody: it has no password.
    assert {one.role for one in made} == set(Role) - {Role.RECEPTION}
    assert len({one.password for one in made}) == len(made) == len(Role) + 1
    for one in made:
        client = Client()
        client.post(reverse("account_login"), {"login": one.login, "password": one.password})
        assert client.get(reverse("home")).status_code == 200
        officer = officer_with_login(one.login)
        assert officer is not None
        with acting(officer.pk):
            assert roles_of(officer) == {one.role}
    with pytest.raises(AlreadyFounded):
        demo_logins()


@pytest.mark.usefixtures("committed_db")
def test_other_regions_have_somebody_to_take_complaints_and_one_to_sign_in_as() -> None:
    made = demo_logins()

    for region, code in units().items():
        found = officer_with_login(login_at(Role.DUTY_OFFICER, region))
        assert found is not None
        with acting(found.pk):
            assert bodies_visible_to(found).get(code=code).pk in units_of(found, "write")
    assert made[-1].login == login_at(Role.INVESTIGATOR, "71")


def test_production_has_no_demo_logins(monkeypatch: pytest.MonkeyPatch) -> None:
    production: Any = replace(configuration(), mode="production")
    monkeypatch.setattr(demo, "configuration", lambda: production)

    with pytest.raises(NotTheDemo):
        demo_logins()


def test_a_printed_login_does_not_show_its_password_by_accident() -> None:
    made = demo.DemoLogin(Role.AUDITOR, "auditor", "Whoever", "hunter2")

    assert "hunter2" not in repr(made)
