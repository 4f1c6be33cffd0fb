"""Moments as options: with their offset, or wrong usage."""

from datetime import datetime

import typer


def moment_given(text: str | None, *, option: str) -> datetime | None:
    """Return a moment with its offset, None where none was given.

    Args:
        option: Which one it was given for, as its user wrote it.
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(text, param_hint=option) from None
    if found.tzinfo is None:
        raise typer.BadParameter(text, param_hint=option)
    return found
