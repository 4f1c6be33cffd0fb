"""Reading: a bank's answer becomes statements, rows and faults, in one transaction.

The file is opened in a process of its own, under limits of memory and time; whatever it does there,
what comes back is statements or a fault. Nothing is kept of an answer that was half read.
"""

import json
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.utils.timezone import localdate

from izdes.adapters.statements.standing import read_standing
from izdes.core.law.institutions import Register, register_on
from izdes.core.money.statement import FileReading
from izdes.web.files.models import File
from izdes.web.files.selectors import bytes_of, file_visible_to
from izdes.web.funds.case_folder import Said, file_name, manifest_entries
from izdes.web.funds.incoming import (
    aliases_json,
    copy_in,
    faults_json,
    incoming_rows,
    judged_of,
    statements_json,
)
from izdes.web.funds.models import Answer, CaseAnswer
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.editions import NoLawInForce, pack_in_force


def read_answer(*, answer: int, officer: int) -> bool:
    """Read an answer that waits; say whether it was read now. Reading it twice is harmless.

    Raises:
        FileUnknown: The officer does not see its file any more.
        FileQuarantined: Its file was put away.
    """
    found = Answer.objects.filter(pk=answer, state="waiting").first()
    if found is None:
        return False
    reading = _read(found, file_visible_to(officer, found.file_id))
    return _keep(answer=answer, reading=reading, officer=officer)


def _read(answer: Answer, file: File) -> FileReading:
    """Read the file in a process of its own."""
    name = file_name(file.digest, answer.name)
    said = Said(name, answer.said_account, answer.said_bank, answer.said_zone)
    with TemporaryDirectory(prefix="izdes-answer-") as folder:
        path = Path(folder) / name
        with path.open("xb") as opened:
            for chunk in bytes_of(file):
                opened.write(chunk)
        (reading,) = read_standing(
            [path],
            register=_institutions(),
            manifest=manifest_entries([said]),
        )
    return reading


def _institutions() -> Register:
    """Return the institutions of the law in force; before any is, those of the packaged release."""
    try:
        return register_on(localdate(), pack_in_force())
    except NoLawInForce:
        return register_on(localdate())


@transaction.atomic(durable=True)
def _keep(*, answer: int, reading: FileReading, officer: int) -> bool:
    """Keep what was read, and record it; false where another did so in the meantime."""
    judged = judged_of(reading)
    is_read = bool(reading.statements or reading.calls)
    head = {
        "state": "read" if is_read else "unreadable",
        "form": reading.form or "",
        "reason": reading.reason,
        "calls": len(reading.calls),
        "version": version("izdes"),
    }
    copy_in(incoming_rows(answer, reading))
    parts = (head, statements_json(judged), faults_json(reading, judged), aliases_json(reading))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT funds_keep_reading(%s, %s::jsonb, %s::jsonb, %s::jsonb, %s::jsonb)",
            [answer, *(json.dumps(part) for part in parts)],
        )
        if not cursor.fetchone()[0]:
            return False
    outcomes = " ".join(sorted(j.reconciliation.outcome for j in judged))
    given = CaseAnswer.objects.filter(answer_id=answer).order_by("pk").first()
    record(
        Event.ANSWER_READ,
        officer=officer,
        subject=Subject("answer", str(answer)),
        changes={
            "answer_state": Change("waiting", str(head["state"])),
            "answer_form": Change(None, str(head["form"])),
            "answer_outcomes": Change(None, outcomes),
        },
        case=given.case_id if given else None,
    )
    return True
