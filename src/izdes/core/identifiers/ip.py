"""IP: addresses of machines on the internet, version 4 and 6.

The address of a log is that of a provider's customer, of a proxy or of a whole operator's gateway
at one moment: without the moment, and often the port, it names nobody.

Source: RFC 791; RFC 4291; RFC 5952 (canonical form).

>>> read_ip("203[.]0[.]113[.]5:443").value, read_ip("2001:DB8:0::1").value
('203.0.113.5', '2001:db8::1')
"""

import ipaddress
import re

from izdes.core.identifiers.domain import refanged
from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import plain

_PORT = re.compile(r"(?<=[0-9\]]):[0-9]{1,5}$")
_V4_PLACES = 3
_LONGEST = 60


def read_ip(raw: str) -> Reading:
    """Read one address in canonical form; a port behind it is dropped."""
    text = refanged(plain(raw)) if len(raw) <= _LONGEST else ""
    if text.count(".") == _V4_PLACES or text.startswith("["):
        text = _PORT.sub("", text).strip("[]")
    try:
        return Reading(raw, "ip", str(ipaddress.ip_address(text)))
    except ValueError:
        return shapeless(raw, "ip")
