"""Browsers of those who work at the desk."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.web.cast import Cast

from izdes.web.cases.models import Complaint
from izdes.web.cases.reports import Payment, Report
from izdes.web.cases.services.receiving import receive_complaint

Signed = Callable[[str], Client]


@pytest.fixture
def signed(cast: Cast) -> Signed:
    """Return what gives the browser of somebody who is signed in."""

    def browser(login: str) -> Client:
        client = Client()
        client.force_login(cast.officer(login))
        return client

    return browser


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """Return a message that waits in a1, with a payment."""
    report = Report(
        datetime(2026, 11, 20, 6, 0, tzinfo=UTC),
        language="ru",
        narrative="Позвонили с +7 701 000 12 34 и велели перевести деньги",
        payments=(
            Payment(
                at=datetime(2026, 11, 20, 5, 30, tzinfo=UTC),
                amount_minor=250_000_00,
                to_raw="KZ876010000000000000",
            ),
        ),
    )
    with cast.acts("duty_officer_a1") as officer:
        return receive_complaint(
            report=report, unit=cast.body("a1"), officer=officer, source="desk"
        ).complaint
