"""Changing: two officers at one thing. The second is told, and nothing is overwritten."""

from izdes.core.errors import IzdesError
from izdes.web.officers.models import Officer


class ChangedMeanwhile(IzdesError):
    """Somebody changed it after it was shown; what it is now must be looked at first."""

    code = "changed_meanwhile"


def require_unchanged(*, seen: int, now: int, by: Officer) -> None:
    """Refuse to change what is no longer what was shown.

    Args:
        seen: The version that was shown with the form.
        now: The version that stands, under a lock.
        by: Who changed it last.

    Raises:
        ChangedMeanwhile: The two are different.
    """
    if seen != now:
        raise ChangedMeanwhile(by=by.full_name)
