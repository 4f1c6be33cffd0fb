"""Adverts: single offers on marketplaces, by the number or the link that the marketplace gave.

``olx:``, ``kaspi:``, ``kolesa:`` or ``krisha:`` and the number; an OLX link ends in letters and
digits whose case counts. An advert can be changed or taken down within minutes: what it showed has
to be preserved separately.

Source: links as the marketplaces publish them, 2026.

>>> read_advert("https://krisha.kz/a/show/698112233").value
'krisha:698112233'
>>> read_advert("www.olx.kz/d/obyavlenie/divan-IDaBc1d.html").value
'olx:aBc1d'
"""

import re

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.url import parts_of
from izdes.core.identifiers.written import plain

_PLACES = {
    "krisha.kz": ("krisha", re.compile(r"/a/show/([0-9]{5,12})\b")),
    "kolesa.kz": ("kolesa", re.compile(r"/a/show/([0-9]{5,12})\b")),
    "olx.kz": ("olx", re.compile(r"-ID([0-9A-Za-z]{4,8})\.html")),
    "kaspi.kz": ("kaspi", re.compile(r"/shop/p/[^/?#]{0,200}?-([0-9]{5,12})(?:[/?#]|$)")),
    "obyavleniya.kaspi.kz": ("kaspi", re.compile(r"/a/show/([0-9]{5,12})\b")),
}
_GIVEN = re.compile(r"(olx|kaspi|kolesa|krisha):([0-9A-Za-z]{4,12})", re.ASCII)


def read_advert(raw: str) -> Reading:
    """Read a link to an advert, or its number with the marketplace in front."""
    if given := _GIVEN.fullmatch(plain(raw)):
        return Reading(raw, "ad_id", f"{given[1]}:{given[2]}")
    parts = parts_of(raw)
    place = _PLACES.get(parts[1].removeprefix("www.").removeprefix("m.")) if parts else None
    if parts is None or place is None:
        return shapeless(raw, "ad_id")
    found = place[1].search(parts[2])
    return Reading(raw, "ad_id", f"{place[0]}:{found[1]}") if found else shapeless(raw, "ad_id")
