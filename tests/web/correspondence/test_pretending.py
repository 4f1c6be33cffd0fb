"""Pretending: raw SQL of the office's login that says what nobody did, in a role that may not."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    BANK,
    LEAD,
    PROSECUTOR,
    SUBSCRIBER,
    SUSPENSION,
    accepted,
    answer_to,
    answered,
    arrest,
    asked,
    draft,
    drafted,
    extension,
    held_answer,
    running_case,
    sent,
    signed,
    submitted,
)
from tests.web.investigation.casework import complain

from izdes.core.law.clocks.zone import local_day
from izdes.web.cases.models import Case
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import draft_request
from izdes.web.files.services import store
from izdes.web.investigation.models import TermDecree
from izdes.web.investigation.services.terms import Decree, extend_term
from izdes.web.officers.models import Officer

# Every statement here is written here: nothing of it comes from outside.
# ruff: noqa: S608

_Json = dict[str, Any]
_Given = str | bytes | int | date | datetime | None
_VALUE = b"no signature"


def _refused(sql: str, *given: _Given) -> str:
    """Run a statement that must be refused; return what the database said."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        _run(sql, *given)
    return str(refusal.value)


def _run(sql: str, *given: _Given) -> int:
    """Run a statement under the office's login; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        touched: int = cursor.rowcount
        return touched


def _set(request: Request, columns: str) -> str:
    """Let whoever acts change a request by raw SQL; return what the database said."""
    return _refused(f"UPDATE correspondence_request SET {columns} WHERE id = %s", request.pk)


def _said(request: Request, **case: str | None) -> _Json:
    """Return what the paper of a request would say at least."""
    number = request.case.number if request.case is not None else ""
    ends = now() + timedelta(days=30)
    standing = {"register_number": number, "term_ends_at": ends.isoformat(), **case}
    said = {"number": request.number, "measure": request.measure, "case": standing}
    rows = request.subjects.order_by("position")
    return {
        **said,
        "addressee": {"bin": request.addressee.bin},
        "subjects": [
            {
                "kind": one.kind,
                "value": one.value,
                "digest": one.card_digest,
                "most_minor": None if one.most_minor is None else str(one.most_minor),
            }
            for one in rows
        ],
        "cap": request.draft["cap"],
        "days": request.draft["days"],
    }


def _sign(request: Request, paper: _Json, *, by: Officer, at: str = "clock_timestamp()") -> None:
    """Write all that signing writes, with a report that a forger has written."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {at}")
        (moment,) = cursor.fetchone()
    signer = {"initiator": {"iin": by.iin}, "made_at": moment.isoformat()}
    content = json.dumps({**signer, **paper}).encode()
    digest, value = (hashlib.sha256(one).hexdigest() for one in (content, _VALUE))
    found = {"paper": "order", "paper_digest": digest, "form": "jws", "signature_digest": value}
    checks = [{"outcome": "passed", "code": "sign_chain_good"}]
    report: _Json = {"order_digest": digest, "decision_digest": "", "checks": []}
    report["signatures"] = [{**found, "checks": checks}]
    _run(
        "INSERT INTO correspondence_signature (request_id, paper, paper_digest, form, value, "
        "certificate, signed_by_id, at) "
        "VALUES (%s, 'order', %s, 'jws', %s, '', office_officer(), clock_timestamp())",
        request.pk,
        digest,
        _VALUE,
    )
    _run(
        "INSERT INTO correspondence_verification (request_id, step, report, order_digest, "
        "decision_digest, is_accepted, at) VALUES (%s, 'sign', %s, %s, '', true, now())",
        request.pk,
        json.dumps(report).encode(),
        digest,
    )
    _run(
        "UPDATE correspondence_request SET state = 'signed', paper = %s, digest = %s, "
        "signed_by_id = %s, signed_at = %s WHERE id = %s",
        content,
        digest,
        by.pk,
        moment,
        request.pk,
    )


def _sign_refused(cast: Cast, request: Request, login: str = LEAD, **case: str | None) -> str:
    """Let somebody sign by raw SQL, which must be refused; return what the database said."""
    with cast.acts(login) as officer, pytest.raises(DatabaseError) as refusal, transaction.atomic():
        _sign(request, _said(request, **case), by=officer)
    return str(refusal.value)


