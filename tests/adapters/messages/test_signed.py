"""A signed answer cannot be changed, exchanged, or given in another institution's name."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.signatures.office import UNTIL, office, trust, trust_after
from tests.core.orders.messages import ANSWERED, BY, an_answer
from tests.core.orders.papers import MADE, POLICE

from izdes.adapters.messages.drop import dropped, zip_answer
from izdes.adapters.messages.letters import read_answer
from izdes.adapters.messages.making.answer import MadeAnswer
from izdes.adapters.messages.signed import answer_checks, signature_faults
from izdes.adapters.signatures.authority.issuing import Holder, Purpose, issue
from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.interface import FileSigner
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.trust import Trust
from izdes.core.errors import IzdesError
from izdes.core.orders.answers import Answer
from izdes.core.orders.checks import SignatureForm
from izdes.core.orders.papers import paper_bytes
from izdes.twin.numbers import person_number

AT = ANSWERED + timedelta(minutes=5)
ANSWER = replace(an_answer(), files=())
NUMBER = person_number("920202", 12, is_odd=False)


@cache
def key(body: str = BY.body_bin, purpose: Purpose = "signing", days: int = 300) -> FileKey:
    """Return a key of somebody of an institution."""
    holder = Holder(BY.name, NUMBER, body)
    until = MADE + timedelta(days=days)
    return issue(office().authority, holder, at=MADE, until=until, purpose=purpose)


def wrong(answer: Answer, signature: bytes, believing: Trust | None = None) -> set[str]:
    checks = answer_checks(answer, signature, believing or trust(), at=AT)
    return {check.code for check in checks if not check.is_good}


@pytest.mark.parametrize("form", ["cades", "jws"])
def test_a_signature_of_the_institution_holds_in_both_forms(form: SignatureForm) -> None:
    signature = FileSigner(key()).sign(paper_bytes(ANSWER), form=form, at=ANSWERED)

    assert wrong(ANSWER, signature) == set()


SIGNATURE = sign_cades(paper_bytes(ANSWER), key(), at=ANSWERED)
BYTES = paper_bytes(ANSWER)


@given(place=st.integers(0, len(BYTES) - 1), mask=st.integers(1, 255))
def test_a_changed_byte_of_an_answer_is_refused(place: int, mask: int) -> None:
    changed = bytearray(BYTES)
    changed[place] ^= mask

    try:
        found = read_answer(bytes(changed))
    except IzdesError:
        return

    assert wrong(found, SIGNATURE) >= {"sign_content_differs"}


@given(place=st.integers(0, len(SIGNATURE) - 1), mask=st.integers(1, 255))
def test_a_changed_byte_of_a_signature_is_refused(place: int, mask: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[place] ^= mask

    assert wrong(ANSWER, bytes(changed))


@given(st.binary(max_size=200))
def test_bytes_that_are_no_signature_are_refused(data: bytes) -> None:
    assert wrong(ANSWER, data)


def test_another_institution_cannot_sign_it() -> None:
    signature = sign_cades(BYTES, key(POLICE), at=ANSWERED)

    assert wrong(ANSWER, signature) == {"sign_body_other"}


def test_a_certificate_for_signing_in_does_not_sign() -> None:
    signature = sign_cades(BYTES, key(purpose="signing_in"), at=ANSWERED)

    assert wrong(ANSWER, signature) == {"sign_purpose_wrong"}


def test_a_revoked_certificate_does_not_sign() -> None:
    revoked = trust_after(key().certificate.serial_number, MADE)

    assert wrong(ANSWER, SIGNATURE, revoked) == {"sign_revocation_revoked"}


def test_an_expired_certificate_does_not_sign() -> None:
    signature = sign_cades(BYTES, key(days=1), at=ANSWERED)

    assert "sign_validity_expired" in wrong(ANSWER, signature)


def test_a_signature_of_tomorrow_is_refused() -> None:
    signature = sign_cades(BYTES, key(), at=AT + timedelta(days=1))

    assert wrong(ANSWER, signature) == {"sign_time_future"}
    assert AT + timedelta(days=1) < UNTIL


def test_an_answer_in_a_folder_keeps_its_signature_and_no_file_too_many(tmp_path: Path) -> None:
    folder = tmp_path / "answer"
    folder.mkdir()
    MadeAnswer(ANSWER, {}).write(folder, FileSigner(key()))
    zip_answer(folder, tmp_path / "answer.zip")

    for path in (folder, tmp_path / "answer.zip"):
        with dropped(path) as found:
            assert found.faults == ()
            assert not list(signature_faults(found.answer, found.signatures, trust(), at=AT))


def test_an_answer_without_a_signature_is_noted() -> None:
    (fault,) = signature_faults(ANSWER, (), trust(), at=AT)

    assert (fault.code, fault.severity) == ("answer_unsigned", "noted")
