"""Raw SQL under the office's login: what no command does, it does not do either."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    PROSECUTOR,
    SUBSCRIBER,
    accepted,
    answered,
    drafted,
    running_case,
    sanctioned,
    sent,
    signed,
    submitted,
)

from izdes.core.orders.states import STATES, TRANSITIONS
from izdes.web.correspondence.models import Decision, Request
from izdes.web.correspondence.services import decide
from izdes.web.officers.models import Officer

# Every statement here is written here: nothing of it comes from outside.
# ruff: noqa: S608

_SEND = "UPDATE correspondence_request SET state = 'sent', sent_at = now() WHERE id = {id}"
_APPEND_ONLY = (
    "signature",
    "verification",
    "decision",
    "receipt",
    "answer",
    "answer_file",
    "answer_subject",
)
_DECISION = """
    INSERT INTO correspondence_decision (request_id, number, kind, outcome, order_digest, paper,
        digest, judge, decided_by_id, office_id, role, level, grounds, why, decided_on, at)
    SELECT {id}, 'forged', 'sanction', 'given', r.digest, %s, %s, '', {me}, b.id, 'prosecutor',
        'district', '{{}}', '', (now() AT TIME ZONE 'Asia/Almaty')::date, %s
    FROM correspondence_request r, officers_body b WHERE r.id = {id} AND b.code = 'a1-pros'"""


def _forged(officer: Officer, digest: str) -> tuple[bytes, str, datetime]:
    """Return the paper of a decision that nobody signed, its digest, and its moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    said = {"order_digest": digest, "outcome": "given", "kind": "sanction", "number": "forged"}
    signer = {"decided_by": {"iin": officer.iin}, "decided_at": moment.isoformat()}
    paper = json.dumps({**said, **signer}).encode()
    return paper, hashlib.sha256(paper).hexdigest(), moment


def _refused(sql: str, *given: str | bytes | int | datetime | None) -> str:
    """Run a statement that must be refused; return what the database said."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        _run(sql, *given)
    return str(refusal.value)


def _run(sql: str, *given: str | bytes | int | datetime | None) -> int:
    """Run a statement under the office's login; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        touched: int = cursor.rowcount
        return touched


@pytest.mark.parametrize("prepare", [drafted, None])
def test_a_request_that_nobody_sanctioned_is_not_sent(
    cast: Cast, prepare: Callable[..., Request] | None
) -> None:
    request = drafted(cast, running_case(cast))
    if prepare is None:
        submitted(cast, request)

    with cast.acts(LEAD):
        _refused(_SEND.format(id=request.pk))


def test_a_signed_request_that_needs_a_sanction_is_not_sent(cast: Cast) -> None:
    request = drafted(cast, running_case(cast))
    signed(cast, request)

    with cast.acts(LEAD):
        told = _refused(_SEND.format(id=request.pk))

    assert "no step leads from signed to sent" in told


def test_no_state_is_jumped_to_sanctioned_without_a_decision(cast: Cast) -> None:
    request = drafted(cast, running_case(cast))
    submitted(cast, request)

    with cast.acts(PROSECUTOR):
        told = _refused(
            f"UPDATE correspondence_request SET state = 'sanctioned' WHERE id = {request.pk}"
        )

    assert "consent" in told


def test_an_investigator_decides_upon_nothing(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD) as officer:
        digest = Request.objects.get(pk=request.pk).digest
        _refused(_DECISION.format(id=request.pk, me=officer.pk), *_forged(officer, digest))


def test_a_decision_without_a_signature_sends_nothing(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    with cast.acts(PROSECUTOR) as officer:
        digest = Request.objects.get(pk=request.pk).digest
        sql = _DECISION.format(id=request.pk, me=officer.pk)

        assert _run(sql, *_forged(officer, digest)) == 1
        _refused(f"UPDATE correspondence_request SET state = 'sanctioned' WHERE id = {request.pk}")


def test_a_decision_over_other_bytes_counts_for_nothing(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))

    with cast.acts(PROSECUTOR) as officer:
        sql = _DECISION.format(id=request.pk, me=officer.pk).replace("r.digest", f"'{'ab' * 32}'")
        told = _refused(sql, *_forged(officer, "ab" * 32))

    assert "an order that waits for it" in told


def test_a_report_that_says_otherwise_is_not_kept_as_accepted(cast: Cast) -> None:
    request = drafted(cast, running_case(cast))
    report = {"order_digest": "x", "decision_digest": "", "signatures": [], "checks": []}

    with cast.acts(LEAD):
        told = _refused(
            "INSERT INTO correspondence_verification (request_id, step, report, order_digest, "
            "decision_digest, is_accepted, at) VALUES (%s, 'sign', %s, 'x', '', true, now())",
            request.pk,
            json.dumps(report).encode(),
        )

    assert "says something else" in told


