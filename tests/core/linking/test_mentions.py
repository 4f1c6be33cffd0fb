from datetime import UTC, datetime, timedelta

import pytest

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier, Payment
from izdes.core.linking.mentions import Certainty, Mention, masked_card, mentions_of, once
from izdes.core.money.account import AccountKey, Alias
from izdes.core.money.aliases import AliasBook

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
IBAN = "KZ091010000000000001"


def complain(*identifiers: GivenIdentifier, payments: tuple[Payment, ...] = ()) -> Complaint:
    return Complaint(
        ComplaintId("a"),
        NOON,
        occurred_from=NOON - timedelta(days=3),
        identifiers=identifiers,
        payments=payments,
    )


def test_a_mention_is_dated_by_the_crime_and_not_by_the_report() -> None:
    (only,) = mentions_of(complain(GivenIdentifier("phone", "87010000001", "offender_contact")))

    assert only == Mention(
        ComplaintId("a"), "phone", "+77010000001", NOON - timedelta(days=3), "offender_contact"
    )


def test_one_number_under_two_names_is_mentioned_once() -> None:
    told = complain(
        GivenIdentifier("whatsapp", "https://wa.me/77010000001", "offender_contact"),
        GivenIdentifier("phone", "8 701 000 00 01", "offender_contact"),
    )

    assert [m.node for m in mentions_of(told)] == [("phone", "+77010000001")]


@pytest.mark.parametrize(
    ("raw", "node", "certainty"),
    [
        ("9398001234561230", ("card", "9398001234561230"), "exact"),
        ("9398001234561231", ("card", "9398001234561231"), "mistyped"),
        ("9398 00** **** 1230", ("card_masked", "939800******1230"), "masked"),
    ],
)
def test_a_card_says_how_sure_it_is(raw: str, node: tuple[str, str], certainty: str) -> None:
    (only,) = mentions_of(complain(GivenIdentifier("card", raw, "recipient")))

    assert (only.node, only.certainty) == (node, certainty)


@pytest.mark.parametrize("raw", ["************1230", "93980*******1230", "939800*********1230"])
def test_a_card_with_fewer_known_digits_names_nobody(raw: str) -> None:
    assert masked_card(raw) is None


def test_the_surest_of_several_mentions_counts_then_the_earliest() -> None:
    def said(certainty: Certainty, day: int) -> Mention:
        at = NOON + timedelta(days=day)
        return Mention(ComplaintId("a"), "card", "9398001234561230", at, "recipient", certainty)

    kept = once([said("mistyped", 0), said("exact", 2), said("exact", 1)])

    assert kept == (said("exact", 1),)


def test_a_card_with_an_alias_is_the_account_while_the_alias_holds() -> None:
    book = AliasBook(
        [
            Alias(
                AccountKey("card:?:9398001234561230"),
                AccountKey(f"iban:{IBAN}"),
                NOON - timedelta(days=9),
                NOON,
            )
        ]
    )
    now = complain(payments=(Payment(paid_to="9398001234561230"),))
    later = Complaint(ComplaintId("b"), NOON, payments=(Payment(paid_to="9398001234561230"),))

    assert [m.node for m in mentions_of(now, book)] == [("iban", IBAN)]
    assert [m.node for m in mentions_of(later, book)] == [("card", "9398001234561230")]


def test_a_callers_phone_is_never_taken_for_the_account_behind_it() -> None:
    book = AliasBook([Alias(AccountKey("phone:+77010000001"), AccountKey(f"iban:{IBAN}"))])
    called = complain(GivenIdentifier("phone", "+77010000001", "offender_contact"))
    paid = complain(payments=(Payment(paid_to="+77010000001"),))

    assert [m.kind for m in mentions_of(called, book)] == ["phone"]
    assert [m.node for m in mentions_of(paid, book)] == [("iban", IBAN)]


def test_a_mention_never_shows_the_number() -> None:
    assert "7701" not in repr(Mention(ComplaintId("a"), "phone", "+77010000001", NOON))
