"""A signature at the office: checked by its own roots, kept, and told back what became of it."""

import hashlib
import json
from pathlib import Path

import pytest
from django.db import DatabaseError, connections
from django.test import override_settings
from tests.web.cast import Cast
from tests.web.window.signing import ANOTHER, BIN, FOR_ANOTHER, OF_BODY, Citizens, connected
from tests.web.window.writing import FULL, written

from izdes.adapters.signatures.citizens import verify_statement
from izdes.adapters.signatures.statement import Signs
from izdes.adapters.signatures.trust import read_trust
from izdes.adapters.words import Lang
from izdes.web.cases.models import Attachment, Complaint
from izdes.web.cases.services.desk import sign_complaint
from izdes.web.config import configuration
from izdes.web.files.blobs import blobs
from izdes.web.files.keys import Wrapped
from izdes.web.files.models import File
from izdes.web.journal.models import Entry
from izdes.web.operation.intake import gather_again, take_sent, tell_back
from izdes.web.reception.models import Signature
from izdes.web.reception.signing import ReportUnknown, check_again
from izdes.web.reception.taking import take_in
from izdes.web.window.drafts import save
from izdes.web.window.esigning import add_signature, signing_of
from izdes.web.window.outgoing import export
from izdes.web.window.pages.stating import statement_of
from izdes.web.window.receipts import Receipt
from izdes.web.window.sending import send
from izdes.web.window.statuses import sent_report, status_of


@pytest.fixture
def citizens(home: Path, monkeypatch: pytest.MonkeyPatch) -> Citizens:
    """Let the window and the office trust an authority of citizens."""
    return connected(home / "trust", monkeypatch)


def statement(receipt: Receipt, lang: Lang = "kk") -> bytes:
    report = sent_report(receipt.number, receipt.code)
    assert report is not None
    with override_settings(ROOT_URLCONF="izdes.web.window.urls"):
        return statement_of(report, lang).as_bytes()


def signs(receipt: Receipt, citizens: Citizens, *whose: str) -> bytes:
    """Sign what was sent, and send the signature; return it."""
    data = statement(receipt)
    signature = citizens.signs(data, *whose)
    assert add_signature(receipt, statement=data, signature=signature)
    return signature


def kinds(receipt: Receipt) -> list[str]:
    status = status_of(receipt.number, receipt.code)
    assert status is not None
    return [word.kind for word in status.words]


def kept(file: File) -> bytes:
    return b"".join(blobs().read(file.blob, Wrapped(file.key_id, bytes(file.wrapped_key))))


def found(receipt: Receipt, staffed: Cast) -> tuple[Complaint, Signature]:
    with staffed.acts("head_of_unit_a_hq"):
        complaint = Complaint.objects.get(receipt=receipt.number)
        rows = Signature.objects.select_related("statement", "file", "report")
        return complaint, rows.get(complaint=complaint)


def test_a_signed_message_is_a_statement_with_all_that_proves_it(
    staffed: Cast, citizens: Citizens
) -> None:
    receipt = send(written(FULL))
    signature = signs(receipt, citizens)

    assert take_sent() == 2
    tell_back()

    complaint, row = found(receipt, staffed)
    assert (complaint.state, complaint.signed_how) == ("signed", "e_signature")
    assert complaint.signed_at == row.received_at
    assert (row.outcome, row.why, row.iin) == ("accepted", "", FULL["person"]["iin"])
    assert kinds(receipt) == ["taken", "signed"]
    with staffed.acts("head_of_unit_a_hq"):
        assert kept(row.statement) == statement(receipt)
        assert kept(row.file) == signature
        report = json.loads(kept(row.report))
        names = set(Attachment.objects.filter(complaint=complaint).values_list("kind", flat=True))
        entries = Entry.objects.filter(subject_type="complaint", subject_id=str(complaint.pk))
        events = set(entries.values_list("event", flat=True))
    assert report["is_accepted"] is True
    assert report["signature"] == hashlib.sha256(signature).hexdigest()
    assert {"statement", "signature", "signature_report"} <= names
    assert {"addition.taken", "complaint.signed"} <= events


def test_what_is_kept_is_checked_again_by_whoever_has_the_files(
    staffed: Cast, citizens: Citizens
) -> None:
    receipt = send(written(FULL))
    signs(receipt, citizens)
    take_sent()

    _, row = found(receipt, staffed)

    with staffed.acts("head_of_unit_a_hq"):
        told = json.loads(kept(row.report))
        again = verify_statement(
            kept(row.statement),
            kept(row.file),
            read_trust(citizens.folder),
            signs=Signs((FULL["person"]["iin"],)),
            at=row.received_at,
        ).as_json()
    assert {name: told[name] for name in ("statement", "signature", "trust", "at", "signer")} == {
        name: again[name] for name in ("statement", "signature", "trust", "at", "signer")
    }
    assert again["is_accepted"] is True


def test_taking_a_signature_again_changes_nothing(
    staffed: Cast, citizens: Citizens, tmp_path: Path
) -> None:
    receipt = send(written(FULL))
    signs(receipt, citizens)
    export(tmp_path / "out")
    places = sorted((tmp_path / "out").glob("*.izdes"))

    outcomes = [take_in(place).outcome for place in (*places, *places)]

    assert outcomes == ["taken", "signed", "known", "known"]
    assert found(receipt, staffed)[1].outcome == "accepted"


