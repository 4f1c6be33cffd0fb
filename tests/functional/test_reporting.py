"""A victim reports at the public window, in Kazakh: on a cheap telephone, by keys, by script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
from pypdf import PdfReader
from tests.functional.axe import violations
from tests.functional.public import OpenWindow, pictured, telephones, window_in

from izdes.adapters.words import say
from izdes.twin.numbers import person_number, phone

pytestmark = pytest.mark.enable_socket

# A form that is sent sooner is taken for a machine's.
LOOKED_MS = 2_100
MOST_TABS = 60
WRONG_IBAN, RIGHT_IBAN = "KZ09 1010 0000 0000 0002", "KZ091010000000000001"
STORY = "Маған қоңырау шалып, банктің қауіпсіздік қызметіненмін деді."
PICTURE = FilePayload(
    name="чек.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + bytes(2_000)
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a window that is open."""
    with window_in(tmp_path_factory.mktemp("window")) as address:
        yield address


@pytest.fixture
def open_window(browser: Browser) -> Iterator[OpenWindow]:
    with telephones(browser) as opened:
        yield opened


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=say(words, "kk"), exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=say(words, "kk"), exact=True).click()


def heading(page: Page, words: str, **given: str | int) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(say(words, "kk", **given))


def choose(page: Page, words: str) -> None:
    page.get_by_role("radio", name=say(words, "kk"), exact=True).check()


def four_answers(page: Page) -> None:
    """Fill in the four answers of the golden hour, and send them."""
    page.locator("#id_from_bank").select_option("CASPKZKA")
    page.locator("#id_amount").fill("1 250 000")
    page.locator("#id_clock").fill("00:01")
    page.locator("#id_to").fill(WRONG_IBAN)
    page.wait_for_timeout(LOOKED_MS)
    press(page, "window_urgent_send")
    heading(page, "window_receipt_title")


def the_rest(page: Page, seen: "Pictures") -> None:
    """Answer one question after another, up to the page of answers."""
    follow(page, "window_tell_rest")
    what_happened(page, seen)
    what_was_paid(page, seen)
    who_reports(page, seen)
    heading(page, "window_step_check")


def what_happened(page: Page, seen: "Pictures") -> None:
    """Answer how, what, when and who."""
    seen.take("scheme")
    choose(page, "window_scheme_safe_account")
    press(page, "window_go_on")
    seen.take("story")
    page.locator("#id_narrative").fill(f"{STORY} CVV 123.")
    press(page, "window_go_on")
    expect(page.locator(".field .error")).to_have_text(say("window_refused_cvv", "kk"))
    seen.take("story-refused")
    press(page, "window_go_on")
    heading(page, "window_step_when")
    seen.take("when")
    page.locator("#id_from_day").fill("2026-05-19")
    choose(page, "window_no")
    press(page, "window_go_on")
    page.locator("#id_text").fill(f"{phone(5)}\nhttps://bonus-bank.top/pay\n{WRONG_IBAN}")
    press(page, "window_go_on")
    expect(page.locator(".found .doubtful")).to_contain_text(RIGHT_IBAN)
    seen.take("contacts-pointed")
    press(page, "window_go_on")


def what_was_paid(page: Page, seen: "Pictures") -> None:
    """Tell payments and loans, and hand in a picture."""
    heading(page, "window_step_payments")
    seen.take("payments")
    follow(page, "window_more_payments")
    seen.take("payment")
    page.locator("#id_message").fill(
        "Kaspi Gold. Аударым: 250 000 ₸, алушы Айгүл С. 20.05.2026 14:02. Қолжетімді: 1 200 ₸"
    )
    press(page, "window_fill")
    expect(page.locator("#id_clock")).to_have_value("14:02")
    seen.take("payment-filled")
    press(page, "window_keep_payment")
    follow(page, "window_all_told")
    seen.take("loans")
    choose(page, "window_yes")
    press(page, "window_go_on")
    seen.take("loan")
    page.locator("#id_lender").fill("«Тез несие» МҚҰ")
    page.locator("#id_amount").fill("500 мың")
    press(page, "window_keep_loan")
    seen.take("loan-rows")
    follow(page, "window_all_told")
    page.locator("[type=file]").set_input_files([PICTURE])
    press(page, "window_more_files")
    expect(page.locator(".rows")).to_contain_text("чек.png")
    seen.take("files")
    press(page, "window_go_on")


