"""The whole journey: a case of invented people, the command line, and the page in Kazakh."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from typer.testing import CliRunner

from izdes.adapters.words import LANGUAGES, amount, say
from izdes.cli.main import app


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("journey")
    case, out = str(folder / "case"), str(folder / "found")
    run = CliRunner().invoke
    assert run(app, ["twin", "write", "--complaints", "12", "--out", case]).exit_code == 0
    assert run(app, ["follow", case, "--out", out, "--lang", "kk"]).exit_code == 0
    return folder / "found"


def test_the_page_says_in_kazakh_what_the_findings_hold(
    found: Path, page: Page, screenshots: Path
) -> None:
    findings = json.loads((found / "findings.json").read_text(encoding="utf-8"))

    page.goto((found / "report.html").as_uri())
    page.screenshot(path=screenshots / "followed-kk.png", full_page=True)

    text = page.locator("main").inner_text()
    for ending in findings["summary"]["endings"]:
        assert say(ending["ending"], "kk") in text
        assert amount(int(ending["amount_minor"]), ending["currency"]) in text
    for freeze in findings["freezes"]:
        assert findings["accounts"][freeze["account"]]["printed"] in text
    assert re.search(r"\b(frontier|held|unmatched|None|null)\b", text) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_paper_that_the_page_names_is_there(found: Path, page: Page, lang: str) -> None:
    page.goto((found / "report.html").as_uri())
    page.locator(f"label[for=lang-{lang}]").click()

    links = page.locator("a[href$='.pdf']").evaluate_all("all => all.map(a => a.href)")

    named = {Path(link.removeprefix("file://")) for link in links}
    papers = {*(found / "freezes").glob("*.pdf"), *(found / "requests").glob("*.pdf")}
    assert named == papers
    assert all(path.read_bytes().startswith(b"%PDF") for path in papers)
