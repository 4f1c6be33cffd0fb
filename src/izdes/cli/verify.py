"""`izdes verify`: check a certificate as a stranger would, with a program that shares no code."""

from pathlib import Path
from typing import Annotated

import typer

from izdes.cli.confirm import confirm_package
from izdes.cli.frame import JsonOption, LangOption
from izdes.verify.__main__ import verify as check
from izdes.verify.files import Given


def verify(
    path: Annotated[
        Path, typer.Argument(help="A certificate, a trace, a followed case; a package.")
    ],
    *,
    ledger: Annotated[
        Path | None, typer.Option("--ledger", help="transfers.csv, also gzipped.")
    ] = None,
    accounts: Annotated[
        Path | None, typer.Option("--accounts", help="accounts.csv, where the trace used one.")
    ] = None,
    claims: Annotated[Path | None, typer.Option("--claims", help="claims.csv")] = None,
    number: Annotated[str, typer.Option("--number", help="Of a paper: PATH is a package.")] = "",
    body: Annotated[str, typer.Option("--body", help="БИН of the body that issued it.")] = "",
    digest: Annotated[str, typer.Option("--digest", help="SHA-256 of the paper.")] = "",
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Check the certificates in PATH; or that a package is the paper of a number and a digest."""
    if number or body or digest:
        if not (number and body and digest):
            raise typer.BadParameter("--number, --body, --digest: all three")
        confirm_package(path, number=number, body=body, digest=digest, lang=lang.value, json=json)
        return
    raise typer.Exit(check(path, Given(ledger, accounts, claims), lang=lang.value, as_json=json))
