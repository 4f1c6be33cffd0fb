"""That the client is not to be told stands in the order itself, and the institution sees it."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from tests.adapters.documents.forms.filled import values_of
from tests.web.cast import Cast
from tests.web.correspondence.desk import BANK, LEAD, MOVEMENTS, asked, draft, running_case, sent

from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.words import say
from izdes.core.orders.papers import paper_bytes, read_order
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.selectors import order_paper
from izdes.web.correspondence.services import draft_request
from izdes.web.papers.prefilling import About, prefilled
from izdes.web.papers.services.drafting import draft_paper
from izdes.web.papers.services.making import make_paper


def _sent(cast: Cast, *, client_untold: bool) -> Request:
    case = running_case(cast)
    with cast.acts(LEAD) as officer:
        request = draft_request(
            case=case,
            addressee=cast.body("bank-one"),
            measure=MOVEMENTS,
            draft=replace(draft(), client_untold=client_untold),
            subjects=asked(),
            officer=officer,
        )
    return sent(cast, request)


@pytest.mark.parametrize("client_untold", [True, False])
def test_it_is_a_field_of_what_is_signed(cast: Cast, *, client_untold: bool) -> None:
    request = _sent(cast, client_untold=client_untold)

    with cast.acts(LEAD):
        order = order_paper(Request.objects.get(pk=request.pk))

    assert order.client_untold is client_untold
    assert read_order(paper_bytes(order)) == order
    assert paper_bytes(order) != paper_bytes(replace(order, client_untold=not client_untold))


@pytest.mark.parametrize("client_untold", [True, False])
def test_the_institution_and_the_office_read_it(cast: Cast, *, client_untold: bool) -> None:
    request = _sent(cast, client_untold=client_untold)
    bank, lead = Client(), Client()
    bank.force_login(cast.officer(BANK))
    lead.force_login(cast.officer(LEAD))

    inbox = bank.get(reverse("inbox_request", args=[request.pk])).content.decode()
    packet = lead.get(reverse("request", args=[request.pk])).content.decode()

    said = say("corr_untold", "kk")
    assert (said in inbox, said in packet) == (client_untold, client_untold)


@pytest.mark.parametrize("client_untold", [True, False])
def test_its_paper_says_so_whatever_was_ticked(cast: Cast, *, client_untold: bool) -> None:
    request = _sent(cast, client_untold=client_untold)
    form = form_of("request")
    with cast.acts(LEAD) as officer:
        found = Request.objects.select_related("case").get(pk=request.pk)
        assert found.case is not None
        filled = prefilled(form, About(officer, found.case, request=found))
        paper = draft_paper(
            case=found.case,
            form="request",
            values={**values_of(form, "kk"), "client_untold": False},
            request=found,
            officer=officer,
        )
        made = make_paper(paper=paper, seen=paper.version, officer=officer)

    assert filled.get("client_untold", False) is client_untold
    content = made.content or {}
    assert content["fields"]["client_untold"] is client_untold
    norms = {one["id"] for one in content["norms"]}
    assert ("cpc.nondisclosure" in norms) is client_untold
