import ast
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import izdes
from izdes.core.law.pack import (
    Authority,
    Consent,
    Norm,
    UnknownMeasure,
    measure,
    measures,
    norms,
    norms_for,
    norms_on,
    pack_digest,
)

DAY = date(2026, 5, 21)
EVERY_NORM = [norm for wordings in norms().values() for norm in wordings]
ARTICLE_NUMBER = re.compile(
    r"\b(?:ст\.|статья|статьи|art\.|article)\s*\d{2,3}|\d{2,3}-бап", re.IGNORECASE
)


def test_a_request_for_bank_secrecy_needs_the_prosecutor_and_is_answered_in_three_days() -> None:
    asked = measure("request.bank_secrecy")

    assert (asked.authorised_by, asked.consent, asked.term_days) == ("prosecutor", "sanction", 3)


def test_the_investigator_suspends_alone_for_ten_days_and_tells_prosecutor_and_court() -> None:
    held = measure("freeze.suspension")

    assert (held.authorised_by, held.consent, held.term_days) == ("investigator", "none", 10)
    assert {(n.to, n.within_hours) for n in held.notices} == {("prosecutor", 24), ("court", 24)}


@pytest.mark.parametrize("measure_id", sorted(measures()))
def test_a_measure_rests_on_an_article_that_was_read_or_says_that_it_does_not(
    measure_id: str,
) -> None:
    found = norms_for(measure_id, DAY)

    assert found[0].verified or not measure(measure_id).is_verified
    assert set(measure(measure_id).norm_ids) <= set(norms())
    assert measure(measure_id).authorised_by in get_args(Authority)
    assert measure(measure_id).consent in get_args(Consent)


@pytest.mark.parametrize("norm", EVERY_NORM, ids=lambda n: str(n.norm_id))
def test_every_norm_has_three_languages_a_source_and_an_article_when_verified(norm: Norm) -> None:
    for wording in (norm.act, norm.cited, norm.text):
        assert all(wording.in_language(lang).strip() for lang in ("kk", "ru", "en"))
    assert norm.source.startswith("https://")
    assert norm.article or not norm.verified
    for lang in ("kk", "ru", "en"):
        assert norm.article in norm.cited.in_language(lang)


def test_secrecy_rests_on_the_law_of_its_day() -> None:
    before = {n.norm_id: n for n in norms_for("request.bank_secrecy", date(2025, 12, 31))}
    after = {n.norm_id: n for n in norms_for("request.bank_secrecy", DAY)}

    assert "1995" in before["banks.secrecy"].act.ru
    assert "2026" in after["banks.secrecy"].act.ru


def test_who_draws_up_the_indictment_depends_on_the_day() -> None:
    (before,) = norms_on(["cpc.indictment"], date(2026, 6, 30))
    (after,) = norms_on(["cpc.indictment"], date(2026, 7, 1))

    assert before.verified
    assert not after.verified
    assert "утверждает" in after.text.ru
    assert "утверждает" not in before.text.ru


def test_the_spans_of_a_norm_follow_each_other_without_gap_or_overlap() -> None:
    for spans in norms().values():
        ordered = sorted(spans, key=lambda n: n.valid_from or date.min)
        for earlier, later in pairwise(ordered):
            assert earlier.valid_to is not None
            assert earlier.valid_to == later.valid_from


@given(st.dates(min_value=date(2015, 1, 2), max_value=date(2040, 1, 1)))
def test_a_norm_holds_from_its_first_day_to_the_day_before_its_end(end: date) -> None:
    norm = replace(EVERY_NORM[0], valid_from=date(2015, 1, 1), valid_to=end)

    assert norm.holds_on(end - timedelta(days=1))
    assert not norm.holds_on(end)
    assert not norm.holds_on(date(2014, 12, 31))


def test_a_measure_nobody_listed_is_an_error() -> None:
    with pytest.raises(UnknownMeasure):
        norms_for("request.anything", DAY)


def test_the_digest_of_the_pack_is_one_sha256() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", pack_digest())
    assert pack_digest() == pack_digest()


def spoken(tree: ast.Module) -> list[str]:
    """Every string of a module that is no docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = list(ast.walk(tree))
    docs = {ast.get_docstring(n, clean=False) for n in nodes if isinstance(n, documented)}
    texts = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [text for text in texts if text not in docs]


@pytest.mark.parametrize("room", ["core", "adapters", "follow", "cli"])
def test_no_code_holds_an_article_number(room: str) -> None:
    sources = (Path(izdes.__file__).parent / room).rglob("*.py")

    found = [
        f"{path.name}: {text}"
        for path in sources
        for text in spoken(ast.parse(path.read_text(encoding="utf-8")))
        if ARTICLE_NUMBER.search(text)
    ]

    assert found == []