def test_signed_bytes_never_change(cast: Cast) -> None:
    request = signed(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        for change in (
            "paper = 'y', digest = encode(sha256('y'), 'hex')",
            "paper = NULL, digest = '', signed_at = NULL, signed_by_id = NULL",
            "draft = '{}'",
            "signed_at = now() - interval '1 day'",
        ):
            _refused(f"UPDATE correspondence_request SET {change} WHERE id = {request.pk}")


@pytest.mark.parametrize("column", ["consent", "queue", "measure", "addressee_id", "number"])
def test_what_a_request_is_the_login_may_not_even_name(cast: Cast, column: str) -> None:
    request = drafted(cast, running_case(cast))

    with cast.acts(LEAD):
        told = _refused(
            f"UPDATE correspondence_request SET {column} = {column} WHERE id = {request.pk}"
        )

    assert "permission denied" in told


def test_consent_cannot_be_weakened_by_the_owner_of_the_tables_either(cast: Cast) -> None:
    request = drafted(cast, running_case(cast))

    with cast.acts(LEAD) as officer:
        told = _refused(
            "INSERT INTO correspondence_request (number, case_id, addressee_id, measure, consent, "
            "drafted_by_id) VALUES ('weaker', %s, %s, 'request.bank_movements', 'none', %s)",
            request.case_id,
            request.addressee_id,
            officer.pk,
        )

    assert "asks more consent" in told


@pytest.mark.parametrize("table", _APPEND_ONLY)
def test_what_was_added_is_neither_changed_nor_removed(cast: Cast, table: str) -> None:
    request = sent(cast, drafted(cast, running_case(cast)))
    accepted(cast, request)
    answered(cast, request, files={"movements.csv": b"rows"})

    for login in (LEAD, PROSECUTOR, "responder_one"):
        with cast.acts(login):
            _refused(f"UPDATE correspondence_{table} SET id = id")
            _refused(f"DELETE FROM correspondence_{table}")


def test_whom_a_signed_request_is_about_does_not_change(cast: Cast) -> None:
    request = signed(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        with pytest.raises(IntegrityError), transaction.atomic():
            _run(
                "INSERT INTO correspondence_subject (request_id, position, kind, value) "
                "VALUES (%s, 99, 'iin', 'x')",
                request.pk,
            )
        _refused("SELECT correspondence_clear_subjects(%s)", request.pk)


def test_another_institution_changes_nothing(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast), SUBSCRIBER))

    with cast.acts("liaison_two"):
        assert not _run(
            f"UPDATE correspondence_request SET state = 'delivered' WHERE id = {request.pk}"
        )


def test_a_number_of_a_register_is_given_by_its_office_alone(cast: Cast) -> None:
    with cast.acts(LEAD):
        _refused("SELECT correspondence_next_number(%s, 2026)", cast.body("a1-pros").pk)


def test_a_prosecutor_changes_nothing_that_does_not_wait_for_him(cast: Cast) -> None:
    request = sanctioned(cast, drafted(cast, running_case(cast)))

    with cast.acts(PROSECUTOR):
        assert not _run(f"UPDATE correspondence_request SET state = state WHERE id = {request.pk}")


def test_the_database_knows_the_same_steps_as_the_table_of_the_core(cast: Cast) -> None:
    del cast
    known = {
        (since, to, consent)
        for transition in TRANSITIONS
        for since in transition.since
        for to in [transition.to]
        for consent in ("none", "sanction")
        if transition.consent in ("either", "none" if consent == "none" else "needed")
        if since != to
    }

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a, b, c FROM unnest(%s::text[]) a, unnest(%s::text[]) b, "
            "unnest(ARRAY['none', 'sanction']) c WHERE correspondence_leads(a, b, c) AND a <> b",
            [list(STATES), list(STATES)],
        )
        found = {(a, b, c) for a, b, c in cursor.fetchall()}

    # A corrected answer leads back to the state that it is in.
    assert found == known


def test_a_refused_request_is_decided_on_once(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    with cast.acts(PROSECUTOR) as officer:
        decide(
            request=request,
            outcome="refused",
            grounds=["too_wide"],
            why="All of it",
            officer=officer,
        )

        assert Decision.objects.filter(request=request).count() == 1
        assert not _run(
            f"UPDATE correspondence_request SET state = 'sanctioned' WHERE id = {request.pk}"
        )
