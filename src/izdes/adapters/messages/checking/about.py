"""About: is this an answer to this order, and does it say something of every subject?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from izdes.adapters.messages.package import Package
from izdes.core.errors import Fault
from izdes.core.orders.answers import ANSWER_FILE, Answer, SubjectAnswer, kind_of_demand
from izdes.core.orders.receipts import Named

# Clocks of two machines differ.
_TOLERANCE = timedelta(seconds=60)
_DAY = timedelta(days=1)
_TAIL = 4


def order_faults(answer: Answer, package: Package) -> Iterator[Fault]:
    """Yield whether the answer names this order, these very bytes, and comes after it."""
    order = package.order
    if answer.order_number != order.number:
        yield fault("answer_other_number", "order_number", order=order.number)
    if answer.order_digest != package.order_digest:
        yield fault("answer_other_order", "order_digest", digest=package.order_digest)
    if answer.by.body_bin != order.addressee.bin:
        yield fault("answer_other_body", "by.body_bin", bin=order.addressee.bin)
    if order.made_at - answer.answered_at > _TOLERANCE:
        yield fault("answer_before_order", "answered_at")


def time_faults(answer: Answer, on: date | None) -> Iterator[Fault]:
    """Yield whether the answer is dated later than any clock shows on the day of the check."""
    if on is not None and answer.answered_at.date() > on + _DAY:
        yield fault("answer_in_future", "answered_at")


def subject_faults(answer: Answer, package: Package) -> Iterator[Fault]:
    """Yield every subject that is owed and not answered, or answered and not owed."""
    owed = {Named(one.kind, one.value) for one in package.owed.subjects}
    told = {one.subject for one in answer.subjects}
    for subject in sorted(owed - told, key=_order):
        yield fault("answer_subject_missing", "subjects", **shown(subject))
    for subject in sorted(told - owed, key=_order):
        yield fault("answer_subject_unasked", "subjects", **shown(subject))
    for one in answer.subjects:
        yield from _status_faults(answer, one)


def kind_faults(answer: Answer, package: Package) -> Iterator[Fault]:
    """Yield every kind of data that a full answer owes and does not give."""
    found = [one.subject for one in answer.subjects if one.status == "found"]
    if answer.completeness != "full" or not found:
        return
    given = {file.kind for file in answer.files}
    for kind in dict.fromkeys(map(kind_of_demand, package.order.demanded)):
        if kind is not None and kind not in given:
            yield fault("answer_kind_missing", "files", kind=kind)
    for subject in found if package.order.demanded else ():
        if not any(not file.covers or subject in file.covers for file in answer.files):
            yield fault("answer_subject_without_file", "files", **shown(subject))


def correction_faults(
    answer: Answer, package: Package | None, earlier: Answer | None
) -> Iterator[Fault]:
    """Yield whether a corrected answer corrects one that exists and is about the same order."""
    if earlier is None:
        if answer.corrects:
            yield replace(fault("answer_correction_unseen", "corrects"), severity="noted")
        return
    if answer.corrects != earlier.answer_id:
        yield fault("answer_corrects_another", "corrects", answer=earlier.answer_id)
    if earlier.order_digest != answer.order_digest:
        yield fault("answer_other_order", "order_digest", digest=earlier.order_digest)
    if package is None and earlier.answered_at > answer.answered_at:
        yield fault("answer_before_order", "answered_at")


def _status_faults(answer: Answer, one: SubjectAnswer) -> Iterator[Fault]:
    """Yield whether something is given of a subject that is said not to be there."""
    if one.status == "found":
        return
    is_held = any(
        hold.subject == one.subject and hold.status in ("held", "empty", "protected")
        for hold in answer.holds
    )
    if is_held or any(one.subject in file.covers for file in answer.files):
        yield fault("answer_status_contradicts", "subjects", **shown(one.subject))


def fault(code: str, column: str, **details: str) -> Fault:
    """Return a fault at a field of the answer itself."""
    return Fault(code, ANSWER_FILE, column=column, details=tuple(details.items()))


def shown(subject: Named) -> dict[str, str]:
    """Return how a subject is named to people: its kind and its last signs."""
    return {"kind": subject.kind, "tail": subject.value[-_TAIL:]}


def _order(subject: Named) -> tuple[str, str]:
    """Return by what subjects are put in order."""
    return subject.kind, subject.value
