"""Stating: who an answer says holds an account, and from where it was opened, goes to linking."""

from collections.abc import Iterable

from django.db import transaction

from izdes.adapters.messages.stating import MOST_BYTES, TABLES, read_stated
from izdes.web.correspondence.models import Answer, AnswerFile, Request
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.stepping import held, stepped
from izdes.web.files.selectors import bytes_of, file_visible_to
from izdes.web.journal.events import Event
from izdes.web.officers.models import Officer
from izdes.web.subjects.linking.jobs import defer_case
from izdes.web.subjects.linking.stating import keep_stated, retract_stated


@transaction.atomic(durable=True)
def state_answer(*, request: Request, officer: Officer) -> int:
    """Keep what the tables of the latest answer state; return how many things that are.

    What an earlier version of the answer stated ends with it. A second time nothing is kept. Of a
    sealed request nothing is taken: what comes back stays in its compartment.

    Raises:
        NotPermitted: The officer does not work on the case.
    """
    require_of_request(officer, request)
    found = held(request)
    latest = found.answers.order_by("-version").first()
    if latest is None or found.case_id is None or found.is_sealed:
        return 0
    kept = sum(_kept(found, latest, one, officer) for one in _tables(latest))
    earlier = found.answers.exclude(pk=latest.pk).values_list("pk", flat=True)
    ended = retract_stated(answers=[*earlier])
    if kept or ended:
        defer_case(found.case_id, officer=officer.pk)
        counts = {"stated": str(kept or ""), "no_longer_stated": str(ended or "")}
        stepped(Event.REQUEST_STATED, found, officer, was=found.state, **counts)
    return kept


def _tables(answer: Answer) -> Iterable[AnswerFile]:
    """Return the files of an answer that may be tables."""
    rows = answer.files.filter(kind__in=TABLES, size_bytes__lte=MOST_BYTES)
    return rows.order_by("pk")


def _kept(request: Request, answer: Answer, one: AnswerFile, officer: Officer) -> int:
    """Keep what one table states; return how much of it is new. One put away states nothing."""
    file = file_visible_to(officer.pk, one.file_id)
    if file.state != "kept" or request.case_id is None:
        return 0
    rows = read_stated(b"".join(bytes_of(file)), file=one.name).rows
    return keep_stated(case=request.case_id, answer=answer.pk, file=one.file_id, rows=rows)
