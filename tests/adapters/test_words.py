import re

import pytest

from izdes.adapters.words import LANGUAGES, NoWords, entries, say


@pytest.mark.parametrize("code", sorted(entries()))
def test_every_sentence_exists_in_three_languages_with_the_same_names(code: str) -> None:
    entry = entries()[code]

    assert set(entry) == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert len({frozenset(re.findall(r"\{\w+\}", text)) for text in entry.values()}) == 1


def test_an_unknown_code_is_our_fault() -> None:
    with pytest.raises(NoWords):
        say("nobody_wrote_this", "kk")
