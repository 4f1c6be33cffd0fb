"""PAdES: a signature inside a PDF holds, shows every change, and speaks of its certificate."""

import hashlib
import io
from datetime import timedelta
from functools import cache

import pytest
from asn1crypto import tsp  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter
from tests.adapters.documents.forms.filled import MADE_AT, paper_of
from tests.adapters.signatures.office import (
    CHECKED_AT,
    SIGNED_AT,
    UNTIL,
    office,
    trust,
    trust_after,
)
from tests.core.orders.papers import INVESTIGATOR, MADE

from izdes.adapters.documents.forms.content import digest_of
from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.documents.forms.rendering import pdf_of
from izdes.adapters.signatures.authority.issuing import Holder, found_authority, issue
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.faults import TimestampUnusable
from izdes.adapters.signatures.interface import FileSigner
from izdes.adapters.signatures.pades import PdfUnusable, Told, sign_pdf
from izdes.adapters.signatures.pades_checking import PdfReport, check_pdf
from izdes.adapters.signatures.stamps import Authority
from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.adapters.words.pades import report_lines

CONTENT = paper_of(form_of("language_change"), "kk")
assert MADE_AT > MADE


@cache
def paper() -> bytes:
    """Return an unsigned paper."""
    return pdf_of(CONTENT)


@cache
def signed() -> bytes:
    """Return a paper that the investigator signed."""
    return sign_pdf(paper(), office().investigator, at=SIGNED_AT, told=Told("қаулы", "Қызылорда"))


def wrong(report: PdfReport) -> set[str]:
    """Return the codes of everything that is not good."""
    found = [*report.checks, *(check for one in report.signatures for check in one.checks)]
    return {check.code for check in found if not check.is_good}


def looked(pdf: bytes) -> PdfReport:
    """Return what is found about a PDF."""
    return check_pdf(pdf, trust(), at=CHECKED_AT)


def test_a_signed_paper_is_accepted_and_says_by_whom() -> None:
    report = looked(signed())

    assert report.is_accepted
    (one,) = report.signatures
    assert one.certificate is not None
    assert one.certificate.person == INVESTIGATOR.iin
    assert one.certificate.body == INVESTIGATOR.body_bin
    assert one.claimed_at == SIGNED_AT.replace(microsecond=0)
    assert one.proven_at is None


def test_a_paper_carries_its_number_and_the_digest_of_its_content() -> None:
    report = looked(signed())

    assert (report.number, report.content) == (CONTENT["number"], digest_of(CONTENT))


def test_the_signature_appends_to_the_paper_and_changes_none_of_it() -> None:
    assert signed().startswith(paper())


def test_a_second_signature_leaves_the_first_standing() -> None:
    both = sign_pdf(signed(), office().prosecutor, at=SIGNED_AT + timedelta(hours=1))

    report = looked(both)

    assert both.startswith(signed())
    assert report.is_accepted
    assert len(report.signatures) == 2


def test_an_authority_proves_the_time() -> None:
    stamping = office().authority.stamping
    at = SIGNED_AT + timedelta(seconds=5)

    stamped = sign_pdf(
        paper(),
        office().investigator,
        at=SIGNED_AT,
        authority=lambda request: answer_stamp(request, stamping, at=at),
    )

    report = looked(stamped)
    assert report.is_accepted
    assert report.signatures[0].proven_at == at.replace(microsecond=0)


def test_a_timestamp_lets_a_signature_outlive_its_certificate() -> None:
    stamping = office().authority.stamping
    authority = lambda request: answer_stamp(request, stamping, at=SIGNED_AT)  # noqa: E731 - a line

    stamped = sign_pdf(paper(), office().investigator, at=SIGNED_AT, authority=authority)

    later = UNTIL + timedelta(days=1)
    assert "sign_validity_expired" not in wrong(check_pdf(stamped, trust(), at=later))
    assert "sign_validity_expired" in wrong(check_pdf(signed(), trust(), at=later))


@pytest.mark.parametrize("answer", [b"", b"no", b"\x30\x03\x02\x01\x00"])
def test_an_authority_that_answers_nonsense_is_refused(answer: bytes) -> None:
    with pytest.raises(TimestampUnusable):
        sign_pdf(paper(), office().investigator, at=SIGNED_AT, authority=lambda _: answer)


def stamped_by(authority: Authority) -> bytes:
    """Return a paper that the investigator signed and somebody stamped."""
    return sign_pdf(paper(), office().investigator, at=SIGNED_AT, authority=authority)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_stamped_a_paper_is_said_or_that_nobody_did(language: Lang) -> None:
    stamping = office().authority.stamping
    pdf = stamped_by(lambda request: answer_stamp(request, stamping, at=SIGNED_AT))

    (one,) = looked(pdf).signatures
    assert one.stamped_by
    assert any(one.stamped_by in line for line in report_lines(looked(pdf), language))
    none = say("sign_stamp_none", language)
    assert any(none in line for line in report_lines(looked(signed()), language))


def test_a_stamp_of_a_stranger_in_a_paper_is_shown_and_refused() -> None:
    stranger = found_authority(MADE).stamping

    report = looked(stamped_by(lambda asked: answer_stamp(asked, stranger, at=SIGNED_AT)))

    assert wrong(report) == {"sign_stamp_authority"}
    assert (report.signatures[0].proven_at, report.signatures[0].stamped_by) == (None, "")


