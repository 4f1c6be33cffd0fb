"""`izdes`: the command line."""

from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from izdes.cli.commands import Loaded

# Each command, and the module in which it stands under its own name.
_MODULES = {
    "follow": "izdes.cli.follow",
    "identify": "izdes.cli.identify",
    "read": "izdes.cli.read",
    "trace": "izdes.cli.trace",
    "link": "izdes.cli.link",
    "linking": "izdes.cli.office_linking",
    "estimate": "izdes.cli.estimate",
    "verify": "izdes.cli.verify",
    "law": "izdes.cli.law",
    "demo": "izdes.cli.demo",
    "serve": "izdes.cli.serve",
    "worker": "izdes.cli.serve",
    "restore": "izdes.cli.backup",
    "config": "izdes.cli.config",
    "files": "izdes.cli.files",
    "backup": "izdes.cli.backup",
    "twin": "izdes.cli.twin",
    "bench": "izdes.cli.bench",
    "database": "izdes.cli.database",
    "journal": "izdes.cli.journal",
    "office": "izdes.cli.founding",
    "case": "izdes.cli.case",
    "order": "izdes.cli.order",
    "paper": "izdes.cli.paper",
    "pki": "izdes.cli.pki",
    "statement": "izdes.cli.statement",
    "window": "izdes.cli.window",
    "intake": "izdes.cli.intake",
    "exchange": "izdes.cli.exchange",
    "contour": "izdes.cli.contour",
    "sandbox": "izdes.cli.sandbox",
    "kit": "izdes.cli.kit",
}


class Commands(TyperGroup):
    """All commands."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(*given, **named)
        self.commands = Loaded(_MODULES)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Follow stolen money from complaint to account. Sends nothing anywhere.",
)


def _print_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        print(f"izdes {version('izdes')}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Follow stolen money from complaint to account. Sends nothing anywhere."""


def run() -> None:
    """Run the command line."""
    app()
