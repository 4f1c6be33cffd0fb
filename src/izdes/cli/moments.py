"""Moments as the command line gives them."""

from datetime import UTC, datetime

import typer

_SUCH_AS = "RFC 3339 with offset, such as 2026-05-21T14:02:00+05:00"
# Terms are counted from a moment and back: so far inside, none of them leaves the calendar.
_YEARS = range(1900, 2200)


def as_moment(text: str | None, *, option: str | None = None) -> datetime | None:
    """Read a moment with its offset, in UTC; None where none was given.

    Args:
        option: The option that gave it, for whoever is told that it is none.

    Raises:
        typer.BadParameter: It has no offset, or is no moment of this age.
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in _YEARS:
        raise typer.BadParameter(_SUCH_AS, param_hint=option)
    return found.astimezone(UTC)
