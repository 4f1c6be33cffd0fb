"""Sending: why a paper may not be sent yet, as codes; nothing left to name means that it may.

No sanction, no sending. A measure that needs a prosecutor's or a judge's decision is never sendable
without one, whatever else is filled in; the decision must be about these very contents, be given by
someone who may give it, and stand on the day. A refusal that nobody took back holds.

A decision is known here by what was recorded of it. Whether its signature is genuine is checked
where signatures are read.

Source: ``data/measures.yaml``.

>>> lacks = missing("freeze.suspension", fields={}, decisions=(), on=date(2026, 5, 21))
>>> lacks[0].code, lacks[-1].code
('send_content_missing', 'send_not_signed')
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from izdes.core.law.measures import Consent, Measure
from izdes.core.law.needed import what_is_needed
from izdes.core.law.protected import answers, shown_for
from izdes.core.law.release import LawPack

DecisionKind = Literal["signature", "sanction", "agreement", "approval", "act"]
Outcome = Literal["given", "given_in_part", "refused"]
Details = tuple[tuple[str, str], ...]

# The rank of prosecutors from which a decision must come, lowest first.
_LEVELS = ("district", "region", "general")


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a paper.

    Attributes:
        kind: A signature of the body, or the consent of a prosecutor or a judge.
        content: Digest of the contents decided upon; of the part, where given in part.
        role: The role in which it was given.
        level: District, region or general, for a prosecutor.
        number: Of the register of whoever decided.
    """

    kind: DecisionKind
    outcome: Outcome
    role: str
    decided_on: date
    content: str
    level: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Lack:
    """One reason why a paper may not be sent; the sentence is made from the code."""

    code: str
    details: Details = ()


def missing(
    measure_id: str,
    *,
    fields: Mapping[str, object],
    decisions: Collection[Decision],
    on: date,
    law: LawPack | None = None,
) -> tuple[Lack, ...]:
    """Return every reason why a paper may not be sent on a day; empty means that it may.

    Args:
        measure_id: What is to be sent.
        fields: What the paper holds, by name; ``content`` is the digest of it all.
        decisions: Everything decided about the paper, the earliest first.
        on: The day of sending.
        law: None is the packaged release.

    Raises:
        UnknownMeasure: The pack has none of that name.
        MeasureNotInForce: It does not hold on that day.
    """
    measure = what_is_needed(measure_id, on=on, law=law).measure
    standing = [d for d in decisions if d.decided_on <= on]
    return (
        *_contents(fields),
        *_fields(measure, fields),
        *_term(measure, fields),
        *_protected(measure, fields, on=on, law=law),
        *_signed(measure, standing, fields.get("content")),
        *_consented(measure, standing, fields.get("content")),
    )


def missing_in_answer(
    measure_id: str, *, fields: Mapping[str, object], on: date, law: LawPack | None = None
) -> tuple[Lack, ...]:
    """Return what must lie beside an answer and does not; empty means that it may be filed.

    Connections between subscribers come sealed: without the judge's act, the period and the
    numbers nobody can say what was allowed.

    Raises:
        UnknownMeasure: The pack has none of that name.
        MeasureNotInForce: It does not hold on that day.
    """
    needed = what_is_needed(measure_id, on=on, law=law).measure.answer_holds
    absent = (name for name in needed if not _is_filled(fields.get(name)))
    return tuple(Lack("answer_field_missing", (("field", name),)) for name in absent)


def _contents(fields: Mapping[str, object]) -> Iterator[Lack]:
    """Yield the lack of a digest: without it nobody can say what was decided upon."""
    if not fields.get("content"):
        yield Lack("send_content_missing")


def _fields(measure: Measure, fields: Mapping[str, object]) -> Iterator[Lack]:
    """Yield the fields that the paper must hold and does not."""
    absent = [name for name in measure.fields if not _is_filled(fields.get(name))]
    if "case_number" in absent and _is_filled(fields.get("intake_number")):
        if not measure.may_precede_registration:
            yield Lack("send_not_before_registration")
        elif not _is_filled(fields.get("why_urgent")):
            yield Lack("send_field_missing", (("field", "why_urgent"),))
        absent.remove("case_number")
    for name in absent:
        yield Lack("send_field_missing", (("field", name),))


def _is_filled(value: object) -> bool:
    """Say whether a field says something; blanks and empty lists do not, a zero does."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and not (isinstance(value, Collection) and not value)


def _term(measure: Measure, fields: Mapping[str, object]) -> Iterator[Lack]:
    """Yield a hold asked for longer than the law allows."""
    asked = fields.get("days")
    if measure.term_days and isinstance(asked, int) and asked > measure.term_days:
        yield Lack("send_term_too_long", (("asked", str(asked)), ("most", str(measure.term_days))))


def _protected(
    measure: Measure, fields: Mapping[str, object], *, on: date, law: LawPack | None
) -> Iterator[Lack]:
    """Yield what forbids to hold money that the law protects."""
    answer = fields.get("protected_answer")
    if not measure.asks_protected or not _is_filled(answer):
        return
    if answer not in answers(law):
        yield Lack("send_protected_answer_unknown")
    elif not shown_for(str(answer), on=on, law=law).may_hold:
        yield Lack("send_protected_money")


def _signed(measure: Measure, decisions: list[Decision], content: object) -> Iterator[Lack]:
    """Yield the lack of a signature by a role that may sign."""
    given = [d for d in decisions if d.kind == "signature" and d.outcome == "given"]
    of_this = [d for d in given if d.content == content]
    if any(d.role in measure.signs for d in of_this):
        return
    if of_this:
        yield Lack("send_signer_may_not", (("role", of_this[-1].role),))
    else:
        yield Lack("send_other_content" if given else "send_not_signed")


def _consented(measure: Measure, decisions: list[Decision], content: object) -> Iterator[Lack]:
    """Yield what is wrong with the consent that the measure needs; the latest one counts."""
    if measure.consent == "none":
        return
    given = [d for d in decisions if d.kind == measure.consent]
    if not given:
        yield Lack(_ABSENT[measure.consent])
        return
    latest = given[-1]
    if latest.outcome == "refused":
        yield Lack("send_refused", (("role", latest.role),))
    elif latest.content != content:
        yield Lack("send_other_content")
    yield from _decider(measure, latest)


def _decider(measure: Measure, decision: Decision) -> Iterator[Lack]:
    """Yield what is wrong with who decided, or with the number of the act."""
    if decision.role not in measure.decides:
        yield Lack("send_decider_may_not", (("role", decision.role),))
    if measure.level and _rank(decision.level) < _rank(measure.level):
        yield Lack("send_level_too_low", (("level", measure.level),))
    if measure.consent == "act" and not decision.number.strip():
        yield Lack("send_act_number_missing")


def _rank(level: str) -> int:
    """Return the rank of a level; an unknown one is below all."""
    return _LEVELS.index(level) if level in _LEVELS else -1


_ABSENT: Mapping[Consent, str] = {
    "sanction": "send_sanction_missing",
    "agreement": "send_agreement_missing",
    "approval": "send_approval_missing",
    "act": "send_judge_act_missing",
}
