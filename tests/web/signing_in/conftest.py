"""People who can sign in: by the office's own commands, with a password that guards nobody."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast

from izdes.web.signing_in.services.recovering import (
    confirm_recovery,
    propose_recovery,
    use_recovery,
)

PASSWORD = "Тұлпар мінген 7 батыр"  # noqa: S105 - it guards nothing
LetIn = Callable[[str], None]
SignIn = Callable[..., Client]


def forget(cast: Cast, login: str) -> None:
    """Forget the factors and sessions that the cast was given for the walk: they open nothing."""
    with cast.acts(login):
        Authenticator.objects.filter(user_id=cast.officers[login]).delete()
        UserSession.objects.filter(user_id=cast.officers[login]).delete()


@pytest.fixture
def let_in(cast: Cast) -> LetIn:
    """Return what gives somebody a password, as two administrators and he himself do."""

    def give(login: str, *, forgets_factors: bool = False) -> None:
        with cast.acts("administrator") as one:
            first = propose_recovery(
                person=cast.officer(login),
                ground="Came in person",
                forgets_factors=forgets_factors,
                officer=one,
            )
        with cast.acts("administrator_2") as another:
            second = confirm_recovery(recovery=first.recovery, officer=another)
        use_recovery(login=login, first=first.code, second=second.code, password=PASSWORD)
        forget(cast, login)

    return give


@pytest.fixture
def sign_in(let_in: LetIn) -> SignIn:
    """Return what signs somebody in by his password in a browser of his own."""

    def enter(login: str, *, password: str = PASSWORD, is_let_in: bool = True) -> Client:
        if is_let_in:
            let_in(login)
        client = Client()
        client.post(reverse("account_login"), {"login": login, "password": password})
        return client

    return enter
