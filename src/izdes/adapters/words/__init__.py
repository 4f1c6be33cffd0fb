"""What the program says, in Kazakh, Russian and English.

One YAML file a topic; every entry holds all three languages, and a test sees to it. Sentences are
made from a code and parameters, so that a stored result never contains prose.

>>> say("held", "kk"), say("held", "en")
('шотта тұр', 'still on the account')
"""

import re
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import yaml

from izdes.adapters.words.figures import amount, moment
from izdes.core.errors import IzdesError

Lang = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

__all__ = ["LANGUAGES", "Lang", "NoWords", "amount", "entries", "moment", "say"]


class NoWords(IzdesError):
    """A code has no sentence: a fault of ours, found by tests."""

    code = "no_words"


@cache
def entries() -> dict[str, dict[Lang, str]]:
    """Return every entry of every topic: code -> language -> template."""
    found: dict[str, dict[Lang, str]] = {}
    for topic in sorted(files(__name__).iterdir(), key=lambda f: f.name):
        if topic.name.endswith(".yaml"):
            words = yaml.safe_load(topic.read_text(encoding="utf-8")) or {}
            if twice := found.keys() & words.keys():
                raise NoWords(twice=min(twice), topic=topic.name)
            found.update(words)
    return found


def say(code: str, lang: Lang, /, **given: str | int) -> str:
    """Return the sentence of a code in a language, its ``{names}`` filled.

    A name that was not given stays a dash: a sentence with a gap is better than none.

    Raises:
        NoWords: The code is unknown.
    """
    try:
        template = entries()[code][lang]
    except KeyError:
        raise NoWords(missing=code, lang=lang) from None
    return re.sub(r"\{(\w+)\}", lambda m: str(given.get(m[1], "—")), template)
