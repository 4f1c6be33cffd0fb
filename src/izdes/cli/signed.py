"""What the commands that sign and check have in common."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.signatures.beside import FileUnusable

PasswordOption = Annotated[
    Path | None, typer.Option("--password-file", help="File with the password of the key.")
]
AtOption = Annotated[
    str | None, typer.Option("--at", help="RFC 3339 with offset; without it, now.")
]


def moment_of(text: str | None) -> datetime:
    """Return a moment with its offset, in UTC; now where none was given."""
    if text is None:
        return datetime.now(tz=UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(text, param_hint="--at") from None
    if found.tzinfo is None:
        raise typer.BadParameter(text, param_hint="--at")
    return found.astimezone(UTC)


def write_new(path: Path, data: bytes) -> None:
    """Write a file; one that is there already stays as it is.

    Raises:
        FileUnusable: It is there already, or cannot be written.
    """
    try:
        with path.open("xb") as opened:
            opened.write(data)
    except OSError:
        raise FileUnusable(file=path.name) from None
