"""Lines: what one block adds to every file of a crowd, as bytes.

The complaints, and beside them the truth of each: its series and campaign, the service that took
the money, what was named in error, and the victims who are mules.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from izdes.twin.chance import stream
from izdes.twin.country import country
from izdes.twin.crowd import values
from izdes.twin.crowd.blocks import Block, Row
from izdes.twin.crowd.documents import Handed, complaint_id, handed_in
from izdes.twin.crowd.holders import as_printed, holder
from izdes.twin.crowd.lots import happens
from izdes.twin.crowd.shares import shares
from izdes.twin.crowd.slots import NOTHING, Form, Slip, Whose
from izdes.twin.crowd.tables import Cells, campaign_id, series_id, service_id
from izdes.twin.crowd.written import true_of

COMPLAINTS, HOLDERS = "complaints.jsonl", "holders.csv"
# The columns of every file that is written block by block.
BY_COMPLAINT = {
    "truth/series.csv": "complaint_id series_id campaign_id",
    "truth/services.csv": "complaint_id service",
    "truth/errors.csv": "complaint_id kind written value error",
    "truth/mules.csv": "complaint_id kind value",
}
BY_HOLDER = {
    HOLDERS: "kind value card name iin born phone source",
    "truth/holders.csv": "kind value holder",
}
Parts = dict[str, bytes]


def lines_of(block: Block) -> Parts:
    """Write the complaints of one block, and what is true of them."""
    lines: list[str] = []
    truth: dict[str, list[Cells]] = {name: [] for name in BY_COMPLAINT}
    for row in block.rows():
        handed = handed_in(block.seed, row)
        lines.append(handed.line)
        for name, cells in _true(row, handed):
            truth[name].append(cells)
    texts = {name: csv_bytes(rows) for name, rows in truth.items()}
    return {COMPLAINTS: "".join(f"{line}\n" for line in lines).encode(), **texts}


def _true(row: Row, handed: Handed) -> Iterator[tuple[str, Cells]]:
    """Yield the lines of truth of one complaint, with their files."""
    name = complaint_id(row.number)
    yield "truth/series.csv", (name, series_id(row.crew), campaign_id(row.crew, row.nth))
    if row.service != NOTHING:
        yield "truth/services.csv", (name, service_id(row.service))
    if row.mule != NOTHING:
        yield "truth/mules.csv", (name, *true_of(Form.iban, row.mule))
    for entry, how in handed.named:
        if entry.whose is Whose.wrong:
            yield "truth/errors.csv", (name, how.node, how.text, how.true, "wrong")
        if entry.slip is not Slip.none:
            yield "truth/errors.csv", (name, how.node, how.text, how.true, entry.slip.name)


@dataclass(frozen=True, slots=True)
class Accounts:
    """A run of accounts that complaints name, with the persons in whose names they stand."""

    seed: int
    accounts: Sequence[int]
    persons: Sequence[int]


def holders_of_accounts(run: Accounts) -> Parts:
    """Write what banks would answer about accounts, and who is one person in truth."""
    told: list[Cells] = []
    truth: list[Cells] = []
    for account, person in zip(run.accounts, run.persons, strict=True):
        iban = values.account(account)
        told.append(("iban", iban, *_answer(run.seed, account, person, iban)))
        truth.append(("iban", iban, f"P{person + 1:07d}"))
    return {HOLDERS: csv_bytes(told), "truth/holders.csv": csv_bytes(truth)}


def _answer(seed: int, account: int, person: int, iban: str) -> Cells:
    """Return what the bank of one account says: the name always, the rest for some."""
    who, table = holder(seed, person), shares()["holders"]
    rng = stream(seed, "printed", account)
    bank = next(bank.bic for bank in country().banks if bank.code == iban[4:7])
    name = as_printed(rng, who)
    born = who.born.isoformat() if happens(rng, table["born"]) else ""
    number = who.number if happens(rng, table["number"]) else ""
    return (values.card(account), name, number, born, values.holder_phone(account), bank)


def csv_bytes(rows: Iterable[Cells]) -> bytes:
    """Return rows of CSV, lines ending in LF."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()
