"""A public window as an installation starts it, and the browsers of those who come to it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page
from tests.functional.office import await_answer, environment_of, free_port, run

_COMMAND = (sys.executable, "-c", "from izdes.cli.main import run; run()")
_PATIENCE_MS = 60_000
# That a form was not taken is what some pages are here for.
_TOLD = "status of 422"
OVERFLOWS = """() => [...document.querySelectorAll("body *")]
  .filter((e) => !e.closest(".skip, .unseen, .trap"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.tagName + " " + e.textContent.slice(0, 40))"""

OpenWindow = Callable[..., Page]


@contextmanager
def window_in(home: Path) -> Iterator[str]:
    """Serve a window from a folder, and stop all of it; return its address."""
    address = f"127.0.0.1:{free_port()}"
    environment = {**environment_of(home, "127.0.0.1:8000"), "IZDES_WINDOW_ADDRESS": address}
    run(environment, "database", "start")
    try:
        run(environment, "database", "migrate")
        serving = subprocess.Popen(
            [*_COMMAND, "window", "serve", "--threads", "2"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            await_answer(f"http://{address}/health/ready")
            yield f"http://{address}"
        finally:
            serving.terminate()
            serving.wait()
    finally:
        run(environment, "database", "stop")


@contextmanager
def telephones(browser: Browser) -> Iterator[OpenWindow]:
    """Open browsers in Kazakh; whatever a page complains of fails the test."""
    contexts, complaints = [], list[str]()

    def opened(*, width: int = 390, height: int = 844, with_script: bool = True) -> Page:
        context = browser.new_context(
            locale="kk-KZ",
            viewport={"width": width, "height": height},
            java_script_enabled=with_script,
        )
        context.set_default_timeout(_PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [one for one in complaints if _TOLD not in one] == []


def pictured(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of the whole page; nothing of it lies beyond the edge."""
    page.screenshot(path=folder / f"window-{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(OVERFLOWS) == []
