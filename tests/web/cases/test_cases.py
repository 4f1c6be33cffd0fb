"""Cases and complaints: taken in one's own unit, led by one, sealed for the named."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.cast import Cast

from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.web.cases.models import Case, Complaint, Member
from izdes.web.cases.reports import Report
from izdes.web.cases.selectors import cases_visible_to, complaints_visible_to
from izdes.web.cases.services.cases import (
    CaseExists,
    CaseHasLead,
    CertificateMissing,
    register_case,
    seal_case,
    take_case,
)
from izdes.web.cases.services.members import (
    LeadStays,
    MemberAlready,
    NobodyOfCases,
    PostUnfit,
    name_member,
    release_member,
)
from izdes.web.cases.services.receiving import (
    ReceiptExists,
    Taken,
    receive_complaint,
)
from izdes.web.cases.services.triage import ComplaintJoined, join_complaint
from izdes.web.officers.reach import NotPermitted
from izdes.web.receipts import code_digest
from izdes.web.subjects.models import Identifier, Mention

_AT = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)


def _registered(cast: Cast, *, category: str = "ordinary") -> Case:
    """Let the duty officer of a1 register a case."""
    with cast.acts("duty_officer_a1") as officer:
        return register_case(
            number="new",
            unit=cast.body("a1"),
            registered_at=_AT,
            form="investigation",
            category=category,
            officer=officer,
        )


def _taken(cast: Cast, *identifiers: GivenIdentifier, receipt: str = "new") -> Taken:
    """Let the duty officer of a1 take a complaint."""
    with cast.acts("duty_officer_a1") as officer:
        return receive_complaint(
            report=Report(reported_at=_AT, identifiers=identifiers),
            unit=cast.body("a1"),
            source="desk",
            receipt=receipt,
            officer=officer,
        )


def test_a_case_without_a_lead_is_taken_by_somebody_of_its_unit(cast: Cast) -> None:
    case = _registered(cast)

    with cast.acts("inquirer_a1") as officer:
        first = take_case(case=case, ground="decree", officer=officer)
        again = take_case(case=case, ground="decree", officer=officer)

    assert first == again


def test_a_case_with_a_lead_is_taken_by_nobody_else(cast: Cast) -> None:
    with cast.acts("inquirer_a1") as officer, pytest.raises(CaseHasLead):
        take_case(case=cast.case("a1"), ground="decree", officer=officer)


def test_the_database_gives_no_second_lead(cast: Cast) -> None:
    with cast.acts("inquirer_a1") as officer, pytest.raises(DatabaseError), transaction.atomic():
        Member.objects.create(
            case=cast.case("a1"), officer=officer, kind="lead", ground="mine", since=_AT
        )


def test_a_category_that_requires_a_certificate_is_not_taken_without(cast: Cast) -> None:
    case = _registered(cast, category="crypto")

    with cast.acts("inquirer_a1") as officer, pytest.raises(CertificateMissing):
        take_case(case=case, ground="decree", officer=officer)
    with cast.acts("investigator_a1") as officer:
        assert take_case(case=case, ground="decree", officer=officer).kind == "lead"


@pytest.mark.parametrize("number", ["a1", "b1"])
def test_a_number_is_given_once_even_where_its_case_is_not_seen(cast: Cast, number: str) -> None:
    with cast.acts("duty_officer_a1") as officer, pytest.raises(CaseExists):
        register_case(
            number=number,
            unit=cast.body("a1"),
            registered_at=_AT,
            form="x",
            category="x",
            officer=officer,
        )


@pytest.mark.parametrize(
    "login", ["hq_analyst", "prosecutor_a1", "specialist", "administrator", "investigator_b1"]
)
def test_nobody_registers_a_case_in_a_unit_where_he_does_not_work(cast: Cast, login: str) -> None:
    with cast.acts(login) as officer, pytest.raises(NotPermitted):
        register_case(
            number="new",
            unit=cast.body("a1"),
            registered_at=_AT,
            form="x",
            category="x",
            officer=officer,
        )


def test_a_sealed_case_is_seen_by_the_named_alone(cast: Cast) -> None:
    case = cast.case("b1")

    with cast.acts("investigator_b1") as lead:
        assert seal_case(case=case, ground="decree", officer=lead).is_sealed

    for login in ("head_of_unit_b1", "prosecutor_b1", "hq_analyst"):
        with cast.acts(login) as officer:
            assert case not in cases_visible_to(officer)
            assert cast.complaint("b1") not in complaints_visible_to(officer)


@pytest.mark.parametrize(
    "change", ["unit_id = unit_id", "number = 'mine'", "registered_at = now()"]
)
def test_not_even_a_lead_changes_where_a_case_belongs(cast: Cast, change: str) -> None:
    with (
        cast.acts("investigator_b1"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE cases_case SET {change}")  # noqa: S608 - written above


def test_nobody_joins_a_complaint_to_a_case_that_he_may_not_change(cast: Cast) -> None:
    complaint, sealed = cast.complaint("a1-loose"), cast.case("a1-sealed")

    with (
        cast.acts("duty_officer_a1"),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Complaint.objects.filter(pk=complaint.pk).update(case=sealed)


def test_nobody_seals_a_case_before_himself(cast: Cast) -> None:
    with cast.acts("head_of_unit_b1") as head, pytest.raises(NotPermitted):
        seal_case(case=cast.case("b1"), ground="decree", officer=head)


def test_an_officer_of_another_body_who_is_named_works_on_the_case(cast: Cast) -> None:
    case, person = cast.case("b1"), cast.officer("group_member_c1")

    with cast.acts("investigator_b1") as lead:
        name_member(case=case, person=person, kind="member", ground="decree", officer=lead)

    with cast.acts("group_member_c1"):
        assert Case.objects.filter(pk=case.pk).update(state="ours")


def test_a_released_member_sees_the_case_no_more(cast: Cast) -> None:
    member = cast.member("specialist", "a1")

    with cast.acts("investigator_a1") as lead:
        release_member(member=member, reason="Done", officer=lead)
        release_member(member=member, reason="Again", officer=lead)

    with cast.acts("specialist") as specialist:
        assert not cases_visible_to(specialist).exists()
        assert not Case.objects.exists()


def test_an_officer_is_once_in_a_case(cast: Cast) -> None:
    with cast.acts("investigator_a1") as lead, pytest.raises(MemberAlready):
        name_member(
            case=cast.case("a1"),
            person=cast.officer("specialist"),
            kind="specialist",
            ground="decree",
            officer=lead,
        )


def test_a_specialist_is_not_named_as_whoever_changes_the_case(cast: Cast) -> None:
    with cast.acts("investigator_b1") as lead, pytest.raises(PostUnfit):
        name_member(
            case=cast.case("b1"),
            person=cast.officer("specialist"),
            kind="member",
            ground="decree",
            officer=lead,
        )


@pytest.mark.parametrize("case", ["a1", "a1-sealed"])
def test_a_lead_is_not_released(cast: Cast, case: str) -> None:
    with cast.acts("investigator_a1") as lead, pytest.raises(LeadStays):
        release_member(member=cast.member("investigator_a1", case), reason="Away", officer=lead)


def test_a_member_is_assigned_and_does_not_take_the_case_himself(cast: Cast) -> None:
    case = _registered(cast)
    with cast.acts("head_of_unit_a1") as head:
        person = cast.officer("inquirer_a1")
        name_member(case=case, person=person, kind="member", ground="decree", officer=head)

    with cast.acts("inquirer_a1") as officer, pytest.raises(MemberAlready):
        take_case(case=case, ground="decree", officer=officer)


@pytest.mark.parametrize("login", ["administrator", "auditor", "responder_one", "nobody"])
def test_who_works_on_no_cases_is_named_in_none(cast: Cast, login: str) -> None:
    with cast.acts("investigator_a1") as lead, pytest.raises(NobodyOfCases):
        name_member(
            case=cast.case("a1"),
            person=cast.officer(login),
            kind="member",
            ground="decree",
            officer=lead,
        )


def test_a_specialist_who_is_named_reads_and_changes_nothing(cast: Cast) -> None:
    with cast.acts("specialist") as specialist:
        assert list(cases_visible_to(specialist)) == [cast.case("a1")]
        assert not Case.objects.update(state="mine")


def test_an_identifier_is_one_row_for_the_country(cast: Cast) -> None:
    given = GivenIdentifier("phone", "8 701 000 00 77", "offender_contact")

    _taken(cast, given, receipt="one")
    _taken(cast, given, receipt="two")

    with cast.acts("duty_officer_a1"):
        identifier = Identifier.objects.get(kind="phone", value="+77010000077")
        assert Mention.objects.filter(identifier=identifier).count() == 2


def test_a_mention_keeps_what_was_written_and_how_sure_its_reading_is(cast: Cast) -> None:
    wrong = GivenIdentifier("iin", "900101900056", "recipient")

    taken = _taken(cast, wrong, GivenIdentifier("pager", "12345", "unknown"))

    with cast.acts("duty_officer_a1"):
        mention = Mention.objects.get(complaint=taken.complaint)
        assert (mention.raw, mention.certainty) == ("900101900056", "doubtful")


def test_only_a_receipt_with_its_code_finds_a_complaint(cast: Cast) -> None:
    taken = _taken(cast)

    assert _found("new", code_digest("new", taken.code)) == taken.complaint.pk
    assert _found("new", code_digest("new", "WRONG")) is None
    assert _found("b1", code_digest("new", taken.code)) is None


def test_a_code_is_never_printed(cast: Cast) -> None:
    taken = _taken(cast)

    assert taken.code not in repr(taken)


def test_a_receipt_is_given_once(cast: Cast) -> None:
    with pytest.raises(ReceiptExists):
        _taken(cast, receipt="b1")


def test_a_joined_complaint_goes_with_its_case(cast: Cast) -> None:
    complaint = cast.complaint("a1-loose")

    with cast.acts("investigator_a1") as officer:
        first = join_complaint(complaint=complaint, case=cast.case("a1"), officer=officer)
        again = join_complaint(complaint=complaint, case=cast.case("a1"), officer=officer)

    assert (first, first.number) == (again, 2)
    with cast.acts("specialist") as specialist:
        assert complaint in complaints_visible_to(specialist)


def test_a_complaint_in_a_sealed_case_is_seen_no_more_by_its_unit(cast: Cast) -> None:
    complaint = cast.complaint("a1-loose")

    with cast.acts("investigator_a1") as officer:
        join_complaint(complaint=complaint, case=cast.case("a1-sealed"), officer=officer)

    with cast.acts("duty_officer_a1") as officer:
        assert complaint not in complaints_visible_to(officer)
        assert not Complaint.objects.filter(pk=complaint.pk).exists()


def test_a_complaint_belongs_to_one_case(cast: Cast) -> None:
    with cast.acts("investigator_a1") as officer, pytest.raises(ComplaintJoined):
        join_complaint(complaint=cast.complaint("a1"), case=cast.case("a1-sealed"), officer=officer)


def _found(receipt: str, digest: bytes) -> int | None:
    """Ask for a complaint as the public window does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT complaint_of_receipt(%s, %s)", [receipt, digest])
        found: int | None = cursor.fetchone()[0]
    return found
