"""The passport of one series, as `izdes link --passport SERIES` leaves it in its folder."""

import re
from pathlib import Path
from typing import Any

from izdes.adapters.documents.papers import render_many
from izdes.adapters.words import Lang
from izdes.core.sealing.canonical import canonical_json
from izdes.follow.passport import PassportInput, passport_of

# The languages of the state; the JSON carries every other.
PAPERS: tuple[Lang, ...] = ("kk", "ru")
_UNSAFE = re.compile(r"[^\w.-]|^\.+")
_LONGEST_NAME = 80


def write_passport(folder: Path, given: PassportInput) -> dict[str, Any]:
    """Write the passport into an existing folder as JSON and as a PDF in each language.

    Returns:
        What was written, for a machine-readable result.
    """
    passport = passport_of(given)
    name = f"passport.{safe_name(given.series_id)}"
    files = {f"{name}.json": canonical_json(passport) + b"\n"}
    papers = render_many([{**passport, "language": lang} for lang in PAPERS])
    files |= {f"{name}.{lang}.pdf": pdf for lang, pdf in zip(PAPERS, papers, strict=True)}
    for file, content in files.items():
        (folder / file).write_bytes(content)
    return {
        "series_id": given.series_id,
        "episodes": passport["summary"]["episodes"],
        "digest": passport["digest"],
        "files": sorted(files),
    }


def safe_name(series_id: str) -> str:
    """Return the name of a series as part of a file's name: ids of complaints are anybody's text.

    >>> safe_name("A000002"), safe_name("../../etc/x")
    ('A000002', '__.._etc_x')
    """
    return _UNSAFE.sub("_", series_id)[:_LONGEST_NAME]
