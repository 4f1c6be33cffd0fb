"""A real browser: headless Chromium of the system, driven through its own protocol.

``IZDES_CHROMIUM`` names it; without that it is looked for on the path. A machine that has none
skips these tests with a reason; one that names a browser it does not have fails them.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.functional.month import opened, prepared
from tests.functional.office import Office, running

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_PATIENCE_MS = 180_000
# An expectation that holds later than this on a shared machine would fail for its slowness.
expect.set_options(timeout=90_000)
NAMES = ("chromium", "chromium-browser", "google-chrome")

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Return the browser of this machine."""
    named = os.environ.get("IZDES_CHROMIUM")
    if named is not None:
        if not shutil.which(named):
            pytest.fail(f"IZDES_CHROMIUM names no program: {named!r}")
        return Path(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine; IZDES_CHROMIUM may name one")
    return Path(found)


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """Start the browser; while it runs, a loop runs in this thread, which others must not meet."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open pages that know nothing of each other; whatever a page complains of fails the test."""
    contexts, complaints = [], []

    def open_page(*, width: int = 1440, height: int = 900, with_script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=with_script
        )
        # The machines that run the suite are shared: the clock decides nothing here.
        context.set_default_timeout(_PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Start an office once a worker; its tests reach this machine alone."""
    with running(tmp_path_factory.mktemp("office")) as started:
        yield started


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Office]:
    """Open an office with a month of complaints; what a test changes, later ones find changed."""
    base = tmp_path_factory.getbasetemp()
    home = prepared(base if worker_id == "master" else base.parent)
    with opened(home, tmp_path_factory.mktemp("office") / "month") as started:
        yield started


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """Return one page at the width of an office screen."""
    return new_page()


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Return where pictures go: a folder to look at when ``IZDES_SCREENSHOTS`` names one."""
    folder = Path(os.environ.get("IZDES_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
