"""The site's own settings, a desk that really sends, and a program of a bank that asks."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker
from tests.web.cast import Cast
from tests.web.characters import ADMINISTRATORS
from tests.web.conftest import _drop, _make, connected_to
from tests.web.institutions.contours import Apart, SiteClient, set_apart

from izdes.core.orders.papers import Paper, paper_bytes
from izdes.web.database.logins import Logins
from izdes.web.institutions import settings as of_site
from izdes.web.institutions.apart.tables import bring_forward
from izdes.web.institutions.clients import confirm_client, propose_client

NAMES = (
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "TEMPLATES",
    "APPEND_SLASH",
    "CONTENT_SECURITY_POLICY",
    "SECURE_REFERRER_POLICY",
    "STATICFILES_DIRS",
    "DATA_UPLOAD_MAX_NUMBER_FILES",
)


@pytest.fixture
def contours(request: pytest.FixtureRequest) -> int:
    """Return in how many contours office and site run; tests that ask for two are told so."""
    return int(getattr(request, "param", 1))


@pytest.fixture
def site(contours: int, request: pytest.FixtureRequest) -> Iterator[Cast]:
    """Let the site work: over the office's database, in which it really commits, or apart."""
    cast: Cast = request.getfixturevalue("committed_cast")
    request.getfixturevalue("home")
    if contours == 2:
        request.getfixturevalue("apart")
    with override_settings(**{name: getattr(of_site, name) for name in NAMES}):
        yield cast


@pytest.fixture(scope="session")
def apart_template(
    logins: Logins, template: str, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> str:
    """Return a database of this worker with the tables of a site that runs apart."""
    name = f"{template}_{worker_id}_apart"
    _make(logins, name, copied_from="template1")
    with django_db_blocker.unblock(), connected_to(logins, name):
        bring_forward()
    return name


@pytest.fixture
def apart(committed_cast: Cast, home: Path, logins: Logins, apart_template: str) -> Iterator[Apart]:
    """Set a site apart from an office that really commits."""
    del committed_cast
    name = f"{apart_template}_now"
    _make(logins, name, copied_from=apart_template)
    with set_apart(logins, name, home / "apart") as found:
        yield found
    _drop(logins, name)


def client_of(cast: Cast, login: str, body: str) -> str:
    """Enter a client, by two administrators; return its secret."""
    (one, other), name = ADMINISTRATORS, f"{body}-core"
    responder = cast.officer(login)
    with cast.acts(one) as officer:
        propose_client(name=name, responder=responder, body=cast.body(body), officer=officer)
    with cast.acts(other) as officer:
        return confirm_client(name=name, officer=officer)


@dataclass
class Program:
    """A program of an institution, which knows its name and its secret."""

    name: str
    secret: str
    token: str = ""
    begun: str = "0"
    http: Client = field(default_factory=SiteClient)

    def signs_in(self) -> HttpResponse:
        """Ask for a token, and keep it."""
        told = base64.b64encode(f"{self.name}:{self.secret}".encode()).decode()
        response: Any = self.http.post(
            "/oauth/token",
            {"grant_type": "client_credentials"},
            headers={"authorization": f"Basic {told}"},
        )
        if response.status_code == 200:
            self.token = response.json()["access_token"]
        return response  # type: ignore[no-any-return] # the test client's own kind

    def gets(self, path: str) -> Any:  # noqa: ANN401 - the test client's own kind
        """Ask for something."""
        return self.http.get(path, headers=self._headers)

    def tidings(self, after: str = "") -> list[dict[str, Any]]:
        """Return what it was told since it first asked, or after a cursor."""
        found = told(self.gets(f"/v1/requests?after={after or self.begun}"))["requests"]
        assert isinstance(found, list)
        return found

    def posts(self, path: str, letter: Paper | bytes) -> Any:  # noqa: ANN401 - as above
        """Send a message of JSON alone."""
        data = letter if isinstance(letter, bytes) else paper_bytes(letter)
        return self.http.post(path, data, content_type="application/json", headers=self._headers)

    def answers(
        self, path: str, letter: Paper, files: Mapping[str, bytes], *signatures: bytes
    ) -> Any:  # noqa: ANN401 - as above
        """Send an answer with files, and with signatures over it."""
        parts = {
            "answer": SimpleUploadedFile("answer.json", paper_bytes(letter)),
            "file": [SimpleUploadedFile(name, data) for name, data in files.items()],
            "signature": [SimpleUploadedFile("signature", one) for one in signatures],
        }
        return self.http.post(path, parts, headers=self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}", "accept-language": "en"}


def begun(program: Program) -> Program:
    """Let a program sign in, and read what was told before the test."""
    program.signs_in()
    program.begun = str(told(program.gets("/v1/requests"))["cursor"])
    return program


@pytest.fixture
def bank(site: Cast) -> Program:
    """Return a program of the bank ``bank-one`` that has signed in."""
    return begun(Program("bank-one-core", client_of(site, "responder_one", "bank-one")))


@pytest.fixture
def other_bank(site: Cast) -> Program:
    """Return a program of another bank that has signed in."""
    return begun(Program("bank-two-core", client_of(site, "liaison_two", "bank-two")))


def told(response: Any) -> dict[str, Any]:  # noqa: ANN401 - the test client's own kind
    """Return what a response says."""
    found = json.loads(response.content)
    assert isinstance(found, dict)
    return found
