"""IMSI: the number of a subscription, kept on the SIM.

Fifteen digits: country, network, subscriber. It has no check digit, so nothing in it shows a slip
of the pen; it is known only where country and network exist. It stays when the telephone changes
and names the subscription, not the person who used it.

Source: ITU-T E.212; networks as listed in python-stdnum.

>>> read_imsi("401 01 0012345678").value, read_imsi("999990012345678").code
('401010012345678', 'no_such_range')
"""

from functools import lru_cache

from stdnum import imsi

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import compact, is_digits

LENGTH = 15
# Country and network have five digits or six.
_NETWORK = 6


def read_imsi(raw: str) -> Reading:
    """Read fifteen digits given as an IMSI; an unknown network is noted."""
    digits = compact(raw)
    if len(digits) != LENGTH or not is_digits(digits):
        return shapeless(raw, "imsi")
    return Reading(raw, "imsi", digits, None if country(digits) else "no_such_range")


def country(digits: str) -> str | None:
    """Return the two letters of the country of a known network, in lower case."""
    return _country_of(digits[:_NETWORK])


@lru_cache
def _country_of(network: str) -> str | None:
    """Return the country of the network that a number begins with."""
    try:
        known: dict[str, str] = imsi.info(network.ljust(LENGTH, "0"))
    except ValueError:
        # No country begins so.
        return None
    return known.get("cc") if "brand" in known or "operator" in known else None
