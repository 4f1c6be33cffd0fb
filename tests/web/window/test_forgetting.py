"""Forgetting: what is over is gone, with its bytes; what is needed stays."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections
from tests.web.window.writing import FULL, PNG, written

from izdes.web.config import configuration
from izdes.web.window import forgetting
from izdes.web.window.drafts import open_draft
from izdes.web.window.forgetting import forget
from izdes.web.window.outgoing import export
from izdes.web.window.sending import send


def by_owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def aged(folder: Path) -> list[Path]:
    """Make every file in a folder old; return them."""
    found = [file for file in folder.rglob("*") if file.is_file()]
    for file in found:
        os.utime(file, (0, 0))
    return found


def test_a_draft_whose_time_is_over_goes_with_its_files(window: Path) -> None:
    kept, over = written(FULL, files=(PNG,)), written(FULL, files=(PNG + b"2",))
    by_owner(
        "UPDATE window_draft SET expires_at = now() WHERE id = (SELECT max(id) FROM window_draft)"
    )
    aged(window / "window" / "files")

    assert forget() == 1
    assert forget() == 0

    assert open_draft(kept) is not None
    assert open_draft(over) is None
    assert len(aged(window / "window" / "files")) == 1


def test_a_package_stays_until_it_is_taken_and_a_while_longer(window: Path, tmp_path: Path) -> None:
    send(written(FULL))
    packages = window / "window" / "packages"
    aged(packages)
    forget()
    assert len(aged(packages)) == 1

    assert export(tmp_path / "out") == 1
    forget()
    assert len(aged(packages)) == 1
    by_owner("UPDATE window_package SET taken_at = now() - interval '31 days'")
    forget()

    assert aged(packages) == []


def test_bytes_of_a_package_that_no_row_knows_are_swept(window: Path) -> None:
    stray = window / "window" / "packages" / "6b1f6f4e-0000-4000-8000-000000000000.izdes"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    aged(stray.parent)

    forget()

    assert not stray.exists()


@pytest.mark.usefixtures("window")
def test_an_installation_without_a_window_forgets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    none = replace(configuration(), window_key="")
    monkeypatch.setattr(forgetting, "configuration", lambda: none)

    assert forget() == 0
