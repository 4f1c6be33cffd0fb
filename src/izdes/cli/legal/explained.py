"""An explanation as lines for people and as JSON for machines."""

from collections.abc import Iterator

from izdes.adapters.words import Lang, entries, say
from izdes.cli.legal.packs import Given
from izdes.core.law.clocks.due import Due
from izdes.core.law.clocks.rules import Rule
from izdes.core.law.explaining import Explained
from izdes.core.law.measures import Measure
from izdes.core.law.pack import Norm
from izdes.core.law.plans import Task, TaskTerm


def explained_json(found: Explained, given: Given, lang: Lang) -> dict[str, object]:
    """Return an explanation for machines; its sentences are in one language."""
    return {
        "kind": found.kind,
        "name": found.name,
        "on": found.on.isoformat(),
        "title": title(found, lang),
        "norms": [_norm_json(norm, lang) for norm in found.norms],
        "due": _due_json(found.due, lang) if found.due else None,
        "lines": list(lines(found, lang)),
        "pack": given.as_json(),
    }


def lines(found: Explained, lang: Lang) -> Iterator[str]:
    """Yield an explanation for people."""
    yield f"{title(found, lang)} [{found.name}]"
    thing = found.thing
    if isinstance(thing, Rule):
        yield from _clock(thing, lang)
    elif isinstance(thing, Measure):
        yield from _measure(thing, lang)
    elif isinstance(thing, Task):
        yield from _task(thing, lang)
    if found.due:
        yield say("law_arithmetic", lang)
        yield from (f"  {text}" for text in _steps(found.due, lang))
    if found.norms:
        yield say("law_norms", lang)
    for norm in found.norms:
        yield from _norm(norm, lang)


def title(found: Explained, lang: Lang) -> str:
    """Return what a thing is called in a language."""
    thing = found.thing
    if isinstance(thing, Task):
        return thing.title.in_language(lang)
    if isinstance(thing, Norm):
        return thing.cited.in_language(lang)
    code = "clock_name_{}" if isinstance(thing, Rule) else "measure.{}"
    return word(code.format(found.name), lang) or found.name


def word(code: str, lang: Lang) -> str:
    """Return the words of a code, nothing where another pack brought a name without words."""
    return say(code, lang) if code in entries() else ""


def _clock(rule: Rule, lang: Lang) -> Iterator[str]:
    """Yield what a rule says."""
    if rule.count:
        unit = word(f"clock_unit_{rule.unit}", lang)
        starts = word(f"clock_event_{rule.starts}", lang) or rule.starts
        yield say("law_clock", lang, count=rule.count, unit=unit, starts=starts)
    yield from _doubt(rule.doubt, rule.verified, lang)


def _doubt(doubt: str, is_verified: bool, lang: Lang) -> Iterator[str]:
    """Yield what a norm leaves open, and whether nobody has read it."""
    if not is_verified:
        yield say("law_is_unverified", lang)
    named = (word(f"clock_doubt_{doubt}", lang), word(f"measure_doubt.{doubt}", lang))
    if doubt and (text := named[0] or named[1]):
        yield say("law_doubt", lang, text=text)


def _measure(measure: Measure, lang: Lang) -> Iterator[str]:
    """Yield who decides a measure, what it takes, by which clock."""
    yield say(
        "law_measure",
        lang,
        authority=say(f"law_authority_{measure.authorised_by}", lang),
        consent=say(f"law_consent_{measure.consent}", lang),
    )
    if measure.clock:
        name = word(f"clock_name_{measure.clock}", lang)
        yield say("law_measure_clock", lang, clock=measure.clock, name=name)
    for notice in measure.notices:
        to = say(f"law_recipient.{notice.to}", lang)
        yield say("law_notice", lang, to=to, hours=notice.within_hours)
    yield from _doubt(measure.doubt, measure.is_verified, lang)


def _task(task: Task, lang: Lang) -> Iterator[str]:
    """Yield who does a task, until when, what to ask, what comes out of it."""
    yield say("law_task_who", lang, who=say(f"law_who_{task.who}", lang))
    yield say("law_task_term", lang, term=term(task.term, lang))
    for point in task.points:
        yield f"  – {point.in_language(lang)}"
    yield say("law_task_result", lang, result=task.result.in_language(lang))
    yield say("law_task_evidence", lang, evidence=task.evidence.in_language(lang))


def term(given: TaskTerm, lang: Lang) -> str:
    """Return the term of a task in words."""
    if given.clock_id:
        return f"{word(f'clock_name_{given.clock_id}', lang)} [{given.clock_id}]".strip()
    unit, count = ("hours", given.hours) if given.hours else ("days", given.days)
    return say(f"law_aim_{unit}", lang, count=count)


def _steps(due: Due, lang: Lang) -> Iterator[str]:
    """Yield the arithmetic of a clock."""
    return (say(step.code, lang, **dict(step.details)) for step in due.steps)


def _norm(norm: Norm, lang: Lang) -> Iterator[str]:
    """Yield a norm: how it is cited, what it says, where it stands."""
    mark = "" if norm.verified else f" ({say('law_unverified_mark', lang)})"
    yield f"  {norm.cited.in_language(lang)} [{norm.norm_id}]{mark}"
    yield f"    {norm.text.in_language(lang)}"
    yield f"    {norm.source}"


def _norm_json(norm: Norm, lang: Lang) -> dict[str, object]:
    """Return a norm for machines."""
    return {
        "norm_id": norm.norm_id,
        "cited": norm.cited.in_language(lang),
        "text": norm.text.in_language(lang),
        "source": norm.source,
        "verified": norm.verified,
    }


def _due_json(due: Due, lang: Lang) -> dict[str, object]:
    """Return the end of a clock for machines."""
    return {
        "started_at": due.started_at.isoformat(),
        "at": due.at.isoformat() if due.at else None,
        "last_day": due.last_day.isoformat() if due.last_day else None,
        "safe_at": due.safe_at.isoformat() if due.safe_at else None,
        "steps": [
            {"code": step.code, "details": dict(step.details), "text": text}
            for step, text in zip(due.steps, _steps(due, lang), strict=True)
        ],
    }
