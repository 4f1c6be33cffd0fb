"""Names of hosts and domains, in lower case, as people see them (U-label).

A domain is what somebody registered: everything in front of it is cut, by the list of public
suffixes; where the list does not know the zone, two labels stay. Defanged spelling (``hxxp``,
``[.]``) is undone. Letters of two alphabets in one label are noted and kept as written.

A domain says where a page was, not who made it; the registrant's name is often invented.

Source: RFC 1123, 2.1; RFC 5890; UTS 46; the public suffix list as packaged with tldextract.

>>> read_domain("login.Kaspi-Bonus[.]com.kz").value, read_domain("xn--80ak6aa92e.com").code
('kaspi-bonus.com.kz', None)
"""

import re
from functools import cache

import idna
from tldextract import TLDExtract

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import fold_look_alikes, plain

_LONGEST = 253
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_DOTS = re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)", re.IGNORECASE)
_SCHEME = re.compile(r"^h(?:xx|tt)p(s?)(?:://|\[:\]//)", re.IGNORECASE)


def refanged(text: str) -> str:
    """Undo the spelling that keeps a dangerous address from being clicked."""
    return _SCHEME.sub(r"http\1://", _DOTS.sub(".", text))


def is_host(text: str) -> bool:
    """Say whether the text has the shape of a host's name with at least two labels."""
    labels = text.split(".")
    if len(text) > _LONGEST or len(labels) == 1 or labels[-1].isdigit():
        return False
    return all(_LABEL.fullmatch(label) for label in labels)


def shown(host: str) -> str:
    """Return the host as people see it: lower case, U-labels, no last dot."""
    return ".".join(_as_seen(label) for label in host.lower().rstrip(".").split("."))


def _as_seen(label: str) -> str:
    """Decode one punycode label; what does not decode stays as written."""
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label, uts46=True)
    except idna.IDNAError:
        return label


@cache
def _suffixes() -> TLDExtract:
    """Return the packaged list of public suffixes; nothing is ever fetched."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def is_known_zone(host: str) -> bool:
    """Say whether a host ends in a zone in which names are registered."""
    found = _suffixes().extract_str(host.lower())
    return bool(found.suffix and found.domain)


def registrable(host: str) -> str:
    """Return the part of a host that somebody registered; of an unknown zone two labels."""
    found = _suffixes().extract_str(host)
    if found.suffix and found.domain:
        return f"{found.domain}.{found.suffix}"
    return ".".join(host.split(".")[-2:])


def read_domain(raw: str) -> Reading:
    """Read the bare name of a host as the domain that it lies in."""
    host = shown(refanged(plain(raw)))
    if not is_host(host):
        return shapeless(raw, "domain")
    domain = registrable(host)
    return Reading(raw, "domain", domain, "look_alike_letters" if is_mixed(domain) else None)


def is_mixed(host: str) -> bool:
    """Say whether one label has Cyrillic look-alikes among Latin letters."""
    return any(
        fold_look_alikes(label) != label and any(c.isascii() and c.isalpha() for c in label)
        for label in host.split(".")
    )
