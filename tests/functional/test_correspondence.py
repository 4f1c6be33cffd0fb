"""From the trace to a bank's answer and on, as three people do it in their browsers, in Kazakh."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from playwright.sync_api import Page, expect
from tests.functional.axe import violations
from tests.functional.conftest import NewPage
from tests.functional.month import COMPLAINTS, opened, prepared
from tests.functional.office import Office
from tests.functional.visiting import enter, shot

from izdes.adapters.words import say
from izdes.cli.demo_story import demo_story
from izdes.core.orders.decision import Ground
from izdes.twin.country import country
from izdes.twin.dialects import statement_file

pytestmark = pytest.mark.enable_socket

_SECONDS = 240
# The bank of the invented country at which somebody signs in.
_BANK = country().institutions[1]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the month that this run has made."""
    base = tmp_path_factory.getbasetemp()
    return prepared(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="module")
def letters(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Open a month of this module's own: what is sent here, others do not find."""
    with opened(home, tmp_path_factory.mktemp("letters") / "month") as started:
        yield started


@pytest.fixture(scope="module")
def statements(home: Path) -> Mapping[str, tuple[str, bytes]]:
    """Return the workbooks that the bank has, by account."""
    made = datetime.fromtimestamp((home / "demo-logins.json").stat().st_mtime, UTC)
    story = demo_story(made, complaints=COMPLAINTS)
    pages = story._facts.pages  # noqa: SLF001 - the story keeps what its banks have
    ours = [p for p in pages if p.account.side.key.startswith("iban:") and p.file[-5:] == ".xlsx"]
    ours = [p for p in ours if p.account.side.key[9:12] == _BANK.code]
    return {p.account.side.key[5:]: (p.file, statement_file(p).data) for p in ours[:4]}


def words(code: str, **given: str | int) -> str:
    return say(code, "kk", **given)


def press(page: Page, code: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words(code), exact=True).click()


def until(page: Page, is_there: Callable[[], bool]) -> None:
    """Look again until the worker has done what the page waits for."""
    ends = time.monotonic() + _SECONDS
    while not is_there():
        assert time.monotonic() < ends, page.locator("main").inner_text()[:2000]
        time.sleep(1)
        page.reload()


def seen(page: Page, folder: Path, name: str) -> None:
    """Look at a page: nobody is shut out of it, and a picture of it is kept at two widths."""
    assert violations(page) == [], name
    shot(page, folder, f"letters-{name}")
    before = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, folder, f"letters-{name}-390")
    page.set_viewport_size(before or {"width": 1440, "height": 900})


def traced_case(page: Page, office: Office) -> str:
    """Open what the trace of a case asks for and was not asked yet; return the case's path.

    Where the loop has planned for the case, its drafts stand there instead of proposals.
    """
    page.goto(office.at("/cases/?sort=-registered&size=200"))
    paths = page.locator("tbody a.row").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    for path in paths:
        page.goto(office.at(f"{path}requests/trace/"))
        drafts = page.locator(f"a[href='{path}requests/sign/'].button")
        if page.locator("[name=proposal]:not([disabled])").count() or drafts.count():
            return str(path)
    raise AssertionError(paths)


def written(page: Page, office: Office, case: str, account: str) -> str:
    """Draft a request to the bank by hand; return its number."""
    page.goto(office.at(f"{case}requests/new/?measure=request.bank_movements"))
    page.locator("#id_addressee").select_option(label=_BANK.name_kk)
    page.locator("[name=subject-0-value]").fill(account)
    page.locator("[name=demanded][value=movements]").check()
    page.locator("[name=since]").fill("2026-01-01")
    page.locator("[name=until]").fill("2026-12-31")
    page.locator("[name=said-fabula]").fill("Жәбірленушілер алдау салдарынан ақша аударған.")
    page.locator("[name=said-necessity]").fill("Ақшаның әрі қарай қайда кеткенін анықтау үшін.")
    press(page, "corr_draft_do")
    return page.get_by_role("heading", level=1).inner_text()


def signed(page: Page, office: Office, case: str, number: str) -> None:
    """Sign one draft of a case, and lay it before the prosecutor."""
    page.goto(office.at(f"{case}requests/sign/"))
    page.locator("label.choice", has_text=f"{number} —").locator("input").check()
    press(page, "corr_sign_do")
    expect(page.locator("main")).to_contain_text(words("corr_signed_count", count=1))
    press(page, "corr_submit_do")


def opened_packet(page: Page, office: Office, path: str, number: str) -> None:
    """Open a request from a table."""
    page.goto(office.at(path))
    page.get_by_role("link", name=number, exact=True).first.click()


