"""How a browser visits the office: in Kazakh, signed in as somebody, with pictures to look at."""

from pathlib import Path

from playwright.sync_api import Page
from tests.functional.office import Office

from izdes.adapters.words import say

# What lies beyond the edge of the screen, tables aside: they are moved within their own frame.
OVERFLOWS = """() => [...document.querySelectorAll("body *")]
  .filter((e) => !e.closest(".wide, .skip, .unseen, svg"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.tagName + " " + e.textContent.slice(0, 40))"""


def in_kazakh(page: Page, office: Office) -> Page:
    """Let a browser ask for Kazakh on both names of this machine."""
    for address in (office.address, office.address.replace("127.0.0.1", "localhost")):
        page.context.add_cookies([{"name": "django_language", "value": "kk", "url": address}])
    return page


def enter(page: Page, office: Office, login: str) -> Page:
    """Sign in with login and password."""
    in_kazakh(page, office).goto(office.at("/sign-in/"))
    page.get_by_label(say("page_field_login", "kk")).fill(login)
    page.get_by_label(say("page_field_password", "kk")).fill(office.passwords[login])
    page.get_by_role("main").get_by_role("button", name=say("page_sign_in_do", "kk")).click()
    return page


def shot(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of the whole page; nothing of it lies beyond the edge."""
    page.screenshot(path=folder / f"office-{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(OVERFLOWS) == []


def picture(page: Page, folder: Path, name: str, *, height: int = 900) -> None:
    """Keep a picture of what a screen shows, for the tutorial."""
    page.set_viewport_size({"width": 1280, "height": height})
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=folder / f"tutorial-{name}.png")
