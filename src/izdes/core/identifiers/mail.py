"""Addresses of e-mail, in lower case.

The part before ``@`` may by the standard differ in case; no provider in use does so, and people
copy it in any case. That an address is well-formed does not prove that it receives mail, and the
sender that a letter displays can be forged.

Source: RFC 5321, 4.1.2; RFC 6531.

>>> read_email("Pay.Desk@Example.KZ").value
'pay.desk@example.kz'
"""

from izdes.core.identifiers.domain import is_host, is_mixed, refanged
from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import plain

_LONGEST_LOCAL = 64


def read_email(raw: str) -> Reading:
    """Read one address; letters of two alphabets in it are noted and kept as written."""
    text = refanged(plain(raw)).strip("<>\"' ").lower().removeprefix("mailto:")
    local, at, host = text.rpartition("@")
    if not at or not local or len(local) > _LONGEST_LOCAL or " " in local or "@" in local:
        return shapeless(raw, "email")
    if not is_host(host):
        return shapeless(raw, "email")
    return Reading(raw, "email", text, "look_alike_letters" if is_mixed(local) else None)
