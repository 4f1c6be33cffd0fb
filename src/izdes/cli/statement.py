"""`izdes statement`: sign a statement of the window, and check a signature over one, offline."""

from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.signatures.beside import SUFFIXES, bytes_of, named
from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.citizens import StatementReport, verify_statement
from izdes.adapters.signatures.statement import Signs, read_statement
from izdes.adapters.signatures.trust import read_trust
from izdes.adapters.words import Lang, say
from izdes.adapters.words.signatures import check_line
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.signed import (
    AtOption,
    KeyOption,
    PasswordOption,
    ReportOption,
    TrustOption,
    held_key,
    moment_of,
    tell_written,
    write_new,
)
from izdes.cli.visible import visible

statement = typer.Typer(
    no_args_is_help=True, help="Statements of citizens: sign, check a signature."
)


@statement.command()
def sign(
    file: Annotated[
        Path, typer.Argument(metavar="STATEMENT", help="As it was downloaded in the window.")
    ],
    *,
    key: KeyOption,
    password_file: PasswordOption = None,
    at: AtOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Sign STATEMENT as any other program would; the signature lies beside it (`.p7s`)."""
    moment = moment_of(at)
    with refusals(lang.value, as_json=json):
        content = bytes_of(file)
        read_statement(content)
        signature = sign_cades(content, held_key(key, password_file), at=moment)
        target = named(file, SUFFIXES["cades"])
        write_new(target, signature)
    tell_written(target, {"signature": str(target)}, lang.value, as_json=json)


@statement.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="STATEMENT", help="What was signed.")],
    signature: Annotated[Path, typer.Argument(help="The signature: .p7s, .cms or .sig.")],
    *,
    trust: TrustOption,
    iin: Annotated[
        list[str] | None,
        typer.Option("--iin", help="Whose the certificate must be; else whom STATEMENT names."),
    ] = None,
    at: AtOption = None,
    report: ReportOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Check a signature over STATEMENT, offline, as the window and the office do."""
    moment = moment_of(at)
    with refusals(lang.value, as_json=json):
        content = bytes_of(file)
        told = read_statement(content)
        found = verify_statement(
            content,
            bytes_of(signature),
            read_trust(trust),
            signs=Signs(tuple(iin)) if iin else told.signs,
            at=moment,
        )
        if report:
            write_new(report, found.as_bytes())
    print_json(found.as_json()) if json else print("\n".join(_lines(found, lang.value)))
    if not found.is_accepted:
        raise typer.Exit(1)


def _lines(found: StatementReport, lang: Lang) -> list[str]:
    """Return everything that is to be said, the verdict first."""
    verdict = "statement_accepted" if found.is_accepted else "statement_refused"
    signer = found.signer
    said = [
        say(verdict, lang, at=found.at.isoformat()),
        say("statement_signed_by", lang, name=signer.name, iin=signer.iin, bin=signer.body_bin),
        *(check_line(check, lang) for check in found.checks),
    ]
    return [visible(line) for line in said]
