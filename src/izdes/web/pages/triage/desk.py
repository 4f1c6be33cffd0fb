"""What all pages of the desk ask: whose desk it is, which complaint, which law."""

from django.http import Http404
from django.utils.timezone import localdate

from izdes.core.law.institutions import Register, register_on
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Complaint
from izdes.web.cases.selectors import complaints_visible_to
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import lasting_on, units_of
from izdes.web.officers.selectors import bodies_visible_to


def desks_of(officer: Officer) -> list[Body]:
    """Return the bodies in whose name an officer may take complaints."""
    lasting = bodies_visible_to(officer).filter(lasting_on(localdate()))
    own = lasting.filter(pk__in=units_of(officer, "write"))
    return list(own.order_by("code"))


def complaint_or_404(officer: Officer, number: int) -> Complaint:
    """Return a complaint that an officer sees.

    Raises:
        Http404: There is none, or he does not see it: both are the same answer.
    """
    found = complaints_visible_to(officer).select_related("unit", "case").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def register_today(law: LawPack | None = None) -> Register:
    """Return the institutions of the law in force today."""
    return register_on(localdate(), law or pack_in_force())


def bank_name(institution_id: str, register: Register) -> str:
    """Return the name of an institution, or what was written where none is known."""
    found = next((i for i in register.institutions if i.institution_id == institution_id), None)
    return institution_id if found is None else str(getattr(found, f"name_{language()}"))


def body_name(body: Body) -> str:
    """Return the name of a body."""
    return str(getattr(body, f"name_{language()}"))
