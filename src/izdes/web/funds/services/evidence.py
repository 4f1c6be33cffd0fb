"""Evidence: a file that is refused as an answer and still belongs to a case."""

from django.db import transaction

from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.files.services import use
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer


@transaction.atomic(durable=True)
def keep_as_evidence(*, case: Case, file: int, officer: Officer) -> None:
    """Note that a refused file belongs to a case; noting it twice is harmless.

    Raises:
        NotPermitted: The officer does not change the case.
    """
    require_case(officer, case, "write")
    use(file, by=Subject("case", str(case.pk)), case=case.pk)
    record(
        Event.ANSWER_REFUSED,
        officer=officer.pk,
        subject=Subject("file", str(file)),
        changes={"file": Change(None, str(file))},
        case=case.pk,
    )
