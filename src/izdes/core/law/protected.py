"""Protected money: kinds of accounts that may not be held, and the answer that every freeze owes.

A freeze must say what is known of the account: the institution is asked to leave protected money
out (``asked``), nobody knows (``not_known``), the institution said that none lies there
(``not_protected``), or that it does (``protected``). The last one may not be held. What the paper
then prints, and what the officer is shown, are codes.

The list of kinds is the Code's, shortened; whether an account belongs to one, its institution says.

Source: ``data/protected.yaml`` and the norms named there.

>>> shown_for("protected", on=date(2026, 5, 21)).may_hold
False
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from izdes.core.errors import IzdesError
from izdes.core.law.pack import Norm, norms_on
from izdes.core.law.release import LawPack, packaged_pack


class UnknownAnswer(IzdesError):
    """Nobody may answer the question of protected money in this way."""

    code: ClassVar[str] = "law_protected_answer_unknown"


@dataclass(frozen=True, slots=True)
class ProtectedKind:
    """A kind of account that may not be held, between two dates; unknown dates are open."""

    kind: str
    norm_id: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether the kind is protected on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What follows from an answer.

    Attributes:
        may_hold: The answer does not forbid to hold.
        paper: Code of the clause that the order prints; empty where it prints none.
        officer: Code of what the officer is shown.
        norms: What says so, as it holds on the day.
    """

    answer: str
    may_hold: bool
    paper: str
    officer: str
    norms: tuple[Norm, ...]


def shown_for(answer: str, *, on: date, law: LawPack | None = None) -> Shown:
    """Return what follows from an answer on a day; None is the packaged release.

    Raises:
        UnknownAnswer: The pack has no such answer.
    """
    data = _data(law)
    for entry in data["answers"]:
        if entry["answer"] == answer:
            norms = norms_on(data["norms"], on, law=law)
            return Shown(answer, entry["may_hold"], entry["paper"], entry["officer"], norms)
    raise UnknownAnswer


def answers(law: LawPack | None = None) -> tuple[str, ...]:
    """Return the answers that may be given, in the order in which they are offered."""
    return tuple(entry["answer"] for entry in _data(law)["answers"])


def kinds_on(day: date, law: LawPack | None = None) -> tuple[ProtectedKind, ...]:
    """Return the kinds of accounts that are protected on a day, in the order of the norm."""
    kinds = (
        ProtectedKind(e["kind"], e["norm"], e["valid_from"], e["valid_to"])
        for e in _data(law)["kinds"]
    )
    return tuple(kind for kind in kinds if kind.holds_on(day))


def _data(law: LawPack | None) -> Mapping[str, Any]:
    """Return the kinds and answers of a law."""
    found: Mapping[str, Any] = (law or packaged_pack()).tables["protected.yaml"]
    return found
