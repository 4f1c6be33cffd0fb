"""`izdes`: the command line."""

import typer

from izdes.cli.follow import follow
from izdes.cli.link import link
from izdes.cli.read import read
from izdes.cli.trace import trace
from izdes.cli.twin import twin

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Follow stolen money from complaint to account. Sends nothing anywhere.",
)
app.command()(follow)
app.command()(read)
app.command()(trace)
app.command()(link)
app.add_typer(twin, name="twin")


def run() -> None:
    """Run the command line."""
    app()
