"""The way of an order from draft to answer: which step leads where, who takes it, what it needs.

A table and three functions. What a measure needs decides the way: where it needs nobody's consent
the signed order may be sent, everywhere else only a sanctioned one; there is no other way to
``sent``. That an answer is overdue is no state: it follows from the clock.

A supplement or a correction of an order is an order of its own, so no state stands for it; a
corrected answer leads back to ``answered``, and both versions stay.

>>> after("signed", "send", consent="none", has={"nothing_missing", "amount_holds"})
'sent'
>>> after("signed", "send", consent="sanction", has={"nothing_missing", "amount_holds"})
Traceback (most recent call last):
    ...
izdes.core.orders.states.StepRefused: order_step_refused (state=signed, step=send)
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, get_args

from izdes.core.errors import IzdesError
from izdes.core.law.measures import Consent

State = Literal[
    "draft",
    "signed",
    "on_decision",
    "sanctioned",
    "refused",
    "sent",
    "delivered",
    "accepted",
    "not_accepted",
    "clarification_asked",
    "extension_asked",
    "answered",
    "ingested",
    "withdrawn",
    "closed",
]
Step = Literal[
    "sign",
    "redraft",
    "submit",
    "grant",
    "refuse",
    "send",
    "deliver",
    "accept",
    "reject",
    "ask_clarification",
    "clarify",
    "ask_extension",
    "decide_extension",
    "answer",
    "correct_answer",
    "ingest",
    "withdraw",
    "recall",
    "close",
]
Actor = Literal["investigator", "authority", "institution", "office"]
Need = Literal[
    "signature",
    "decision",
    "decision_signature",
    "grounds",
    "nothing_missing",
    "amount_holds",
    "receipt",
    "reason",
    "text",
    "answer",
    "read",
    "withdrawal",
]


class StepRefused(IzdesError):
    """The step does not lead on from this state, or not under this measure."""

    code: ClassVar[str] = "order_step_refused"


class StepLacks(IzdesError):
    """The step needs what is not there."""

    code: ClassVar[str] = "order_step_lacks"


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from any of these states to another.

    Attributes:
        by: Who takes it. ``authority`` is the prosecutor or the judge, ``office`` the program on
            behalf of whoever confirmed it.
        needs: What must be there; all of it.
        consent: Whether the measure must need somebody's consent, must need none, or either.
    """

    step: Step
    since: tuple[State, ...]
    to: State
    by: Actor
    needs: tuple[Need, ...]
    consent: Literal["needed", "none", "either"] = "either"


_SENDING: tuple[Need, ...] = ("nothing_missing", "amount_holds")
_BEFORE: tuple[State, ...] = ("draft", "signed", "on_decision", "sanctioned", "refused")
# With the institution, an answer owed.
OPEN: tuple[State, ...] = (
    "sent",
    "delivered",
    "accepted",
    "clarification_asked",
    "extension_asked",
)
_AT_WORK: tuple[State, ...] = ("accepted", "clarification_asked", "extension_asked")

TRANSITIONS: tuple[Transition, ...] = (
    Transition("sign", ("draft",), "signed", "investigator", ("signature",)),
    # What was signed stays as it was: a new order begins, and the old one ends by it.
    Transition("redraft", ("signed", "sanctioned"), "withdrawn", "investigator", ()),
    Transition("redraft", ("refused", "not_accepted"), "closed", "investigator", ()),
    Transition("submit", ("signed",), "on_decision", "investigator", (), "needed"),
    Transition(
        "grant", ("on_decision",), "sanctioned", "authority", ("decision", "decision_signature")
    ),
    Transition(
        "refuse",
        ("on_decision",),
        "refused",
        "authority",
        ("decision", "decision_signature", "grounds"),
    ),
    Transition("send", ("signed",), "sent", "office", _SENDING, "none"),
    Transition("send", ("sanctioned",), "sent", "office", _SENDING, "needed"),
    Transition("deliver", ("sent",), "delivered", "institution", ("receipt",)),
    Transition("accept", ("delivered",), "accepted", "institution", ()),
    Transition("reject", ("delivered",), "not_accepted", "institution", ("reason",)),
    Transition(
        "ask_clarification",
        ("delivered", "accepted"),
        "clarification_asked",
        "institution",
        ("text",),
    ),
    Transition("clarify", ("clarification_asked",), "accepted", "investigator", ("text",)),
    Transition("ask_extension", ("accepted",), "extension_asked", "institution", ("reason",)),
    Transition("decide_extension", ("extension_asked",), "accepted", "investigator", ("text",)),
    Transition("answer", _AT_WORK, "answered", "institution", ("answer",)),
    Transition(
        "correct_answer", ("answered", "ingested"), "answered", "institution", ("answer", "reason")
    ),
    Transition("ingest", ("answered",), "ingested", "office", ("read",)),
    Transition("withdraw", _BEFORE, "withdrawn", "investigator", ("reason",)),
    # An institution that was told to act must be told to stop, by a paper as good as the first.
    Transition("recall", OPEN, "withdrawn", "investigator", ("reason", "withdrawal")),
    Transition("close", ("ingested", "not_accepted", "refused"), "closed", "office", ("reason",)),
)


def steps_from(state: State, *, consent: Consent) -> tuple[Transition, ...]:
    """Return the steps that lead on from a state under a measure that needs this consent."""
    is_needed = "none" if consent == "none" else "needed"
    return tuple(t for t in TRANSITIONS if state in t.since and t.consent in ("either", is_needed))


def after(state: State, step: Step, *, consent: Consent, has: Collection[str]) -> State:
    """Return the state after a step.

    Args:
        state: Where the order stands.
        step: What somebody does.
        consent: What the measure needs, by the law pack.
        has: What is there for this step; see `Need`.

    Raises:
        StepRefused: The step does not lead on from here.
        StepLacks: Something that the step needs is not there.
    """
    for transition in steps_from(state, consent=consent):
        if transition.step == step:
            absent = [need for need in transition.needs if need not in has]
            if absent:
                raise StepLacks(step=step, need=absent[0])
            return transition.to
    raise StepRefused(state=state, step=step)


def is_overdue(state: State, *, due_at: datetime | None, at: datetime) -> bool:
    """Say whether an answer is owed and late; a clarification does not stop the clock."""
    return state in OPEN and due_at is not None and at > due_at


STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[Step, ...] = get_args(Step)
