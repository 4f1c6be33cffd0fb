"""Which rows became one transfer, as a table."""

import csv
from pathlib import Path

from tests.core.money.test_pairing import A, B, credit, debit, told

from izdes.adapters.tables.joining import write_joining
from izdes.adapters.words import entries
from izdes.core.money.assemble import assemble
from izdes.core.money.likeness import POINTS
from izdes.core.money.matching import Pair


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_pair_is_written_with_its_reasons_and_every_open_row_with_its_group(
    tmp_path: Path,
) -> None:
    twice = [debit(100, name="Айгүл С.", number=1), debit(160, name="Айгүл С.", number=2)]
    sure = debit(9_000, name="Айгүл С.", amount=70, number=3, key="card:?:************1234")
    came = [credit(130, number=1), credit(9_030, amount=70, number=2)]

    found = assemble([told(A, [*twice, sure]), told(B, came, "Серікова Айгүл")])
    write_joining(tmp_path, found)

    (pair,) = table(tmp_path / "matches.csv")
    assert (pair["debit_row"], pair["credit_row"]) == (sure.row_id, came[1].row_id)
    assert (pair["lag_seconds"], pair["reasons"]) == ("30", "payee_name")
    opened = table(tmp_path / "ambiguous.csv")
    assert [row["row_id"] for row in opened] == [*(r.row_id for r in twice), came[0].row_id]
    (proposal,) = table(tmp_path / "alias_proposals.csv")
    assert (proposal["account"], proposal["evidence"]) == (B, "1")


def test_every_reason_has_its_words() -> None:
    facts = {*POINTS, "other_card"} - {"reference", "purpose"}
    reasons = {f"{side}_{fact}" for side in ("payee", "payer") for fact in facts}
    reasons |= {"accounts", "reference", "purpose"}
    rules = Pair.__annotations__["rule"].__args__

    codes = reasons | {f"by_{rule}" for rule in rules}

    assert {f"joined_{code}" for code in codes} <= entries().keys()
