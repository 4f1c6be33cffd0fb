"""`izdes verify`: check a certificate as a stranger would, with a program that shares no code."""

from pathlib import Path
from typing import Annotated

import typer

from izdes.cli.frame import JsonOption, LangOption
from izdes.verify.__main__ import verify as check
from izdes.verify.files import Given


def verify(
    path: Annotated[Path, typer.Argument(help="A certificate, a trace, or a followed case.")],
    *,
    ledger: Annotated[
        Path | None, typer.Option("--ledger", help="transfers.csv, also gzipped.")
    ] = None,
    accounts: Annotated[
        Path | None, typer.Option("--accounts", help="accounts.csv, where the trace used one.")
    ] = None,
    claims: Annotated[Path | None, typer.Option("--claims", help="claims.csv")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Check the certificates in PATH: their sums, and with the ledger the rule itself."""
    raise typer.Exit(check(path, Given(ledger, accounts, claims), lang=lang.value, as_json=json))
