"""`izdes kit`: for those who answer: check an answer, make one from a ledger, try it offline."""

import typer

from izdes.cli.kit_answer import answer
from izdes.cli.kit_check import check
from izdes.cli.kit_example import example
from izdes.cli.kit_schema import schema

kit = typer.Typer(no_args_is_help=True, help="Answers of institutions: check, make, try offline.")
for _command in (check, answer, example, schema):
    kit.command()(_command)
