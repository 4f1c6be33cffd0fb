"""Names of hosts and domains, in lower case, as people see them (U-label).

``www.`` in front is dropped; what else stands before the registered name is kept: cutting it needs
the list of public suffixes. Defanged spelling (``hxxp``, ``[.]``) is undone.

A domain says where a page was, not who made it; the registrant's name is often invented.

Source: RFC 1123, 2.1; RFC 5890; punycode RFC 3492.

>>> read_domain("WWW.Kaspi-Bonus[.]example").value
'kaspi-bonus.example'
"""

import re

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
    """Return the host as people see it: lower case, U-labels, no ``www.``, no last dot."""
    lower = host.lower().rstrip(".").removeprefix("www.")
    return ".".join(_as_seen(label) for label in lower.split("."))


def _as_seen(label: str) -> str:
    """Decode one punycode label; what does not decode stays as written."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna").lower()
    except UnicodeError:
        return label


def read_domain(raw: str) -> Reading:
    """Read the bare name of a host."""
    host = shown(refanged(plain(raw)))
    if not is_host(host):
        return shapeless(raw, "domain")
    return Reading(raw, "domain", host, "look_alike_letters" if is_mixed(host) else None)


def is_mixed(host: str) -> bool:
    """Say whether one label has Cyrillic look-alikes among Latin letters."""
    return any(
        fold_look_alikes(label) != label and any(c.isascii() and c.isalpha() for c in label)
        for label in host.split(".")
    )
