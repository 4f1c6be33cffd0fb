"""From a complaint at the desk to the trail of its money, as two officers do it, in Kazakh."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.functional.axe import violations
from tests.functional.conftest import NewPage
from tests.functional.office import Office
from tests.functional.visiting import enter, picture, shot

from izdes.adapters.words import say
from izdes.twin.bank import LOCAL
from izdes.twin.complaints import Declared
from izdes.twin.dialects import statement_file
from izdes.twin.facts import Facts, facts_of

pytestmark = pytest.mark.enable_socket

_SEED, _COMPLAINTS = 23, 24
_COMPLAINT, _CLAIM = "A000012", "A000012/2"
_SECONDS = 180


@dataclass(frozen=True)
class Story:
    """A payment as its victim tells it, and what its payee's bank answers."""

    claim: Declared
    statement: Path
    narrative: str


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    facts: Facts = facts_of(_SEED, _COMPLAINTS)
    told = next(c for c in facts.complaints if c.complaint_id == _COMPLAINT)
    claim = next(one for one in told.claims if one.claim_id == _CLAIM)
    key = claim.transfer.payee.key
    page = next(p for p in facts.pages if p.account.side.key == key and p.file.endswith(".xlsx"))
    file = tmp_path_factory.mktemp("answers") / page.file
    file.write_bytes(statement_file(page).data)
    return Story(claim, file, str(told.document["narrative"]))


def words(code: str, **given: str) -> str:
    return say(code, "kk", **given)


def press(page: Page, code: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words(code), exact=True).click()


