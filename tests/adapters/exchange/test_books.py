"""Books of a sandbox out of an invented country: each account is whole, and never below nothing."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from izdes.adapters.exchange.books import code_of, institutions_of, sandbox_books
from izdes.adapters.messages.making.books import Books, moment_at
from izdes.adapters.tables.rows import read_table
from izdes.cli.kit_ledger import ACCOUNT, write_ledger
from izdes.core.money.account import AccountKey
from izdes.core.orders.subjects import Subject
from izdes.twin.numbers import masked
from izdes.twin.write import write_case


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sandbox") / "country"
    folder.mkdir()
    write_case(folder, seed=5, complaints=8)
    return folder


@pytest.fixture(scope="module")
def books(country: Path) -> Books:
    return sandbox_books(country)


def test_no_account_stands_in_the_books_of_two_institutions(country: Path, books: Books) -> None:
    apart = [sandbox_books(country, one.code).places.keys() for one in institutions_of(country)]

    together = set().union(*apart)
    assert sum(map(len, apart)) == len(together) > 0
    assert together <= books.places.keys()


def test_no_account_falls_below_nothing(books: Books) -> None:
    for place, moved in books.moved.items():
        moments = [moment_at(one, place[0]) for one in moved]
        balances = [books.balance_at(place, moment) for moment in moments]
        assert all(balance is not None and balance >= 0 for balance in balances)


def test_an_account_opens_as_its_own_statement_says(country: Path, books: Books) -> None:
    stated = read_table(country / "truth" / "coverage.csv").each(
        lambda c: (
            c.required("account"),
            c.required_time("covered_from"),
            c.integer("opening_minor"),
        )
    )

    for account, since, opening in stated:
        assert books.balance_at((AccountKey(account), "KZT"), since) == opening
    assert stated


def test_a_till_is_known_as_one(country: Path, books: Books) -> None:
    told = read_table(country / "accounts.csv").each(
        lambda c: (c.required("account"), c.text("kind"))
    )

    kinds = {place[0]: known[0].kind for place, known in books.places.items()}

    assert {kind for _, kind in told} == {"crypto_exchange", "merchant"}
    assert {(a, kinds[AccountKey(a)]) for a, _ in told if AccountKey(a) in kinds} <= set(told)


def test_an_account_is_found_by_its_card_and_telephone(country: Path, books: Books) -> None:
    parties = read_table(country / "truth" / "parties.csv").each(
        lambda c: (c.required("account"), c.text("card"), c.text("phone"))
    )

    account, card, phone = next(one for one in parties if all(one))

    for subject in (Subject("card", masked(card)), Subject("phone", phone)):
        assert account in {place[0] for place in books.places_of(subject)}


def test_movements_of_an_account_are_in_order(books: Books) -> None:
    for place, moved in books.moved.items():
        moments = [moment_at(one, place[0]) for one in moved]
        assert all(first <= second for first, second in pairwise(moments))


def test_a_ledger_is_read_as_the_kit_reads_it(tmp_path: Path) -> None:
    (tmp_path / "transfers.csv").write_text(
        "transfer_id,booked_at,amount_minor,currency,payer_account,payee_account\n"
        "in,2026-05-19T14:02:00+05:00,100,KZT,V,M\n",
        encoding="utf-8",
    )
    (tmp_path / "accounts.csv").write_text(
        "account,currency,opening_minor,covered_from,covered_to\n"
        "M,KZT,80,2026-05-01T00:00:00+05:00,2026-06-01T00:00:00+05:00\n",
        encoding="utf-8",
    )

    assert [place[0] for place in sandbox_books(tmp_path).places] == ["M"]


def test_an_institution_knows_the_clients_and_log_ins_of_its_own_accounts(country: Path) -> None:
    bank = next(one for one in institutions_of(country) if one.code)

    books = sandbox_books(country, code_of(country, bank.bin))

    own = {account for account, _ in books.places}
    assert books.clients is not None
    assert books.logins is not None
    assert own <= books.clients.keys()
    assert {key[9:12] for key in (*books.clients, *books.logins)} == {bank.code}
    assert {a: one.iin for a in own for one in books.clients[a]} == {
        a: books.holders[a].iin for a in own
    }
    assert any(one.device for of in books.logins.values() for one in of)


def test_an_institution_without_accounts_keeps_no_clients(country: Path) -> None:
    books = sandbox_books(country, "")

    assert (books.clients, books.logins) == (None, None)


def test_clients_and_log_ins_beside_a_ledger_are_read_with_it(tmp_path: Path) -> None:
    write_ledger(tmp_path, until=datetime(2026, 5, 20, tzinfo=UTC))

    books = sandbox_books(tmp_path)

    assert books.clients is not None
    assert books.logins is not None
    assert books.clients.keys() == {account for account, _ in books.places}
    assert len({one.device for one in books.logins[AccountKey(f"iban:{ACCOUNT}")]}) == 2
