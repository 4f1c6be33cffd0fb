import json
from pathlib import Path

import pytest
from tests.core.tracing.ledgers import claim, cover, ledger, move

from izdes.adapters.tables.comparison import compared
from izdes.adapters.tables.conventions import CONVENTIONS
from izdes.adapters.tables.pins import pins_digest, read_pins
from izdes.adapters.tables.trace import claim_digests, summary_of, write_trace
from izdes.adapters.words import entries
from izdes.core.errors import InputRefused
from izdes.core.tracing.rules import RULES, RuleName, trace
from izdes.core.tracing.trace import Pinned

HEADER = "credit_transfer_id,debit_transfer_id,amount_minor,evidence\n"
BOOK = ledger(
    [
        move("in", 0, "V", "M", 100),
        move("sold", 1, "M", "@fx:1", 40, kind="conversion"),
        move("bought", 1, "@fx:1", "M", 7, kind="conversion", currency="USD", seq=1),
    ],
    cover("M"),
    cover("M", currency="USD"),
)
CLAIMS = [claim("C/1", "in", 100)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "pins.csv"


@pytest.mark.parametrize("rule", CONVENTIONS)
def test_every_convention_and_every_rule_has_words(rule: str) -> None:
    codes = {f"report_convention_{code}" for code in CONVENTIONS[rule]}

    assert codes | {f"rule_{rule.replace('-', '_')}"} <= entries().keys()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_that_follows_amounts_states_its_conventions_and_axes(rule: RuleName) -> None:
    found = summary_of(trace(BOOK, CLAIMS, rule), BOOK, CLAIMS)

    assert found["conventions"] == list(CONVENTIONS[rule])
    assert found["axes"] == {"own": RULES[rule].own, "among": RULES[rule].among}
    assert {f"{kind}_{rule.replace('-', '_')}" for kind in ("named", "short")} <= entries().keys()


def test_pins_are_read_in_their_order(table: Path) -> None:
    table.write_text(f"{HEADER}b,c,5,the  same\xa0reference\na,c,3,chat\n", encoding="utf-8")

    pins = read_pins(table)

    assert [(p.credit, p.debit, p.amount_minor, p.evidence, p.basis) for p in pins] == [
        ("b", "c", 5, "the same reference", "stated"),
        ("a", "c", 3, "chat", "stated"),
    ]
    assert pins_digest(pins) != pins_digest(pins[::-1])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a,b,5,", "pin_without_evidence"),
        ("a,b,0,chat", "not_positive"),
        ("a,b,1.5,chat", "not_an_integer"),
        (",b,5,chat", "empty_cell"),
    ],
)
def test_a_pin_that_says_too_little_is_refused(table: Path, row: str, code: str) -> None:
    table.write_text(f"{HEADER}{row}\n", encoding="utf-8")

    with pytest.raises(InputRefused) as refused:
        read_pins(table)

    assert [f.code for f in refused.value.faults] == [code]


def test_beyond_an_exchange_no_envelope_stands_in_the_comparison() -> None:
    bounds = {("C/1", "M", "held", "KZT"): (60, 60)}

    (row,) = compared([trace(BOOK, CLAIMS, "fifo")], bounds)

    # 60 in tenge and 40 in dollars are on the account together: of that nothing is stated.
    assert (row.by_rule, row.least_minor, row.most_minor) == ({"fifo": 100}, None, None)


def test_a_claim_s_digest_changes_with_its_endings_alone() -> None:
    more = [*CLAIMS, claim("D/1", "nowhere", 5)]

    alone, together = (claim_digests(trace(BOOK, claims, "fifo")) for claims in (CLAIMS, more))

    assert alone == {"C/1": together["C/1"]}
    assert alone["C/1"] != claim_digests(trace(BOOK, [claim("C/1", "in", 99)], "fifo"))["C/1"]


def test_what_was_covered_of_touched_accounts_stands_in_the_summary(tmp_path: Path) -> None:
    book = ledger(list(BOOK.transfers), cover("far"), cover("M"))

    write_trace(tmp_path, trace(book, CLAIMS, "fifo"), book, CLAIMS, seconds=0.0)

    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert [c["account"] for c in summary["coverages"]] == ["M"]


def test_refunds_are_told_apart_from_what_a_person_states() -> None:
    book = ledger(
        [
            move("in", 0, "V", "M", 100),
            move("on", 1, "M", "N", 40),
            move("out", 2, "N", "X", 10),
            move("back", 3, "N", "M", 40, kind="refund"),
            move("far", 4, "M", "Y", 60),
        ],
        cover("M"),
        cover("N", opening=100),
    )
    stated = Pinned(BOOK.transfers[0].transfer_id, book.transfers[4].transfer_id, 60, "chat")

    found = summary_of(trace(book, CLAIMS, "fifo", pins=[stated]), book, CLAIMS)

    pins = found["pins"]
    assert isinstance(pins, list)
    assert [(p["basis"], p["credit_transfer_id"]) for p in pins] == [
        ("stated", "in"),
        ("refund", "on"),
    ]
