"""What the kit makes is right: the kit takes it, and our reader reads the same movements in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.messages.ledgers import (
    ANSWERED,
    HOLDERS,
    OWN,
    SINCE,
    UNTIL,
    asking,
    holding,
    known,
    ledgers,
    number_of,
)
from tests.core.orders.messages import BY, an_answer

from izdes.adapters.messages.checking.check import check_answer
from izdes.adapters.messages.drop import dropped
from izdes.adapters.messages.making.answer import MadeAnswer, make_answer
from izdes.adapters.messages.making.books import (
    Books,
    books_of,
    moment_at,
    read_books,
    with_clients,
)
from izdes.adapters.messages.making.clients import Client, Login
from izdes.adapters.messages.making.extract import extracts_of
from izdes.adapters.messages.making.workbook import workbook
from izdes.adapters.messages.package import Package
from izdes.adapters.messages.stating import read_stated
from izdes.adapters.statements import read_bytes
from izdes.core.errors import Fault, InputRefused
from izdes.core.holds.questions import ASKS
from izdes.core.law.institutions import Register
from izdes.core.money.account import AccountKey, AccountKind, Alias, Coverage
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading
from izdes.core.money.transfer import Party, Transfer, TransferId
from izdes.core.orders.order import Period
from izdes.core.orders.subjects import Subject
from izdes.twin.numbers import iban, phone

FIRST = Subject("iban", number_of(OWN[0]))
CAP = 10**6


def read(paths: Sequence[Path]) -> list[FileReading]:
    return [
        read_bytes(path.read_bytes(), name=path.name, register=Register([]), manifest={})
        for path in paths
    ]


def checked(made: MadeAnswer, package: Package, folder: Path) -> list[Fault]:
    made.write(folder)
    with dropped(folder) as given_answer:
        return list(check_answer(given_answer, read=read, package=package))


def refused(faults: list[Fault]) -> list[str]:
    return [fault.code for fault in faults if fault.severity == "refused"]


def made_of(package: Package, books: Books, at: datetime = ANSWERED) -> MadeAnswer:
    return make_answer(package, books, at=at, by=BY)


@given(books=ledgers(), data=st.data())
def test_what_is_made_of_any_ledger_is_taken_and_read_back(
    tmp_path_factory: pytest.TempPathFactory, books: Books, data: st.DataObject
) -> None:
    seconds = st.integers(0, 60 * 24 * 3600 - 2)
    start, length = data.draw(seconds), data.draw(st.integers(1, 60 * 24 * 3600))
    since = SINCE + timedelta(seconds=start, microseconds=data.draw(st.integers(0, 999_999)))
    until = min(UNTIL, since + timedelta(seconds=length))
    subjects = [FIRST, Subject("iin", HOLDERS[1]), Subject("iban", iban("999", "0" * 13))]
    package = asking(*subjects, since=since, until=until)

    made = made_of(package, books)
    folder = tmp_path_factory.mktemp("answer")

    assert refused(checked(made, package, folder)) == []
    for place in ((OWN[0], "KZT"), (OWN[2], "KZT")):
        inside = [
            (
                moment_at(t, place[0]).replace(microsecond=0),
                t.amount_minor,
                t.kind,
                *map(_printed, (t.payer.account, t.payee.account)),
            )
            for t in books.moved.get(place, ())
            if since <= moment_at(t, place[0]) < until
        ]
        assert _read_back(folder, place[0]) == inside


def _printed(account: AccountKey) -> str:
    """Return an account as a table can carry it: what is no account has no number."""
    return "" if account.startswith("@") else account


def _read_back(folder: Path, account: AccountKey) -> list[tuple[datetime, int, str, str, str]]:
    readings = read(sorted(folder.glob("*.xlsx")))
    statements = [s for reading in readings for s in reading.statements if s.account == account]
    assert all(reconcile(s).outcome != "faulty" for s in statements)
    return [
        (
            r.booked_at,
            r.amount_minor,
            r.kind,
            _printed(r.payer.account),
            _printed(r.payee.account),
        )
        for s in statements
        for r in s.rows
    ]


@given(
    books=ledgers(),
    cap=st.integers(1, 10**17),
    most=st.integers(1, 10**17),
)
def test_no_more_is_held_than_the_cap_and_the_balance(
    tmp_path_factory: pytest.TempPathFactory, books: Books, cap: int, most: int
) -> None:
    anywhere = Subject("any_account", HOLDERS[0], most_minor=min(most, cap))
    package = holding(anywhere, Subject("iban", number_of(OWN[2])), cap=cap)

    made = made_of(package, books)
    held = made.answer.holds

    assert refused(checked(made, package, tmp_path_factory.mktemp("answer"))) == []
    assert sum(one.amount_minor for one in held) <= cap
    for one in held:
        balance = books.balance_at((AccountKey(one.account), "KZT"), ANSWERED) or 0
        assert one.amount_minor <= max(0, balance)
        assert (one.status == "empty") == (balance <= 0)


def test_everything_there_is_held_up_to_the_cap() -> None:
    books = _books(minor=(700, 900, 50))
    anywhere = Subject("any_account", HOLDERS[0], most_minor=1_000)

    held = made_of(holding(anywhere, cap=CAP), books).answer.holds

    assert [(one.account, one.amount_minor) for one in held] == [(OWN[0], 700), (OWN[1], 300)]
    assert {one.until for one in held} == {ANSWERED + timedelta(days=10)}


def test_protected_money_is_named_and_left_alone() -> None:
    books = _books(minor=(700, 900, 50), is_protected=True)
    anywhere = Subject("any_account", HOLDERS[0], most_minor=CAP)

    held = made_of(holding(anywhere, cap=CAP), books).answer.holds

    assert [(one.status, one.amount_minor) for one in held] == [("held", 700), ("protected", 0)]


def test_one_account_named_twice_is_held_once(tmp_path: Path) -> None:
    books = _books(minor=(700, 0, 0))
    package = holding(Subject("any_account", HOLDERS[0], most_minor=CAP), FIRST, cap=CAP)

    made = made_of(package, books)

    assert sum(one.amount_minor for one in made.answer.holds) == 700
    assert refused(checked(made, package, tmp_path)) == []


@pytest.mark.parametrize(
    ("subject", "status"),
    [
        (Subject("iban", iban("202", "0000000000001")), "not_ours"),
        (Subject("iban", iban("101", "0000000000077")), "not_found"),
        (Subject("wallet", "other:17"), "not_ours"),
        (Subject("phone", "+77010009999"), "not_found"),
    ],
)
def test_what_is_not_there_is_said_to_be_elsewhere_or_nowhere(
    subject: Subject, status: str, tmp_path: Path
) -> None:
    package = asking(subject)

    made = made_of(package, _books())

    assert [one.status for one in made.answer.subjects] == [status]
    assert made.files == {}
    assert refused(checked(made, package, tmp_path)) == []


def test_only_what_was_asked_is_given() -> None:
    made = made_of(asking(FIRST), _books())

    assert [file.covers for file in made.answer.files] == [
        (made.answer.subjects[0].subject,),
    ]
    assert len(made.files) == 1


def test_a_card_leads_to_its_account_and_stands_in_the_heading(tmp_path: Path) -> None:
    card = Alias(AccountKey("card:?:9398010000001234"), OWN[0])
    books = replace(_books(), aliases=(card,))
    package = asking(Subject("card", "939801******1234"))

    made = made_of(package, books)

    assert refused(checked(made, package, tmp_path)) == []
    (reading,) = read(sorted(tmp_path.glob("*.xlsx")))
    assert reading.statements[0].account == OWN[0]
    assert reading.statements[0].aliases[0].key == "card:?:939801******1234"


def test_what_a_ledger_cannot_tell_is_still_owed(tmp_path: Path) -> None:
    package = asking(FIRST, demanded="movements balance accounts client_file")

    made = made_of(package, _books())

    assert made.answer.completeness == "partial"
    assert "client_file" in made.answer.text
    assert {"accounts.csv", "balance.csv"} < made.files.keys()
    assert refused(checked(made, package, tmp_path)) == []


def test_what_a_trace_asks_for_is_told_by_statements_and_lists(tmp_path: Path) -> None:
    asked = " ".join(sorted({ask for asks in ASKS.values() for ask in asks}))
    package = asking(FIRST, demanded=asked)

    made = made_of(package, _books())

    assert made.answer.completeness == "full"
    assert sorted(file.kind for file in made.answer.files) == ["accounts", "movements"]
    assert refused(checked(made, package, tmp_path)) == []


def test_a_period_that_the_books_do_not_hold_makes_a_partial_answer(tmp_path: Path) -> None:
    package = asking(FIRST, since=SINCE - timedelta(days=3))

    made = made_of(package, _books())

    assert made.answer.completeness == "partial"
    assert made.answer.files[0].period == Period(SINCE, UNTIL)
    assert refused(checked(made, package, tmp_path)) == []


def test_intervals_that_touch_are_one_and_a_gap_stays_a_gap() -> None:
    middle = SINCE + timedelta(days=10)
    told = [
        (SINCE, middle),
        (middle, UNTIL),
        (UNTIL + timedelta(days=1), UNTIL + timedelta(days=2)),
    ]
    coverages = [Coverage(OWN[0], "KZT", "bank", 5, *of, "printed") for of in told]
    books = books_of([], coverages, known())

    made = made_of(asking(FIRST, until=UNTIL + timedelta(days=2)), books)

    assert [file.period for file in made.answer.files] == [
        Period(SINCE, UNTIL),
        Period(UNTIL + timedelta(days=1), UNTIL + timedelta(days=2)),
    ]


def test_an_account_without_a_known_balance_is_answered_and_noted(tmp_path: Path) -> None:
    coverages = [Coverage(OWN[0], "KZT", "bank", None, SINCE, UNTIL, "inferred")]
    package = asking(FIRST)

    found = checked(made_of(package, books_of([], coverages, known())), package, tmp_path)

    assert refused(found) == []
    assert [fault.code for fault in found] == ["no_rows"]


@pytest.mark.parametrize("currency", ["USD", "JPY"])
def test_another_currency_is_a_file_of_its_own(tmp_path: Path, currency: str) -> None:
    paid = Transfer(
        TransferId("T1"),
        SINCE + timedelta(days=1),
        1_234_567,
        currency,
        payer=Party(AccountKey("acct:?:A:1")),
        payee=Party(OWN[0]),
    )
    coverages = [
        Coverage(OWN[0], name, "bank", 10, SINCE, UNTIL, "printed") for name in ("KZT", currency)
    ]
    package = asking(FIRST)

    made = made_of(package, books_of([paid], coverages, known()))

    assert refused(checked(made, package, tmp_path)) == []
    statements = [s for r in read(sorted(tmp_path.glob("*.xlsx"))) for s in r.statements]
    told = {s.currency: [(r.amount_minor, r.payer.account) for r in s.rows] for s in statements}
    assert told == {"KZT": [], currency: [(1_234_567, "acct:?:A:1")]}


def test_a_term_beyond_every_calendar_is_refused_by_an_error_of_ours() -> None:
    package = holding(FIRST, cap=CAP, days=2**52)

    with pytest.raises(InputRefused):
        made_of(package, _books())


def test_a_corrected_answer_names_the_earlier_one() -> None:
    earlier = an_answer()

    made = make_answer(
        asking(FIRST), _books(), at=ANSWERED, by=BY, corrects=earlier, why_corrected="Қате."
    )

    assert (made.answer.corrects, made.answer.why_corrected) == ("a-1", "Қате.")


def test_the_same_books_make_the_same_bytes() -> None:
    one, other = (made_of(asking(FIRST), _books()) for _ in range(2))

    assert one == other


def test_books_are_read_with_their_holders(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "transfer_id,booked_at,amount_minor,currency,payer_account,payee_account,payee_iin\n"
        f"T1,{UNTIL.isoformat()},5,KZT,{OWN[0]},{OWN[1]},{HOLDERS[1]}\n"
    )
    (tmp_path / "a.csv").write_text(
        "account,currency,opening_minor,covered_from,covered_to,holder_iin,protected\n"
        f"{OWN[0]},KZT,9,{SINCE.isoformat()},{ANSWERED.isoformat()},{HOLDERS[0]},иә\n"
        f"{OWN[1]},KZT,,,,,\n"
    )

    books = read_books(tmp_path / "t.csv", tmp_path / "a.csv")

    assert books.holders[OWN[0]].is_protected
    assert books.holders[OWN[1]].iin == HOLDERS[1]
    assert books.balance_at((OWN[0], "KZT"), ANSWERED) == 4
    assert books.balance_at((OWN[1], "KZT"), ANSWERED) is None


def test_a_ledger_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n")

    with pytest.raises(InputRefused):
        read_books(tmp_path / "t.csv", tmp_path / "t.csv")


def _books(minor: tuple[int, int, int] = (5, 6, 7), *, is_protected: bool = False) -> Books:
    coverages = [
        Coverage(account, "KZT", "bank", opening, SINCE, UNTIL, "printed")
        for account, opening in zip(OWN, minor, strict=True)
    ]
    return books_of([], coverages, known(is_protected))


def test_the_day_of_the_examples_is_after_the_last_change_of_the_clock() -> None:
    assert datetime(2024, 3, 1, tzinfo=UTC) < SINCE
    assert UNTIL.date() > date(2026, 1, 1)


@pytest.mark.parametrize("kind", ["bank", "crypto_exchange", "merchant"])
def test_a_workbook_says_of_a_till_that_it_is_one(kind: AccountKind) -> None:
    place = (OWN[0], "KZT")
    coverage = Coverage(*place, kind, 0, SINCE, UNTIL, "printed")
    (extract,) = extracts_of(books_of([], [coverage], {}), place, None)

    found = read_bytes(workbook(extract), name="a.xlsx", register=Register([]), manifest={})

    assert [s.account_kind for s in found.statements] == [kind]


def _told(books: Books) -> Books:
    """Return books that know the clients of two accounts, and how one of them was opened."""
    moments = (SINCE - timedelta(days=1), SINCE, SINCE + timedelta(days=2), UNTIL)
    return replace(
        books,
        clients={
            OWN[0]: (Client(OWN[0], HOLDERS[0], "Болат", phone(7), "b@poshta.example"),),
            OWN[1]: (Client(OWN[1], HOLDERS[0], "Болат", phone(7), ""),),
        },
        logins={
            OWN[0]: tuple(Login(OWN[0], at, "203.0.113.9", "b2f0-c7-01", "") for at in moments)
        },
    )


def test_clients_and_log_ins_of_the_period_are_told(tmp_path: Path) -> None:
    package = asking(FIRST, demanded="client_file logins")

    made = made_of(package, _told(_books()))

    assert made.answer.completeness == "full"
    assert refused(checked(made, package, tmp_path)) == []
    clients = read_stated(made.files["client_file.csv"], file="client_file.csv").rows
    assert [(row.role, row.value) for row in clients] == [
        ("holder", HOLDERS[0]),
        ("contact", phone(7)),
        ("contact", "b@poshta.example"),
    ]
    logins = read_stated(made.files["logins.csv"], file="logins.csv").rows
    assert {row.at for row in logins} == {SINCE, SINCE + timedelta(days=2)}
    assert {row.account for row in (*clients, *logins)} == {OWN[0]}
    (file,) = (one for one in made.answer.files if one.kind == "logins")
    assert file.period == Period(SINCE, UNTIL)


def test_an_account_that_nobody_opened_is_told_by_an_empty_table(tmp_path: Path) -> None:
    package = asking(Subject("iban", number_of(OWN[1])), demanded="logins")

    made = made_of(package, _told(_books()))

    assert made.answer.completeness == "full"
    assert made.files["logins.csv"] == b"account,at,ip,device,imei\n"
    assert refused(checked(made, package, tmp_path)) == []


def test_log_ins_before_the_books_and_clients_that_are_not_kept_are_owed(tmp_path: Path) -> None:
    package = asking(
        Subject("iban", number_of(OWN[2])),
        since=SINCE - timedelta(days=3),
        demanded="client_file logins",
    )

    made = made_of(package, _told(_books()))

    assert made.answer.completeness == "partial"
    assert "client_file" in made.answer.text
    assert "logins" in made.answer.text
    assert [(file.kind, file.period) for file in made.answer.files] == [("logins", None)]
    assert refused(checked(made, package, tmp_path)) == []


def test_clients_and_log_ins_are_told_of_none_of_anothers_accounts(tmp_path: Path) -> None:
    package = asking(Subject("iban", iban("202", "0000000000001")), demanded="client_file logins")

    made = made_of(package, _told(_books()))

    assert (made.answer.completeness, made.files) == ("full", {})
    assert refused(checked(made, package, tmp_path)) == []


def test_tables_of_clients_and_log_ins_are_read_with_the_books(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(f"account,phone\n{OWN[0]},{phone(7)}\n{OWN[0]},{phone(8)}\n")
    (tmp_path / "l.csv").write_text(
        f"account,ip,at\n{OWN[0]},203.0.113.9,2026-05-02T05:00:00+05:00\n"
        f"{OWN[0]},203.0.113.8,2026-05-01T00:00:00+00:00\n"
    )

    books = with_clients(_books(), tmp_path / "c.csv", tmp_path / "l.csv")

    assert books.clients is not None
    assert books.logins is not None
    assert [one.phone for one in books.clients[OWN[0]]] == [phone(7), phone(8)]
    assert [one.row[1:3] for one in books.logins[OWN[0]]] == [
        ("2026-05-01T00:00:00+00:00", "203.0.113.8"),
        ("2026-05-02T00:00:00+00:00", "203.0.113.9"),
    ]
    with pytest.raises(InputRefused):
        with_clients(_books(), None, tmp_path / "c.csv")
