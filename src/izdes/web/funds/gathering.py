"""Gathering: everything that a case's trace rests on, read as the system, where nobody acts.

It begins with the answers given to the case. Where traced money came to an account without a
statement, or stayed on one, the country's ledger is asked whether another case was answered about
it; what that gives is followed further, until it gives nothing new. The way is looked for pro rata,
all claims being one, which spreads money widest; where that leads to nothing new, under every rule.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from izdes.core.law.release import LawPack
from izdes.core.money.account import is_virtual
from izdes.core.money.statement import FileReading
from izdes.engine.tracing.run import prepare
from izdes.follow.case import Case
from izdes.follow.run import Booked, Traced, booked, trace_booked
from izdes.web.funds.case_folder import Said, case_of, complaint_lines, told_of
from izdes.web.funds.lately import Lately
from izdes.web.funds.ledger import Kept, kept_readings
from izdes.web.law.editions import pack_for_machine

# Beyond so many rounds of another case's answers the trail is left where it is.
_MOST_ROUNDS = 40
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


@dataclass(frozen=True, slots=True)
class _Basis:
    """What one round rests on."""

    complaints: bytes
    found: tuple[Found, ...]
    kept: tuple[Kept, ...]
    said: tuple[Said, ...]
    law: LawPack

    @property
    def name(self) -> str:
        """A digest of all of it."""
        answers = sorted(one.digest for one in self.found)
        told = (self.complaints, self.law.ref.digest, answers, self.said)
        return hashlib.sha256(repr(told).encode()).hexdigest()


# Where money came to, all claims being one, by the name of what the round rested on: a trace most
# often begins with the rounds of the one before.
_CAME_TO = Lately[str, frozenset[str]](500_000, lambda accounts: 1 + len(accounts))


def gather(case: int) -> Gathered | None:
    """Gather what a case's trace rests on; None where no complaint of it can be read."""
    complaints = complaint_lines(told_of(_asked("SELECT funds_complaints_of(%s)", case)))
    law = pack_for_machine()
    accounts: set[str] = set()
    kept: dict[int, Kept] = {}
    for _ in range(_MOST_ROUNDS):
        found = _answers_for(case, accounts)
        new = {f.answer: f.digest for f in found if f.answer not in kept}
        kept |= {one.answer: one for one in kept_readings(new)}
        basis = _Basis(complaints, found, tuple(kept.values()), said_of(found, kept), law)
        came_to, book = _came_to(basis)
        if came_to <= accounts:
            gathered = _gathered(basis, book)
            came_to = _reached(gathered.traced) if gathered else frozenset()
            if came_to <= accounts:
                return gathered
        accounts |= came_to
    return _gathered(basis, None)


def _came_to(basis: _Basis) -> tuple[frozenset[str], Booked | None]:
    """Return where money came to, all claims being one, and the ledger where it had to be made."""
    name = basis.name
    remembered = _CAME_TO.get(name)
    if remembered is not None:
        return remembered, None
    case = _case(basis)
    if case is None:
        return frozenset(), None
    book = _booked(case, basis)
    lying = prepare(book.ledger).lying(book.claims)
    found = frozenset(account for account in lying if account and not is_virtual(account))
    _CAME_TO.keep(name, found)
    return found, book


def _case(basis: _Basis) -> Case | None:
    """Return the case as a folder would hold it; None where no complaint of it can be read."""
    return case_of(basis.complaints, basis.said, basis.law)


def _booked(case: Case, basis: _Basis) -> Booked:
    """Return the ledger of what is known so far."""
    readings = [k.reading for k in basis.kept]
    return booked(case, readings, as_of=None, watch=_unwatched)


def _gathered(basis: _Basis, book: Booked | None) -> Gathered | None:
    """Return what is known so far, traced; None where no complaint of the case can be read.

    Args:
        book: Its ledger, if it is made already.
    """
    case = _case(basis)
    if case is None:
        return None
    answers = {f.digest[:16]: f for f in basis.found}
    readings = tuple(k.reading for k in basis.kept)
    traced = trace_booked(book or _booked(case, basis), watch=_unwatched)
    return Gathered(case, basis.complaints, basis.said, readings, basis.law, answers, traced)


def said_of(found: Sequence[Found], kept: Mapping[int, Kept]) -> tuple[Said, ...]:
    """Return what officers said of the answers, and which replaces which."""
    digests = {f.answer: f.digest for f in found}
    names = {answer: one.reading.file for answer, one in kept.items()}
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


def _reached(traced: Traced) -> frozenset[str]:
    """Return the accounts where traced money came to rest, or was last seen, under any rule."""
    endings = (e for trace in traced.traces.values() for e in trace.endings)
    return frozenset(
        e.account
        for e in endings
        if e.amount_minor and e.ending in _GOES_ON and e.account and not is_virtual(e.account)
    )


def _answers_for(case: int, accounts: set[str]) -> tuple[Found, ...]:
    """Return the answers of a case, and those that tell of some accounts."""
    question = "SELECT * FROM funds_answers_for(%s, %s) ORDER BY digest"
    return tuple(
        Found(answer, digest, tuple(cases))
        for answer, digest, cases in _asked(question, case, sorted(accounts))
    )


def _asked(question: str, *given: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whatever is asked with
    """Return the rows of a question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())


def _unwatched(step: str, done: int, total: int) -> None:
    """Let nobody watch."""
