"""Signing: who may, in which case, with which certificate; and what is fixed by it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    IBAN,
    LEAD,
    OTHER_IBAN,
    PROSECUTOR,
    SUSPENSION,
    asked,
    draft,
    drafted,
    running_case,
    signed,
    submitted,
)

from izdes.adapters.signatures.authority.issuing import (
    Authority,
    Holder,
    Purpose,
    found_authority,
    issue,
)
from izdes.adapters.signatures.authority.revoking import revocation_list
from izdes.adapters.signatures.interface import FileSigner, OfflineVerifier
from izdes.adapters.signatures.keys import read_key
from izdes.adapters.signatures.trust import Trust, read_trust
from izdes.core.orders.papers import read_order
from izdes.web.cases.models import Case
from izdes.web.cases.services.members import name_member
from izdes.web.config import configuration
from izdes.web.correspondence.errors import (
    CaseNotRunning,
    CasePastTerm,
    CaseUnqualified,
    NamesBeforeSuspicion,
    RequestLacks,
    RequestMoved,
    SignatureRefused,
    SignerMayNot,
    SignerOutside,
)
from izdes.web.correspondence.models import Request, Signature, Verification
from izdes.web.correspondence.orders import papers, signers
from izdes.web.correspondence.services import change_draft, decide, sign_request, sign_requests
from izdes.web.investigation.models import TermDecree
from izdes.web.journal.models import Entry
from izdes.web.officers.reach import NotPermitted

_Bad = Callable[[Authority, Holder, datetime], FileSigner]


def test_a_signed_order_holds_the_case_as_it_stood_in_that_minute(cast: Cast) -> None:
    case = running_case(cast)

    request = signed(cast, drafted(cast, case))

    order = read_order(bytes(request.paper or b""))
    assert (order.case.register_number, order.case.intake_number) == ("run", "")
    assert order.case.qualification
    assert order.case.term_ends_at is not None
    assert order.initiator.body_bin == cast.body("a1").bin
    assert order.language == "kk"


def test_both_forms_of_signature_and_the_report_are_kept(cast: Cast) -> None:
    request = signed(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        forms = Signature.objects.filter(request=request).values_list("form", flat=True)
        report = Verification.objects.get(request=request)

        assert {*forms} == {"cades", "jws"}
        assert (report.step, report.is_accepted) == ("sign", True)


def test_a_duty_officer_drafts_and_does_not_sign(cast: Cast) -> None:
    request = drafted(cast, running_case(cast), login="duty_officer_a1")

    with cast.acts("duty_officer_a1") as officer, pytest.raises(SignerMayNot):
        sign_request(request=request, officer=officer)

    assert signed(cast, request).state == "signed"


def test_whoever_is_not_in_the_group_does_not_sign(cast: Cast) -> None:
    request = drafted(cast, running_case(cast))

    with cast.acts("inquirer_a1") as officer, pytest.raises(SignerOutside):
        sign_request(request=request, officer=officer)


def test_a_named_member_signs(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case)
    with cast.acts(LEAD) as lead:
        person = cast.officer("inquirer_a1")
        name_member(case=case, person=person, kind="member", ground="decree", officer=lead)

    assert signed(cast, request, "inquirer_a1").state == "signed"


@pytest.mark.parametrize("login", ["investigator_a2", "prosecutor_a1", "responder_one"])
def test_whoever_does_not_work_on_the_case_does_not_sign(cast: Cast, login: str) -> None:
    request = drafted(cast, running_case(cast))

    with cast.acts(login) as officer, pytest.raises(NotPermitted):
        sign_request(request=request, officer=officer)


def _interrupted(cast: Cast, case: Case) -> None:
    """Interrupt a case, as a decree would."""
    with cast.acts(LEAD) as officer:
        TermDecree.objects.create(
            case=case,
            kind="excluded",
            exclusion="interruption",
            since=now(),
            number="1",
            decreed_on=now().date(),
            decreed_by="x",
            ground="x",
            recorded_by=officer,
            recorded_at=now(),
            pack="",
        )


def test_nothing_is_signed_in_an_interrupted_case(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case)
    _interrupted(cast, case)

    with pytest.raises(CaseNotRunning):
        signed(cast, request)


def test_a_covert_action_is_asked_for_while_the_case_is_interrupted(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case, "request.connections")
    with cast.acts(LEAD) as officer:
        said = draft().saying(covert_ground="Who called her", executing_unit="The unit")
        change_draft(request=request, draft=said, officer=officer)
    _interrupted(cast, case)

    assert signed(cast, request).state == "signed"


def test_what_lets_money_go_is_signed_whatever_became_of_the_case(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case, "release.hold")
    with cast.acts(LEAD) as officer:
        said = draft("release.hold").saying(held_by="run/1", why_released="Not his")
        change_draft(request=request, draft=said, officer=officer)
    _interrupted(cast, case)

    assert signed(cast, request).state == "signed"


def test_nothing_is_signed_past_the_term(cast: Cast) -> None:
    # The case of the cast was registered long ago, and nobody extended its term.
    request = drafted(cast, cast.case("a1"))

    with pytest.raises(CasePastTerm):
        signed(cast, request)


def test_nothing_is_signed_before_the_act_is_qualified(cast: Cast) -> None:
    request = drafted(cast, running_case(cast, is_qualified=False))

    with pytest.raises(CaseUnqualified):
        signed(cast, request)


def test_a_field_that_the_measure_needs_stops_the_signature_and_not_the_decision(
    cast: Cast,
) -> None:
    request = drafted(cast, running_case(cast))
    with cast.acts(LEAD) as officer:
        change_draft(request=request, draft=draft().saying(necessity=""), officer=officer)

    with pytest.raises(RequestLacks) as lack:
        signed(cast, request)

    assert lack.value.details["field"] == "necessity"


@pytest.mark.parametrize("word", ["дроппер", "дропперге", "dropper"])
def test_an_order_that_names_the_holder_before_a_suspicion_is_not_signed(
    cast: Cast, word: str
) -> None:
    request = drafted(cast, running_case(cast))
    with cast.acts(LEAD) as officer:
        said = draft().saying(fabula=f"Ақша {word} шотына түсті")
        change_draft(request=request, draft=said, officer=officer)

    with pytest.raises(NamesBeforeSuspicion):
        signed(cast, request)


def test_a_suspension_for_longer_than_the_law_allows_is_not_signed(cast: Cast) -> None:
    request = drafted(cast, running_case(cast), SUSPENSION)
    with cast.acts(LEAD) as officer:
        change_draft(request=request, draft=replace(draft(SUSPENSION), days=11), officer=officer)

    with pytest.raises(RequestLacks) as lack:
        signed(cast, request)

    assert lack.value.details["lack"] == "send_term_too_long"


def test_a_signed_request_is_not_signed_again_nor_changed(cast: Cast) -> None:
    request = signed(cast, drafted(cast, running_case(cast)))

    with pytest.raises(RequestMoved):
        signed(cast, request)
    with cast.acts(LEAD) as officer, pytest.raises(RequestMoved):
        change_draft(request=request, draft=draft(), officer=officer)


def test_a_batch_is_one_session_and_an_entry_for_each(cast: Cast) -> None:
    case = running_case(cast)
    requests = [drafted(cast, case, subjects=asked(one)) for one in (IBAN, OTHER_IBAN)]
    unfilled = drafted(cast, case)
    with cast.acts(LEAD) as officer:
        change_draft(request=unfilled, draft=draft().saying(necessity=""), officer=officer)
        found = sign_requests(requests=[*requests, unfilled], officer=officer)

        batches = {one.request.batch for one in found if one.refused is None}
        entries = Entry.objects.filter(event="request.signed", case_id=case.pk)
        assert [one.refused is None for one in found] == [True, True, False]
        assert len(batches) == 1
        assert "" not in batches
        assert entries.count() == 2


def _another_person(authority: Authority, holder: Holder, at: datetime) -> FileSigner:
    iin = "000101800010"
    return _issued(authority, replace(holder, iin=iin), at)


def _another_body(authority: Authority, holder: Holder, at: datetime) -> FileSigner:
    return _issued(authority, replace(holder, body_bin="991340000017"), at)


def _expired(authority: Authority, holder: Holder, at: datetime) -> FileSigner:
    return _issued(authority, holder, at - timedelta(days=9), until=at - timedelta(days=1))


def _for_signing_in(authority: Authority, holder: Holder, at: datetime) -> FileSigner:
    return _issued(authority, holder, at, purpose="signing_in")


def _of_nobody(authority: Authority, holder: Holder, at: datetime) -> FileSigner:
    del authority
    return _issued(found_authority(at), holder, at)


def _issued(
    authority: Authority,
    holder: Holder,
    at: datetime,
    *,
    until: datetime | None = None,
    purpose: Purpose = "signing",
) -> FileSigner:
    """Return what signs with a new key."""
    ends = until or at + timedelta(days=9)
    return FileSigner(issue(authority, holder, at=at, until=ends, purpose=purpose))


@pytest.mark.parametrize(
    ("bad", "check"),
    [
        (_another_person, "sign_person_other"),
        (_another_body, "sign_body_other"),
        (_expired, "sign_validity_expired"),
        (_for_signing_in, "sign_purpose_wrong"),
        (_of_nobody, "sign_chain_no_root"),
    ],
)
def test_a_wrong_certificate_signs_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, bad: _Bad, check: str
) -> None:
    request = drafted(cast, running_case(cast))
    signed(cast, drafted(cast, running_case(cast, "first")))
    officer = cast.officer(LEAD)
    holder = Holder(officer.full_name, str(officer.iin), cast.body("a1").bin)
    signer = bad(_authority(), holder, now())
    monkeypatch.setattr(papers, "signer_of", lambda *_, **__: signer)

    with pytest.raises(SignatureRefused) as refusal:
        signed(cast, request)

    assert refusal.value.details["check"] == check
    with cast.acts(LEAD):
        assert Request.objects.get(pk=request.pk).state == "draft"


def test_a_revoked_certificate_signs_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request = drafted(cast, running_case(cast))
    at = now()
    authority, officer = _authority_after(cast), cast.officer(LEAD)
    holder = Holder(officer.full_name, str(officer.iin), cast.body("a1").bin)
    key = issue(authority, holder, at=at, until=at + timedelta(days=9))
    since = {key.certificate.serial_number: at - timedelta(hours=1)}
    known = read_trust(configuration().home / "pki" / "trust")
    lists = (
        revocation_list(authority.root, {}, at=at),
        revocation_list(authority.issuing, since, at=at),
    )
    trust = Trust(known.roots, known.stamps, known.issuers, lists)
    monkeypatch.setattr(papers, "signer_of", lambda *_, **__: FileSigner(key))
    monkeypatch.setattr(papers, "verifier", lambda **_: OfflineVerifier(trust))

    with pytest.raises(SignatureRefused) as refusal:
        signed(cast, request)

    assert refusal.value.details["check"] == "sign_revocation_revoked"


def _authority_after(cast: Cast) -> Authority:
    """Return the authority of the run, which is founded by the first signature."""
    signed(cast, drafted(cast, running_case(cast, "first")))
    return _authority()


def _authority() -> Authority:
    """Return the authority of the run."""
    folder = configuration().home / "pki" / "authority"
    keys = [read_key((folder / f"{name}.pem").read_bytes()) for name in ("root", "issuing", "time")]
    return Authority(*keys)


def test_a_prosecutor_with_a_certificate_of_another_sanctions_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    officer = cast.officer(LEAD)
    holder = Holder(officer.full_name, str(officer.iin), cast.body("a1").bin)
    signer = _issued(_authority(), holder, now())
    monkeypatch.setattr(papers, "signer_of", lambda *_, **__: signer)

    with cast.acts(PROSECUTOR) as prosecutor, pytest.raises(SignatureRefused):
        decide(request=request, outcome="given", officer=prosecutor)


def test_a_sanction_whose_order_was_signed_with_a_key_revoked_since_is_not_given(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    at, authority, officer = now(), _authority(), cast.officer(LEAD)
    acting = read_order(bytes(_kept(cast, request).paper or b"")).initiator
    key = read_key(signers.key_file(acting).read_bytes(), signers.password())
    since = {key.certificate.serial_number: at - timedelta(hours=1)}
    known = read_trust(configuration().home / "pki" / "trust")
    lists = (
        revocation_list(authority.root, {}, at=at),
        revocation_list(authority.issuing, since, at=at),
    )
    trust = Trust(known.roots, known.stamps, known.issuers, lists)
    monkeypatch.setattr(papers, "verifier", lambda **_: OfflineVerifier(trust))

    with cast.acts(PROSECUTOR) as prosecutor, pytest.raises(SignatureRefused) as refusal:
        decide(request=request, outcome="given", officer=prosecutor)

    assert refusal.value.details["check"] == "sign_revocation_revoked"
    assert officer.iin == acting.iin


def _kept(cast: Cast, request: Request) -> Request:
    """Return a request as it stands now."""
    with cast.acts(LEAD):
        return Request.objects.get(pk=request.pk)
