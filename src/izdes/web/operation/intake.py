"""Intake of one installation: what its window was sent its office takes, and the words go back.

Where the window is elsewhere, files cross instead and somebody carries them; what is done with a
package is the same. A package that is refused is left where it is and tried again an hour later.
"""

import logging
import time
from contextlib import suppress

from izdes.core.errors import IzdesError
from izdes.web.config import configuration
from izdes.web.correspondence import telling as letters
from izdes.web.packages.known import is_one_contour
from izdes.web.reception import signing, telling
from izdes.web.reception.machine import ReceptionMissing
from izdes.web.reception.placing import NowhereToGo
from izdes.web.reception.taking import take_in
from izdes.web.window import outgoing

_log = logging.getLogger(__name__)
_AGAIN_SECONDS = 3_600.0
_refused: dict[int, float] = {}


def take_sent() -> int:
    """Take in what the window of this installation was sent; return how many packages."""
    if not is_one_contour(configuration()):
        return 0
    count = 0
    for one in outgoing.waiting():
        if _refused.get(one.key, 0.0) > time.monotonic() or not one.place.exists():
            continue
        try:
            take_in(one.place)
        except (ReceptionMissing, NowhereToGo):
            # Not the package's fault: as soon as the office is staffed all of them are taken.
            return count
        except IzdesError as why:
            _refused[one.key] = time.monotonic() + _AGAIN_SECONDS
            _log.warning("a package of the window is refused", extra={"action": why.code})
        else:
            outgoing.note_taken(one)
            count += 1
    return count


def tell_back() -> int:
    """Gather what became facts; tell the window of this installation; return how many words."""
    telling.gather()
    letters.gather()
    if not is_one_contour(configuration()):
        return 0
    words = telling.untold()
    outgoing.tell([one.said for one in words])
    telling.note_told(words)
    return len(words)


def gather_again() -> int:
    """Gather what was entered long after its moment; check again what had to wait."""
    with suppress(ReceptionMissing):
        signing.check_again()
    return telling.gather(telling.EVER) + letters.gather(telling.EVER)