def test_a_signature_waits_for_its_report(
    staffed: Cast, citizens: Citizens, tmp_path: Path
) -> None:
    receipt = send(written(FULL))
    signs(receipt, citizens)
    export(tmp_path / "out")
    first, second = sorted((tmp_path / "out").glob("*.izdes"))

    with pytest.raises(ReportUnknown):
        take_in(second)
    take_in(first)

    assert take_in(second).outcome == "signed"
    assert found(receipt, staffed)[0].state == "signed"


@pytest.mark.parametrize(
    ("answers", "whose", "outcome"),
    [
        (FOR_ANOTHER, (ANOTHER,), "accepted"),
        (OF_BODY, (ANOTHER, BIN), "accepted"),
        (FULL, (ANOTHER,), "refused"),
        (OF_BODY, (ANOTHER,), "refused"),
    ],
    ids=["who speaks for her", "the organisation", "a stranger", "of no organisation"],
)
def test_the_office_asks_itself_whose_certificate_it_must_be(
    staffed: Cast,
    citizens: Citizens,
    answers: dict[str, dict[str, object]],
    whose: tuple[str, ...],
    outcome: str,
) -> None:
    receipt = send(written(answers))
    signs(receipt, citizens, *whose)

    take_sent()

    complaint, row = found(receipt, staffed)
    assert row.outcome == outcome
    assert (complaint.state == "signed") == (outcome == "accepted")


def test_a_refused_signature_is_told_back_and_the_report_stays_a_message(
    staffed: Cast, citizens: Citizens
) -> None:
    receipt = send(written(FULL))
    signs(receipt, citizens, ANOTHER)
    take_sent()
    tell_back()

    assert kinds(receipt) == ["taken", "unsigned"]
    signing = signing_of(receipt)
    assert signing is not None
    assert signing.stands == "refused"
    signs(receipt, citizens)
    take_sent()
    tell_back()
    assert kinds(receipt) == ["taken", "unsigned", "signed"]
    with staffed.acts("head_of_unit_a_hq"):
        rows = Signature.objects.filter(complaint__receipt=receipt.number).order_by("pk")
        assert list(rows.values_list("outcome", flat=True)) == ["refused", "accepted"]


def test_what_lacks_lists_waits_and_is_checked_again(staffed: Cast, citizens: Citizens) -> None:
    receipt = send(written(FULL))
    signs(receipt, citizens)
    citizens.forgets_lists()
    take_sent()
    complaint, row = found(receipt, staffed)
    assert (complaint.state, row.outcome, row.why) == (
        "message", "waiting", "sign_revocation_unknown"
    )  # fmt: skip
    assert check_again() == 0
    tell_back()
    assert kinds(receipt) == ["taken"]

    citizens.publishes_lists()
    gather_again()

    complaint, row = found(receipt, staffed)
    assert (complaint.state, row.outcome) == ("signed", "accepted")
    assert check_again() == 0


def test_an_office_that_trusts_nobody_keeps_the_signature_until_it_does(
    staffed: Cast, citizens: Citizens, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = send(written(FULL))
    signs(receipt, citizens)
    monkeypatch.delenv("IZDES_CITIZENS_TRUST")
    configuration.cache_clear()

    take_sent()

    complaint, row = found(receipt, staffed)
    assert (complaint.state, row.why) == ("message", "sign_trust_none")


def test_a_signature_over_an_earlier_report_is_not_one_over_the_later(
    staffed: Cast, citizens: Citizens
) -> None:
    token = written(FULL)
    receipt = send(token)
    earlier = statement(receipt)
    save(token, "story", {"narrative": "Тағы қоңырау шалды."})
    send(token)
    add_signature(receipt, statement=earlier, signature=citizens.signs(earlier))

    take_sent()

    complaint, row = found(receipt, staffed)
    assert (complaint.state, row.outcome, row.why) == ("message", "refused", "sign_older")


def test_what_was_signed_at_the_desk_stays_so_and_the_signature_is_kept(
    staffed: Cast, citizens: Citizens
) -> None:
    receipt = send(written(FULL))
    signs(receipt, citizens)
    citizens.forgets_lists()
    take_sent()
    with staffed.acts("head_of_unit_a_hq") as head:
        complaint = Complaint.objects.get(receipt=receipt.number)
        sign_complaint(complaint=complaint, how="protocol", is_warned=True, officer=head)

    citizens.publishes_lists()
    assert check_again() == 1

    complaint, row = found(receipt, staffed)
    assert (complaint.signed_how, row.outcome) == ("protocol", "accepted")


def test_only_the_reception_keeps_signatures(staffed: Cast, citizens: Citizens) -> None:
    receipt = send(written(FULL))
    signs(receipt, citizens, ANOTHER)
    take_sent()
    _, row = found(receipt, staffed)

    with staffed.acts("head_of_unit_a_hq"), pytest.raises(DatabaseError):
        Signature.objects.filter(pk=row.pk).update(outcome="accepted", why="")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT outcome FROM reception_signature WHERE id = %s", [row.pk])
        assert cursor.fetchone()[0] == "refused"
