"""Health: what a process says of itself, to whom, and what it never says."""

from datetime import timedelta, timezone

import pytest
from django.db import connections
from django.test import Client, RequestFactory, override_settings

from izdes.web.database.logins import Logins
from izdes.web.operation import health
from izdes.web.operation.metrics import exposed
from izdes.web.operation.server import ZonesStale, require_ready

# What tables of 2023 say of Almaty.
STALE = timezone(timedelta(hours=6))


@pytest.fixture
def client() -> Client:
    return Client(REMOTE_ADDR="127.0.0.1")


def test_a_process_lives_without_a_database(client: Client) -> None:
    # No mark: a query here would fail the test.
    assert client.get("/health/live").json() == {"live": True}


@pytest.mark.django_db
def test_a_process_with_its_tables_is_ready(client: Client) -> None:
    response = client.get("/health/ready")

    assert (response.status_code, response.json()) == (200, {"lacks": []})


@pytest.mark.usefixtures("committed_db")
def test_a_process_without_its_tables_is_not_ready(client: Client) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    response = client.get("/health/ready")

    assert (response.status_code, response.json()) == (503, {"lacks": ["migrations"]})


@pytest.mark.django_db
def test_a_process_whose_time_zones_are_old_is_not_ready() -> None:
    assert health.lacks(STALE) == ("zones",)


def test_a_process_whose_time_zones_are_old_does_not_start(
    committed_db: str, logins: Logins
) -> None:
    require_ready(logins.app(committed_db))

    with pytest.raises(ZonesStale) as refused:
        require_ready(logins.app(committed_db), zone=STALE)

    assert refused.value.details == {"where": "program"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.1.2.3"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=10.1.2.3"}, 404),
    ],
)
def test_figures_are_for_this_machine_alone(given: dict[str, str], status: int) -> None:
    assert health.metrics(RequestFactory().get("/metrics", **given)).status_code == status  # type: ignore[arg-type]


@pytest.mark.django_db
def test_what_was_asked_for_is_counted_by_its_pattern(client: Client) -> None:
    client.get("/nobody/870000000001?iin=000101800016")

    told = exposed()

    assert 'http_route="(none)",http_response_status_code="404"' in told
    assert "870000000001" not in told
    assert "000101800016" not in told


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["office.example"])
def test_health_is_asked_by_address_not_by_name(client: Client) -> None:
    assert client.get("/health/ready", headers={"host": "10.0.0.7:8000"}).status_code == 200