def _interrupt(cast: Cast, case: Case) -> None:
    with cast.acts(LEAD) as officer:
        TermDecree.objects.create(
            case=case,
            kind="excluded",
            exclusion="interruption",
            since=now(),
            number="1",
            decreed_on=local_day(now()),
            decreed_by="investigator",
            ground="x",
            recorded_by=officer,
            recorded_at=now(),
            pack="",
        )


def _end(cast: Cast, case: Case, state: str) -> None:
    with cast.acts(LEAD):
        _run("UPDATE cases_case SET state = %s WHERE id = %s", state, case.pk)


def test_what_is_said_here_to_be_refused_is_taken_where_nothing_is_wrong(cast: Cast) -> None:
    request = drafted(cast, running_case(cast), SUBSCRIBER)

    with cast.acts(LEAD) as officer:
        _sign(request, _said(request), by=officer)

        assert Request.objects.get(pk=request.pk).state == "signed"


def test_whoever_is_not_in_the_group_signs_nothing(cast: Cast) -> None:
    request = drafted(cast, running_case(cast), SUBSCRIBER)

    assert "not in the group" in _sign_refused(cast, request, "duty_officer_a1")


@pytest.mark.parametrize("end", [_interrupt, lambda cast, case: _end(cast, case, "joined")])
def test_nothing_is_signed_where_the_case_does_not_run(
    cast: Cast, end: Callable[[Cast, Case], None]
) -> None:
    case = running_case(cast)
    request = drafted(cast, case, SUBSCRIBER)
    end(cast, case)

    assert "does not run" in _sign_refused(cast, request)


def test_what_lets_money_go_is_signed_where_the_case_does_not_run(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case, "release.hold")
    _interrupt(cast, case)

    with cast.acts(LEAD) as officer:
        _sign(request, _said(request), by=officer)

        assert Request.objects.get(pk=request.pk).state == "signed"


def test_nothing_is_signed_past_the_term_that_the_paper_names(cast: Cast) -> None:
    request = drafted(cast, running_case(cast), SUBSCRIBER)

    told = _sign_refused(cast, request, term_ends_at="2026-01-01T00:00:00.000000Z")

    assert "term of the case" in told


@pytest.mark.parametrize("days", [None, 100])
def test_no_paper_claims_a_term_that_the_case_has_not(cast: Cast, days: int | None) -> None:
    request = drafted(cast, running_case(cast), SUBSCRIBER)
    claimed = None if days is None else (now() + timedelta(days=days)).isoformat()

    assert "no such term" in _sign_refused(cast, request, term_ends_at=claimed)


def test_a_paper_claims_the_term_to_which_its_case_was_extended(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case, SUBSCRIBER)
    with cast.acts(LEAD) as officer:
        extend_term(
            case=case,
            level="district",
            to_months=3,
            granted_at=now(),
            decree=Decree("3", local_day(now()), "prosecutor", "many victims"),
            officer=officer,
        )
        claimed = (now() + timedelta(days=85)).isoformat()
        _sign(request, _said(request, term_ends_at=claimed), by=officer)

        assert Request.objects.get(pk=request.pk).state == "signed"


def test_nobody_signs_in_the_name_of_another_or_before_now(cast: Cast) -> None:
    request = drafted(cast, running_case(cast), SUBSCRIBER)
    another = cast.officer("head_of_unit_a1")

    with cast.acts(LEAD) as officer:
        for by, at in ((another, "clock_timestamp()"), (officer, "now() - interval '1 day'")):
            with pytest.raises(DatabaseError, match="whoever acts signs"), transaction.atomic():
                _sign(request, _said(request), by=by, at=at)


def test_the_paper_of_another_request_is_not_signed_in_its_place(cast: Cast) -> None:
    case = running_case(cast)
    request, other = drafted(cast, case, SUBSCRIBER), drafted(cast, case, SUBSCRIBER)

    with (
        cast.acts(LEAD) as officer,
        pytest.raises(DatabaseError, match="of another request"),
        transaction.atomic(),
    ):
        _sign(request, _said(other), by=officer)


