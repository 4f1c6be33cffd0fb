"""What an institution dates at the end of the calendar is shown, and stops no page."""

from datetime import UTC, datetime

from django.urls import reverse
from tests.web.cast import Cast
from tests.web.correspondence.desk import MOVEMENTS, drafted, receipt, running_case, sent
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.messages.letters import read_receipt
from izdes.core.orders.papers import paper_bytes
from izdes.web.correspondence.services import take_receipt

ENDLESS = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_time_asked_for_without_an_end_is_shown(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast), MOVEMENTS))
    wanted = receipt(
        request, "extension_asked", reason="archive", text="Later", asked_until=ENDLESS
    )
    with cast.acts("responder_one") as officer:
        for letter in (receipt(request, "delivered"), receipt(request, "accepted"), wanted):
            take_receipt(
                request=request, receipt=read_receipt(paper_bytes(letter)), officer=officer
            )

    page = text_of(signed_in(cast, "investigator_a1").get(reverse("request", args=[request.pk])))

    assert "31.12.9999" in page
