"""Erasing: when the time of values is over, they and their salts go, and the chain stays whole.

What remains is that something was recorded, by whom and when, and a digest of which nobody can find
the value by trying. Backups made before still hold it, as long as they are kept.
"""

from django.db import transaction
from django.db.models import QuerySet

from izdes.web.journal.models import Value
from izdes.web.journal.record import Subject, appended, new_salt


@transaction.atomic(durable=True)
def erase_case(case: int, *, norm: str, officer: int) -> int:
    """Erase the values of all entries of a case, as far as the officer sees them.

    It is recorded, with how many there were. Repeating it erases, and records, nothing.

    Args:
        norm: The norm by which their time is over.

    Returns:
        How many values were erased.
    """
    ids = _present().filter(entry__case_id=case).values_list("pk", flat=True)
    return _erase(list(ids), Subject("case", str(case)), case=case, norm=norm, officer=officer)


@transaction.atomic(durable=True)
def erase_entry(number: int, *, norm: str, officer: int) -> int:
    """Erase the values of one entry that the officer sees; otherwise as `erase_case`."""
    found = list(_present().filter(entry_id=number).values_list("pk", "entry__case_id"))
    case = found[0][1] if found else None
    ids = [pk for pk, _ in found]
    return _erase(ids, Subject("entry", str(number)), case=case, norm=norm, officer=officer)


def _present() -> QuerySet[Value]:
    """Return the values that were not erased."""
    return Value.objects.filter(text__isnull=False)


def _erase(ids: list[int], subject: Subject, *, case: int | None, norm: str, officer: int) -> int:
    """Erase values and record it, in the database's own function."""
    given = [officer, subject.kind, subject.key, case, norm, ids, new_salt()]
    return appended("journal_erase(%s, %s, %s, %s, %s, %s::bigint[], %s)", given) or 0
