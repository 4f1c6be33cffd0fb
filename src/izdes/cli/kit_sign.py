"""`izdes kit sign`: signs an answer that somebody's own program made."""

from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.messages.drop import dropped
from izdes.adapters.messages.signed import SIGNATURE_FILES
from izdes.adapters.signatures.cades import sign_cades
from izdes.cli.frame import JsonOption, LangOption, refusals
from izdes.cli.signed import (
    AtOption,
    KeyOption,
    PasswordOption,
    held_key,
    moment_of,
    tell_written,
    write_new,
)
from izdes.core.orders.papers import paper_bytes


def sign(
    answer: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWER", help="A folder with answer.json.", exists=True, file_okay=False
        ),
    ],
    *,
    key: KeyOption,
    password_file: PasswordOption = None,
    at: AtOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Sign the answer in a folder (CAdES), over the bytes that the office checks."""
    moment = moment_of(at)
    with refusals(lang.value, as_json=json):
        held = held_key(key, password_file)
        with dropped(answer) as opened:
            signature = sign_cades(paper_bytes(opened.answer), held, at=moment)
        target = answer / SIGNATURE_FILES[0]
        write_new(target, signature)
    tell_written(target, {"signature": str(target)}, lang.value, as_json=json)