def who_reports(page: Page, seen: "Pictures") -> None:
    """Tell who the victim is, who reports for her, and how she is reached."""
    seen.take("who")
    choose(page, "window_who_other")
    press(page, "window_go_on")
    seen.take("person")
    page.locator("#id_full_name").fill("Сапарова Айгүл Нұрланқызы")
    page.locator("#id_iin").fill(person_number("990203", 3, is_odd=False))
    press(page, "window_go_on")
    seen.take("representative")
    page.locator("#id_full_name").fill("Сапаров Нұрлан")
    page.locator("#id_ground").fill("баласы")
    press(page, "window_go_on")
    seen.take("reach")
    page.locator("#id_phone").fill(phone(9))
    page.locator("#id_region").select_option("75")
    choose(page, "window_way_sms")
    press(page, "window_go_on")


class Pictures:
    """Pictures of pages on their way, with what the axe engine finds where a script may run."""

    def __init__(self, page: Page, folder: Path, name: str, *, with_axe: bool) -> None:
        self._page, self._folder, self._name, self._with_axe = page, folder, name, with_axe

    def take(self, what: str) -> None:
        pictured(self._page, self._folder, f"{what}-{self._name}")
        if self._with_axe:
            assert violations(self._page) == []


@pytest.mark.parametrize(
    ("width", "with_script"), [(390, False), (390, True), (1440, True)], ids=str
)
def test_a_victim_reports_from_the_first_minute_to_the_status(
    open_window: OpenWindow, site: str, screenshots: Path, *, width: int, with_script: bool
) -> None:
    page = open_window(width=width, with_script=with_script)
    name = f"{width}-{'script' if with_script else 'plain'}"
    seen = Pictures(page, screenshots, name, with_axe=with_script)

    page.goto(site)
    heading(page, "window_start_title")
    seen.take("start")
    press(page, "window_fresh_yes")
    seen.take("stop")
    follow(page, "window_stop_done")
    seen.take("urgent")
    press(page, "window_urgent_send")
    expect(page.locator(".errors li")).to_have_count(3)
    seen.take("urgent-errors")
    four_answers(page)
    seen.take("receipt-short")
    number = page.locator(".receipt strong").first.inner_text()
    code = page.locator(".receipt strong").last.inner_text()

    the_rest(page, seen)
    for answer in (STORY, "Айгүл С.", "чек.png", "Сапаров Нұрлан", say("region_75", "kk")):
        expect(page.get_by_role("main")).to_contain_text(answer)
    seen.take("check")
    page.wait_for_timeout(LOOKED_MS)
    press(page, "window_send_rest")
    expect(page.locator(".receipt strong").first).to_have_text(number)
    seen.take("receipt")
    page.get_by_role("main").get_by_role("link", name=say("window_signing_how", "kk")).click()
    seen.take("signing")
    follow(page, "window_protocol_print")
    expect(page.get_by_role("main")).to_contain_text(say("window_protocol_warned", "kk"))
    seen.take("protocol")

    other = open_window(width=width, with_script=with_script)
    seen = Pictures(other, screenshots, name, with_axe=with_script)
    other.goto(f"{site}/status/")
    seen.take("status-ask")
    other.locator("#id_number").fill(number)
    other.locator("#id_code").fill("AAAAAAAA")
    press(other, "window_status_show")
    expect(other.locator(".field .error")).to_have_text(say("window_status_wrong", "kk"))
    seen.take("status-wrong")
    other.locator("#id_code").fill(code.lower())
    press(other, "window_status_show")
    expect(other.locator(".timeline")).to_contain_text(say("window_status_was_sent", "kk"))
    other.locator("#id_text").fill("Тағы қоңырау шалды.")
    press(other, "window_later_send")
    expect(other.locator("[role=status]")).to_have_text(say("window_later_sent", "kk"))
    seen.take("status")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the tabulator until something has the focus."""
    expect(wanted).to_have_count(1)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(wanted)


def test_the_keyboard_alone_reports(open_window: OpenWindow, site: str) -> None:
    page = open_window()
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    tab_to(page, page.locator("button[name=fresh][value=yes]"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("main .button"))
    page.keyboard.press("Enter")

    tab_to(page, page.locator("#id_from_bank"))
    page.keyboard.type("Kaspi")
    tab_to(page, page.locator("#id_amount"))
    page.keyboard.type("150000")
    tab_to(page, page.locator("#id_to"))
    page.keyboard.type(phone(4))
    page.wait_for_timeout(LOOKED_MS)
    # Enter in a field sends; it does not press the buttons of languages above it.
    page.keyboard.press("Enter")

    heading(page, "window_receipt_title")
    tab_to(page, page.locator("main .button").first)
    page.keyboard.press("Enter")
    heading(page, "window_step_scheme")
    tab_to(page, page.locator("input[type=radio]").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading(page, "window_step_story")


def test_a_fault_leads_to_its_field(open_window: OpenWindow, site: str) -> None:
    page = open_window()
    page.goto(site)
    press(page, "window_fresh_no")
    choose(page, "window_scheme_not_sure")
    press(page, "window_go_on")
    press(page, "window_go_on")

    page.locator(".errors a").click()

    expect(page.locator("#id_narrative")).to_be_focused()
    assert page.title().startswith(say("window_title_errors", "kk"))


@pytest.mark.parametrize("with_script", [False, True])
def test_switching_the_language_keeps_what_was_typed(
    open_window: OpenWindow, site: str, *, with_script: bool
) -> None:
    page = open_window(with_script=with_script)
    page.goto(site)
    press(page, "window_fresh_no")
    page.goto(f"{site}/report/story/")
    page.locator("#id_narrative").fill(STORY)

    page.locator(".languages button[lang=ru]").click()

    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("#id_narrative")).to_have_value(STORY)


def test_numbers_are_recognised_while_they_are_typed(open_window: OpenWindow, site: str) -> None:
    page = open_window()
    page.goto(site)
    press(page, "window_fresh_yes")
    follow(page, "window_stop_done")

    page.locator("#id_to").press_sequentially(WRONG_IBAN)

    expect(page.locator(".found .doubtful")).to_contain_text(RIGHT_IBAN)
    page.locator("#id_to").fill(RIGHT_IBAN)
    expect(page.locator(".found .doubtful")).to_have_count(0)
    expect(page.locator(".found li")).to_have_count(1)


def test_a_pasted_message_fills_the_payment_at_once(open_window: OpenWindow, site: str) -> None:
    page = open_window()
    page.goto(site)
    press(page, "window_fresh_no")
    page.goto(f"{site}/report/payments/1/")
    page.locator("#id_message").fill("Аударым: 250 000 ₸. 20.05.2026 14:02")

    page.locator("#id_message").dispatch_event("paste")

    expect(page.locator("#id_amount")).to_have_value(re.compile(r"250\s000"))


def test_the_receipt_prints_on_one_page(open_window: OpenWindow, site: str, tmp_path: Path) -> None:
    page = open_window()
    page.goto(site)
    press(page, "window_fresh_yes")
    follow(page, "window_stop_done")
    four_answers(page)
    number = page.locator(".receipt strong").first.inner_text()

    page.pdf(path=tmp_path / "receipt.pdf")

    (printed,) = PdfReader(tmp_path / "receipt.pdf").pages
    assert number in printed.extract_text()


def test_an_operator_sends_four_answers_of_a_caller(
    open_window: OpenWindow, site: str, screenshots: Path
) -> None:
    page = open_window(width=1440)
    seen = Pictures(page, screenshots, "1440-script", with_axe=True)
    page.goto(f"{site}/call/")
    seen.take("call")
    page.locator("#id_to_bank").select_option("HSBKKZKX")
    page.locator("#id_amount").fill("1,5 млн")
    page.locator("#id_clock").fill("00:01")
    page.locator("#id_to").fill("8 701 000 12 34")
    page.wait_for_timeout(LOOKED_MS)
    # Enter reads back, and then sends.
    page.locator("#id_to").press("Enter")

    expect(page.locator("blockquote")).to_contain_text("сегіз, жеті, нөл, бір")
    seen.take("call-read-back")
    press(page, "window_call_right")

    heading(page, "window_receipt_title")
    seen.take("call-receipt")
    follow(page, "window_call_next")
    expect(page.locator("#id_to")).to_have_value("")


def test_the_window_is_read_in_the_dark_as_well(
    open_window: OpenWindow, site: str, screenshots: Path
) -> None:
    page = open_window()
    page.emulate_media(color_scheme="dark")
    seen = Pictures(page, screenshots, "390-dark", with_axe=True)
    page.goto(site)
    seen.take("start")
    press(page, "window_fresh_yes")
    seen.take("stop")
    follow(page, "window_stop_done")
    press(page, "window_urgent_send")
    seen.take("urgent-errors")
    four_answers(page)
    seen.take("receipt")
    page.goto(f"{site}/report/payments/")
    seen.take("payments")
