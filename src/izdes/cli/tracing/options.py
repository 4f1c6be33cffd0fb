"""The options of `izdes trace`."""

from pathlib import Path
from typing import Annotated

import typer

from izdes.cli.tracing.dividing import Method
from izdes.cli.tracing.result import Engine, Rule

LedgerArgument = Annotated[
    Path, typer.Argument(help="transfers.csv or .parquet; - is standard input.")
]
ClaimsOption = Annotated[Path, typer.Option("--claims", help="claims.csv")]
AccountsOption = Annotated[Path | None, typer.Option("--accounts", help="accounts.csv")]
PinsOption = Annotated[
    Path | None, typer.Option("--pins", help="pins.csv: money that evidence identifies.")
]
RulesOption = Annotated[
    list[Rule] | None,
    typer.Option("--rule", help="The convention to follow; may be repeated. Default: fifo."),
]
CompareOption = Annotated[
    bool, typer.Option("--compare", help="All rules that follow amounts, side by side.")
]
EnvelopeOption = Annotated[
    bool | None,
    typer.Option(
        "--envelope/--no-envelope",
        help="The least and the most under any rule. Default: up to 10,000 endings.",
    ),
]
OpeningsOption = Annotated[
    bool | None,
    typer.Option(
        "--openings/--no-openings",
        help="What a larger opening balance than the assumed one would change. "
        "Default: where it is quick.",
    ),
]
EngineOption = Annotated[
    Engine,
    typer.Option("--engine", help="What computes; the answers are the same. Default: by size."),
]
MemoryOption = Annotated[
    str,
    typer.Option("--memory-limit", metavar="SIZE", help="What duckdb may use, such as 2GB."),
]
ExplainOption = Annotated[
    str | None,
    typer.Option("--explain", metavar="CLAIM", help="Tell the path of a claim in sentences."),
]
BackwardOption = Annotated[
    str | None,
    typer.Option(
        "--backward",
        metavar="NAME",
        help="Say where the money of a transfer, or of an account, came from.",
    ),
]
NextOption = Annotated[bool, typer.Option("--next", help="Say whom to ask next, in order.")]
DivideOption = Annotated[
    str | None,
    typer.Option(
        "--divide", metavar="ACCOUNT=SUM", help="Divide a held sum, in minor units, with a check."
    ),
]
MethodOption = Annotated[Method, typer.Option("--method", help="How --divide divides.")]
PreviousOption = Annotated[
    Path | None,
    typer.Option("--previous", metavar="OUT", help="Say what moved since an earlier result."),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Leave out what nobody knew at this moment.")
]
