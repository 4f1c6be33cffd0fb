"""A victim at the window: a browser that begins a report, and goes on where she left it."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.signing import TimestampSigner, b62_encode
from django.test import Client
from django.urls import reverse

from izdes.twin.numbers import phone
from izdes.web.window.drafts import Draft, open_draft
from izdes.web.window.pages.drafting import COOKIE

# Of the test client, which has no name of its own.
Response = Any

_A_MINUTE = 60
URGENT = {
    "from_bank": "CASPKZKA",
    "amount": "150 000",
    "day": "2026-05-19",
    "clock": "14:02",
    "to": phone(7),
}


class _Earlier(TimestampSigner):
    """Signs as a minute ago."""

    def timestamp(self) -> str:
        return b62_encode(int(time.time()) - _A_MINUTE)


@dataclass
class Victim:
    """Her browser."""

    client: Client = field(default_factory=lambda: Client(headers={"accept-language": "kk"}))

    def begins(self, *, fresh: str = "no") -> "Victim":
        self.client.post(reverse("window_begin"), {"fresh": fresh})
        return self

    def opens(self, name: str, /, *args: object, **given: Any) -> Response:  # noqa: ANN401 - handed on as it is
        return self.client.get(reverse(name, args=args), given)

    def sends(self, name: str, /, *args: object, **given: Any) -> Response:  # noqa: ANN401 - handed on as it is
        return self.client.post(reverse(name, args=args), given)

    def answers(self, step: str, /, **given: Any) -> Response:  # noqa: ANN401 - handed on as it is
        return self.sends("window_step", step, **given)

    def sends_urgently(self, **given: Any) -> Response:  # noqa: ANN401 - handed on as it is
        return self.sends("window_urgent", **{**URGENT, "began": began(), **given})

    @property
    def draft(self) -> Draft:
        found = open_draft(self.client.cookies[COOKIE].value)
        assert found is not None
        return found


def began() -> str:
    """Return what a form that was shown a minute ago carries."""
    return _Earlier(salt="izdes.web.window.traps").sign("")


def shown(response: Response) -> str:
    return str(response.content.decode())


def faults(response: Response) -> list[str]:
    return re.findall(r'<p class="error"[^>]*>(.*?)</p>', shown(response))


@pytest.fixture
def victim(window: Path) -> Victim:
    del window
    return Victim()
