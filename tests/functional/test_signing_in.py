"""Signing in as an officer does, in Kazakh, in a real browser; whatever it complains of fails."""

import re
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect
from tests.functional.conftest import NewPage
from tests.functional.office import Office
from tests.functional.visiting import enter, in_kazakh, shot

from izdes.adapters.words import LANGUAGES, Lang, say

pytestmark = pytest.mark.enable_socket

PERIOD = 30


def code(secret: str) -> str:
    """Return the present code, which is good for some seconds yet."""
    while time.time() % PERIOD > PERIOD - 3:
        time.sleep(0.5)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))


def press(page: Page, words: str, **given: str) -> None:
    page.get_by_role("main").get_by_role("button", name=say(words, "kk", **given)).first.click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=say(words, "kk"), exact=True).first.click()


def test_an_officer_sets_up_an_app_and_signs_in_with_it(
    new_page: NewPage, office: Office, screenshots: Path
) -> None:
    page = enter(new_page(), office, "investigator")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shot(page, screenshots, "home-1440")
    follow(page, "page_home_no_factor_do")
    shot(page, screenshots, "factors-empty-1440")
    follow(page, "page_totp_add")
    page.get_by_label(say("page_field_password", "kk")).fill(office.passwords["investigator"])
    press(page, "page_go_on")
    assert page.locator("img.code").evaluate("picture => picture.naturalWidth") > 0
    shot(page, screenshots, "totp-1440")
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.locator("#id_code").fill(code(secret))
    press(page, "page_totp_add_do")
    codes = page.locator("li.secret").all_inner_texts()
    assert len(set(codes)) == 10
    shot(page, screenshots, "codes-1440")
    follow(page, "page_codes_kept")

    other = enter(new_page(width=390, height=844), office, "investigator")
    expect(other.get_by_role("heading", level=1)).to_have_text(say("page_second", "kk"))
    other.locator("#id_code").fill("000000")
    press(other, "page_go_on")
    expect(other.locator("[role=alert]")).to_contain_text("Код дұрыс емес")
    shot(other, screenshots, "second-wrong-390")
    other.locator("#id_code").fill(codes[0])
    press(other, "page_go_on")
    expect(other).to_have_url(office.at("/"))
    shot(other, screenshots, "home-390")

    page.goto(office.at("/account/sessions/"))
    shot(page, screenshots, "sessions-1440")
    press(page, "page_session_end")
    expect(page.locator(".note")).to_have_text(say("page_sessions_were_ended", "kk", count=1))
    other.reload()
    expect(other).to_have_url(re.compile("/sign-in/"))

    third = enter(new_page(with_script=False), office, "investigator")
    third.locator("#id_code").fill(codes[1])
    press(third, "page_go_on")
    expect(third).to_have_url(office.at("/"))


def test_two_administrators_let_an_officer_in_again(
    new_page: NewPage, office: Office, screenshots: Path
) -> None:
    halves = []
    first = enter(new_page(), office, "administrator")
    first.goto(office.at("/people/"))
    shot(first, screenshots, "people-1440")
    theirs = first.locator("tr").filter(has=first.get_by_text("inquirer", exact=True))
    theirs.locator("td a, th a").first.click()
    first.locator("#id_ground").fill("Жеке куәлігімен өзі келді, телефонын жоғалтқан")
    first.locator("[name=forgets_factors]").check()
    shot(first, screenshots, "person-1440")
    press(first, "page_recovery_propose_do")
    halves.append(first.locator("#half").inner_text())
    shot(first, screenshots, "half-1440")

    second = enter(new_page(width=390, height=844), office, "administrator2")
    second.goto(office.at("/people/"))
    shot(second, screenshots, "people-390")
    second.locator("td a").first.click()
    shot(second, screenshots, "person-390")
    press(second, "page_recovery_confirm")
    halves.append(second.locator("#half").inner_text())

    officer = in_kazakh(new_page(width=390, height=844), office)
    officer.goto(office.at("/sign-in/"))
    follow(officer, "page_recover_have_code")
    officer.locator("#id_login").fill("inquirer")
    officer.locator("#id_first").fill(halves[0])
    officer.locator("#id_second").fill(halves[1])
    for name in ("#id_password1", "#id_password2"):
        officer.locator(name).fill("1234567")
    press(officer, "page_recover_do")
    expect(officer.locator("[role=alert]")).to_contain_text("Құпиясөз тым қысқа")
    shot(officer, screenshots, "recover-weak-390")
    for name in ("#id_password1", "#id_password2"):
        officer.locator(name).fill("Жүз жылқы мен қырық түйе")
    press(officer, "page_recover_do")
    expect(officer.locator(".note")).to_have_text(say("page_recover_done", "kk"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [1440, 390])
def test_the_entrance_speaks_three_languages(
    new_page: NewPage, office: Office, screenshots: Path, *, width: int, lang: Lang
) -> None:
    page = new_page(width=width)
    page.goto(office.at("/sign-in/?next=/account/"))

    page.locator(f".languages button[lang={lang}]").click()

    expect(page).to_have_url(office.at("/sign-in/?next=/account/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(say("page_sign_in", lang))
    shot(page, screenshots, f"entrance-{width}-{lang}")


@pytest.mark.parametrize("width", [1440, 390])
def test_ones_own_pages_are_not_cut(
    new_page: NewPage, office: Office, screenshots: Path, width: int
) -> None:
    page = enter(new_page(width=width), office, "acting_prosecutor")

    for path in ("/account/", "/account/password/", "/account/factors/", "/account/sessions/"):
        page.goto(office.at(path))
        shot(page, screenshots, f"{path.strip('/').replace('/', '-')}-{width}")


def test_the_keyboard_alone_signs_in(page: Page, office: Office) -> None:
    in_kazakh(page, office).goto(office.at("/sign-in/"))
    # Nobody types before the caret stands there; a browser puts it a moment after the page.
    expect(page.get_by_label(say("page_field_login", "kk"))).to_be_focused()

    page.keyboard.type("auditor")
    page.keyboard.press("Tab")
    page.keyboard.type(office.passwords["auditor"])
    page.keyboard.press("Enter")

    expect(page).to_have_url(office.at("/"))


def test_a_key_is_added_and_signs_in(new_page: NewPage, office: Office) -> None:
    page = enter(new_page(), office, "statistician")
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    client.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": False,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(office.at("/account/factors/keys/add/").replace("127.0.0.1", "localhost"))
    page.get_by_label(say("page_field_login", "kk")).fill("statistician")
    page.get_by_label(say("page_field_password", "kk")).fill(office.passwords["statistician"])
    press(page, "page_sign_in_do")
    page.get_by_label(say("page_field_password", "kk")).fill(office.passwords["statistician"])
    press(page, "page_go_on")
    press(page, "page_key_add")
    expect(page.locator("li.secret")).to_have_count(10)

    page.locator(".person form:last-child button").click()
    page.get_by_label(say("page_field_login", "kk")).fill("statistician")
    page.get_by_label(say("page_field_password", "kk")).fill(office.passwords["statistician"])
    press(page, "page_sign_in_do")
    press(page, "page_key_use")

    expect(page).to_have_url(re.compile(r"localhost:\d+/$"))
