"""A victim signs her report from home, in Kazakh: on a telephone, without a script."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from tests.functional.office import environment_of, run
from tests.functional.public import OpenWindow, telephones, window_in
from tests.functional.test_reporting import (
    LOOKED_MS,
    Pictures,
    follow,
    four_answers,
    heading,
    press,
    the_rest,
)

from izdes.adapters.signatures.statement import read_statement
from izdes.adapters.words import say
from izdes.twin.numbers import person_number

pytestmark = pytest.mark.enable_socket

IIN = person_number("990203", 3, is_odd=False)
ANOTHER = person_number("910101", 78, is_odd=True)


@dataclass(frozen=True)
class Site:
    """A window that trusts an authority of citizens."""

    address: str
    home: Path

    def key_of(self, iin: str) -> Path:
        """Let the authority write a citizen's key."""
        key = self.home / f"{iin}.p12"
        authority = str(self.home / "citizens")
        words = ("citizen", "--authority", authority, "--iin", iin, "--out", str(key))
        run(environment_of(self.home, "127.0.0.1:8000"), "pki", *words)
        return key

    def signed(self, statement: bytes, iin: str) -> FilePayload:
        """Sign a statement in another program."""
        folder = self.home / f"signed-{iin}"
        folder.mkdir()
        (folder / "password").write_text("demo", encoding="utf-8")
        file = folder / "statement.txt"
        file.write_bytes(statement)
        words = ("--key", str(self.key_of(iin)), "--password-file", str(folder / "password"))
        run(environment_of(self.home, "127.0.0.1:8000"), "statement", "sign", str(file), *words)
        return FilePayload(
            name="statement.txt.p7s",
            mimeType="application/pkcs7-signature",
            buffer=(folder / "statement.txt.p7s").read_bytes(),
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a window that is open, and trusts the authority of its demo."""
    home = tmp_path_factory.mktemp("signing")
    environment = environment_of(home, "127.0.0.1:8000")
    run(environment, "pki", "demo", "--out", str(home / "citizens"))
    with window_in(home) as address:
        yield Site(address, home)


@pytest.fixture
def open_window(browser: Browser) -> Iterator[OpenWindow]:
    with telephones(browser) as opened:
        yield opened


def downloaded(page: Page) -> bytes:
    with page.expect_download() as coming:
        follow(page, "window_esign_download_do")
    return Path(coming.value.path()).read_bytes()


def hand_in(page: Page, file: FilePayload) -> None:
    page.locator("[type=file]").set_input_files([file])
    press(page, "window_esign_hand_do")


@pytest.mark.parametrize("with_script", [False, True], ids=str)
def test_a_victim_signs_from_home(
    open_window: OpenWindow, site: Site, screenshots: Path, *, with_script: bool
) -> None:
    page = open_window(with_script=with_script)
    name = f"esign-{'script' if with_script else 'plain'}"
    seen = Pictures(page, screenshots, name, with_axe=with_script)
    page.goto(site.address)
    press(page, "window_fresh_yes")
    follow(page, "window_stop_done")
    four_answers(page)
    the_rest(page, Pictures(page, screenshots, f"{name}-before", with_axe=False))
    page.wait_for_timeout(LOOKED_MS)
    press(page, "window_send_rest")
    heading(page, "window_receipt_title")

    follow(page, "window_signing_how")
    seen.take("three-ways")
    follow(page, "window_sign_e_do")
    heading(page, "window_sign_e")
    seen.take("steps")
    statement = downloaded(page)
    assert read_statement(statement).signs.iins == (IIN,)
    if not with_script:
        hand_in(page, site.signed(statement, ANOTHER))
        expect(page.locator(".field .error")).to_have_text(
            say("window_esign_sign_person_other", "kk")
        )
        seen.take("another-person")
        hand_in(page, FilePayload(name="statement.txt", mimeType="text/plain", buffer=statement))
        expect(page.locator(".field .error")).to_have_text(say("window_esign_is_statement", "kk"))
        hand_in(page, site.signed(statement, IIN))
        expect(page.locator(".note.held")).to_be_visible()
        expect(page.locator("[type=file]")).to_have_count(0)
        seen.take("sent")
