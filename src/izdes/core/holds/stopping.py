"""Stopping: why a trail is not followed further, each time with its reason.

Money is followed until no frontier is left, or until one of these says stop: nobody can be asked;
it was asked or answered already; an order holds it; too little of it; too many transfers away; an
answer costs more than it can be expected to find. The limits are an office's own convention, not
law, and a stop is shown to the officer, who may go on.

What an answer is expected to find: what is likely still on the account, and of what is likely gone
a declared share.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from izdes.core.holds.questions import OF_TRANSFERS, Question
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import TransferId

Reason = Literal[
    "institution_unknown",
    "asked",
    "answered",
    "asked_lately",
    "held",
    "amount_floor",
    "hop_limit",
    "cost",
]
AskedState = Literal["open", "answered"]
_MILLI = 1000


@dataclass(frozen=True, slots=True)
class StopRules:
    """Limits of an office.

    Attributes:
        floor_minor: Less traced money than this is not followed; 0: everything is.
        most_layers: No more transfers from the victim than this; None: no limit.
        cost_minor: What an answer costs both sides; 0: it is not weighed.
        onward_milli: Of money that is likely gone, the share that following it is expected to find.
        again_after: An account is not asked once more about a shorter time than this.
    """

    floor_minor: int = 0
    most_layers: int | None = None
    cost_minor: int = 0
    onward_milli: int = 100
    again_after: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """What an institution was asked about an account, and whether it answered.

    Attributes:
        ask: What was asked, as in `questions.ASKS`.
        state: ``open``: asked, not answered yet; ``answered``: whatever the answer was.
        transfers: Of a question about single transfers, which.
    """

    account: AccountKey
    ask: frozenset[str]
    period_from: datetime
    period_to: datetime
    state: AskedState
    transfers: frozenset[TransferId] = frozenset()


@dataclass(frozen=True, slots=True)
class Stopped:
    """A question that is not asked, and why."""

    question: Question
    reason: Reason
    expected_minor: int


def expected_find(question: Question, likely_minor: int | None, rules: StopRules) -> int:
    """Return what an answer is expected to find, in minor units; all of it without an estimate."""
    if likely_minor is None:
        return question.traced_minor
    there = min(likely_minor, question.traced_minor)
    return there + (question.traced_minor - there) * rules.onward_milli // _MILLI


def limit_met(question: Question, expected_minor: int, rules: StopRules) -> Reason | None:
    """Return the limit at which a question stops; None where none is met."""
    if question.traced_minor < rules.floor_minor:
        return "amount_floor"
    if rules.most_layers is not None and question.layer > rules.most_layers:
        return "hop_limit"
    return "cost" if expected_minor < rules.cost_minor else None


def still_open(
    question: Question, before: Collection[AskedBefore], *, again_after: timedelta
) -> Question | Reason:
    """Return what of a question was not asked yet, or why nothing of it need be asked.

    Args:
        before: Everything asked so far, in any order.
    """
    said = [b for b in before if b.account == question.account and _covers(b, question)]
    if question.because in OF_TRANSFERS:
        return _other_transfers(question, said)
    left = [(question.period_from, question.period_to)]
    for b in said:
        left = [span for one in left for span in _without(one, b.period_from, b.period_to)]
    if left == [(question.period_from, question.period_to)]:
        return question
    if not left:
        return _why(said)
    rest = replace(question, period_from=left[0][0], period_to=left[-1][1])
    is_only_later = rest.period_from > question.period_from
    is_short = rest.period_to - rest.period_from < again_after
    return "asked_lately" if is_only_later and is_short else rest


def _covers(before: AskedBefore, question: Question) -> bool:
    """Say whether everything was asked that a question asks; later movements are movements."""
    asked = {"movements" if one == "later_movements" else one for one in before.ask}
    return asked >= {"movements" if one == "later_movements" else one for one in question.ask}


def _other_transfers(question: Question, said: Sequence[AskedBefore]) -> Question | Reason:
    """Return the question about the transfers that were not asked about."""
    known = {t for b in said for t in b.transfers}
    left = tuple(b for b in question.brought if b.transfer_id not in known)
    if not left:
        return _why(said)
    return replace(question, brought=left, traced_minor=sum(b.minor for b in left))


def _why(said: Iterable[AskedBefore]) -> Reason:
    """Return why nothing is left to ask: an answer is awaited, or there was one."""
    return "asked" if any(b.state == "open" for b in said) else "answered"


def _without(
    span: tuple[datetime, datetime], since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """Return what of an interval lies outside another, in order of time."""
    first, last = span
    if until <= first or since >= last:
        return [span]
    sides = ((first, since), (until, last))
    return [side for side in sides if side[0] < side[1]]
