"""The worked examples of the how-to do what it says."""

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

from tests.adapters.statements.answers import OTHER, OWN, REGISTER

from izdes.adapters.statements import read_bytes
from izdes.adapters.statements.containers.decoding import Text
from izdes.adapters.statements.profiles import profile_of, propose_profile
from izdes.adapters.statements.source import Source
from izdes.core.money.reconcile import reconcile

PAGE = Path("docs/how-to/add-a-bank-format.md").read_text(encoding="utf-8")


def fenced(language: str) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    return str(found[-1] if language else found[1])


def indented(first: str) -> str:
    found = re.search(
        rf"(?:^        .*\n)*^        {first}.*\n(?:^        .*\n)*", PAGE, re.MULTILINE
    )
    assert found is not None
    return dedent(found[0])


def test_the_profile_of_the_example_reads_its_file() -> None:
    profile = profile_of(indented("profile: 1").encode(), file="example-bank.yaml")

    reading = read_bytes(
        fenced("").encode(), name="answer.csv", register=REGISTER, manifest={}, profiles=[profile]
    )

    (statement,) = reading.statements
    assert reconcile(statement).outcome == "reconciled"
    assert [row.signed_minor for row in statement.rows] == [30_000_000, -2_000_000, -1_850_000]
    assert [row.order_proven for row in statement.rows] == [True, True, True]
    assert statement.rows[1].payee.account == f"iban:{OTHER}"
    assert statement.rows[2].payee.account.startswith("@merchant:")


def test_the_draft_of_the_example_takes_the_other_sides_account_for_what_it_is() -> None:
    draft = propose_profile(fenced("").encode(), "answer.csv", "en")

    assert 'far_account: "Счет контрагента"' in draft.text
    assert "own_account" not in draft.text


def test_the_reader_of_the_example_reads_lines_and_tells_of_broken_ones() -> None:
    room: dict[str, Any] = {}
    exec(compile(fenced("python"), "how-to", "exec"), room)  # noqa: S102  # the page's own code
    text = f"EXAMPLE-BARS|{OWN}\n03.05.2026 09:12|300,00|{OTHER}|Сейткали А.\nnonsense\n"

    content = room["read_bars"](Text(text, "utf-8"), Source("a.txt", "0" * 64, 1, "", REGISTER))

    (statement,) = content.statements
    assert [(r.direction, r.amount_minor) for r in statement.rows] == [("credit", 30_000)]
    assert [(f.code, f.row) for f in statement.faults] == [("row_unreadable", 3)]
    assert room["read_bars"](Text("another", "utf-8"), Source("a", "", 1, "", REGISTER)) is None
