import ast
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from izdes.adapters.words import LANGUAGES, entries, say
from izdes.core.law.clocks import arithmetic, due
from izdes.core.law.clocks.arithmetic import CountedIn
from izdes.core.law.clocks.case_terms import Level
from izdes.core.law.clocks.days import WhyOff
from izdes.core.law.clocks.rules import ExcludedKind, Rule, Unit, rules
from izdes.core.law.clocks.states import StateKind


@pytest.mark.parametrize("rule", rules(), ids=lambda r: str(r.rule_id))
def test_every_rule_its_event_its_people_and_its_doubt_have_words(rule: Rule) -> None:
    wanted = [
        f"clock_name_{rule.rule_id}",
        f"clock_event_{rule.starts}",
        f"clock_unit_{rule.unit}",
        *(f"clock_who_{who}" for who in (rule.bound, *rule.to)),
        *(f"clock_excluded_{kind}" for kind in rule.excludes),
        *([f"clock_doubt_{rule.doubt}"] if rule.doubt else []),
    ]

    assert [code for code in wanted if code not in entries()] == []


def steps_written(source: str) -> list[tuple[str, set[str]]]:
    """Every step that a module writes by name, with the details that it gives."""
    calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)]
    named = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "step"]
    return [
        (str(c.args[0].value), {str(k.arg) for k in c.keywords})
        for c in named
        if isinstance(c.args[0], ast.Constant)
    ]


def test_every_step_that_code_writes_has_words_for_just_its_details() -> None:
    found = [
        written
        for module in (arithmetic, due)
        for written in steps_written(Path(str(module.__file__)).read_text(encoding="utf-8"))
    ]

    assert len(found) >= 15
    for name, given in found:
        assert set(re.findall(r"\{(\w+)\}", entries()[f"clock_step_{name}"]["en"])) == given, name


def test_reasons_and_states_have_words() -> None:
    wanted = [f"clock_step_off_{why}" for why in get_args(WhyOff)]
    wanted += [f"clock_state_{kind}" for kind in get_args(StateKind)]
    wanted += [f"clock_step_excluded_{kind}" for kind in get_args(ExcludedKind)]
    wanted += [f"clock_step_open_{kind}" for kind in get_args(ExcludedKind)]
    wanted += [f"clock_unit_{unit}" for unit in get_args(Unit)]
    wanted += [f"clock_step_{unit}" for unit in get_args(Unit)]
    wanted += [f"clock_level_{level}" for level in get_args(Level)]
    wanted += [f"clock_step_stands_{kind}" for kind in ("hours", *get_args(CountedIn)[1:])]

    assert [code for code in wanted if code not in entries()] == []


def test_a_court_can_read_the_arithmetic() -> None:
    held = due.due_of("DL_FREEZE_SELF_10D", datetime(2026, 5, 21, 9, 35, tzinfo=UTC))

    said = [[say(s.code, lang, **dict(s.details)) for s in held.steps] for lang in LANGUAGES]

    assert not any("—" in sentence for sentences in said for sentence in sentences)
    assert said[2] == [
        "The event that starts the term: 2026-05-21 14:35 (local time).",
        "The day on which the term begins is not counted: 2026-05-21.",
        "Days: 10; the last day: 2026-05-31.",
        "2026-05-31 is a Saturday or a Sunday.",
        "The last day is not a working day, so the term ends on the next working day: 2026-06-01.",
        "The term ends: 2026-06-01 24:00.",
        "By the strictest reading: 2026-05-31 24:00.",
    ]