def test_a_sending_is_not_dated_back(cast: Cast) -> None:
    request = signed(cast, drafted(cast, running_case(cast), SUBSCRIBER))

    with cast.acts(LEAD):
        told = _set(request, "state = 'sent', sent_at = now() - interval '20 days'")

    assert "moment in which it is taken" in told


@pytest.mark.parametrize("login", [LEAD, BANK])
def test_the_term_of_an_answer_is_not_moved_away(cast: Cast, login: str) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))

    with cast.acts(login):
        assert "owed until" in _set(request, "due_at = due_at + interval '30 days'")
        assert "moment in which" in _set(request, "answered_at = clock_timestamp()")
        assert "moment in which" in _set(request, "ended_at = clock_timestamp()")


@pytest.mark.parametrize("state", ["delivered", "not_accepted", "answered"])
def test_the_office_does_not_answer_for_an_institution(cast: Cast, state: str) -> None:
    request = sent(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        _set(request, f"state = '{state}'")


def test_an_institution_says_so_before_its_step_is_taken(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast)))

    with cast.acts(BANK):
        told = _set(request, "state = 'delivered', delivered_at = clock_timestamp()")

    assert "has not said so" in told


def test_an_institution_takes_no_step_of_the_office(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    answered(cast, request)

    with cast.acts(BANK):
        _set(request, "state = 'ingested'")
        _set(request, f"case_id = {cast.case('b1').pk}")


def test_nothing_is_recalled_without_a_word_to_the_institution(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        told = _set(request, "state = 'withdrawn', ended_at = clock_timestamp()")

    assert "was not told" in told


def _decided(
    request: Request,
    digest: str,
    *,
    at: str = "clock_timestamp()",
    by: str = PROSECUTOR,
    kind: str = "sanction",
    office: str = "a1-pros",
    role: str = "prosecutor",
    level: str = "district",
    decided_on: str = "(clock_timestamp() AT TIME ZONE 'Asia/Almaty')::date",
) -> str:
    """Decide by raw SQL, which must be refused; return what the database said."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {at}")
        (moment,) = cursor.fetchone()
    (iin,) = Officer.objects.filter(login=by).values_list("iin", flat=True) or ("",)
    said = {"order_digest": digest, "outcome": "given", "kind": kind, "number": "x/1"}
    signer = {"decided_by": {"iin": iin}, "decided_at": moment.isoformat()}
    paper = json.dumps({**said, **signer}).encode()
    return _refused(
        "INSERT INTO correspondence_decision (request_id, number, kind, outcome, "
        "order_digest, paper, digest, judge, decided_by_id, office_id, role, level, grounds, "
        "why, decided_on, at) SELECT %s, 'x/1', %s, 'given', %s, %s, %s, '', "
        f"office_officer(), b.id, %s, %s, '{{}}', '', {decided_on}, %s "
        "FROM officers_body b WHERE b.code = %s",
        request.pk,
        kind,
        digest,
        paper,
        hashlib.sha256(paper).hexdigest(),
        role,
        level,
        moment,
        office,
    )


def _digest(cast: Cast, request: Request) -> str:
    """Return the digest of a signed request."""
    with cast.acts(LEAD):
        return Request.objects.get(pk=request.pk).digest


@pytest.mark.parametrize(
    ("office", "role", "level", "at"),
    [
        ("bank-one", "prosecutor", "general", "now()"),
        ("a1-pros", "head_of_prosecutors", "district", "now()"),
        ("a1-pros", "prosecutor", "general", "now()"),
        ("a1-pros", "prosecutor", "district", "now() - interval '1 day'"),
    ],
)
def test_a_prosecutor_decides_in_his_own_post_and_now(
    cast: Cast, office: str, role: str, level: str, at: str
) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    digest = _digest(cast, request)

    with cast.acts(PROSECUTOR):
        told = _decided(request, digest, at=at, office=office, role=role, level=level)

    assert "post" in told or "of now" in told


@pytest.mark.parametrize("why", ["lapsed", "arrested", "released", "recalled", "corrected"])
@pytest.mark.parametrize("login", [LEAD, BANK])
def test_nobody_says_that_a_hold_has_ended_when_nothing_ended_it(
    cast: Cast, login: str, why: str
) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    answered(cast, request, answer_to(request, holds=(held_answer(request),)))

    with cast.acts(login):
        told = _refused(
            "UPDATE correspondence_hold SET ended_at = now(), ended_why = %s WHERE request_id = %s",
            why,
            request.pk,
        )

    assert "nothing ends this hold" in told


def test_nobody_clears_a_hold_or_tells_of_it_in_the_name_of_another(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    answered(cast, request, answer_to(request, holds=(held_answer(request),)))
    another = cast.officer("head_of_unit_a1").pk

    with cast.acts(LEAD):
        _refused(
            "UPDATE correspondence_hold SET cleared_at = now(), cleared_by_id = %s, "
            "cleared_why = 'x' WHERE request_id = %s",
            another,
            request.pk,
        )
        _refused(
            "UPDATE correspondence_notice SET told_at = now(), told_by_id = %s, how = 'x' "
            "WHERE request_id = %s",
            another,
            request.pk,
        )


@pytest.mark.parametrize(
    ("measure", "consent", "is_sealed", "is_of_case"),
    [
        ("request.connections", "sanction", True, True),
        ("request.connections", "act", False, True),
        ("request.bank_movements", "sanction", False, False),
    ],
)
def test_no_request_begins_with_less_than_its_measure_needs(
    cast: Cast, measure: str, consent: str, *, is_sealed: bool, is_of_case: bool
) -> None:
    case = running_case(cast)
    complaint = complain(cast, 871, 100)

    with cast.acts(LEAD) as officer:
        told = _refused(
            "INSERT INTO correspondence_request (number, case_id, complaint_id, addressee_id, "
            "measure, consent, is_sealed, drafted_by_id) "
            "VALUES ('less', %s, %s, %s, %s, %s, %s, %s)",
            case.pk if is_of_case else None,
            None if is_of_case else complaint.pk,
            cast.body("bank-one").pk,
            measure,
            consent,
            is_sealed,
            officer.pk,
        )

    assert "the law asks" in told


def test_a_decision_is_not_dated_back_on_its_row(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    digest = _digest(cast, request)

    with cast.acts(PROSECUTOR):
        told = _decided(request, digest, decided_on="current_date - 3")

    assert "dated from the signing" in told


def test_the_paper_of_a_decision_names_whoever_decides(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    digest = _digest(cast, request)

    with cast.acts(PROSECUTOR):
        told = _decided(request, digest, by="prosecutor_b")

    assert "says something else" in told


def test_an_extension_is_approved_by_no_less_than_the_law_names(cast: Cast) -> None:
    request = extension(cast, "approval.extension_general")
    with cast.acts("head_of_investigation_a"):
        digest = Request.objects.get(pk=request.pk).digest

    with cast.acts("head_of_prosecutors_a"):
        told = _decided(
            request,
            digest,
            by="head_of_prosecutors_a",
            kind="approval",
            office="a-pros",
            role="head_of_prosecutors",
            level="region",
        )

    assert "decided by others" in told


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("addressee", {"bin": "000000000000"}),
        ("initiator", {"iin": "000000000000"}),
        ("made_at", "2026-01-01T00:00:00Z"),
        ("subjects", [{"kind": "iin", "value": "x", "digest": "", "most_minor": None}]),
        ("cap", {"amount_minor": 1, "currency": "KZT", "rule": "fifo", "trace_digest": ""}),
        ("days", 90),
    ],
)
def test_signed_bytes_say_what_lies_beside_them(cast: Cast, column: str, value: object) -> None:
    request = drafted(cast, running_case(cast), SUSPENSION)

    with (
        cast.acts(LEAD) as officer,
        pytest.raises(DatabaseError, match=r"another request|other subjects"),
        transaction.atomic(),
    ):
        _sign(request, {**_said(request), column: value}, by=officer)


def test_an_act_is_not_asked_for_where_a_prosecutor_decides(cast: Cast) -> None:
    case = running_case(cast)

    for measure, consent, kind in (
        ("request.bank_movements", "act", "request"),
        ("request.bank_movements", "sanction", "notice"),
        ("no.such_measure", "act", "request"),
    ):
        with cast.acts(LEAD) as officer:
            told = _refused(
                "INSERT INTO correspondence_request (number, case_id, addressee_id, measure, "
                "consent, kind, drafted_by_id) VALUES ('less', %s, %s, %s, %s, %s, %s)",
                case.pk,
                cast.body("bank-one").pk,
                measure,
                consent,
                kind,
                officer.pk,
            )
        assert "another consent" in told


def test_a_request_relates_to_none_of_another_case(cast: Cast) -> None:
    other = sent(cast, drafted(cast, running_case(cast, "other"), SUSPENSION))
    case = running_case(cast)

    with cast.acts(LEAD) as officer:
        told = _refused(
            "INSERT INTO correspondence_request (number, case_id, addressee_id, measure, kind, "
            "consent, relation, related_id, drafted_by_id) "
            "VALUES ('r', %s, %s, 'release.hold', 'order', 'none', 'supplements', %s, %s)",
            case.pk,
            other.addressee_id,
            other.pk,
            officer.pk,
        )

    assert "its own case" in told


_ACT = """
    INSERT INTO correspondence_decision (request_id, number, kind, outcome, order_digest, digest,
        judge, decided_by_id, recorded_by_id, office_id, role, level, grounds, why, decided_on, at,
        file_id)
    SELECT r.id, 'x', 'act', 'given', r.digest, '', 'Judge', %s, office_officer(), b.id,
        'investigating_judge', '', '{}', '', %s, clock_timestamp(), %s
    FROM correspondence_request r, officers_body b WHERE r.id = %s AND b.code = 'court'"""


def test_an_act_is_entered_with_its_file_and_in_its_time(cast: Cast) -> None:
    request = submitted(cast, arrest(cast))
    with cast.acts(LEAD) as officer:
        file = store([b"act"], name="act.pdf", officer=officer.pk)
    with cast.acts("investigator_b1") as stranger:
        unseen = store([b"another"], name="act.pdf", officer=stranger.pk)
    today = local_day(now())
    prosecutor = cast.officer(PROSECUTOR).pk

    with cast.acts(LEAD):
        for day in (today - timedelta(days=1), today + timedelta(days=2)):
            assert "dated from" in _refused(_ACT, None, day, file, request.pk)
        for by, one in ((None, None), (None, unseen), (prosecutor, file)):
            assert "lies here as a file" in _refused(_ACT, by, today, one, request.pk)
        assert _run(_ACT, None, today, file, request.pk) == 1


def test_a_check_of_signatures_is_not_dated_back(cast: Cast) -> None:
    request = drafted(cast, running_case(cast))
    report = {"order_digest": "x", "decision_digest": "", "signatures": [], "checks": []}

    with cast.acts(LEAD):
        told = _refused(
            "INSERT INTO correspondence_verification (request_id, step, report, order_digest, "
            "decision_digest, is_accepted, at) "
            "VALUES (%s, 'sign', %s, 'x', '', false, now() - interval '1 day')",
            request.pk,
            json.dumps(report).encode(),
        )

    assert "checked now" in told


def test_nobody_is_told_before_it_is_owed(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        told = _refused(
            'INSERT INTO correspondence_notice (request_id, "to", clock, due_at, told_at, '
            "told_by_id, how, waived_why) "
            "VALUES (%s, 'defence', '', now(), now(), office_officer(), 'x', '')",
            request.pk,
        )

    assert "owed before" in told


def test_a_supplement_lets_no_money_go(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    answered(cast, request, answer_to(request, holds=(held_answer(request),)))
    with cast.acts(LEAD) as officer:
        more = draft_request(
            case=request.case,
            addressee=request.addressee,
            measure=SUBSCRIBER,
            draft=draft(SUBSCRIBER),
            subjects=asked(),
            related=request,
            relation="supplements",
            officer=officer,
        )
    accepted(cast, sent(cast, more))

    with cast.acts(BANK):
        for why in ("released", "arrested"):
            told = _refused(
                "UPDATE correspondence_hold SET ended_at = now(), ended_why = %s "
                "WHERE request_id = %s",
                why,
                request.pk,
            )
            assert "nothing ends this hold" in told


def test_a_signing_session_does_not_change_afterwards(cast: Cast) -> None:
    request = signed(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        assert "signed does not change" in _set(request, "batch = 'another'")
