"""`izdes`: the command line."""

from importlib.metadata import version
from typing import Annotated

import typer

from izdes.cli.bench import bench
from izdes.cli.follow import follow
from izdes.cli.identify import identify
from izdes.cli.link import link
from izdes.cli.read import read
from izdes.cli.trace import trace
from izdes.cli.twin import twin
from izdes.cli.verify import verify

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Follow stolen money from complaint to account. Sends nothing anywhere.",
)
app.command()(follow)
app.command()(identify)
app.command()(read)
app.command()(trace)
app.command()(link)
app.command()(verify)
app.add_typer(twin, name="twin")
app.add_typer(bench, name="bench")


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
