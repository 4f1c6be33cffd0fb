"""`izdes kit`: for those who answer: check, make and sign answers, write receipts, all offline."""

import typer

from izdes.cli.kit_answer import answer
from izdes.cli.kit_check import check
from izdes.cli.kit_example import example
from izdes.cli.kit_receipt import receipt
from izdes.cli.kit_schema import schema
from izdes.cli.kit_sign import sign

kit = typer.Typer(
    no_args_is_help=True, help="Answers of institutions: check, make, sign, try offline."
)
for _command in (check, answer, sign, receipt, example, schema):
    kit.command()(_command)
