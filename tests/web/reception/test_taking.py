"""Taking in: what a window sent becomes a complaint, once, whole, or is refused with its reason."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.web.cast import Cast
from tests.web.window.writing import FRESH, FULL, PNG, written

from izdes.web.cases.models import Applicant, Attachment, Complaint, Loan, Payment
from izdes.web.cases.reports import Report
from izdes.web.cases.services.desk import sign_complaint
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.files.blobs import blobs
from izdes.web.files.keys import Wrapped
from izdes.web.officers.roles import Role
from izdes.web.officers.services.people import enter_officer
from izdes.web.officers.services.posts import confirm_post, propose_post
from izdes.web.packages.parties import Party
from izdes.web.packages.sealing import (
    NotAPackage,
    PackageNotOpened,
    PackageSignerUnknown,
    PackageWrong,
)
from izdes.web.receipts import code_digest
from izdes.web.reception import taking
from izdes.web.reception.signing import ReportUnknown
from izdes.web.reception.taking import take_all, take_in
from izdes.web.reception.telling import gather, untold
from izdes.web.signing_in.services.recovering import (
    MachineHasNoPassword,
    RecoveryNotRight,
    confirm_recovery,
    propose_recovery,
    use_recovery,
)
from izdes.web.window import sending
from izdes.web.window.drafts import save
from izdes.web.window.outgoing import export, waiting
from izdes.web.window.sending import send
from izdes.web.window.statuses import add_later


def by_owner(question: str) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def sent(out: Path) -> list[Path]:
    export(out)
    return sorted(out.glob("*.izdes"))


def test_a_report_becomes_a_complaint_of_the_unit_with_all_that_it_says(
    staffed: Cast, tmp_path: Path
) -> None:
    receipt = send(written(FULL, files=(PNG,)))

    (place,) = sent(tmp_path / "out")
    outcome = take_in(place)

    assert outcome.outcome == "taken"
    with staffed.acts("head_of_unit_a_hq"):
        complaint = Complaint.objects.get(pk=outcome.complaint)
        assert complaint.receipt == complaint.external_id == receipt.number
        assert bytes(complaint.code_digest) == code_digest(receipt.number, receipt.code)
        assert (complaint.source, complaint.state, complaint.unit.code) == (
            "window", "message", "a-hq"
        )  # fmt: skip
        assert complaint.is_in_progress
        assert complaint.narrative == FULL["story"]["narrative"]
        payment = Payment.objects.get(complaint=complaint)
        assert payment.amount_minor == 25_000_000
        assert str(payment.at) == "2026-11-20 04:15:00+00:00"
        loan = Loan.objects.get(complaint=complaint)
        assert (loan.lender, loan.amount_minor) == ("Ойдан МҚҰ", 10_000_000)
        applicant = Applicant.objects.get(complaint=complaint)
        assert applicant.full_name == FULL["person"]["full_name"]
        kinds = Attachment.objects.filter(complaint=complaint).order_by("pk")
        assert [one.kind for one in kinds] == ["package", "picture"]
        picture = kinds[1].file
    assert (picture.media_type, picture.size_bytes) == ("image/png", len(PNG))


def test_the_bytes_of_evidence_arrive_as_they_were_handed_in(staffed: Cast, tmp_path: Path) -> None:
    send(written(FULL, files=(PNG * 1000,)))
    outcome = take_in(sent(tmp_path / "out")[0])

    with staffed.acts("reception"):
        file = Attachment.objects.get(complaint=outcome.complaint, kind="picture").file
    read = blobs().read(file.blob, Wrapped(file.key_id, bytes(file.wrapped_key)))
    assert b"".join(read) == PNG * 1000


def test_four_answers_of_the_first_hour_are_taken_and_the_rest_comes_later(
    staffed: Cast, tmp_path: Path
) -> None:
    token = written(FRESH)
    first = send(token)
    (place,) = sent(tmp_path / "out")
    outcome = take_in(place)
    with staffed.acts("hq_analyst"):
        assert Complaint.objects.get(pk=outcome.complaint).unit.code == "centre"

    for step, said in FULL.items():
        save(token, step, said)
    assert send(token) == first
    later = sent(tmp_path / "out")
    again = take_in(later[-1])

    assert len(later) == 2
    assert (again.outcome, again.complaint) == ("added", outcome.complaint)
    with staffed.acts("head_of_unit_a_hq"):
        complaint = Complaint.objects.get(pk=outcome.complaint)
        assert complaint.is_in_progress
        assert complaint.narrative == FULL["story"]["narrative"]
        assert Payment.objects.filter(complaint=complaint).count() == 1
        assert Loan.objects.filter(complaint=complaint).count() == 1
        assert Applicant.objects.get(complaint=complaint).full_name


def test_a_call_at_the_window_is_a_call_like_one_of_the_office(
    staffed: Cast, tmp_path: Path
) -> None:
    (row,) = FRESH["payments"]["rows"]
    by_telephone: dict[str, dict[str, Any]] = {
        "start": {"fresh": "yes", "by": "operator"},
        "payments": {"rows": [{**row, "to_bank": "HSBKKZKX"}]},
    }
    token = written(by_telephone)
    receipt = send(token)
    outcome = take_in(sent(tmp_path / "out")[0])

    save(token, "story", FULL["story"])
    send(token)
    later = take_in(sent(tmp_path / "out")[-1])

    assert (later.outcome, later.complaint) == ("added", outcome.complaint)
    with staffed.acts("hq_analyst"):
        complaint = Complaint.objects.get(pk=outcome.complaint)
        assert (complaint.source, complaint.receipt) == ("operator", receipt.number)
        assert complaint.narrative == FULL["story"]["narrative"]
        assert Payment.objects.get(complaint=complaint).to_bank == "HSBKKZKX"
    gather()
    assert [one.said["kind"] for one in untold()] == ["taken"]


def test_the_reception_does_not_see_a_call_that_the_office_took(staffed: Cast) -> None:
    report = Report(reported_at=datetime(2026, 11, 20, tzinfo=UTC), external_id="nonce")
    with staffed.acts("head_of_unit_a_hq") as head:
        call = receive_complaint(
            report=report, unit=staffed.body("a-hq"), officer=head, source="operator"
        )
        assert Complaint.objects.filter(pk=call.complaint.pk).exists()

    with staffed.acts("reception"):
        assert not Complaint.objects.filter(pk=call.complaint.pk).exists()


def test_sending_again_without_anything_new_makes_no_package(staffed: Cast, tmp_path: Path) -> None:
    del staffed
    token = written(FULL)

    assert send(token) == send(token)

    assert len(sent(tmp_path / "out")) == 1


def test_a_package_is_taken_once(staffed: Cast, tmp_path: Path) -> None:
    send(written(FULL, files=(PNG,)))
    (place,) = sent(tmp_path / "out")

    outcomes = [take_in(place).outcome for _ in range(3)]

    assert outcomes == ["taken", "known", "known"]
    with staffed.acts("head_of_unit_a_hq"):
        assert Complaint.objects.filter(source="window").count() == 1


def test_what_is_added_later_reaches_a_complaint_that_was_signed(
    staffed: Cast, tmp_path: Path
) -> None:
    receipt = send(written(FULL))
    taken = take_in(sent(tmp_path / "out")[0])
    with staffed.acts("head_of_unit_a_hq") as head:
        complaint = Complaint.objects.get(pk=taken.complaint)
        sign_complaint(complaint=complaint, how="protocol", is_warned=True, officer=head)

    assert add_later(
        receipt.number, receipt.code, text="Тағы қоңырау шалды", files=[("чек.png", [PNG])]
    )
    outcome = take_in(sent(tmp_path / "out")[-1])

    mine = "SELECT text FROM reception_addition WHERE complaint_id = %s"
    assert (outcome.outcome, outcome.complaint) == ("added", taken.complaint)
    with staffed.acts("head_of_unit_a_hq"), connection.cursor() as cursor:
        cursor.execute(mine, [taken.complaint])
        assert cursor.fetchall() == [("Тағы қоңырау шалды",)]
        assert Attachment.objects.filter(complaint=taken.complaint, name="чек.png").exists()
    with staffed.acts("investigator_b1"), connection.cursor() as cursor:
        cursor.execute(mine, [taken.complaint])
        assert cursor.fetchall() == []


def test_an_addition_waits_for_its_report(staffed: Cast, tmp_path: Path) -> None:
    del staffed
    receipt = send(written(FULL))
    add_later(receipt.number, receipt.code, text="later")
    report, addition = sent(tmp_path / "out")

    with pytest.raises(ReportUnknown):
        take_in(addition)

    assert [take_in(place).outcome for place in (report, addition)] == ["taken", "added"]


def test_with_a_wrong_code_nothing_is_added(staffed: Cast, tmp_path: Path) -> None:
    del staffed
    receipt = send(written(FULL))

    assert not add_later(receipt.number, "WRONGCOD", text="later")

    assert len(sent(tmp_path / "out")) == 1


@pytest.mark.parametrize("at", [0, 20, 60, 100, 200, -1])
def test_a_package_of_which_a_byte_was_changed_is_refused(
    staffed: Cast, tmp_path: Path, at: int
) -> None:
    send(written(FULL, files=(PNG,)))
    (place,) = sent(tmp_path / "out")
    content = bytearray(place.read_bytes())
    content[at] ^= 1
    place.write_bytes(content)

    with pytest.raises((NotAPackage, PackageNotOpened)):
        take_in(place)

    with staffed.acts("head_of_unit_a_hq"):
        assert not Complaint.objects.filter(source="window").exists()


@pytest.mark.parametrize("kept", [0, 10, 90, 200, -1])
def test_a_package_that_was_not_copied_whole_is_refused(
    staffed: Cast, tmp_path: Path, kept: int
) -> None:
    send(written(FULL, files=(PNG * 3000,)))
    (place,) = sent(tmp_path / "out")
    place.write_bytes(place.read_bytes()[:kept])

    with pytest.raises((NotAPackage, PackageNotOpened)):
        take_in(place)

    with staffed.acts("head_of_unit_a_hq"):
        assert not Complaint.objects.filter(source="window").exists()


def test_a_window_that_nobody_knows_is_not_believed(
    staffed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del staffed
    monkeypatch.setattr("izdes.web.window.sending.window_party", lambda: Party(bytes(32)))
    send(written(FULL))

    with pytest.raises(PackageSignerUnknown):
        take_in(sent(tmp_path / "out")[0])


def test_a_package_for_another_office_does_not_open(
    staffed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del staffed
    monkeypatch.setattr(
        "izdes.web.window.sending.office_of_window", lambda: Party(bytes(32)).public
    )
    send(written(FULL))

    with pytest.raises(PackageNotOpened):
        take_in(sent(tmp_path / "out")[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "other"),
        ("version", 2),
        ("kind", "order"),
        ("number", ""),
        ("code_digest", "xyz"),
        ("sequence", -1),
        ("sent_at", "yesterday"),
        ("sent_at", "2026-11-20T09:00:00"),
        ("sent_at", "0001-01-01T00:00:00+05:00"),
        ("complaint", {"payments": [{"at": "9999-12-31T23:59:59-12:00"}]}),
        ("complaint", ["a list"]),
        ("complaint", {"payments": [7]}),
        ("complaint", {"payments": [{"amount_minor": "7"}]}),
        ("complaint", {"narrative": "a\x00b"}),
    ],
)
def test_a_signed_package_that_says_nonsense_is_refused_by_name(
    staffed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    whole = sending.manifest_of
    monkeypatch.setattr(
        sending,
        "manifest_of",
        lambda *given, **named: {**whole(*given, **named), name: value},
    )
    send(written(FULL))

    with pytest.raises(PackageWrong):
        take_in(sent(tmp_path / "out")[0])

    with staffed.acts("head_of_unit_a_hq"):
        assert not Complaint.objects.filter(source="window").exists()


def test_one_refused_package_stands_in_no_others_way(staffed: Cast, tmp_path: Path) -> None:
    del staffed
    for _ in range(3):
        send(written(FULL))
    places = sent(tmp_path / "out")
    places[1].write_bytes(b"nothing of ours")

    outcomes = [one.outcome for one in take_all(places)]

    assert outcomes == ["taken", "not_a_package", "taken"]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", ["_files", "_taken", "_note"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_is_killed_between_two_steps_takes_it_again_and_whole(
    staffed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    send(written(FULL, files=(PNG,)))
    (place,) = sent(tmp_path / "out")
    whole = getattr(taking, step)

    def dies(*given: object) -> object:
        if when == "after":
            whole(*given)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(taking, step, dies)
        with pytest.raises(Killed):
            take_in(place)
    outcome = take_in(place)

    assert outcome.outcome in {"taken", "added", "known"}
    with staffed.acts("head_of_unit_a_hq"):
        complaint = Complaint.objects.get(source="window")
        assert Payment.objects.filter(complaint=complaint).count() == 1
        assert Loan.objects.filter(complaint=complaint).count() == 1
        assert Attachment.objects.filter(complaint=complaint).count() == 2


def test_a_window_killed_before_it_noted_the_package_sends_to_the_same_receipt(
    staffed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del staffed
    token = written(FULL)
    with monkeypatch.context() as patched:
        patched.setattr(
            "izdes.web.window.sending.note_receipt", lambda *_: (_ for _ in ()).throw(Killed)
        )
        with pytest.raises(Killed):
            send(token)

    receipt = send(token)

    (one,) = waiting()
    assert one.number == receipt.number
    assert [path.name for path in sent(tmp_path / "out")] == [f"{receipt.number}-001.izdes"]


def test_an_export_killed_before_it_noted_is_made_again_under_the_same_name(
    staffed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del staffed
    send(written(FULL))
    with monkeypatch.context() as patched:
        patched.setattr(
            "izdes.web.window.outgoing.note_taken", lambda *_: (_ for _ in ()).throw(Killed)
        )
        with pytest.raises(Killed):
            export(tmp_path / "out")

    places = sent(tmp_path / "out")

    assert len(places) == 1
    assert take_in(places[0]).outcome == "taken"


def test_the_reception_sees_what_came_from_windows_and_nothing_else(
    staffed: Cast, tmp_path: Path
) -> None:
    send(written(FULL))
    taken = take_in(sent(tmp_path / "out")[0])

    with staffed.acts("reception"), connection.cursor() as cursor:
        seen = {}
        for table in ("cases_complaint", "cases_case", "cases_member", "subjects_lookup"):
            cursor.execute(f"SELECT id FROM {table}")  # noqa: S608 - the tables are ours
            seen[table] = [row[0] for row in cursor.fetchall()]

    assert seen == {
        "cases_complaint": [taken.complaint],
        "cases_case": [],
        "cases_member": [],
        "subjects_lookup": [],
    }


@pytest.mark.parametrize("login", ["reception", "investigator_a1"])
def test_the_reception_adds_no_complaint_of_a_desk_and_changes_no_case(
    staffed: Cast, login: str
) -> None:
    with staffed.acts(login), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state = state RETURNING number")
        changed = {row[0] for row in cursor.fetchall()}
        unit = staffed.body("a2").pk
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(
                "INSERT INTO cases_complaint (receipt, code_digest, unit_id, received_at,"
                " language, source) VALUES ('new', '', %s, now(), 'kk', 'desk')",
                [unit],
            )

    assert bool(changed) == (login != "reception")


@pytest.mark.parametrize(
    "question",
    [
        "SELECT reception_note('d', 's', 'n', 1, 'report', 1)",
        "SELECT reception_add(1, 'p', 't', now(), '{}', '{}')",
    ],
)
def test_nobody_else_takes_packages_in(staffed: Cast, question: str) -> None:
    with staffed.acts("head_of_unit_a1"), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(question)
        cursor.execute("SELECT * FROM reception_unnoticed(10)")
        assert cursor.fetchall() == []


def test_taking_a_package_is_in_the_journal_with_its_digest(staffed: Cast, tmp_path: Path) -> None:
    send(written(FULL))

    taken = take_in(sent(tmp_path / "out")[0])

    events = by_owner("SELECT body::json->>'event' FROM journal_entry ORDER BY number DESC LIMIT 2")
    values = by_owner(
        "SELECT v.name, v.text FROM journal_value v"
        " JOIN journal_entry e ON e.number = v.entry_number"
        " WHERE e.body::json->>'event' = 'package.taken' ORDER BY v.name"
    )
    assert taken.outcome == "taken"
    assert events == [("package.taken",), ("complaint.taken",)]
    assert [name for name, _ in values] == ["package", "sender"]
    assert str(values[1][1]).startswith("izdes-party:")
    del staffed


def test_the_reception_gets_no_password(staffed: Cast) -> None:
    with staffed.acts("administrator") as one, pytest.raises(MachineHasNoPassword):
        propose_recovery(
            person=staffed.officer("reception"), ground="Order", forgets_factors=False, officer=one
        )


def test_a_recovery_from_before_its_post_opens_nothing(staffed: Cast) -> None:
    with staffed.acts("administrator") as one:
        machine = enter_officer(login="machine", full_name="Қабылдау", officer=one)
        first = propose_recovery(person=machine, ground="Order", forgets_factors=False, officer=one)
    with staffed.acts("administrator_2") as another:
        second = confirm_recovery(recovery=first.recovery, officer=another)
        post = propose_post(
            person=machine, body=staffed.body("centre"), role=Role.RECEPTION, ground="order",
            officer=another,
        )  # fmt: skip
    with staffed.acts("administrator") as one:
        confirm_post(post=post, officer=one)

    with pytest.raises(RecoveryNotRight):
        use_recovery(login="machine", first=first.code, second=second.code, password="x" * 20)
