"""Gathering: everything that a case's trace rests on, read as the system, where nobody acts.

It begins with the answers given to the case. Where traced money came to an account without a
statement, or stayed on one, the country's ledger is asked whether another case was answered about
it; what that gives is followed further, until it gives nothing new. The way is looked for under the
rule that spreads money widest; where that leads to nothing new, under every rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from izdes.core.law.release import LawPack
from izdes.core.money.account import is_virtual
from izdes.core.money.statement import FileReading
from izdes.core.tracing.rules import RuleName
from izdes.follow.case import Case
from izdes.follow.run import Traced, booked, trace_booked, trace_further
from izdes.web.funds.case_folder import Said, case_of, complaint_lines, told_of
from izdes.web.funds.ledger import Kept, kept_readings
from izdes.web.law.editions import pack_for_machine

# Beyond so many rounds of another case's answers the trail is left where it is.
_MOST_ROUNDS = 40
_WIDEST: RuleName = "pro-rata"
_GOES_ON = frozenset({"frontier", "held"})


@dataclass(frozen=True, slots=True)
class Found:
    """An answer that takes part, and the cases to which it was given."""

    answer: int
    digest: str
    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a trace rests on.

    Attributes:
        case: As `izdes follow` would read it.
        complaints: The bytes of ``complaints.jsonl``.
        law: Whose register names the institutions.
        answers: By the first sixteen digits of SHA-256, with which every row's name begins.
        traced: All of it under every rule, which says that nothing further is to be gathered.
    """

    case: Case
    complaints: bytes
    said: tuple[Said, ...]
    readings: tuple[FileReading, ...]
    law: LawPack
    answers: Mapping[str, Found]
    traced: Traced


def gather(case: int) -> Gathered | None:
    """Gather what a case's trace rests on; None where no complaint of it can be read."""
    complaints = complaint_lines(told_of(_asked("SELECT funds_complaints_of(%s)", case)))
    law = pack_for_machine()
    accounts: set[str] = set()
    kept: dict[int, Kept] = {}
    gathered = None
    for _ in range(_MOST_ROUNDS):
        found = _answers_for(case, accounts)
        new = {f.answer: f.digest for f in found if f.answer not in kept}
        if gathered is None or new:
            kept |= {one.answer: one for one in kept_readings(new)}
            gathered = _gathered(complaints, found, list(kept.values()), law)
        elif gathered.traced.is_whole:
            break
        else:
            gathered = replace(gathered, traced=trace_further(gathered.traced, watch=_unwatched))
        if gathered is None:
            return None
        accounts |= _reached(gathered.traced)
    return gathered and replace(gathered, traced=trace_further(gathered.traced, watch=_unwatched))


def _gathered(
    complaints: bytes, found: Sequence[Found], kept: Sequence[Kept], law: LawPack
) -> Gathered | None:
    """Return what is known so far."""
    said = said_of(found, kept)
    case = case_of(complaints, said, law)
    if case is None:
        return None
    answers = {f.digest[:16]: f for f in found}
    readings = tuple(k.reading for k in kept)
    book = booked(case, readings, as_of=None, watch=_unwatched)
    traced = trace_booked(book, watch=_unwatched, rules=(_WIDEST,))
    return Gathered(case, complaints, said, readings, law, answers, traced)


def said_of(found: Sequence[Found], kept: Sequence[Kept]) -> tuple[Said, ...]:
    """Return what officers said of the answers, and which replaces which."""
    digests = {f.answer: f.digest for f in found}
    names = {k.answer: k.reading.file for k in kept}
    decided = list(_asked("SELECT * FROM funds_corrections(%s)", list(digests)))
    said = [
        Said(names[answer], account, bank, zone)
        for answer, account, bank, zone in _asked(
            "SELECT id, said_account, said_bank, said_zone FROM funds_answers(%s)"
            " WHERE said_account <> '' OR said_zone <> '' ORDER BY id",
            list(digests),
        )
    ]
    for correction, replaced, who, on, reason in decided:
        told = (digests[replaced][:16],)
        said.append(
            Said(
                names[correction],
                supersedes=told,
                decided_by=who,
                decided_on=on.isoformat(),
                reason=" ".join(reason.split()),
            )
        )
    return tuple(_once_a_file(said))


def _once_a_file(said: Sequence[Said]) -> list[Said]:
    """Return one entry a file, as a manifest has: several decisions of one file stand in it."""
    found: dict[str, Said] = {}
    for one in said:
        before = found.get(one.file)
        found[one.file] = one if before is None else _joined(before, one)
    return list(found.values())


def _joined(before: Said, after: Said) -> Said:
    """Return two entries about one file as one; the later decision names who and why."""
    return Said(
        before.file,
        before.account or after.account,
        before.bank or after.bank,
        before.zone or after.zone,
        (*before.supersedes, *after.supersedes),
        after.decided_by or before.decided_by,
        after.decided_on or before.decided_on,
        after.reason or before.reason,
    )


def _reached(traced: Traced) -> set[str]:
    """Return the accounts where traced money came to rest, or was last seen, under any rule."""
    endings = (e for trace in traced.traces.values() for e in trace.endings)
    return {
        e.account
        for e in endings
        if e.amount_minor and e.ending in _GOES_ON and e.account and not is_virtual(e.account)
    }


def _answers_for(case: int, accounts: set[str]) -> list[Found]:
    """Return the answers of a case, and those that tell of some accounts."""
    question = "SELECT * FROM funds_answers_for(%s, %s) ORDER BY digest"
    return [
        Found(answer, digest, tuple(cases))
        for answer, digest, cases in _asked(question, case, sorted(accounts))
    ]


def _asked(question: str, *given: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whatever is asked with
    """Return the rows of a question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())


def _unwatched(step: str, done: int, total: int) -> None:
    """Let nobody watch."""
