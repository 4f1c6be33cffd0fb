"""What changed since yesterday: what somebody did often is one line, opened to see each time.

A machine that plans hundreds of steps in a night must not push out what a prosecutor decided. The
same event by the same hand is one line, with how often and in which cases; what happened once
stands as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from izdes.adapters.words import Lang, say
from izdes.web.journal.history import Told, changes_since, event_words
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.entries import namer_of
from izdes.web.pages.figures import counted

_MOST = 200
_PLANNED = "loop.planned"
_DRAFTS = ("loop_drafted", "loop_changed", "loop_withdrawn")


@dataclass(frozen=True, slots=True)
class Changed:
    """What somebody else did in a case."""

    case: int
    number: str
    told: Told


@dataclass(frozen=True, slots=True)
class Line:
    """What one hand did, once or often.

    Attributes:
        each: Every time, the latest first; never empty.
        cases: Keys and numbers of the cases, in the order of their numbers.
    """

    sentence: str
    each: tuple[Changed, ...]
    cases: tuple[tuple[int, str], ...]

    @property
    def at(self) -> datetime:
        """When it happened last."""
        return self.each[0].told.at

    @property
    def is_one(self) -> bool:
        """Say whether it happened once."""
        return len(self.each) == 1


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed.

    Attributes:
        is_cut: Whether more changed than the ``most`` that was read.
    """

    lines: tuple[Line, ...]
    is_cut: bool
    most: int = _MOST


def changes_of(me: Officer, numbers: Mapping[int, str], *, since: datetime) -> Changes:
    """Return what others did in some cases since a moment, the latest line first.

    Args:
        numbers: The cases, by key, with their numbers.
    """
    found = changes_since(
        me.pk, numbers, since=since, lang=language(), most=_MOST + 1, namer=namer_of(me)
    )
    changed = [Changed(case, numbers[case], told) for case, told in found[:_MOST]]
    return Changes(lines_of(changed, language()), len(found) > _MOST)


def lines_of(changed: Sequence[Changed], lang: Lang) -> tuple[Line, ...]:
    """Return a line for each hand and event, in the order of what happened last."""
    hands: dict[tuple[str, str], list[Changed]] = {}
    for one in changed:
        hands.setdefault((one.told.event, one.told.officer), []).append(one)
    return tuple(_line(tuple(each), lang) for each in hands.values())


def _line(each: tuple[Changed, ...], lang: Lang) -> Line:
    """Return one line."""
    cases = sorted({(one.number, one.case) for one in each})
    keys = tuple((case, number) for number, case in cases)
    sentence = each[0].told.sentence if len(each) == 1 else _often(each, len(keys), lang)
    return Line(sentence, each, keys)


def _often(each: tuple[Changed, ...], cases: int, lang: Lang) -> str:
    """Return what is said of something that was done more than once."""
    told = each[0].told
    in_cases = counted("figures_cases", cases, lang)
    drafts = [_sum(each, name) for name in _DRAFTS] if told.event == _PLANNED else []
    if any(drafts):
        made, altered, withdrawn = drafts
        given = {"made": made, "changed": altered, "withdrawn": withdrawn}
        return say("day_drafts", lang, cases=in_cases, officer=told.officer, **given)
    # What it happened to is said in brackets; in their place stands how often.
    often = say("day_often", lang, count=len(each), cases=in_cases)
    code = event_words(told.event)
    sentence = say(code, lang, officer=told.officer, subject=often, case="—", norm="—")
    return sentence if often in sentence else f"{sentence.removesuffix('.')} ({often})."


def _sum(each: Sequence[Changed], name: str) -> int:
    """Return the sum of a number that each entry tells, as far as whoever reads sees it."""
    texts = (one.told.became.get(name, "") for one in each)
    return sum(int(text) for text in texts if text.isdecimal())
