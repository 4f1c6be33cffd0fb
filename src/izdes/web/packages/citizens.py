"""What the window and the office trust of citizens: a folder that the configuration names.

Each of the two has its own copy, and each checks by itself. Where no folder is named, or no root
lies in it, the electronic way of signing is not connected; the two others stand.
"""

import logging
from pathlib import Path

from izdes.adapters.signatures.faults import CertificateUnreadable
from izdes.adapters.signatures.trust import Trust, read_trust
from izdes.web.config import configuration

_log = logging.getLogger(__name__)


def is_connected() -> bool:
    """Say whether signatures of citizens can be checked here."""
    given = configuration().citizens_trust
    return bool(given) and any((Path(given) / "roots").glob("*"))


def trust_of_citizens() -> Trust | None:
    """Return what is trusted of citizens; None where nothing is, or a file of it cannot be read.

    Whoever replaces lists of revoked certificates need restart nothing: it is read each time.
    """
    if not is_connected():
        return None
    try:
        return read_trust(Path(configuration().citizens_trust))
    except CertificateUnreadable:
        _log.exception("what is trusted of citizens cannot be read")
        return None
