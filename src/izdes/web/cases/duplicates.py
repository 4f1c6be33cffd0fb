"""Duplicates: the same complaint told twice, found by rules that are shown; nothing is merged.

The same person, the same payment or the same words: each is a reason to look, and none proves that
it is one event. One victim may have been deceived twice, and crews let many say the same words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from izdes.web.cases.models import Applicant, Complaint, Payment
from izdes.web.cases.selectors import (
    applicants_visible_to,
    complaints_visible_to,
    payments_visible_to,
)
from izdes.web.officers.models import Officer

Rule = Literal["same_iin", "same_phone", "same_payment", "same_words"]
# A number that stands in more complaints than this says nothing of a duplicate.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another complaint that may be the same, and by which rules.

    Attributes:
        receipt: Of the other one, which the officer sees too.
    """

    complaint_id: int
    receipt: str
    rules: tuple[Rule, ...]


def duplicates_of(
    officer: Officer, complaints: Sequence[Complaint]
) -> Mapping[int, tuple[Duplicate, ...]]:
    """Return, for complaints, those that may be the same, among all that the officer sees.

    Four statements, however many complaints there are.
    """
    if not complaints:
        return {}
    keys = {complaint.pk for complaint in complaints}
    digests = {complaint.narrative_digest for complaint in complaints} - {""}
    pairs: defaultdict[tuple[int, int], set[Rule]] = defaultdict(set)
    receipts: dict[int, str] = {}
    _by_person(officer, keys, pairs, receipts)
    _by_payment(officer, keys, pairs, receipts)
    same = complaints_visible_to(officer).filter(narrative_digest__in=digests)
    _meet(
        "same_words",
        same.exclude(narrative_digest="").values_list("narrative_digest", "pk", "receipt"),
        pairs,
        receipts,
    )
    found: defaultdict[int, list[Duplicate]] = defaultdict(list)
    for (one, other), rules in sorted(pairs.items()):
        if one in keys:
            found[one].append(Duplicate(other, receipts[other], tuple(sorted(rules))))
    return {key: tuple(rows) for key, rows in found.items()}


def _by_person(
    officer: Officer,
    keys: set[int],
    pairs: defaultdict[tuple[int, int], set[Rule]],
    receipts: dict[int, str],
) -> None:
    """Add who complains twice, by number and by telephone."""
    own = list(Applicant.objects.filter(complaint__in=keys).values_list("iin", "phone"))
    seen = applicants_visible_to(officer)
    iins = {iin for iin, _ in own} - {""}
    phones = {phone for _, phone in own} - {""}
    _meet(
        "same_iin",
        _rows(seen.filter(iin__in=iins).exclude(iin=""), "iin"),
        pairs,
        receipts,
    )
    _meet(
        "same_phone",
        _rows(seen.filter(phone__in=phones).exclude(phone=""), "phone"),
        pairs,
        receipts,
    )


def _by_payment(
    officer: Officer,
    keys: set[int],
    pairs: defaultdict[tuple[int, int], set[Rule]],
    receipts: dict[int, str],
) -> None:
    """Add payments of one sum to one payee on one day."""
    own = Payment.objects.filter(complaint__in=keys, amount_minor__gt=0).exclude(to_raw="")
    told = {(to, amount) for to, amount in own.values_list("to_raw", "amount_minor")}
    same = payments_visible_to(officer).filter(
        to_raw__in={to for to, _ in told}, amount_minor__in={amount for _, amount in told}
    )
    rows = same.exclude(to_raw="").values_list(
        "to_raw", "amount_minor", "at", "complaint_id", "complaint__receipt"
    )
    _meet(
        "same_payment",
        (
            ((to, amount, at.date() if at else None), key, receipt)
            for to, amount, at, key, receipt in rows
            if (to, amount) in told
        ),
        pairs,
        receipts,
    )


def _rows(found: QuerySet[Applicant], name: str) -> Iterable[tuple[object, int, str]]:
    """Return what people share, with the complaint in which each stands."""
    rows: Iterable[tuple[object, int, str]] = found.values_list(
        name, "complaint_id", "complaint__receipt"
    )
    return rows


def _meet(
    rule: Rule,
    rows: Iterable[tuple[object, int, str]],
    pairs: defaultdict[tuple[int, int], set[Rule]],
    receipts: dict[int, str],
) -> None:
    """Note which complaints share something, unless too many do."""
    together: defaultdict[object, set[int]] = defaultdict(set)
    for shared, key, receipt in rows:
        together[shared].add(key)
        receipts[key] = receipt
    for group in together.values():
        if 1 < len(group) <= _MOST:
            for one in group:
                for other in group - {one}:
                    pairs[one, other].add(rule)