def test_a_stamp_over_other_content_in_a_paper_is_shown_and_refused() -> None:
    def elsewhere(request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        asked["message_imprint"]["hashed_message"] = hashlib.sha256(b"other").digest()
        return answer_stamp(asked.dump(), office().authority.stamping, at=SIGNED_AT)

    report = looked(stamped_by(elsewhere))

    assert wrong(report) == {"sign_stamp_wrong"}
    assert report.signatures[0].proven_at is None


def test_a_stamp_in_a_paper_whose_time_was_changed_is_shown_and_refused() -> None:
    stamping = office().authority.stamping
    at = SIGNED_AT + timedelta(seconds=5)
    pdf = stamped_by(lambda request: answer_stamp(request, stamping, at=at))
    written, other = (f"{one:%Y%m%d%H%M%S}".encode().hex() for one in (at, at + timedelta(hours=1)))
    assert written.encode() in pdf

    report = looked(pdf.replace(written.encode(), other.encode()))

    assert wrong(report) == {"sign_stamp_broken"}
    assert report.signatures[0].proven_at is None


def test_a_file_signer_signs_a_pdf_too() -> None:
    made = FileSigner(office().investigator).sign_pdf(paper(), at=SIGNED_AT, told=Told())

    assert looked(made).is_accepted


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_byte_of_the_paper_is_shown(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(paper()) - 1))
    changed = bytearray(signed())
    changed[place] ^= data.draw(st.integers(1, 255))

    try:
        report = looked(bytes(changed))
    except PdfUnusable:
        return

    assert not report.is_accepted


@pytest.mark.parametrize("more", [b"\n", b"% more\n", b"\0" * 9])
def test_what_was_appended_behind_the_last_signature_is_shown(more: bytes) -> None:
    assert "pades_changed_after" in wrong(looked(signed() + more))


def test_a_change_by_a_later_revision_is_shown_even_below_another_signature() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    page.get_object()[pdf_name("/Note")] = pdf_string("other")
    writer.mark_update(page.reference)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call] # the library's own

    both = sign_pdf(out.getvalue(), office().prosecutor, at=SIGNED_AT + timedelta(hours=1))

    assert "pades_changed_after" in wrong(looked(out.getvalue()))
    assert "pades_changed_after" in wrong(looked(both))


def test_a_revoked_certificate_is_shown() -> None:
    serial = office().investigator.certificate.serial_number

    report = check_pdf(signed(), trust_after(serial, MADE), at=CHECKED_AT)

    assert "sign_revocation_revoked" in wrong(report)


def test_a_certificate_of_nobodys_authority_is_shown() -> None:
    other = issue(
        found_authority(MADE), Holder("Бөтен", INVESTIGATOR.iin, INVESTIGATOR.body_bin),
        at=MADE, until=UNTIL,
    )  # fmt: skip

    assert "sign_chain_no_root" in wrong(looked(sign_pdf(paper(), other, at=SIGNED_AT)))


def test_a_certificate_for_signing_in_is_shown() -> None:
    key = issue(
        office().authority, Holder("Серік", INVESTIGATOR.iin, INVESTIGATOR.body_bin),
        at=MADE, until=UNTIL, purpose="signing_in",
    )  # fmt: skip

    assert "sign_purpose_wrong" in wrong(looked(sign_pdf(paper(), key, at=SIGNED_AT)))


def test_a_signature_of_tomorrow_is_shown() -> None:
    late = sign_pdf(paper(), office().investigator, at=CHECKED_AT + timedelta(days=1))

    assert "sign_time_future" in wrong(looked(late))


def test_without_a_signature_nothing_is_accepted() -> None:
    report = looked(paper())

    assert not report.is_accepted
    assert wrong(report) == {"pades_none"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_found_is_said_in_every_language(language: str) -> None:
    lines = list(report_lines(looked(signed()), language))  # type: ignore[arg-type] # one of them

    assert any(CONTENT["number"] in line for line in lines)
    assert any(INVESTIGATOR.iin in line for line in lines)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_only_an_error_of_ours_leaves_hostile_bytes(data: bytes) -> None:
    for given_bytes in (data, b"%PDF-1.7\n" + data, signed()[: len(data) * 40] + data):
        try:
            looked(given_bytes)
        except PdfUnusable:
            continue


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_what_is_no_pdf_is_not_signed(data: bytes) -> None:
    with pytest.raises(PdfUnusable):
        sign_pdf(data, office().investigator, at=SIGNED_AT)


def test_a_pdf_of_a_filter_that_the_library_does_not_know_is_refused() -> None:
    out = io.BytesIO()
    PdfFileWriter(stream_xrefs=True).write(out)  # type: ignore[no-untyped-call]
    strange = out.getvalue().replace(b"/FlateDecode", b"/FlateDecodX")

    with pytest.raises(NotImplementedError):
        PdfFileReader(io.BytesIO(strange))
    with pytest.raises(PdfUnusable):
        looked(strange)


def test_a_key_never_stands_in_the_paper() -> None:
    der = office().investigator.certificate.public_bytes(Encoding.DER)

    assert der.hex().encode() in signed().lower()
