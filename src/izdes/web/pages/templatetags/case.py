"""Tags of a case's pages: what the law pack and the office call things."""

from datetime import date, datetime

from django import template

from izdes.adapters.words import say
from izdes.adapters.words.figures import moment
from izdes.adapters.words.law import say_step
from izdes.core.identifiers.kinds import normalise
from izdes.core.law.clocks.arithmetic import Step as ClockStep
from izdes.core.law.pack import Norm, Wording
from izdes.core.law.reasoning import Step
from izdes.web.cases.masking import Sight, shown
from izdes.web.language import language
from izdes.web.pages.case import naming
from izdes.web.pages.figures import day_text

register = template.Library()


@register.simple_tag
def worded(prefix: str, name: str) -> str:
    """Return the words of a name: ``{% worded "case_state" case.state %}``."""
    return naming.worded(prefix, name)


@register.simple_tag
def wording(text: Wording) -> str:
    """Return a text of the law pack."""
    return text.in_language(language())


@register.simple_tag
def cited_norm(norm: Norm) -> str:
    """Return how a norm is cited, and that it was not read where it was not."""
    cited = norm.cited.in_language(language())
    return cited if norm.verified else f"{cited} ({say('case_norm_unverified', language())})"


@register.simple_tag
def step_words(step: Step) -> str:
    """Return one step of a qualification."""
    return say_step(step, language())


@register.simple_tag
def clock_step(step: ClockStep) -> str:
    """Return one line of a clock's arithmetic."""
    return say(step.code, language(), **{name: _read(value) for name, value in step.details})


def _read(value: str) -> str:
    """Return a day or a moment as people read it; anything else as it is."""
    # The arithmetic prints local times, the end of a day as 24:00.
    day, is_timed, time = value.partition(" ")
    try:
        if is_timed:
            return f"{day_text(date.fromisoformat(day))} {time}"
        if "T" in value:
            return moment(datetime.fromisoformat(value))
        return day_text(date.fromisoformat(value)) if value.count("-") > 1 else value
    except ValueError:
        return value


@register.simple_tag
def raw_chip(raw: str, sight: Sight) -> str:
    """Return an account or a contact as it was written, masked where it must be."""
    kind = next((kind for kind in ("card", "iban", "phone") if normalise(kind, raw).value), "iban")
    return shown(raw, kind, sight)
