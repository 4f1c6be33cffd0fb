"""The page about visibility says what the walk proves."""

from pathlib import Path

import pytest
from tests.web.visibility.matrix import WORDS, matrix
from tests.web.visibility.page import reasons, table

from izdes.adapters.words import LANGUAGES, entries
from izdes.web.officers.roles import BodyKind, Role

_PAGE = Path(__file__).parents[3] / "docs" / "reference" / "visibility.md"


def test_the_page_shows_the_matrix_as_it_is() -> None:
    text = _PAGE.read_text(encoding="utf-8")

    assert table() in text
    assert reasons() in text


@pytest.mark.parametrize("word", WORDS)
def test_the_page_explains_every_word_of_the_matrix(word: str) -> None:
    assert f"| `{word}` |" in _PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("profile", matrix()["roles"])
def test_the_page_explains_every_profile(profile: str) -> None:
    assert f"| {profile} |" in _PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [*(f"role_{r}" for r in Role), *(f"body_{k}" for k in BodyKind)])
def test_every_role_and_kind_of_body_has_words(code: str) -> None:
    assert set(entries()[code]) == set(LANGUAGES)
