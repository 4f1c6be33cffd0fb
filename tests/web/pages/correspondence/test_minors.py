"""A holder who is not eighteen is named on top of the packet, as a paper of the case says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from tests.adapters.documents.forms.filled import values_of
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    IBAN,
    LEAD,
    OTHER_IBAN,
    PROSECUTOR,
    SUSPENSION,
    drafted,
    running_case,
    signed,
)
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.words import say
from izdes.web.correspondence.models import Request
from izdes.web.papers.services.drafting import draft_paper

_CHILD, _ADULT = timedelta(days=16 * 365), timedelta(days=19 * 366)


def _suspension(cast: Cast, *, account: str, age: timedelta) -> Request:
    """Return an order upon an account, beside a paper that tells how old a holder is."""
    case = running_case(cast)
    request = signed(cast, drafted(cast, case, SUSPENSION))
    values = {
        **values_of(form_of("suspension"), "kk"),
        "account": account,
        "holder_born": (localdate() - age).isoformat(),
    }
    with cast.acts(LEAD) as officer:
        draft_paper(case=case, form="suspension", values=values, officer=officer)
    return request


@pytest.mark.parametrize(
    ("account", "age", "is_said"),
    [(IBAN, _CHILD, True), (IBAN, _ADULT, False), (OTHER_IBAN, _CHILD, False)],
)
def test_a_minor_holder_is_said_on_top_of_the_packet(
    cast: Cast, account: str, age: timedelta, *, is_said: bool
) -> None:
    request = _suspension(cast, account=account, age=age)

    decision = signed_in(cast, PROSECUTOR).get(reverse("decision", args=[request.pk]))
    packet = signed_in(cast, LEAD).get(reverse("request", args=[request.pk]))

    for page in (decision, packet):
        assert page.status_code == 200
        assert (say("corr_minor", "kk") in text_of(page)) is is_said
