"""Messages that could not be taken are shown to whoever keeps the office, with the reason."""

from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.characters import ADMINISTRATORS
from tests.web.correspondence.desk import answer_to
from tests.web.institutions.conftest import NAMES, Program
from tests.web.institutions.test_exchange import accepts, path_of, sent_request
from tests.web.pages.visiting import signed_in

from izdes.adapters.words import say
from izdes.web.correspondence.models import Request
from izdes.web.institutions.taking import take_waiting, undelivered

_OFFICE = {name: getattr(settings, name) for name in NAMES}


def left(site: Cast, bank: Program) -> tuple[Request, int]:
    """Return a request whose answer was refused, and the number of that message."""
    request = sent_request(site)
    accepts(bank, request)
    bank.answers(path_of(request, "/answers"), answer_to(request), {}, b"\x30nothing")
    take_waiting()
    (found,) = undelivered()
    return request, found.key


def test_an_administrator_sees_why_and_lets_it_be_tried_again(site: Cast, bank: Program) -> None:
    request, key = left(site, bank)

    with override_settings(**_OFFICE):
        keeper = signed_in(site, ADMINISTRATORS[0])
        address = reverse("undelivered")
        day = keeper.get(reverse("home")).content.decode()
        table = keeper.get(address).content.decode()
        page = keeper.get(reverse("undelivered_message", args=[key])).content.decode()
        done = keeper.post(reverse("undelivered_again", args=[key]))

    assert f'href="{address}"' in day
    assert request.number in table
    assert say("answer_signature_fails", "kk", why="sign_form_wrong") in page
    assert done.status_code == 302
    assert undelivered() == ()


def test_nobody_else_sees_what_could_not_be_taken(site: Cast, bank: Program) -> None:
    _, key = left(site, bank)

    with override_settings(**_OFFICE):
        for login in ("hq_analyst", "responder_one", "investigator_a1"):
            somebody = signed_in(site, login)
            assert somebody.get(reverse("undelivered")).status_code == 404
            assert somebody.get(reverse("undelivered_message", args=[key])).status_code == 404
            again = somebody.post(reverse("undelivered_again", args=[key]))
            assert again.status_code == 403
