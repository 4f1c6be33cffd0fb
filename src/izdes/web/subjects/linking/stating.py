"""What answers state, kept for linking and shown with a case: steps of commands, not commands.

Which complaints it belongs to, the database tells from where their money went.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models.functions import Now

from izdes.adapters.messages.stating import StatedRow
from izdes.web.officers.models import Officer
from izdes.web.subjects.models import Stated


@dataclass(frozen=True, slots=True)
class StatedView:
    """What is stated of one account in a case.

    Attributes:
        files: Numbers of the files that say so.
        complaints: To how many complaints of the case it belongs: their money led to the account.
    """

    account: str
    role: str
    kind: str
    value: str
    certainty: str
    first_at: datetime | None
    last_at: datetime | None
    files: Sequence[int]
    complaints: int


def keep_stated(*, case: int, answer: int, file: int, rows: Sequence[StatedRow]) -> int:
    """Keep what one table of an answer states; return how much of it was not kept before."""
    before = Stated.objects.filter(answer=answer).count()
    Stated.objects.bulk_create(
        (
            Stated(
                case_id=case,
                answer_id=answer,
                file_id=file,
                record=row.record,
                account=row.account,
                role=row.role,
                kind=row.kind,
                value=row.value,
                raw=row.raw,
                certainty="certain" if row.is_sure else "doubtful",
                at=row.at,
                kept_at=Now(),
            )
            for row in rows
        ),
        ignore_conflicts=True,
    )
    return Stated.objects.filter(answer=answer).count() - before


def retract_stated(*, answers: Sequence[int]) -> int:
    """End what answers stated that others took the place of; return how much that was."""
    standing = Stated.objects.filter(answer__in=answers, retracted_at__isnull=True)
    return standing.update(retracted_at=Now())


def stated_in(officer: Officer, case: int) -> tuple[StatedView, ...]:
    """Return what answers state in a case that an officer sees, statements' headings too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM linking_stated_in(%s) WHERE office_officer() = %s", [case, officer.pk]
        )
        return tuple(StatedView(*row) for row in cursor.fetchall())
