"""What the cast's cases have of funds: answers given by command, what jobs make of them by hand.

A job that reads or traces takes seconds; here one row of every table is enough.
"""

from datetime import UTC, datetime

from django.db import connections
from django.db.models import F

from izdes.web.cases.models import Case, Complaint
from izdes.web.files.services import store
from izdes.web.funds.models import (
    Account,
    Alias,
    Claim,
    Ending,
    Fault,
    Hop,
    NextStep,
    Place,
    Row,
    Statement,
    Trace,
    Tracing,
    Transfer,
)
from izdes.web.funds.services.statements import correct_answer, take_statement
from izdes.web.officers.models import Officer

_AT = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)
_SUM = {"amount_minor": 100_00, "currency": "KZT"}


def fund(case: Case, complaint: Complaint, officer: Officer) -> None:
    """Give a case two answers of which one replaces the other, a statement, and a trace."""
    given = [
        take_statement(
            case=case,
            file=store([f"{which} of {case.number}".encode()], name="a.csv", officer=officer.pk),
            name="a.csv",
            officer=officer,
        )
        for which in ("answer", "correction")
    ]
    first, second = (one.answer_id for one in given)
    correct_answer(
        case=case, correction=second, replaced=first, reason="The bank erred", officer=officer
    )
    _read(first)
    _trace(case, complaint)
    # Nothing is due: whoever tests traces brings a case of his own.
    Tracing.objects.using("owner").filter(case_id=case.pk).update(done=F("asked"))
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE 'izdes.web.funds.%'")


def _read(answer: int) -> None:
    """Note a statement with a row, a fault and an alias, as the job does."""
    statement = Statement.objects.using("owner").create(
        answer_id=answer, ordinal=0, sheet=1, account="acct:x", currency="KZT",
        account_kind="bank", row_count=1, unread_rows=0, outcome="reconciled",
    )  # fmt: skip
    of = {"statement_id": statement.pk}
    Row.objects.using("owner").create(
        **of, position=0, row_id=f"{answer:016}/1/2", booked_at=_AT, time_precision="minute",
        direction="debit", kind="transfer", payer_account="acct:x", payee_account="acct:y", **_SUM,
    )  # fmt: skip
    Fault.objects.using("owner").create(
        **of, answer_id=answer, ordinal=0, severity="noted", code="no_balances"
    )
    Alias.objects.using("owner").create(
        **of, ordinal=0, key="card:?:1", account="acct:x", source="given"
    )


def _trace(case: Case, complaint: Complaint) -> None:
    """Note a trace of one hop, as the job does."""
    trace = Trace.objects.using("owner").create(
        case_id=case.pk, number=1, current_since=_AT, made_at=_AT, as_of=_AT, rule="fifo",
        rules=["fifo"], parameters={}, version="x", input_digest="x", findings_digest="x",
        law_pack="x", digests={}, maps=[], summary={"by_rule": {"fifo": []}},
    )  # fmt: skip
    of, sources = {"trace_id": trace.pk}, [case.pk]
    claim = f"{complaint.pk}/1"
    Claim.objects.using("owner").create(
        **of, claim_id=claim, complaint_id=complaint.pk, state="matched", **_SUM
    )
    Place.objects.using("owner").create(**of, number=0, kind="bank", is_own=True)
    Account.objects.using("owner").create(**of, number=0, account="acct:y", sources=sources)
    Transfer.objects.using("owner").create(
        **of, number=0, transfer_id="x", booked_at=_AT, time_precision="minute", kind="transfer",
        source=0, target=0, sources=sources, **_SUM,
    )  # fmt: skip
    Hop.objects.using("owner").create(
        **of, rule="fifo", ordinal=0, claim_id=claim, transfer=0, source=0, target=0, step=1,
        is_own=True, **_SUM,
    )  # fmt: skip
    Ending.objects.using("owner").create(
        **of, rule="fifo", ordinal=0, claim_id=claim, place=0, ending="frontier",
        local_minor=100_00, local_currency="KZT", least_minor=0, most_minor=0, is_own=True, **_SUM,
    )  # fmt: skip
    NextStep.objects.using("owner").create(
        **of, ordinal=0, kind="freeze", group="F-001", place=0, details={}, **_SUM
    )