def write_report(page: Page, story: Story) -> None:
    """Fill the form of a report at the desk."""
    transfer = story.claim.transfer
    page.get_by_label(words("triage_narrative")).fill(story.narrative)
    page.locator("[name=payment-0-amount]").fill(str(transfer.amount_minor // 100))
    at = transfer.debited_at.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
    page.locator("[name=payment-0-at]").fill(at)
    page.locator("[name=payment-0-to_raw]").fill(transfer.payee.printed)
    page.locator("[name=payment-0-from_raw]").fill(transfer.payer.printed)
    page.get_by_label(words("triage_full_name")).fill("Әбдірахманова Құралай Өмірбекқызы")


def decide(page: Page, name: str, **fields: str) -> None:
    """Unfold a decision of the rail, fill it and send it."""
    part = page.locator(f"details#{name}")
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    for field, value in fields.items():
        part.locator(f"[name={name}-{field}]").fill(value)
    part.get_by_role("button").click()


def until(page: Page, is_there: Callable[[], bool]) -> None:
    """Look again until the worker has done what the page waits for."""
    ends = time.monotonic() + _SECONDS
    while not is_there():
        assert time.monotonic() < ends, page.locator("main").inner_text()[:2000]
        time.sleep(1)
        page.reload()


def registered(page: Page, month: Office, story: Story, *, number: str) -> str:
    """Take a report, enter it in the book, have it signed and register a case; return its path."""
    page.goto(month.at("/triage/new/"))
    write_report(page, story)
    press(page, "triage_new_do")
    page.get_by_role("link", name=words("triage_complaint_open")).click()
    decide(page, "book", number=f"К-{number[-4:]}")
    part = page.locator("details#sign")
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    part.locator("select").select_option("protocol")
    part.locator("[type=checkbox]").check()
    part.get_by_role("button").click()
    decide(page, "register", number=number)
    page.goto(month.at("/cases/"))
    link = page.get_by_role("link", name=number)
    expect(link).to_be_visible()
    return str(link.get_attribute("href"))


def test_a_report_becomes_a_case_and_a_banks_answer_its_trail(
    new_page: NewPage, month: Office, story: Story, screenshots: Path
) -> None:
    number = "269900031000001"
    duty = enter(new_page(), month, "duty_officer")
    duty.goto(month.at("/triage/"))
    picture(duty, screenshots, "queue")
    duty.locator("tbody a.row").first.click()
    picture(duty, screenshots, "complaint")
    case = registered(duty, month, story, number=number)
    investigator = enter(new_page(), month, "investigator")

    investigator.goto(month.at(case))
    picture(investigator, screenshots, "case")
    investigator.goto(month.at(f"{case}statements/"))
    shot(investigator, screenshots, "journey-no-answers")
    investigator.locator("#id_files").set_input_files(story.statement)
    press(investigator, "funds_upload_do")
    investigator.goto(month.at(f"{case}statements/"))
    until(investigator, lambda: not investigator.locator("#answers-progress").count())
    shot(investigator, screenshots, "journey-answer")
    picture(investigator, screenshots, "statements")
    investigator.goto(month.at(f"{case}money/"))
    # As soon as the answer is traced, the way has a step.
    until(investigator, lambda: investigator.locator("#listing-hops tbody tr").count() > 0)

    shown = investigator.locator("main").inner_text()
    assert "₸" in shown
    assert story.statement.name in investigator.content() or words("funds_method") in shown
    expect(investigator.locator("#listing-steps tbody tr").first).to_be_visible()
    assert violations(investigator) == []
    shot(investigator, screenshots, "journey-money")
    picture(investigator, screenshots, "money", height=1250)
    narrow = enter(new_page(width=390, height=844), month, "investigator")
    narrow.goto(month.at(f"{case}money/"))
    shot(narrow, screenshots, "journey-money-390")


def test_the_way_to_a_case_is_the_same_without_a_script(
    new_page: NewPage, month: Office, story: Story
) -> None:
    duty = enter(new_page(with_script=False), month, "duty_officer")

    case = registered(duty, month, story, number="269900031000002")

    duty.goto(month.at(case))
    expect(duty.get_by_role("heading", level=1)).to_have_text("269900031000002")


def test_a_call_is_taken_with_the_keyboard_alone(page: Page, month: Office) -> None:
    enter(page, month, "duty_officer").goto(month.at("/triage/call/"))
    answers = ("Береке", "1 450 000", "", "KZ50 105T 0004 3475 8433")
    # With Tab or Enter behind each, and Enter that confirms: less than one a second of a minute,
    # and two screens before the packet. The tutorial names this number.
    assert sum(len(answer) + 1 for answer in answers) + 1 == 44

    # The first field is ready to be typed into; Enter reads back, and Enter again confirms.
    for answer in answers:
        page.keyboard.type(answer)
        page.keyboard.press("Enter" if answer is answers[-1] else "Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text(words("triage_call_read_title"))
    expect(page.locator("main")).to_contain_text("1\u202f450\u202f000\u00a0₸")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(words("triage_taken"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(words("triage_packet"))


def test_a_table_is_walked_and_opened_with_the_keyboard_alone(page: Page, month: Office) -> None:
    enter(page, month, "duty_officer").goto(month.at("/cases/"))
    rows = page.locator("tbody a.row")
    second = rows.nth(1).inner_text()

    page.locator("#listing-cases .wide").focus()
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(second)


def test_a_table_is_sorted_and_filtered_in_its_place_and_the_address_says_so(
    page: Page, month: Office
) -> None:
    enter(page, month, "duty_officer").goto(month.at("/cases/"))
    page.evaluate("window.isTheSamePage = true")

    page.locator("#listing-cases thead a").first.click()

    expect(page).to_have_url(re.compile(r"[?&]sort="))
    assert page.evaluate("window.isTheSamePage"), "only the table was asked for again"
    page.reload()
    assert page.locator("thead [aria-sort]").count() == 1


def test_moments_are_those_of_almaty(page: Page, month: Office) -> None:
    enter(page, month, "duty_officer").goto(month.at("/cases/"))

    time_ = page.locator("tbody time").first

    assert re.fullmatch(r"\d\d\.\d\d\.\d{4} \d\d:\d\d", time_.inner_text())
    assert str(time_.get_attribute("datetime")).endswith("+05:00")
