"""What the commands that sign and check have in common."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.signatures.beside import FileUnusable, bytes_of
from izdes.adapters.signatures.keys import FileKey, read_key
from izdes.adapters.words import Lang, say
from izdes.cli.frame import print_json
from izdes.cli.moments import as_moment
from izdes.cli.visible import visible

KeyOption = Annotated[Path, typer.Option("--key", help="PKCS #12, or PEM with certificates.")]
PasswordOption = Annotated[
    Path | None, typer.Option("--password-file", help="File with the password of the key.")
]
AtOption = Annotated[
    str | None, typer.Option("--at", help="RFC 3339 with offset; without it, now.")
]
TrustOption = Annotated[Path, typer.Option("--trust", help="Folder of roots and lists.")]
ReportOption = Annotated[
    Path | None, typer.Option("--report", help="Where to keep what was found.")
]


def held_key(key: Path, password_file: Path | None) -> FileKey:
    """Return the key of a file, opened with the password that stands in another.

    Raises:
        FileUnusable: One of the two cannot be read, or is far too large.
        KeyUnusable: The password is wrong, or it is no key that we sign with.
    """
    password = bytes_of(password_file).strip() if password_file else None
    return read_key(bytes_of(key), password)


def tell_written(file: Path, told: Mapping[str, object], lang: Lang, *, as_json: bool) -> None:
    """Say that something signed was written, and where; to programs as given."""
    if as_json:
        print_json(told)
    else:
        print(visible(say("sign_written", lang, file=str(file))))


def moment_of(text: str | None) -> datetime:
    """Return a moment with its offset, in UTC; now where none was given."""
    return as_moment(text, option="--at") or datetime.now(tz=UTC)


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
