import re
from pathlib import Path
from typing import get_args

import pytest

import izdes
from izdes.adapters.words import entries
from izdes.core.law.measures import Authority, Consent, Recipient
from izdes.core.law.plans import tasks
from izdes.core.law.release.shapes import STAGES, WHO

ROOMS = ("core/law/release", "core/law/checking", "adapters/lawpack", "cli/legal")
FILES = ("core/law/plans.py", "core/law/explaining.py", "core/law/changes.py", "cli/law.py")
CODE = re.compile(r'"((?:law|unknown|skip|plan)_[a-z_]+)"')


def named_codes() -> set[str]:
    """The codes that stand in the sources as they are."""
    root = Path(izdes.__file__).parent
    paths = [path for room in ROOMS for path in (root / room).rglob("*.py")]
    paths += [root / file for file in FILES]
    return {code for path in paths for code in CODE.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("code", sorted(named_codes()))
def test_every_code_of_the_law_has_words(code: str) -> None:
    assert code in entries()


@pytest.mark.parametrize(
    "code",
    [
        *(f"law_who_{who}" for who in WHO),
        *(f"law_stage_{stage}" for stage in STAGES),
        *(f"law_authority_{name}" for name in get_args(Authority)),
        *(f"law_consent_{name}" for name in get_args(Consent)),
        *(f"law_recipient.{name}" for name in get_args(Recipient)),
        *(f"law_{name}" for name in ("not_signed", "signed", "signed_by_stranger")),
        *(f"law_{name}" for name in ("added", "removed", "changed", "aim_hours", "aim_days")),
        *(f"law_clocks_{name}" for name in ("missing", "wrong")),
    ],
)
def test_every_code_that_is_put_together_has_words(code: str) -> None:
    assert code in entries()


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_tasks_are_told_in_letters_of_their_language(lang: str) -> None:
    latin = [
        text
        for task in tasks()
        for text in (task.title.in_language(lang), task.result.in_language(lang))
        if not re.search("[а-яәіңғүұқөһ]", text.lower())
    ]

    assert latin == []


def test_kazakh_is_not_a_copy_of_russian() -> None:
    copies = [
        point.kk
        for task in tasks()
        for point in (task.title, task.result, task.evidence, *task.points)
        if point.kk == point.ru
    ]

    assert copies == []
