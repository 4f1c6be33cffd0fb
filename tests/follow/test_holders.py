"""Holders: what statements, movements and complaints say of whose an account is."""

from datetime import UTC, datetime

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier, Payment
from izdes.core.linking.holders.persons import persons_of
from izdes.core.linking.holders.records import HolderRecord, agreements_among
from izdes.core.linking.mentions import Node
from izdes.core.money.account import AccountKey, Alias
from izdes.core.money.statement import Statement
from izdes.core.money.transfer import Party, Transfer, TransferId
from izdes.follow.holders import held_accounts, printed_holders, told_holders
from izdes.follow.linking import link_all
from izdes.follow.run import Followed
from izdes.twin.numbers import person_number

NOON = datetime(2026, 5, 19, 12, tzinfo=UTC)
IIN = person_number("900101", 1, is_odd=True)
# Invented accounts with valid check digits.
FIRST, SECOND = "KZ091010000000000001", "KZ791010000000000002"


def statement(iban: str, *, holder: str, iin: str = "") -> Statement:
    account = AccountKey(f"iban:{iban}")
    aliases = (
        Alias(AccountKey("phone:+77010000007"), account),
        Alias(AccountKey("card:HSBKKZKX:939800******1234"), account),
    )
    return Statement("0f" * 32, "a.xlsx", 0, account, "KZT", "", holder, iin, aliases=aliases)


def move(name: str, payee: Party) -> Transfer:
    payer = Party(AccountKey("@unknown:1"), "Біреу")
    return Transfer(TransferId(name), NOON, 500, "KZT", payer, payee)


def complain(name: str, iban: str, *people: str) -> Complaint:
    given = tuple(GivenIdentifier("name", person, "recipient") for person in people)
    paid = (Payment(NOON, 500, paid_to=iban),)
    return Complaint(ComplaintId(name), NOON, payments=paid, identifiers=given)


def test_a_heading_and_a_movement_say_whose_an_account_is() -> None:
    party = Party(AccountKey(f"iban:{SECOND}"), "АЙГҮЛ СЕРІКОВА", IIN)

    found = list(
        printed_holders(
            [statement(FIRST, holder="Серікова А.", iin=IIN)],
            [move("t1", party), move("t2", party), move("t3", Party(AccountKey("@cash:X"), "X Y"))],
        )
    )

    heading = f"{'0f' * 8}/0/iban:{FIRST}/KZT"
    assert found == [
        HolderRecord(
            heading,
            "Серікова А.",
            IIN,
            bank="101",
            phone="+77010000007",
            tail="1234",
            account=("iban", FIRST),
        ),
        HolderRecord("t1/payee", "АЙГҮЛ СЕРІКОВА", IIN, bank="101", account=("iban", SECOND)),
    ]


def test_a_complaint_says_it_only_where_nothing_is_guessed() -> None:
    told = [
        complain("one", FIRST, "Айгүл С."),
        complain("two_names", FIRST, "Айгүл С.", "Әсел Ж."),
        complain("no_name", FIRST),
    ]

    found = list(told_holders(told, None))

    assert found == [HolderRecord("one/recipient", "Айгүл С.", bank="101", account=("iban", FIRST))]


def test_only_accounts_that_complaints_name_are_asked_about() -> None:
    records = [
        HolderRecord(name, iin=IIN, account=("iban", iban))
        for name, iban in (("a", FIRST), ("b", SECOND))
    ]

    assert held_accounts(records, {("iban", FIRST)}).holders == {}
    assert len(held_accounts(records, {("iban", FIRST), ("iban", SECOND)}).holders) == 2


def test_many_records_give_the_persons_that_few_would() -> None:
    numbers = [person_number("900101", n, is_odd=True) for n in range(1, 200)]
    records = [
        HolderRecord(
            f"{n:03d}{side}", f"Айгүл {chr(1072 + n % 30)}.", iin, account=("card", f"{n}{side}")
        )
        for n, iin in enumerate(numbers)
        for side in "ab"
    ]
    named: set[Node] = {record.account for record in records}

    found = held_accounts(records, named)

    expected = persons_of(records, agreements_among(records))
    assert found.persons.persons == expected.persons
    assert len(found.holders) == len(records)


def test_what_banks_print_reaches_the_services_of_a_case() -> None:
    complaints = [
        *(complain(f"a{n}", FIRST) for n in range(3)),
        *(complain(f"b{n}", SECOND) for n in range(3)),
    ]
    records = list(
        printed_holders(
            [statement(FIRST, holder="Серікова А.", iin=IIN)],
            [move("t1", Party(AccountKey(f"iban:{SECOND}"), "АЙГҮЛ СЕРІКОВА", IIN))],
        )
    )

    unknown = link_all(complaints)
    found = link_all(complaints, records=records)

    assert len(unknown.links.services) == 2
    (service,) = found.links.services
    assert {account.holder for account in service.accounts} == {f"iin:{IIN}"}
    assert found.held.names == {f"iin:{IIN}": "АЙГҮЛ СЕРІКОВА"}
    assert found.links.series == unknown.links.series


def test_a_followed_case_reads_its_holders(followed: Followed) -> None:
    held = followed.linked.held

    named = {mention.node for mention in followed.linked.mentions}
    assert held.records
    assert {record.account for record in held.records} <= named
    assert {r for p in held.persons.persons for r in p.records} == {
        record.record_id for record in held.records
    }
