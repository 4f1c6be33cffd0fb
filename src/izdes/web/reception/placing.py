"""Placing: to which body of the police a report goes that came from nowhere in particular.

It goes to where whoever reported lives: to the one unit of that region, or to the headquarters of
the region where there are several, whose duty officer sends it on; without a region, to the
central headquarters. Whose matter it is by law, triage decides.
"""

from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from izdes.core.errors import IzdesError
from izdes.web.officers.models import Body
from izdes.web.officers.roles import BodyKind


class NowhereToGo(IzdesError):
    """There is no body of the police to which a report could go."""

    code = "nowhere_to_go"


def unit_for(region: str) -> Body:
    """Return the body to which a report of a region goes.

    Raises:
        NowhereToGo: There is none in the whole country.
    """
    today = TruncDate(Now())
    lasting = Body.objects.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today)
    units = lasting.filter(kind=BodyKind.POLICE_UNIT, region=region).order_by("code")[:2]
    if len(units) == 1:
        return units[0]
    headquarters = lasting.filter(kind=BodyKind.POLICE_HQ)
    found = (
        headquarters.filter(region=region).order_by("code").first()
        or (units[0] if units else None)
        or headquarters.filter(region__isnull=True).order_by("pk").first()
        or headquarters.order_by("pk").first()
    )
    if found is None:
        raise NowhereToGo
    return found
