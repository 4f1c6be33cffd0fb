"""The window's own settings and a database in which it writes for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from izdes.web.window import settings as of_window

_NAMES = (
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "TEMPLATES",
    "CSRF_FAILURE_VIEW",
    "CSRF_COOKIE_NAME",
    "CONTENT_SECURITY_POLICY",
    "SECURE_REFERRER_POLICY",
    "DATA_UPLOAD_MAX_NUMBER_FILES",
)


@pytest.fixture
def window(committed_db: str, home: Path) -> Iterator[Path]:
    """Let the window work: its store, its settings, its own folder."""
    del committed_db
    with override_settings(**{name: getattr(of_window, name) for name in _NAMES}):
        yield home
