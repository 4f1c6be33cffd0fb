"""Reasoning: the steps of a qualification as codes with figures, so that anybody can do them again.

A step names what was compared with what: index times how many, which bound, which sum. Amounts are
in tiyn. The sentence is made from the code in the language of the reader.

A step shows arithmetic; it does not prove that the sum was lost.

>>> from izdes.core.law.sizes import size_of
>>> size = size_of(1, offence="fraud", day=date(2026, 5, 21))
>>> [step.code for step in size_steps(size)]
['qualify_index', 'qualify_not_exceeds', 'qualify_not_exceeds']
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from izdes.core.law.sizes import LossSize, Measured


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reasoning: its sentence is made from the code and the details."""

    code: str
    details: tuple[tuple[str, str], ...] = ()
    norm_id: str = ""


def size_steps(size: LossSize) -> Iterator[Step]:
    """Yield the index of the day and the sum beside each threshold."""
    if size.measured:
        yield _index_step(size.measured[0], size.day)
    for measured in size.measured:
        yield _measured_step(measured, size.loss_minor)


def petty_steps(measured: Measured, norm_id: str, *, has_points: bool) -> Iterator[Step]:
    """Yield that the sum is negligible; with points against it a person decides which applies."""
    if measured.exceeds is False:
        code = "qualify_petty_but_points" if has_points else "qualify_petty"
        yield Step(code, _figures(measured), norm_id)


def _index_step(measured: Measured, day: date) -> Step:
    """Return the index by which the day measures."""
    if measured.index is None:
        return Step("qualify_index_unknown", (("day", day.isoformat()),))
    code = "qualify_index" if measured.index.verified else "qualify_index_unverified"
    return Step(code, (("day", day.isoformat()), ("index_minor", str(measured.index.minor))))


def _measured_step(measured: Measured, sum_minor: int | None) -> Step:
    """Return one threshold with its arithmetic."""
    norm_id = measured.threshold.norm_id
    if measured.bound_minor is None:
        return Step("qualify_bound_unknown", _figures(measured), norm_id)
    if sum_minor is None:
        return Step("qualify_sum_unknown", _figures(measured), norm_id)
    code = "qualify_exceeds" if measured.exceeds else "qualify_not_exceeds"
    return Step(code, (*_figures(measured), ("sum_minor", str(sum_minor))), norm_id)


def _figures(measured: Measured) -> tuple[tuple[str, str], ...]:
    """Return the figures of a threshold, as far as they are known."""
    named = (("scale", measured.threshold.scale), ("times", str(measured.threshold.times)))
    if measured.index is None or measured.bound_minor is None:
        return named
    index, bound = str(measured.index.minor), str(measured.bound_minor)
    return (*named, ("index_minor", index), ("bound_minor", bound))
