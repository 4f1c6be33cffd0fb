"""The files that the commands of linking are given, each option described once."""

from pathlib import Path
from typing import Annotated

import typer

ComplaintsArgument = Annotated[Path, typer.Argument(help="complaints.jsonl; - is standard input.")]
HubsOption = Annotated[
    Path | None, typer.Option("--hubs", help="Identifiers of your own that link nobody (CSV).")
]
VerdictsOption = Annotated[
    Path | None, typer.Option("--verdicts", help="What officers said of identifiers (CSV).")
]
AliasesOption = Annotated[
    Path | None, typer.Option("--aliases", help="Which card or phone is which account (CSV).")
]
FactsOption = Annotated[
    Path | None, typer.Option("--facts", help="Hosts and registrants of sites (CSV).")
]
KindsOption = Annotated[
    Path | None,
    typer.Option("--kinds", help="What agreements are worth, from izdes estimate (YAML)."),
]
SnapshotOption = Annotated[
    Path | None,
    typer.Option("--snapshot", help="snapshot.csv.gz of an earlier run: keeps its weights."),
]
