from dataclasses import replace

import pytest
from tests.core.tracing.ledgers import cover, ledger, move
from tests.engine.tracing.everything import everything

from izdes.adapters.tables.ledger import ledger_digest
from izdes.core.money.transfer import Ledger
from izdes.engine.tracing.ledger import digest
from izdes.engine.tracing.ledger.columns import columns_of
from izdes.engine.tracing.ledger.digest import digest_of

# é as one sign, and as e with an accent: one text in the normal form.
ONE, TWO = "t\u00e9", "te\u0301"


@pytest.mark.parametrize("seed", range(5))
def test_columns_have_the_digest_of_their_ledger(seed: int) -> None:
    book = everything(200, seed)

    assert digest_of(columns_of(book)) == ledger_digest(book)


def test_chunks_do_not_change_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    book = everything(100, 8)
    monkeypatch.setattr(digest, "_LINES_AT_ONCE", 7)

    assert digest_of(columns_of(book)) == ledger_digest(book)


@pytest.mark.parametrize(
    "book",
    [
        ledger([]),
        ledger([move("b", 1, "V", "M", 7), move("a", 2, "V", "M", 7)], cover("M", opening=None)),
        # Ids of which one begins another, and signs that stand before the tab.
        ledger([move(name, n, "V", "M", 7) for n, name in enumerate(["a", "ab", "a\x01", "a\t"])]),
        ledger([move(ONE, 2, "V", "M", 7), move(TWO, 1, "ә", "M\\\n", 9)]),
        ledger([replace(move("a", -1_040_000_000, "V", "M", 7), purpose="a\r\n\\N")]),
    ],
)
def test_odd_ledgers_have_the_digest_of_the_core(book: Ledger) -> None:
    assert digest_of(columns_of(book)) == ledger_digest(book)


def test_another_amount_is_another_digest() -> None:
    one, other = (columns_of(ledger([move("a", 1, "V", "M", n)])) for n in (7, 8))

    assert digest_of(one) != digest_of(other)
