"""Timestamps: where an authority is configured, every signature carries its answer."""

import pytest
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.clock import Serving, configure, serve, trusted_stamp
from tests.web.correspondence.desk import (
    LEAD,
    PROSECUTOR,
    drafted,
    running_case,
    sanctioned,
    signed,
)

from izdes.adapters.signatures.authority.issuing import found_authority
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.core.orders.checks import VerificationReport
from izdes.core.orders.papers import read_paper
from izdes.web.correspondence.errors import SignatureRefused, StampAbsent
from izdes.web.correspondence.models import Request, Signature, Verification
from izdes.web.correspondence.services import decide, send, submit

pytestmark = pytest.mark.enable_socket

serving = pytest.fixture(serve)


def _codes(cast: Cast, request: Request, step: str) -> list[str]:
    """Return what the kept report of a step found about timestamps."""
    with cast.acts(LEAD):
        row = Verification.objects.get(request=request, step=step)
    report = read_paper(bytes(row.report))
    assert isinstance(report, VerificationReport)
    assert row.is_accepted
    checks = [check for one in report.signatures for check in one.checks]
    return [check.code for check in checks if check.code.startswith("sign_stamp")]


def test_an_order_and_its_sanction_are_stamped_and_the_reports_say_so(
    cast: Cast, serving: Serving
) -> None:
    serving(trusted_stamp)

    request = sanctioned(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        rows = list(Signature.objects.filter(request=request))
    assert len(rows) == 4
    assert all(one.stamp for one in rows)
    assert _codes(cast, request, "sign") == ["sign_stamp_ok"] * 2
    assert _codes(cast, request, "decide") == ["sign_stamp_ok"] * 4
    with cast.acts(LEAD) as officer:
        assert send(request=request, officer=officer).state == "sent"
    assert _codes(cast, request, "send") == ["sign_stamp_ok"] * 4


def test_without_an_authority_nothing_is_stamped(cast: Cast) -> None:
    request = signed(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        assert not Signature.objects.filter(request=request, stamp__isnull=False).exists()
    assert _codes(cast, request, "sign") == ["sign_stamp_none"] * 2


@pytest.mark.parametrize("answer", [b"", b"no stamp", b"0" * 100_000])
def test_nothing_is_signed_where_the_authority_gives_no_stamp(
    cast: Cast, serving: Serving, answer: bytes
) -> None:
    serving(lambda _: answer)
    request = drafted(cast, running_case(cast))

    with pytest.raises(StampAbsent):
        signed(cast, request)

    with cast.acts(LEAD):
        assert Request.objects.get(pk=request.pk).state == "draft"


def test_nothing_is_signed_where_the_authority_is_not_reached(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(monkeypatch, "http://127.0.0.1:9/tsa")

    with pytest.raises(StampAbsent):
        signed(cast, drafted(cast, running_case(cast)))


def test_what_was_not_signed_is_signed_once_the_authority_answers(
    cast: Cast, serving: Serving
) -> None:
    request = drafted(cast, running_case(cast))
    serving(lambda _: b"no stamp")
    with pytest.raises(StampAbsent):
        signed(cast, request)
    with cast.acts(LEAD):
        assert not Signature.objects.filter(request=request).exists()

    serving(trusted_stamp)

    assert signed(cast, request).state == "signed"
    assert _codes(cast, request, "sign") == ["sign_stamp_ok"] * 2


def test_a_stamp_of_an_authority_that_nobody_trusts_is_no_stamp(
    cast: Cast, serving: Serving
) -> None:
    stranger = found_authority(now()).stamping
    serving(lambda asked: answer_stamp(asked, stranger, at=now()))
    request = drafted(cast, running_case(cast))

    with pytest.raises(SignatureRefused) as refused:
        signed(cast, request)

    assert refused.value.details["check"] == "sign_stamp_authority"
    with cast.acts(LEAD):
        assert Request.objects.get(pk=request.pk).state == "draft"


def test_a_prosecutor_signs_nothing_without_a_stamp_either(cast: Cast, serving: Serving) -> None:
    serving(trusted_stamp)
    request = drafted(cast, running_case(cast))
    signed(cast, request)
    serving(lambda _: b"no stamp")

    with pytest.raises(StampAbsent):
        _decided(cast, request)


def _decided(cast: Cast, request: Request) -> None:
    """Let a prosecutor sanction what is signed."""
    with cast.acts(LEAD) as officer:
        submit(request=request, officer=officer)
    with cast.acts(PROSECUTOR) as officer:
        decide(request=request, outcome="given", officer=officer)
