from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.signatures.office import check, office, signed_decision, signed_order
from tests.core.orders.papers import INVESTIGATOR, MADE

from izdes.adapters.signatures.authority.folder import Issued, write_trust
from izdes.adapters.signatures.faults import CertificateUnreadable
from izdes.adapters.signatures.profile import packaged
from izdes.adapters.signatures.showing import show_certificate
from izdes.adapters.signatures.trust import read_trust

CERTIFICATE = office().investigator.certificate.public_bytes(Encoding.DER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a verifier is given by the office's authority."""
    issued = (
        Issued("investigator", office().investigator),
        Issued("prosecutor", office().prosecutor),
    )
    write_trust(tmp_path, office().authority, issued, at=MADE)
    return tmp_path


def test_what_a_folder_holds_is_believed(folder: Path) -> None:
    report = check(signed_order(), signed_decision(), believing=read_trust(folder))

    assert report.is_accepted


def test_the_order_of_files_says_nothing(folder: Path) -> None:
    before = read_trust(folder).digest
    (folder / "lists" / "root.crl").rename(folder / "lists" / "zz.crl")

    assert read_trust(folder).digest == before


def test_another_root_is_another_trust(folder: Path) -> None:
    before = read_trust(folder).digest
    (folder / "roots" / "more.der").write_bytes(CERTIFICATE)

    assert read_trust(folder).digest != before


@pytest.mark.parametrize("name", ["roots", "stamps", "issuers", "lists", "answers"])
def test_a_file_of_another_kind_is_named_and_refused(folder: Path, name: str) -> None:
    (folder / name / "letter.txt").write_text("Сәлем!")

    with pytest.raises(CertificateUnreadable) as refused:
        read_trust(folder)

    assert refused.value.details == {"file": f"{name}/letter.txt"}


def test_a_certificate_is_shown_with_the_numbers_in_it() -> None:
    shown = show_certificate(CERTIFICATE, file="certificate")

    assert (shown.person, shown.body) == (INVESTIGATOR.iin, INVESTIGATOR.body_bin)
    assert INVESTIGATOR.iin not in repr(shown)


@given(place=st.integers(0, len(CERTIFICATE) - 1), mask=st.integers(1, 255))
def test_a_changed_certificate_is_shown_or_refused_by_an_error_of_ours(
    place: int, mask: int
) -> None:
    changed = bytearray(CERTIFICATE)
    changed[place] ^= mask

    try:
        shown = show_certificate(bytes(changed), file="certificate")
    except CertificateUnreadable:
        return

    assert shown.digest


def test_what_nobody_has_verified_says_so() -> None:
    profile = packaged()

    assert not profile.person.is_verified
    assert profile.person.source
    assert not profile.body.is_verified
