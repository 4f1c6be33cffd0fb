"""The first page: light, in three languages, and it says at once what is never asked for."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests.web.window.pages.conftest import Victim, shown

from izdes.adapters.words import LANGUAGES, Lang, say

LARGEST = 60 * 1024


def parts(html: str) -> list[str]:
    """Return every file that a page brings along."""
    return re.findall(r'(?:href|src)="/static/([^"]+)"', html)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_the_first_page_brings_is_within_sixty_kilobytes(
    victim: Victim, lang: Lang
) -> None:
    html = shown(Client(headers={"accept-language": lang}).get("/"))

    found = [finders.find(part) for part in parts(html)]

    assert len(found) >= 3
    sizes = [Path(path).stat().st_size for path in found if isinstance(path, str)]
    assert len(html.encode()) + sum(sizes) <= LARGEST
    assert len(sizes) == len(found)
    del victim


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_first_what_is_never_asked_for(victim: Victim, lang: Lang) -> None:
    html = shown(Client(headers={"accept-language": lang}).get("/"))

    for line in say("window_never_list", lang).splitlines():
        assert line.replace("'", "&#x27;") in html
    del victim


def test_a_browser_of_another_language_gets_kazakh(victim: Victim) -> None:
    del victim

    html = shown(Client(headers={"accept-language": "de"}).get("/"))

    assert '<html lang="kk">' in html


def test_it_runs_no_script_and_has_no_style_inside(victim: Victim) -> None:
    html = shown(victim.opens("window_start"))

    assert "<script" not in html
    assert "style=" not in html
    assert "<style" not in html


def test_looking_at_it_writes_nothing(victim: Victim) -> None:
    answer = victim.opens("window_start")

    assert set(answer.cookies) <= {"izdes_window_csrf"}


def test_whoever_began_is_led_on_where_she_stopped(victim: Victim) -> None:
    victim.begins()
    victim.answers("scheme", scheme="PHISHING")

    html = shown(victim.opens("window_start"))

    assert "/report/story/" in html