def answered(page: Page, office: Office, number: str, book: tuple[str, bytes]) -> None:
    """Let the bank confirm, accept and answer with a workbook."""
    opened_packet(page, office, "/inbox/", number)
    press(page, "corr_deliver_do")
    press(page, "corr_accept_do")
    name, data = book
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("[name=file-movements]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )
    press(page, "corr_answer_do")
    expect(page.locator("main")).to_contain_text(name)


def traces(page: Page, office: Office, case: str) -> int:
    """Return the number of the current trace of a case."""
    page.goto(office.at(f"{case}money/"))
    shown = page.locator("main").inner_text()
    pattern = re.escape(words("funds_trace_number", number="#")).replace(r"\#", r"(\d+)")
    found = re.search(pattern, shown)
    return int(found[1]) if found else 0


def test_a_request_goes_to_a_bank_and_its_answer_carries_the_trace_on(
    new_page: NewPage,
    letters: Office,
    statements: Mapping[str, tuple[str, bytes]],
    screenshots: Path,
) -> None:
    account, book = next(iter(statements.items()))
    investigator = enter(new_page(), letters, "investigator")
    case = traced_case(investigator, letters)
    seen(investigator, screenshots, "trace")
    if investigator.locator("[name=proposal]").count():
        press(investigator, "corr_draft_chosen")
    else:
        investigator.goto(letters.at(f"{case}requests/"))
    seen(investigator, screenshots, "case")
    number = written(investigator, letters, case, account)
    seen(investigator, screenshots, "draft")
    investigator.goto(letters.at(f"{case}requests/sign/"))
    seen(investigator, screenshots, "sign")
    signed(investigator, letters, case, number)

    prosecutor = enter(new_page(), letters, "prosecutor")
    prosecutor.goto(letters.at("/decisions/"))
    seen(prosecutor, screenshots, "queue")
    opened_packet(prosecutor, letters, "/decisions/", number)
    seen(prosecutor, screenshots, "decision")
    # By keys alone: grant, then Enter signs.
    prosecutor.keyboard.press("Alt+g")
    prosecutor.keyboard.press("Enter")
    expect(prosecutor.locator("main")).to_contain_text(words("corr_decided", number=number))

    opened_packet(investigator, letters, f"{case}requests/", number)
    press(investigator, "corr_send_do")
    before = traces(investigator, letters, case)
    bank = enter(new_page(), letters, "institution_responder")
    bank.goto(letters.at("/inbox/"))
    seen(bank, screenshots, "inbox")
    answered(bank, letters, number, book)
    seen(bank, screenshots, "answer")

    # The machine reads the answer; where it has not yet, its officer may.
    opened_packet(investigator, letters, f"{case}requests/", number)
    read = words("order_state_ingested")
    until(investigator, lambda: read in investigator.locator("main").inner_text())
    seen(investigator, screenshots, "packet")
    ends = time.monotonic() + _SECONDS
    while traces(investigator, letters, case) <= before:
        assert time.monotonic() < ends, "the trace goes on"
        time.sleep(1)
    investigator.goto(letters.at(f"{case}statements/"))
    expect(investigator.locator("#listing-answers")).to_contain_text(book[0])


def test_the_same_way_without_a_script(
    new_page: NewPage, letters: Office, statements: Mapping[str, tuple[str, bytes]]
) -> None:
    account, book = list(statements.items())[-1]
    investigator = enter(new_page(with_script=False), letters, "investigator")
    investigator.goto(letters.at("/cases/?sort=-registered&size=200"))
    case = str(investigator.locator("tbody a.row").first.get_attribute("href"))
    number = written(investigator, letters, case, account)
    signed(investigator, letters, case, number)

    prosecutor = enter(new_page(with_script=False), letters, "prosecutor")
    opened_packet(prosecutor, letters, "/decisions/", number)
    prosecutor.locator("[name=outcome][value=given]").check()
    press(prosecutor, "corr_decide_do")

    opened_packet(investigator, letters, f"{case}requests/", number)
    press(investigator, "corr_send_do")
    bank = enter(new_page(with_script=False), letters, "institution_responder")
    answered(bank, letters, number, book)


def test_a_refusal_is_given_with_the_keyboard_alone(new_page: NewPage, letters: Office) -> None:
    page = enter(new_page(), letters, "prosecutor")
    page.goto(letters.at("/decisions/"))
    page.locator(".listing .wide").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    number = page.get_by_role("heading", level=1).inner_text()

    page.keyboard.press("Alt+r")
    expect(page.locator("[name=outcome][value=refused]")).to_be_checked()
    # Behind the outcomes stand a part, then the grounds, unfolded by Enter; then the words.
    for key in ("Tab", "Tab", "Enter", "Tab", "Space"):
        page.keyboard.press(key)
    expect(page.locator("[name=grounds]").first).to_be_checked()
    for _ in get_args(Ground):
        page.keyboard.press("Tab")
    page.keyboard.type("Кезеңді қысқартыңыз.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text(words("corr_decided", number=number))
