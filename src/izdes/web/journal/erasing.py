"""Erasing: when the time of values is over, they and their salts go, and the chain stays whole.

What remains is that something was recorded, by whom and when, and a digest of which nobody can find
the value by trying. Backups made before still hold it, as long as they are kept.
"""

from django.db import transaction

from izdes.web.journal.events import Event
from izdes.web.journal.export import require_values_seen
from izdes.web.journal.models import Value
from izdes.web.journal.record import Subject, appended, new_salt


@transaction.atomic(durable=True)
def erase_case(case: int, *, norm: str, officer: int) -> int:
    """Erase the values of all entries of a case, but for how many were erased before.

    It is recorded, with how many there were. Repeating it erases, and records, nothing.

    Args:
        norm: The norm by which their time is over.

    Returns:
        How many values were erased.

    Raises:
        ValuesNotSeen: The officer, who acts, does not see them all.
    """
    require_values_seen(case)
    present = Value.objects.filter(entry__case_id=case, text__isnull=False)
    present = present.exclude(entry__event=Event.JOURNAL_VALUES_ERASED)
    ids = list(present.values_list("pk", flat=True))
    subject = Subject("case", str(case))
    given = [officer, subject.kind, subject.key, case, norm, ids, new_salt()]
    return appended("journal_erase(%s, %s, %s, %s, %s, %s::bigint[], %s)", given) or 0
