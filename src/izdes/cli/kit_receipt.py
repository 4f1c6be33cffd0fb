"""`izdes kit receipt`: how far an order has come, for whoever has no program that says it."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer

from izdes.adapters.messages.drop import drop_file
from izdes.adapters.messages.package import PACKAGE_FILE, Package, package_in, package_name
from izdes.cli.frame import JsonOption, LangOption, refusals
from izdes.cli.moments import as_moment
from izdes.cli.signed import AtOption, moment_of, tell_written
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Answering, Receipt, ReceiptReason

RECEIPT_FILE = ".receipt.json"


class Kind(StrEnum):
    """What is said of the order."""

    delivered = "delivered"
    accepted = "accepted"
    rejected = "rejected"
    clarification_asked = "clarification_asked"
    extension_asked = "extension_asked"


def receipt(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="The order as it came.")],
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="What is said of it.")],
    *,
    name: Annotated[str, typer.Option("--name", help="Who says it.")],
    post: Annotated[str, typer.Option("--post", help="In which post.")],
    reason: Annotated[
        str, typer.Option("--reason", help="Of a rejection or of an extension.")
    ] = "",
    text: Annotated[str, typer.Option("--text", help="The same, or the question, in words.")] = "",
    until: Annotated[
        str | None, typer.Option("--until", help="Of an extension: until when.")
    ] = None,
    at: AtOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder; without it, that of the package.")
    ] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Write a receipt as a file that the office takes out of a folder."""
    moment, asked = moment_of(at), as_moment(until, option="--until")
    with refusals(lang.value, as_json=json):
        given = package_in(package)
        by = Answering(name, post, given.order.addressee.bin)
        said = Receipt(
            message_id=f"{given.order_digest[:16]}-{kind.value}-{moment:%Y%m%dT%H%M%S%f}",
            kind=kind.value,
            order_number=given.order.number,
            order_digest=given.order_digest,
            reason=cast("ReceiptReason", reason),
            text=text,
            asked_until=asked,
            at=moment,
            by=by,
        )
        folder = out or package.parent
        written = drop_file(folder / _name(given, kind, moment), paper_bytes(said))
    tell_written(written, {"receipt": str(written)}, lang.value, as_json=json)


def _name(given: Package, kind: Kind, at: datetime) -> str:
    """Return the name of a receipt: the order's, what is said of it, and when."""
    number = package_name(given.order.number).removesuffix(PACKAGE_FILE)
    return f"{number}.{kind.value}-{at:%Y%m%dT%H%M%S}{RECEIPT_FILE}"
