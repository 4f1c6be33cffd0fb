"""The report as people see it: opened from disk, in three languages, on screens and on paper."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from tests.adapters.report.sample import empty, sample
from tests.functional.conftest import NewPage

from izdes.adapters.documents.report import render_report
from izdes.adapters.words import LANGUAGES, Lang, say

Json = dict[str, Any]
CASES: dict[str, Json] = {
    "full": sample(),
    "bare": sample(complaints=6, statements=False),
    "empty": empty(),
}
# Enough for tables of several sheets and for maps of some depth; printing more takes long.
PRINTED = sample(complaints=14)
OVERFLOWS = """() => [...document.querySelectorAll("body *")]
  .filter((e) => !e.closest(".wide, .top nav, .lang, caption, thead, svg"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.tagName + " " + e.textContent.slice(0, 40))"""
CUT = """() => [...document.querySelectorAll(".wide")]
  .filter((e) => e.querySelector("table") && e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.querySelector("table").className)"""
COLLISIONS = """() => [...document.querySelectorAll("details[open] svg.map")].flatMap((map) => {
  const boxes = [...map.querySelectorAll("text.label")].map((t) => [t.textContent, t.getBBox()]);
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
    .filter(([, b]) => a.x < b.x + b.width && b.x < a.x + a.width)
    .filter(([, b]) => a.y + 3 < b.y + b.height && b.y + 3 < a.y + a.height)
    .map(([two]) => one + " | " + two));
})"""
BESIDE = """() => [...document.querySelectorAll("details[open] svg.map")].flatMap((map) => {
  const width = map.viewBox.baseVal.width;
  return [...map.querySelectorAll("text")]
    .filter((t) => t.getBBox().x + t.getBBox().width > width).map((t) => t.textContent);
})"""


def opened(page: Page, folder: Path, findings: Json) -> Page:
    file = folder / "report.html"
    file.write_text(render_report(findings), encoding="utf-8")
    page.goto(file.as_uri())
    return page


def shown(page: Page) -> str:
    return page.locator("main").inner_text()


def choose(page: Page, lang: Lang) -> None:
    page.locator(f"label[for=lang-{lang}]").click()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_is_switched_without_a_script(
    new_page: NewPage, tmp_path: Path, lang: Lang
) -> None:
    page = opened(new_page(with_script=False), tmp_path, CASES["bare"])

    choose(page, lang)

    text = shown(page)
    assert say("report_assists", lang) in text
    assert not any(say("report_assists", other) in text for other in LANGUAGES if other != lang)


def test_the_language_is_switched_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, CASES["empty"])

    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")

    assert say("report_assists", "ru") in shown(page)
    assert page.evaluate("document.documentElement.lang") == "ru"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_cut(
    new_page: NewPage, screenshots: Path, *, name: str, width: int, lang: Lang
) -> None:
    page = opened(new_page(width=width), screenshots, CASES[name])

    choose(page, lang)

    picture = page.screenshot(path=screenshots / f"report-{name}-{width}-{lang}.png")
    assert picture.startswith(b"\x89PNG")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(OVERFLOWS) == []
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_of_the_map_stand_free_and_inside(page: Page, tmp_path: Path, lang: Lang) -> None:
    opened(page, tmp_path, CASES["full"])

    choose(page, lang)
    page.locator("#maps .tools button[value=open]").click()

    assert page.locator("details[open] svg.map:visible").count() == len(CASES["full"]["maps"])
    assert page.evaluate(COLLISIONS) == []
    assert page.evaluate(BESIDE) == []


def test_the_page_asks_for_nothing_but_itself(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    opened(page, tmp_path, CASES["full"])

    assert [url.rpartition("/")[2] for url in asked] == ["report.html"]


def test_a_holder_that_is_a_script_does_not_run(page: Page, tmp_path: Path) -> None:
    findings = sample(complaints=3)
    for account in findings["accounts"].values():
        account["holder"] = "<img src=x onerror='document.title=\"ran\"'><script>ran()</script>"

    opened(page, tmp_path, findings)

    assert "ran" not in page.title()
    assert "<script>ran()</script>" in shown(page)


def test_a_table_is_sorted_by_its_amounts_and_not_by_their_letters(
    page: Page, tmp_path: Path
) -> None:
    opened(page, tmp_path, CASES["full"])
    table = page.locator(".t-freezes").first
    caps = [int(freeze["cap_minor"]) for freeze in CASES["full"]["freezes"][:20]]
    papers = [freeze["number"] for freeze in CASES["full"]["freezes"][:20]]

    table.locator("thead button").nth(2).click()

    rising = [paper for _, paper in sorted(zip(caps, papers, strict=True))]
    assert table.locator("tbody .paper").all_inner_texts() == rising
    assert table.locator("th").nth(2).get_attribute("aria-sort") == "ascending"
    table.locator("thead button").nth(2).click()
    assert table.locator("tbody .paper").all_inner_texts() == rising[::-1]


def test_a_long_table_is_narrowed_by_what_is_typed(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, CASES["full"])
    printed = CASES["full"]["accounts"][CASES["full"]["freezes"][4]["account"]]["printed"]

    page.locator("#freezes .filter input").first.fill(printed.replace(" ", "").lower())

    rows = page.locator("#freezes .t-freezes").first.locator("tbody tr:visible")
    assert rows.count() == 1
    assert "F-005" in rows.inner_text()


def test_without_a_script_everything_is_readable_and_no_dead_control_is_seen(
    new_page: NewPage, tmp_path: Path
) -> None:
    page = opened(new_page(with_script=False), tmp_path, CASES["full"])

    page.locator("#victims details summary").first.click()

    assert page.locator("#victims details[open] table").first.is_visible()
    assert page.locator("button:visible").count() == 0
    assert page.locator("input[type=search]:visible").count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_shows_the_chosen_language_only_and_repeats_headings(
    page: Page, tmp_path: Path, lang: Lang
) -> None:
    opened(page, tmp_path, PRINTED)
    choose(page, lang)

    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)

    sheets = [" ".join(p.extract_text().split()) for p in PdfReader(tmp_path / "report.pdf").pages]
    heading = say("report_col_paper", lang)
    freezes = [sheet for sheet in sheets if "F-012" in sheet or "F-018" in sheet]
    assert len(freezes) > 1
    assert all(heading in sheet for sheet in freezes)
    others = [say("report_title", other) for other in LANGUAGES if other != lang]
    assert not any(title in sheet for title in others for sheet in sheets)


def test_a_map_is_never_split_over_two_sheets(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, PRINTED)
    page.locator("#maps .tools button[value=open]").click()

    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)

    sheets = PdfReader(tmp_path / "report.pdf").pages
    heading = say("report_map_hop", "kk", n=1)
    with_map = [sheet for sheet in sheets if heading in sheet.extract_text()]
    assert len(with_map) == len(PRINTED["maps"])
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in with_map)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    # Widths between the margins of the print style, in CSS pixels: A4 upright and lying.
    ("width", "sections"),
    [(680, "#head, #summary, #method"), (1030, "section:not(#head, #summary, #method)")],
)
def test_on_paper_no_column_is_cut(
    new_page: NewPage, tmp_path: Path, width: int, sections: str, lang: Lang
) -> None:
    page = opened(new_page(width=width), tmp_path, CASES["full"])
    choose(page, lang)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")

    page.emulate_media(media="print")

    assert page.locator(".top").is_hidden()
    wide = page.locator(sections).evaluate_all(
        "all => all.flatMap((s) => [...s.querySelectorAll('.wide')])"
        ".filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.slice(0, 60))"
    )
    assert wide == []
