"""Papers with a timestamp: of the configured authority, or not signed at all."""

import pytest
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.clock import Serving, configure, serve, trusted_stamp
from tests.web.papers.papers import ME, made

from izdes.adapters.signatures.authority.issuing import found_authority
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.pades_checking import PdfReport, check_pdf
from izdes.adapters.signatures.trust import read_trust
from izdes.web.config import configuration
from izdes.web.correspondence.errors import StampAbsent
from izdes.web.files.selectors import bytes_of
from izdes.web.papers.errors import SignatureNotGood
from izdes.web.papers.models import Paper
from izdes.web.papers.services.making import sign_paper

pytestmark = pytest.mark.enable_socket
serving = pytest.fixture(serve)


def _signed(cast: Cast, paper: Paper) -> Paper:
    """Let whoever made a paper sign it."""
    with cast.acts(ME) as officer:
        return sign_paper(paper=paper, officer=officer)


def _report(cast: Cast, paper: Paper) -> PdfReport:
    """Return what a stranger finds about a signed paper."""
    with cast.acts(ME):
        assert paper.signed_file is not None
        pdf = b"".join(bytes_of(paper.signed_file))
    return check_pdf(pdf, read_trust(configuration().home / "pki" / "trust"), at=now())


def test_a_paper_is_stamped_by_the_configured_authority(cast: Cast, serving: Serving) -> None:
    asked = list[bytes]()

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return trusted_stamp(request)

    serving(answer)

    report = _report(cast, _signed(cast, made(cast)))

    assert len(asked) == 1
    assert report.is_accepted
    (one,) = report.signatures
    assert one.proven_at is not None
    assert one.stamped_by


@pytest.mark.parametrize("answer", [b"", b"no stamp", b"0" * 100_000])
def test_a_paper_is_not_signed_where_the_authority_gives_no_stamp(
    cast: Cast, serving: Serving, answer: bytes
) -> None:
    serving(lambda _: answer)
    paper = made(cast)

    with pytest.raises(StampAbsent):
        _signed(cast, paper)

    with cast.acts(ME):
        assert Paper.objects.get(pk=paper.pk).state == "made"


def test_a_paper_is_signed_once_the_authority_is_back(
    cast: Cast, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(monkeypatch, "http://127.0.0.1:9/tsa")
    paper = made(cast)
    with pytest.raises(StampAbsent):
        _signed(cast, paper)

    serving(trusted_stamp)

    kept = _signed(cast, paper)
    assert (kept.state, kept.number) == ("signed", paper.number)
    assert _report(cast, kept).signatures[0].stamped_by


def test_a_paper_stamped_by_a_stranger_is_not_kept(cast: Cast, serving: Serving) -> None:
    stranger = found_authority(now()).stamping
    serving(lambda request: answer_stamp(request, stranger, at=now()))
    paper = made(cast)

    with pytest.raises(SignatureNotGood) as refused:
        _signed(cast, paper)

    assert refused.value.details["check"] == "sign_stamp_authority"
    with cast.acts(ME):
        assert Paper.objects.get(pk=paper.pk).state == "made"
