"""Officers' words on series: confirmed, merged, judged, and what of identifiers links nobody.

Each is a command with its entry in the journal, and each can be taken back: what was said stays as
it was said, and only ends. Linking follows a moment later.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from django.db import ProgrammingError, transaction
from psycopg.errors import InsufficientPrivilege

from izdes.core.errors import IzdesError
from izdes.core.identifiers.kinds import normalise
from izdes.core.linking.stated import WEIGHED, read_weighed
from izdes.web.database.calling import called, rows_of
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.subjects.linking.jobs import defer_judgements, defer_verdicts

Same = Literal["same", "not_same"]
HubWord = Literal["links", "hub", "pending"]


class WordMissing(IzdesError):
    """Nobody judges without saying why, in one line."""

    code = "linking_reason_missing"


class WordEnded(IzdesError):
    """What is to be withdrawn stands no more, or never did."""

    code = "linking_word_ended"


class NotTwo(IzdesError):
    """A judgement is on two complaints."""

    code = "linking_not_two"


class NotAValue(IzdesError):
    """What is to be judged is no identifier of its kind."""

    code = "linking_not_a_value"


@dataclass(frozen=True, slots=True)
class ConfirmedSeries:
    """A series as it is confirmed: its number, and what was added to it just now."""

    key: int
    number: str
    added: tuple[int, ...]


@transaction.atomic(durable=True)
def confirm_series(*, complaint: int, ground: str, officer: Officer) -> ConfirmedSeries:
    """Confirm what an officer sees of the machine's series of a complaint.

    Where a part of it is confirmed already, the rest is added under that number; a second time
    nothing is added.

    Raises:
        WordMissing: No ground is given, or not in one line.
        NotPermitted: He does not see the complaint, or only reads.
    """
    _require_line(ground)
    with _permitted("confirm_series"):
        key, number, added = rows_of("linking_confirm", [complaint, ground])[0]
    if added:
        record(
            Event.SERIES_CONFIRMED,
            officer=officer.pk,
            subject=Subject("series", str(key)),
            changes={
                "number": Change(None, number),
                "complaints": Change(None, str(len(added))),
                "ground": Change(None, ground),
            },
        )
    return ConfirmedSeries(key, number, tuple(sorted(added)))


@transaction.atomic(durable=True)
def withdraw_series(*, series: int, reason: str, officer: Officer) -> str:
    """Withdraw a confirmation; its number is never given again. Return the number.

    Raises:
        WordMissing: No reason is given, or not in one line.
        WordEnded: It stands no more.
        NotPermitted: He does not see every complaint of it, or only reads.
    """
    _require_line(reason)
    with _permitted("withdraw_series"):
        found = rows_of("linking_unconfirm", [series])
    if not found:
        raise WordEnded
    number, freed = found[0]
    record(
        Event.SERIES_WITHDRAWN,
        officer=officer.pk,
        subject=Subject("series", str(series)),
        changes={
            "number": Change(number, None),
            "complaints": Change(str(freed), None),
            "reason": Change(None, reason),
        },
    )
    return str(number)


@transaction.atomic(durable=True)
def merge_series(*, one: int, other: int, reason: str, officer: Officer) -> str:
    """Merge two confirmed series: the elder's number stays, the other becomes another name of it.

    Raises:
        WordMissing: No reason is given, or not in one line.
        WordEnded: One of them stands no more.
        NotPermitted: He is no analyst of a headquarters, or does not see all of both.
    """
    _require_line(reason)
    with _permitted("merge_series"):
        found = rows_of("linking_merge", [one, other])
    if not found:
        raise WordEnded
    kept, alias = found[0]
    record(
        Event.SERIES_MERGED,
        officer=officer.pk,
        subject=Subject("series", str(min(one, other))),
        changes={
            "number": Change(None, kept),
            "alias": Change(None, alias),
            "reason": Change(None, reason),
        },
    )
    return str(kept)


@transaction.atomic(durable=True)
def part_series(*, series: int, reason: str, officer: Officer) -> str:
    """Undo a merging: a series has its number again, with those complaints that it brought.

    What was added to either since, and what left since, stays where it is. Return the number.

    Raises:
        WordMissing: No reason is given, or not in one line.
        WordEnded: It is merged into none that stands.
        NotPermitted: He is no analyst of a headquarters, or does not see all of both.
    """
    _require_line(reason)
    with _permitted("merge_series"):
        found = rows_of("linking_part", [series])
    if not found:
        raise WordEnded
    kept, parted, moved = found[0]
    record(
        Event.SERIES_PARTED,
        officer=officer.pk,
        subject=Subject("series", str(series)),
        changes={
            "number": Change(kept, parted),
            "complaints": Change(None, str(moved)),
            "reason": Change(None, reason),
        },
    )
    return str(parted)


@transaction.atomic(durable=True)
def judge(*, one: int, other: int, verdict: Same, reason: str, officer: Officer) -> int:
    """Say of two complaints that one hand did both, or that it did not; linking follows.

    Of several judgements on a pair the last counts. Return the key of the judgement.

    Raises:
        NotTwo: Both are one.
        WordMissing: No reason is given, or not in one line.
        NotPermitted: He does not see both, or only reads.
    """
    _require_line(reason)
    if one == other:
        raise NotTwo
    with _permitted("judge_series"):
        key = int(called("linking_judge", [one, other, verdict, reason]))
    defer_judgements([key], officer=officer.pk)
    record(
        Event.JUDGEMENT_MADE,
        officer=officer.pk,
        subject=Subject("judgement", str(key)),
        changes={
            "complaints": Change(None, f"{min(one, other)} {max(one, other)}"),
            "verdict": Change(None, verdict),
            "reason": Change(None, reason),
        },
    )
    return key


@transaction.atomic(durable=True)
def withdraw_judgement(*, judgement: int, reason: str, officer: Officer) -> None:
    """Withdraw a judgement: series are then as if it had never been made.

    Raises:
        WordMissing: No reason is given, or not in one line.
        WordEnded: It stands no more.
        NotPermitted: He does not see both complaints, or only reads.
    """
    _require_line(reason)
    with _permitted("judge_series"):
        found = rows_of("linking_unjudge", [judgement])
    if not found:
        raise WordEnded
    one, other, verdict = found[0]
    defer_judgements([judgement], officer=officer.pk)
    record(
        Event.JUDGEMENT_WITHDRAWN,
        officer=officer.pk,
        subject=Subject("judgement", str(judgement)),
        changes={
            "complaints": Change(f"{one} {other}", None),
            "verdict": Change(verdict, None),
            "reason": Change(None, reason),
        },
    )


@transaction.atomic(durable=True)
def say_of_hub(*, kind: str, value: str, verdict: HubWord, reason: str, officer: Officer) -> int:
    """Say whether an identifier links or is everybody's; linking follows.

    What was said before is ended by it. Return the key of the verdict.

    Raises:
        NotAValue: It is no identifier of its kind.
        WordMissing: No reason is given, or not in one line.
        NotPermitted: He is no analyst of a headquarters.
    """
    _require_line(reason)
    reading = read_weighed(kind, value) if kind in WEIGHED else normalise(kind, value)
    if reading.value is None:
        raise NotAValue(kind=kind)
    with _permitted("say_of_hub"):
        key = int(called("linking_say_of_hub", [reading.kind, reading.value, verdict, reason]))
    defer_verdicts([key], officer=officer.pk)
    record(
        Event.HUB_VERDICT_GIVEN,
        officer=officer.pk,
        subject=Subject("hub_verdict", str(key)),
        changes={
            "identifier": Change(None, f"{reading.kind}:{reading.value}"),
            "verdict": Change(None, verdict),
            "reason": Change(None, reason),
        },
    )
    return key


@transaction.atomic(durable=True)
def withdraw_of_hub(*, verdict: int, reason: str, officer: Officer) -> None:
    """Withdraw a verdict: the machine's own counts again, and linking follows.

    Raises:
        WordMissing: No reason is given, or not in one line.
        WordEnded: It stands no more.
        NotPermitted: He is no analyst of a headquarters.
    """
    _require_line(reason)
    with _permitted("say_of_hub"):
        found = rows_of("linking_withdraw_of_hub", [verdict])
    if not found:
        raise WordEnded
    kind, value, said = found[0]
    defer_verdicts([verdict], officer=officer.pk)
    record(
        Event.HUB_VERDICT_WITHDRAWN,
        officer=officer.pk,
        subject=Subject("hub_verdict", str(verdict)),
        changes={
            "identifier": Change(f"{kind}:{value}", None),
            "verdict": Change(said, None),
            "reason": Change(None, reason),
        },
    )


def _require_line(text: str) -> None:
    """Refuse words that are none, or more than one line."""
    if not text.strip() or not text.isprintable():
        raise WordMissing


@contextmanager
def _permitted(needs: str) -> Iterator[None]:
    """Say it in our words where the database refuses."""
    try:
        # A savepoint: what is refused must not break the transaction that says so.
        with transaction.atomic():
            yield
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise NotPermitted(needs=needs) from None
        raise
