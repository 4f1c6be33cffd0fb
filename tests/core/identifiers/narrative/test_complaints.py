from datetime import UTC, datetime

from tests.core.identifiers.narrative.told import ZONE

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier
from izdes.core.identifiers.narrative.complaints import read_words
from izdes.core.linking.mentions import mentions_of


def told(narrative: str, *given: GivenIdentifier) -> Complaint:
    return Complaint(
        complaint_id=ComplaintId("A1"),
        reported_at=datetime(2026, 5, 21, tzinfo=UTC),
        narrative=narrative,
        identifiers=given,
    )


def test_what_the_words_name_joins_what_was_given() -> None:
    given = GivenIdentifier("phone", "8 701 000 12 34", "offender_contact")

    complaint, read = read_words(told("Звонили с 87010001234 и @bonus_desk", given), zone=ZONE)

    assert [(i.kind, i.raw) for i in complaint.identifiers] == [
        ("phone", "8 701 000 12 34"),
        ("telegram", "@bonus_desk"),
    ]
    assert [m.kind for m in read.mentions] == ["phone", "telegram"]
    assert complaint.identifiers[0].told is None
    assert complaint.identifiers[1].told is not None


def test_amounts_references_and_doubtful_numbers_name_nobody() -> None:
    text = "перевел 500 тг, чек 771442177949, ИИН 821128879245"

    complaint, read = read_words(told(text), zone=ZONE)

    assert complaint.identifiers == ()
    assert len(read.mentions) == 3


def test_complaints_are_linked_by_what_only_their_words_name() -> None:
    complaint, _ = read_words(told("Писал @bonus_desk"), zone=ZONE)

    assert [m.node for m in mentions_of(complaint)] == [("telegram", "bonus_desk")]
