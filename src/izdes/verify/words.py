"""What the check says, in Kazakh, Russian and English (``words.json``)."""

import json
import os
import sys
from pathlib import Path

LANGUAGES = ("kk", "ru", "en")
_LONGEST = 120
_SENTENCES = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


def sentence(code: str, lang: str, **details: str) -> str:
    """Return a sentence; what came out of a file is shown short, its odd signs as numbers."""
    shown = {name: _visible(value) for name, value in details.items()}
    return str(_SENTENCES[code][lang]).format(**shown)


def _visible(value: str) -> str:
    """Return a value as one short line that does nothing to a terminal."""
    text = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def language() -> str:
    """Return the language of the system, English where it is none of ours."""
    names = (os.environ.get(name, "")[:2] for name in ("IZDES_LANG", "LC_ALL", "LANG"))
    return next((name for name in names if name in LANGUAGES), "en")


def printable(text: str) -> str:
    """Return text that any terminal shows: what it cannot show is written as its number."""
    coding = sys.stdout.encoding or "utf-8"
    return text.encode(coding, errors="backslashreplace").decode(coding)
