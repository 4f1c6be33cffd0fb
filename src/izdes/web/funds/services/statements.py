"""Statements: taking a bank's answer into a case, and deciding that one takes another's place."""

from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.files.selectors import FileUnknown
from izdes.web.files.services import use
from izdes.web.funds.hostile import plain_name
from izdes.web.funds.models import Answer, CaseAnswer, Correction
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer


class AnswerUnknown(IzdesError):
    """There is no such answer in the case."""

    code = "answer_unknown"


class AnswerReplacesItself(IzdesError):
    """An answer cannot take its own place, or the reason is missing."""

    code = "answer_replaces_itself"


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer says of an answer whose file does not say it."""

    account: str = ""
    bank: str = ""
    zone: str = ""


@transaction.atomic(durable=True)
def take_statement(
    *, case: Case, file: int, officer: Officer, name: str = "", said: Said | None = None
) -> CaseAnswer:
    """Take a bank's answer into a case; the same bytes again are the same answer.

    Args:
        file: Number of the file, stored already.
        name: What the officer calls it.
        said: Heeded where nobody gave these bytes before.

    Raises:
        NotPermitted: The officer does not change the case.
        FileUnknown: He does not see such a file.
    """
    # Only here: the job is made of these commands.
    from izdes.web.funds.tasks import read_statement, trace_when_due  # noqa: PLC0415

    require_case(officer, case, "write")
    name = plain_name(name or f"file-{file}")
    answer = _answer(file, name, said or Said())
    given, is_new = CaseAnswer.objects.get_or_create(
        answer_id=answer, case=case, defaults={"name": name, "officer": officer, "at": Now()}
    )
    if not is_new:
        return given
    use(file, by=Subject("answer", str(answer)), case=case.pk)
    if Answer.objects.filter(pk=answer, state="waiting").exists():
        read_statement.defer(officer=officer.pk, answer=answer)
    else:
        trace_when_due.defer(officer=None)
    record(
        Event.ANSWER_GIVEN,
        officer=officer.pk,
        subject=Subject("answer", str(answer)),
        changes={"file": Change(None, str(file)), "answer_name": Change(None, name)},
        case=case.pk,
    )
    return given


@transaction.atomic(durable=True)
def correct_answer(
    *, case: Case, correction: int, replaced: int, reason: str, officer: Officer
) -> Correction:
    """Decide that one answer of a case takes the place of another; both are kept.

    Deciding so twice is harmless: the first reason stands and nothing is recorded.

    Raises:
        NotPermitted: The officer does not change the case.
        AnswerUnknown: One of them is not an answer of the case.
        AnswerReplacesItself: Both are one, or no reason is given.
    """
    from izdes.web.funds.tasks import trace_when_due  # noqa: PLC0415

    require_case(officer, case, "write")
    if correction == replaced or not reason.strip():
        raise AnswerReplacesItself
    here = CaseAnswer.objects.filter(case=case, answer_id__in=(correction, replaced))
    if here.count() != len({correction, replaced}):
        raise AnswerUnknown
    found = Correction.objects.filter(correction_id=correction, replaced_id=replaced).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            decided = Correction.objects.create(
                case=case,
                correction_id=correction,
                replaced_id=replaced,
                decided_by=officer,
                decided_at=Now(),
                reason=reason,
            )
    except IntegrityError:
        # Another case decided so already, unseen from here: it holds for all of them.
        raise AnswerUnknown from None
    trace_when_due.defer(officer=None)
    record(
        Event.ANSWER_CORRECTED,
        officer=officer.pk,
        subject=Subject("answer", str(correction)),
        changes={"answer_replaced": Change(None, str(replaced)), "reason": Change(None, reason)},
        case=case.pk,
    )
    return decided


def _answer(file: int, name: str, said: Said) -> int:
    """Return the answer that a file is, made where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT funds_answer_of(%s, %s, %s, %s, %s)",
            [file, name, said.account, said.bank, said.zone],
        )
        (found,) = cursor.fetchone()
    if found is None:
        raise FileUnknown(number=file)
    return int(found)
