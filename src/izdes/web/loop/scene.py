"""The scene of a plan: what an office knows beside the trace, as a plan takes it into account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from izdes.adapters.words import Lang
from izdes.core.holds.parts import Part
from izdes.core.holds.pieces import Piece
from izdes.core.law.measures import Measure
from izdes.core.money.account import AccountKey


@dataclass(frozen=True, slots=True)
class Place:
    """What the case may know of an account.

    Attributes:
        number: In the trace; None where there is none.
        is_own: The case's own papers name the account.
        masked: Its number with all but its end hidden.
    """

    number: int | None
    is_own: bool
    masked: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What a plan is made from, beside the trace.

    Attributes:
        case: Key of the case; empty for a complaint before it is one.
        drafts: Its drafts when planning began, as `loop_drafts` tells them.
        others: Money of other cases on the same accounts.
        taken: Which of it their standing orders are about.
        place_of: What the case may know of an account.
        bodies: Institution of the register -> key of the body that it is in the office.
        measures: Measures in force, by name; what is missing is not drafted.
        law: Digest of the pack.
        runs: Whether anything may be drafted: the case is neither interrupted nor closed.
    """

    case: str
    drafts: str
    others: tuple[Piece, ...]
    taken: tuple[Part, ...]
    place_of: Callable[[AccountKey], Place]
    bodies: Mapping[str, int]
    measures: Mapping[str, Measure]
    law: str
    lang: Lang
    runs: bool
    now: datetime
