"""Answering: an answer is taken once, checked against the order, kept, and read into the case."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from izdes.core.errors import Fault
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.sending import missing_in_answer
from izdes.core.orders.answers import Answer as AnswerPaper
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.states import Step
from izdes.web.correspondence.errors import (
    AnswerCorrectsNothing,
    AnswerFilesWrong,
    MessageElsewhere,
    RequestLacks,
)
from izdes.web.correspondence.holds.holding import hold_as_answered
from izdes.web.correspondence.models import (
    Answer,
    AnswerFile,
    AnswerSubject,
    Request,
    RequestSubject,
)
from izdes.web.correspondence.orders.papers import order_paper
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.correspondence.reach import require_answerer, require_of_request
from izdes.web.correspondence.services.receiving import arrival, is_taken, require_about
from izdes.web.correspondence.services.returning import settle_returns
from izdes.web.correspondence.services.stating import state_answer
from izdes.web.correspondence.stepping import following, held, measure_of, moved, stepped
from izdes.web.files.models import File
from izdes.web.funds.services.statements import take_statement
from izdes.web.journal.events import Event
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer


@transaction.atomic(durable=True)
def take_answer(
    *,
    request: Request,
    answer: AnswerPaper,
    files: Mapping[str, File],
    officer: Officer,
    faults: Sequence[Fault] = (),
    signatures: Sequence[dict[str, Any]] = (),
    arrived_at: datetime | None = None,
) -> Answer:
    """Take an institution's answer with its files; the same answer again is harmless.

    Whether it is right was checked before, and is kept with it; here is checked that it is about
    this order, that the files are those which it names, and that it speaks of no other subject.

    Args:
        files: The files beside the answer by the names that it gives them, stored already.
        faults: What `checking.kept_faults` found.
        signatures: What `checking.checked_signatures` found to hold.
        arrived_at: When it reached the site of institutions; None for now.

    Raises:
        NotPermitted: The officer does not answer for the institution, or it was not sent.
        MessageElsewhere: It is about another order, another text or other subjects.
        MessageDiffers: An answer of this name was taken with other contents.
        AnswerFilesWrong: A file is absent, or its bytes are others.
        AnswerCorrectsNothing: There is an answer, and this one does not correct the latest.
        RequestMoved: The request does not wait for an answer.
    """
    require_answerer(officer, request)
    found = held(request)
    content = paper_bytes(answer)
    known = found.answers.filter(answer_id=answer.answer_id).first()
    if known is not None and is_taken(known, content):
        return known
    require_about(found, answer.order_number, answer.order_digest, answer.by)
    rows = _subjects(found, answer)
    _require_files(answer, files, found)
    latest = found.answers.order_by("-version").first()
    if (latest.answer_id if latest else "") != answer.corrects:
        raise AnswerCorrectsNothing(request=found.number)
    step: Step = "correct_answer" if latest else "answer"
    was, at = found.state, arrival(found, arrived_at)
    state = following(found, step, has={"answer", "reason"})
    kept = Answer.objects.create(
        request=found,
        answer_id=answer.answer_id,
        version=latest.version + 1 if latest else 1,
        corrects=latest,
        why_corrected=answer.why_corrected,
        completeness=answer.completeness,
        text=answer.text,
        paper=content,
        digest=hashlib.sha256(content).hexdigest(),
        by_name=answer.by.name,
        by_post=answer.by.post,
        officer=officer,
        said_at=answer.answered_at,
        at=at,
        faults=[one.as_json() for one in faults],
        signatures=[*signatures],
    )
    _keep_parts(kept, answer, files, rows)
    minute = Minute(officer, pack_in_force(), at)
    measure = measure_of(found, minute.law, at)
    hold_as_answered(kept, answer, rows=rows, measure=measure, minute=minute)
    moved(found, state, **({} if found.answered_at else {"answered_at": at}))
    event = Event.REQUEST_ANSWER_CORRECTED if latest else Event.REQUEST_ANSWERED
    told = {"digest": kept.digest, "outcome": answer.completeness, **_found(kept)}
    stepped(event, found, officer, was=was, **told)
    return kept


def ingest_answer(*, request: Request, officer: Officer) -> Request:
    """Read the latest answer into the case: statements become evidence that is traced.

    Each file is a command and an entry of its own; doing it twice is harmless. What tables of
    accounts, clients and log-ins state goes to linking; other files stay with the answer. Money
    that came back is recorded where it is certain whose it is.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: There is no answer to be read, or no case to read it into.
        RequestLacks: What must lie beside such an answer does not: a judge's act, a cover letter.
    """
    require_of_request(officer, request)
    latest = request.answers.order_by("-version").first()
    if latest is not None:
        _require_beside(request, latest)
    if latest is not None and request.case is not None and not request.is_sealed:
        for one in latest.files.filter(kind="movements").order_by("pk"):
            take_statement(case=request.case, file=one.file_id, name=one.name, officer=officer)
        state_answer(request=request, officer=officer)
        settle_returns(request=request, officer=officer)
    return _ingested(request, officer)


@transaction.atomic(durable=True)
def _ingested(request: Request, officer: Officer) -> Request:
    """Note that the latest answer was read."""
    found = held(request)
    if found.state == "ingested":
        return found
    was = found.state
    moved(found, following(found, "ingest", has={"read"}))
    stepped(Event.REQUEST_INGESTED, found, officer, was=was)
    return found


def _require_beside(request: Request, answer: Answer) -> None:
    """Refuse an answer beside which something must lie that does not."""
    decision = request.decisions.filter(outcome__in=["given", "given_in_part"]).first()
    order = order_paper(request)
    fields = {
        "judge_act": "" if decision is None else decision.number,
        "period": order.period,
        "subjects": order.subjects,
        "cover_letter": [*answer.files.filter(kind="other").values_list("name", flat=True)],
    }
    on, law = local_day(the_moment()), pack_in_force()
    for lack in missing_in_answer(request.measure, fields=fields, on=on, law=law):
        raise RequestLacks(request=request.number, lack=lack.code, **dict(lack.details))


def _found(kept: Answer) -> dict[str, str]:
    """Return what the journal tells of the check of an answer."""
    wrong = sum(one["severity"] == "refused" for one in kept.faults)
    signed = " ".join(one["certificate"] for one in kept.signatures)
    told = {"faults": str(wrong) if wrong else "", "signed_with": signed}
    return {name: text for name, text in told.items() if text}


def _subjects(request: Request, answer: AnswerPaper) -> dict[tuple[str, str], RequestSubject]:
    """Return the subjects of a request by name; the answer speaks of each that was given."""
    rows = {(one.kind, one.value): one for one in request.subjects.all()}
    if not {(one.subject.kind, one.subject.value) for one in answer.subjects} <= rows.keys():
        raise MessageElsewhere(message=answer.answer_id)
    return rows


def _require_files(answer: AnswerPaper, files: Mapping[str, File], request: Request) -> None:
    """Refuse files that are not those of the answer."""
    named = {one.name: (one.sha256, one.size_bytes) for one in answer.files}
    given = {name: (file.digest, file.size_bytes) for name, file in files.items()}
    if named != given:
        raise AnswerFilesWrong(request=request.number)


def _keep_parts(
    kept: Answer,
    answer: AnswerPaper,
    files: Mapping[str, File],
    rows: Mapping[tuple[str, str], RequestSubject],
) -> None:
    """Keep the files of an answer, and what it says of each subject."""
    AnswerFile.objects.bulk_create(
        AnswerFile(
            answer=kept,
            file=files[one.name],
            name=one.name,
            kind=one.kind,
            digest=one.sha256,
            size_bytes=one.size_bytes,
        )
        for one in answer.files
    )
    said = [(rows[one.subject.kind, one.subject.value], one) for one in answer.subjects]
    AnswerSubject.objects.bulk_create(
        AnswerSubject(answer=kept, subject=row, status=one.status, text=one.text)
        for row, one in said
    )
    for row, one in said:
        RequestSubject.objects.filter(pk=row.pk).update(status=one.status)
