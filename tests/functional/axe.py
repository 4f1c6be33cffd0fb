"""What the axe engine finds on a page: faults that shut somebody out."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_RUN = """async (rules) => (await axe.run(document, rules)).violations.flatMap((found) =>
  found.nodes.map((node) => `${found.id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}`))"""


@cache
def _engine() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return every violation with its place."""
    page.evaluate(_engine())
    found: list[str] = page.evaluate(_RUN, _RULES)
    return found
