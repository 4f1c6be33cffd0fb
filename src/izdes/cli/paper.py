"""`izdes paper`: sign a paper as PDF, and check one as whoever receives it would, offline."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.signatures.authority.folder import read_stamping
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.beside import FileUnusable
from izdes.adapters.signatures.pades import Told, sign_pdf
from izdes.adapters.signatures.pades_checking import MOST_BYTES, PdfReport, check_pdf
from izdes.adapters.signatures.stamps import Authority
from izdes.adapters.signatures.trust import read_trust
from izdes.adapters.words.pades import report_lines
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.signed import (
    AtOption,
    KeyOption,
    PasswordOption,
    TrustOption,
    held_key,
    moment_of,
    tell_written,
    write_new,
)
from izdes.cli.visible import visible

paper = typer.Typer(no_args_is_help=True, help="Papers as PDF: sign, check.")


@paper.command()
def sign(
    pdf: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="A paper.")],
    *,
    key: KeyOption,
    out: Annotated[Path, typer.Option("--out", help="The signed paper.")],
    password_file: PasswordOption = None,
    authority: Annotated[
        Path | None,
        typer.Option("--authority", help="Folder of `izdes pki demo`: stamps the time."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="What the signature says.")] = "",
    at: AtOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Sign FILE.pdf (PAdES); with an authority the signature carries a timestamp."""
    moment = moment_of(at)
    with refusals(lang.value, as_json=json):
        held = held_key(key, password_file)
        signed = sign_pdf(
            _read(pdf), held, at=moment, told=Told(reason), authority=_stamping(authority, moment)
        )
        write_new(out, signed)
    tell_written(out, {"signed": str(out)}, lang.value, as_json=json)


@paper.command()
def verify(
    pdf: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="A signed paper.")],
    *,
    trust: TrustOption,
    at: AtOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Check FILE.pdf: digest, number, who signed by which certificate, what changed since."""
    moment = moment_of(at)
    with refusals(lang.value, as_json=json):
        found = check_pdf(_read(pdf), read_trust(trust), at=moment)
    if json:
        print_json(_as_json(found))
    else:
        print("\n".join(map(visible, report_lines(found, lang.value))))
    if not found.is_accepted:
        raise typer.Exit(1)


def _as_json(found: PdfReport) -> dict[str, object]:
    """Return what was found for machines."""
    return {
        "is_accepted": found.is_accepted,
        "digest": found.digest,
        "number": found.number,
        "content": found.content,
        "failed": [c.code for c in found.checks if not c.is_good],
        "signatures": [
            {
                "certificate": one.certificate.as_json() if one.certificate else None,
                "claimed_at": one.claimed_at.isoformat() if one.claimed_at else None,
                "proven_at": one.proven_at.isoformat() if one.proven_at else None,
                "stamped_by": one.stamped_by,
                "failed": [c.code for c in one.checks if not c.is_good],
            }
            for one in found.signatures
        ],
    }


def _stamping(folder: Path | None, at: datetime) -> Authority | None:
    """Return what answers requests for timestamps, where somebody named it."""
    if folder is None:
        return None
    stamping = read_stamping(folder)
    return lambda request: answer_stamp(request, stamping, at=at)


def _read(path: Path) -> bytes:
    """Return the bytes of a file, larger than those of a key.

    Raises:
        FileUnusable: It cannot be read, or is far too large.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError:
        raise FileUnusable(file=path.name) from None
    if len(data) > MOST_BYTES:
        raise FileUnusable(file=path.name)
    return data
