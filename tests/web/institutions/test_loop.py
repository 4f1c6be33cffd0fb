"""The loop over the real protocol: sandbox banks answer, and the money is followed to its end."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import override_settings
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.institutions.conftest import NAMES, client_of
from tests.web.institutions.test_sandbox import carried
from tests.web.loop import rounds
from tests.web.loop.conftest import banked, home, office, twin

from izdes.adapters.exchange.books import institutions_of, sandbox_books
from izdes.adapters.exchange.client import Site
from izdes.adapters.exchange.keeping import Keeping
from izdes.adapters.exchange.sandbox import Manners, Sandbox
from izdes.cli.benched_endings import FOUND, STATES, STOPS, compared
from izdes.web.correspondence.models import Request
from izdes.web.funds.models import Answer as Taken
from izdes.web.institutions import settings as of_site
from izdes.web.institutions.taking import take_waiting, undelivered

__all__ = ["banked", "home", "office", "twin"]
_ROUNDS = 12


@pytest.fixture
def site(banked: Cast) -> Iterator[Cast]:
    """Let the site work over the office of the loop."""
    with override_settings(**{name: getattr(of_site, name) for name in NAMES}):
        yield banked


def sandboxes(cast: Cast, twin: Path, folder: Path) -> list[Sandbox]:
    """Return a sandbox for each bank of a twin's country."""
    found = []
    for bank in (one for one in institutions_of(twin) if one.code):
        code = bank.institution_id.lower()
        secret = client_of(cast, f"at_{code}", f"twin-{code}")
        found.append(
            Sandbox(
                site=Site(carried, f"twin-{code}-core", secret, lambda _: None, random.Random(1)),
                books=sandbox_books(twin, bank.code),
                keeping=Keeping(folder / code),
                manners=Manners(),
                clock=now,
                books_at=now,
            )
        )
    return found


def test_what_banks_answer_over_the_protocol_is_followed_until_nothing_is_left_to_ask(
    site: Cast, twin: Path, tmp_path: Path
) -> None:
    banks = sandboxes(site, twin, tmp_path / "banks")
    case = rounds.complained(site, twin)

    layers = 0
    for _ in range(_ROUNDS):
        with site.acts(rounds.LEAD):
            drafts = [r for r in rounds.drafts_of(case) if r.kind == "request"]
        if not drafts:
            break
        layers += 1
        for request in drafts:
            rounds.sent(site, request)
        for bank in banks:
            bank.step()
        take_waiting()
        rounds.work()

    with site.acts(rounds.LEAD):
        left = [r for r in rounds.drafts_of(case) if r.kind == "request"]
        states = set(
            Request.objects.filter(case=case, sent_at__isnull=False).values_list("state", flat=True)
        )
    assert layers > 1
    assert left == []
    assert states <= {"answered", "ingested", "sent"}
    assert "ingested" in states
    assert undelivered() == ()
    assert not Taken.objects.using("owner").filter(state="refused").exists()
    assert all(bank.keeping.refused() == {} for bank in banks)
    told = compared(twin, asked(FOUND), asked(STATES), asked(STOPS))
    assert (told["dark"], told["other"]) == (0, 0), told["differing"]
    assert told["equal"] > told["misremembered"] + told["unfound"]


def asked(question: str) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
