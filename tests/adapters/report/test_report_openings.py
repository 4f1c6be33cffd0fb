"""An unknown opening balance, as the report tells of it."""

import json
from typing import Any

import pytest
from tests.adapters.report.reading import read
from tests.adapters.report.sample import sample

from izdes.adapters.documents.report import render_report
from izdes.adapters.words import LANGUAGES, say

Json = dict[str, Any]


def _plain(text: str) -> str:
    """Return text with plain single blanks."""
    return " ".join(text.split())


def page_of(ending: Json) -> str:
    """Return the text of a report of which one ending says more."""
    findings: Json = json.loads(json.dumps(sample(complaints=1)))
    claim = next(c for v in findings["victims"] for c in v["claims"] if c["endings"])
    claim["endings"] = [{**claim["endings"][0], "marks": ["opening_assumed"], **ending}]
    return _plain(read(render_report(findings)).text)


def said(code: str) -> set[str]:
    return {_plain(say(code, lang)) for lang in LANGUAGES}


@pytest.mark.parametrize("marks", [["opening_assumed"], []])
def test_beside_an_ending_stands_what_a_larger_opening_makes_of_it(marks: list[str]) -> None:
    text = page_of(
        {
            "opening_least_minor": "123400",
            "opening_most_minor": "987600",
            "opening_is_exact": True,
            "marks": marks,
        }
    )

    assert all(sentence in text for sentence in said("report_opening_larger"))
    assert "1 234 ₸ – 9 876 ₸" in text
    assert not any(sentence in text for sentence in said("report_opening_samples"))


def test_an_ending_that_no_larger_opening_changes_says_so() -> None:
    text = page_of(
        {"opening_least_minor": "5", "opening_most_minor": "5", "opening_is_exact": True}
    )

    assert all(sentence in text for sentence in said("report_opening_same"))
    assert not any(sentence in text for sentence in said("report_opening_larger"))


def test_samples_are_called_samples_and_never_prove_that_nothing_changes() -> None:
    sampled = {"opening_least_minor": "5", "opening_is_exact": False}

    differs = page_of({**sampled, "opening_most_minor": "6"})
    same = page_of({**sampled, "opening_most_minor": "5"})

    assert all(sentence in differs for sentence in said("report_opening_samples"))
    assert not any(sentence in same for sentence in said("report_opening_same"))


@pytest.mark.parametrize("absent", [{}, {"opening_least_minor": None, "opening_most_minor": None}])
def test_where_no_interval_was_computed_the_mark_stands_alone(absent: Json) -> None:
    text = page_of(absent)

    assert all(sentence in text for sentence in said("report_mark_opening_assumed"))
    for code in ("report_opening_larger", "report_opening_same", "report_opening_samples"):
        assert not any(sentence in text for sentence in said(code))
