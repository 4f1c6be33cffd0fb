"""Every page that an officer comes to by links: in Kazakh, wide and narrow, light and dark.

Nothing is cut, nobody is shut out, nothing stands there untranslated; pictures of all of them are
there to be looked at.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page
from tests.functional.axe import violations
from tests.functional.conftest import NewPage
from tests.functional.office import Office
from tests.functional.visiting import OVERFLOWS, enter

from izdes.adapters.words import say

pytestmark = pytest.mark.enable_socket

# Between them they come to every page.
LOGINS = ("investigator", "head_of_investigation", "administrator", "institution_responder")
# What belongs to signing in has tests of its own; signing out ends the visit.
_ELSEWHERE = {"account_logout", "account_login", "set_language", "mfa_authenticate", "recover"}
# What the others' navigation does not lead to.
ANALYSTS = ("/", "/limits/", "/hubs/", "/scoreboard/", "/access/ask/")
_MOST_PAGES = 80
_LINKS = """() => [...document.querySelectorAll("a[href]:not([download])")]
  .filter((a) => a.origin === location.origin).map((a) => a.pathname + a.search)"""
# A code or a name of a field where words should stand.
_CODES = re.compile(r"\b(?:[a-z]+_){2,}[a-z]+\b")


def name_of(path: str) -> str:
    """Return the name of the address that a path is, empty where it is none of the office's."""
    try:
        return str(resolve(urlsplit(path).path).url_name or "")
    except Resolver404:
        return ""


def visited(page: Page, office: Office, *start: str) -> Iterator[tuple[str, str]]:
    """Walk along links, to one page of each sort; return its name and path."""
    seen, waiting = set[str](), list(start)
    while waiting and len(seen) < _MOST_PAGES:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in seen | _ELSEWHERE or name.startswith("mfa_"):
            continue
        seen.add(name)
        answer = page.goto(office.at(path))
        assert answer is not None
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status == 200, path
        yield name, urlsplit(page.url)._replace(scheme="", netloc="").geturl()
        waiting += page.evaluate(_LINKS)


def drafted_paper(page: Page, office: Office) -> str:
    """Draft a paper in a case as an investigator does; return its address."""
    page.goto(office.at("/cases/"))
    page.locator("main table tbody a").first.click()
    page.goto(f"{page.url}papers/new/")
    page.get_by_role("button", name=say("paper_choose_do", "kk")).click()
    page.get_by_role("button", name=say("paper_draft_do", "kk")).click()
    page.wait_for_url(lambda url: name_of(url) == "case_papers_one")
    return urlsplit(page.url).path


def faults(page: Page, path: str, office: Office) -> list[str]:
    """Return what is wrong with a page."""
    text = page.locator("body").inner_text()
    found = [f"{path}: code {one}" for one in _CODES.findall(text) if one not in office.passwords]
    found += [f"{path}: beyond the edge: {one}" for one in page.evaluate(OVERFLOWS)]
    return found + [f"{path}: {one}" for one in violations(page)]


@dataclass(frozen=True)
class Looking:
    """Somebody's two windows: the screen of an office, and a telephone."""

    office: Office
    wide: Page
    narrow: Page
    pictures: Path

    def at_shown(self, name: str, path: str) -> list[str]:
        """Return what is wrong with the page that the wide window shows, in both."""
        wrong = faults(self.wide, path, self.office)
        self.wide.screenshot(path=self.pictures / f"{name}-1440.png", full_page=True)
        self.narrow.goto(self.office.at(path))
        wrong += faults(self.narrow, f"{path} at 390", self.office)
        self.narrow.screenshot(path=self.pictures / f"{name}-390.png", full_page=True)
        return wrong

    def at(self, path: str) -> list[str]:
        """Go to a page, and return what is wrong with it."""
        answer = self.wide.goto(self.office.at(path))
        assert answer is not None
        assert answer.status == HTTPStatus.OK, path
        return self.at_shown(name_of(path), path)


@pytest.fixture
def looking(new_page: NewPage, month: Office, screenshots: Path) -> Callable[[str], Looking]:
    """Return what opens somebody's windows."""

    def opened(login: str) -> Looking:
        pictures = screenshots / login
        pictures.mkdir(parents=True, exist_ok=True)
        wide = enter(new_page(), month, login)
        narrow = enter(new_page(width=390, height=844), month, login)
        return Looking(month, wide, narrow, pictures)

    return opened


@pytest.mark.parametrize("login", LOGINS)
def test_every_page_is_whole_and_shuts_nobody_out(
    looking: Callable[[str], Looking], login: str
) -> None:
    windows, wrong = looking(login), list[str]()

    for name, path in visited(windows.wide, windows.office, "/"):
        wrong += windows.at_shown(name, path)

    assert wrong == []


def test_a_single_paper_is_whole_and_shuts_nobody_out(looking: Callable[[str], Looking]) -> None:
    windows = looking("investigator")
    path = drafted_paper(windows.wide, windows.office)

    assert windows.at(path) == []


def test_the_pages_of_an_analyst_are_whole_and_shut_nobody_out(
    looking: Callable[[str], Looking],
) -> None:
    windows = looking("hq_analyst")

    assert [fault for path in ANALYSTS for fault in windows.at(path)] == []
