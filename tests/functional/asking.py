"""Asks a bank of a running demo about an account, as its investigator and its prosecutor do.

Run as a program in the environment of that demo; it prints the number of the request.
"""

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import now

from izdes.cli.office import office

if TYPE_CHECKING:
    from izdes.web.officers.models import Officer

# The office is set up before its tables are imported.
# ruff: noqa: PLC0415


def asked(institution: str, account: str) -> str:
    """Send a request about an account in a case of the investigator's; return its number."""
    from izdes.core.orders.order import Period, Said
    from izdes.core.orders.subjects import Subject
    from izdes.web.acting import acting
    from izdes.web.correspondence.models import Request
    from izdes.web.correspondence.orders.drafts import Asked, Draft
    from izdes.web.correspondence.services import (
        decide,
        draft_request,
        send,
        sign_request,
        submit,
    )
    from izdes.web.officers.selectors import bodies_visible_to

    lead, prosecutor = officer("investigator"), officer("prosecutor")
    with acting(lead.pk):
        case = Request.objects.filter(case__isnull=False).order_by("pk")[0].case
        request = draft_request(
            case=case,
            addressee=bodies_visible_to(lead).get(institution=institution),
            measure="request.bank_movements",
            draft=Draft(
                basis="Алаяқтық",
                demanded=("movements",),
                period=Period(now() - timedelta(days=30), now()),
                said=(Said("fabula", "Ақша алдап алынған."), Said("necessity", "Ізін табу үшін.")),
            ),
            subjects=[Asked(Subject("iban", account), f"iban:{account}")],
            officer=lead,
        )
        request = sign_request(request=request, officer=lead)
        submit(request=request, officer=lead)
    with acting(prosecutor.pk):
        decide(request=request, outcome="given", officer=prosecutor)
    with acting(lead.pk):
        return send(request=request, officer=lead).number


def officer(login: str) -> "Officer":
    """Return somebody of the demo."""
    from izdes.web.signing_in.selectors import officer_with_login

    found = officer_with_login(login)
    assert found is not None
    return found


if __name__ == "__main__":
    office()
    sys.stdout.write(asked(*sys.argv[1:]))
