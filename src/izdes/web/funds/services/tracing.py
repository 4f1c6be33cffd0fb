"""Tracing: the money of a case followed through the country's ledger, by the system itself.

It acts for nobody: it sees all rows, and what it keeps is shown to each officer as far as he may
see it. The result is that of `izdes follow` on the equivalent case folder.
"""

import json
from importlib.metadata import version

from django.db import connection, transaction

from izdes.core.sealing.canonical import canonical_time
from izdes.follow.findings import findings_of
from izdes.follow.run import Followed, follow_readings
from izdes.web.funds.gathering import Gathered, gather
from izdes.web.funds.parts import Json, Parts, summary_of
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record


def due_cases() -> list[tuple[int, int]]:
    """Return the cases of which a trace is due, and what was asked of each; where nobody acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, asked FROM funds_due()")
        return [(case, asked) for case, asked in cursor.fetchall()]


def trace_case(case: int, *, asked: int) -> int | None:
    """Trace a case and keep what was found; return the number of the trace, None without one.

    The same input again is the same trace: it becomes the current one, and nothing is recorded.

    Args:
        asked: What was asked when this began: what is asked later needs another turn.
    """
    gathered = gather(case)
    if gathered is None:
        _not_traced(case, asked, "trace_no_complaints")
        return None
    followed = follow_readings(gathered.case, gathered.readings, as_of=None, watch=lambda *_: None)
    if not followed.claims:
        _not_traced(case, asked, "trace_no_claims")
        return None
    return _keep(case, asked, gathered, followed)


def _keep(case: int, asked: int, gathered: Gathered, followed: Followed) -> int:
    """Keep a trace."""
    findings = findings_of(followed)
    parts = Parts(case, followed, gathered.answers, findings)
    head = _head(parts, followed, findings) | {"law_pack": gathered.law.ref.digest}
    return _kept(case, asked, head, parts.as_json())


def _head(parts: Parts, followed: Followed, findings: Json) -> Json:
    """Return what is said of the trace as a whole."""
    return {
        "as_of": canonical_time(followed.as_of),
        "rule": followed.trace.rule,
        "rules": list(followed.traces),
        "parameters": findings["method"],
        "version": version("izdes"),
        "input_digest": findings["digests"]["inputs"],
        "findings_digest": findings["digest"],
        "digests": findings["digests"],
        "summary": summary_of(followed, findings),
        "maps": parts.tokened(findings["maps"]),
    }


@transaction.atomic(durable=True)
def _kept(case: int, asked: int, head: Json, parts: Json) -> int:
    """Keep the rows of a trace, and record it where it is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT trace_id, is_new FROM funds_keep_trace(%s, %s, %s::jsonb, %s::jsonb)",
            [case, asked, json.dumps(head), json.dumps(parts)],
        )
        trace, is_new = cursor.fetchone()
    if is_new:
        record(
            Event.CASE_TRACED,
            officer=None,
            subject=Subject("trace", str(trace)),
            changes={
                "trace_input": Change(None, head["input_digest"]),
                "trace_findings": Change(None, head["findings_digest"]),
                "trace_rule": Change(None, head["rule"]),
            },
            case=case,
            pack=head["law_pack"],
        )
    return int(trace)


@transaction.atomic(durable=True)
def _not_traced(case: int, asked: int, code: str) -> None:
    """Note why there is nothing to trace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT funds_not_traced(%s, %s, %s)", [case, asked, code])
