"""`izdes trace`: follow claims through a ledger of one's own."""

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from izdes.adapters.folder import new_folder
from izdes.adapters.tables.claims import read_claims
from izdes.adapters.tables.ledger import read_ledger
from izdes.adapters.tables.trace import write_trace
from izdes.adapters.words import Lang, amount, say
from izdes.cli.frame import JsonOption, LangOption, OutOption, ReplaceOption, print_json, refusals
from izdes.core.tracing.fifo import trace_fifo
from izdes.core.tracing.trace import Trace


class Rule(StrEnum):
    """A tracing rule."""

    fifo = "fifo"


_RULES = {Rule.fifo: trace_fifo}


def trace(
    ledger: Annotated[Path, typer.Argument(help="transfers.csv or .parquet; - is standard input.")],
    *,
    claims: Annotated[Path, typer.Option("--claims", help="claims.csv")],
    out: OutOption,
    accounts: Annotated[Path | None, typer.Option("--accounts", help="accounts.csv")] = None,
    rule: Annotated[Rule, typer.Option("--rule", help="The convention to follow.")] = Rule.fifo,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Follow CLAIMS through LEDGER under a rule, to the last minor unit."""
    with refusals(lang.value, as_json=json), new_folder(out, replace=replace) as folder:
        started = time.perf_counter()
        book, ours = read_ledger(ledger, accounts), read_claims(claims)
        found = _RULES[rule](book, ours)
        seconds = time.perf_counter() - started
        summary = write_trace(folder, found, book, ours, seconds=seconds)
    if json:
        print_json(summary)
    else:
        _print_table(found, lang.value)


def _print_table(found: Trace, lang: Lang) -> None:
    """Print where the money stopped."""
    table = Table()
    for code in ("col_claim", "col_account", "col_ending", "col_amount"):
        table.add_column(say(code, lang), justify="right" if code == "col_amount" else "left")
    for e in found.endings:
        if e.amount_minor:
            money = amount(e.amount_minor, e.currency)
            table.add_row(e.claim_id, e.account, say(e.ending, lang), money)
    Console().print(table)
