"""Tracing: the money of a case followed through the country's ledger, by the system itself.

It acts for nobody: it sees all rows, and what it keeps is shown to each officer as far as he may
see it. The result is that of `izdes follow` on the equivalent case folder.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from django.db import connection, transaction

from izdes.core.sealing.canonical import canonical_time
from izdes.follow.findings import findings_of
from izdes.follow.run import Followed, conclude
from izdes.web.funds.gathering import gather
from izdes.web.funds.lately import Lately
from izdes.web.funds.parts import Json, Parts, summary_of
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record


@dataclass(frozen=True, slots=True)
class Traced:
    """What a trace of a case found.

    Attributes:
        law: Digest of the law whose register names the institutions.
    """

    followed: Followed
    findings: Json
    parts: Parts
    law: str


# Traces by their number and the moment since which they are current: whoever plans after a trace
# needs all of it once more. Some hundred megabytes at most.
_AT_HAND = Lately[tuple[int, datetime], Traced](
    40_000, lambda found: 1 + len(found.followed.ledger.transfers)
)


@dataclass(frozen=True, slots=True)
class Due:
    """A case of which a trace is due.

    Attributes:
        asked: What was asked of it.
        is_own: Something of its own changed; else an answer given to others concerns it.
    """

    case: int
    asked: int
    is_own: bool


def due_cases() -> list[Due]:
    """Return the cases of which a trace is due; where nobody acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, asked, is_own FROM funds_due()")
        return [Due(*row) for row in cursor.fetchall()]


def trace_case(case: int, *, asked: int) -> int | None:
    """Trace a case and keep what was found; return the number of the trace, None without one.

    The same input again is the same trace: it becomes the current one, and nothing is recorded.

    Args:
        asked: What was asked when this began: what is asked later needs another turn.
    """
    found = _found(case)
    if isinstance(found, str):
        _not_traced(case, asked, found)
        return None
    trace, since = _kept(case, asked, _head(found), found.parts.as_json())
    _AT_HAND.keep((trace, since), found)
    return trace


def found_in(case: int, trace: int, *, since: datetime, findings: str) -> Traced | None:
    """Return what a case's current trace found, from memory or by the same way again.

    Args:
        since: Since when it is the current one.
        findings: Digest of its findings.

    Returns:
        None where something changed meanwhile: then a further trace is on its way.
    """
    found: Traced | str | None = _AT_HAND.get((trace, since))
    if found is None:
        found = _found(case)
    if isinstance(found, str) or found.findings["digest"] != findings:
        return None
    _AT_HAND.keep((trace, since), found)
    return found


def _found(case: int) -> Traced | str:
    """Return what a trace of a case finds now, or the code of why there is nothing to trace."""
    gathered = gather(case)
    if gathered is None:
        return "trace_no_complaints"
    if not gathered.traced.book.claims:
        return "trace_no_claims"
    followed = conclude(gathered.traced, until=None, watch=lambda *_: None)
    findings = findings_of(followed)
    parts = Parts(case, followed, gathered.answers, findings)
    return Traced(followed, findings, parts, gathered.law.ref.digest)


def _head(found: Traced) -> Json:
    """Return what is said of the trace as a whole."""
    followed, findings = found.followed, found.findings
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
        "maps": found.parts.tokened(findings["maps"]),
        "law_pack": found.law,
    }


@transaction.atomic(durable=True)
def _kept(case: int, asked: int, head: Json, parts: Json) -> tuple[int, datetime]:
    """Keep the rows of a trace, and record it where it is new; since when it is the current one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT trace_id, is_new, since FROM funds_keep_trace(%s, %s, %s::jsonb, %s::jsonb)",
            [case, asked, json.dumps(head), json.dumps(parts)],
        )
        trace, is_new, since = cursor.fetchone()
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
    return int(trace), since


@transaction.atomic(durable=True)
def _not_traced(case: int, asked: int, code: str) -> None:
    """Note why there is nothing to trace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT funds_not_traced(%s, %s, %s)", [case, asked, code])
