"""Words: whatever a page may say is there, and nothing stands there that no page says."""

import re
from importlib.resources import files
from pathlib import Path

import yaml

from izdes import web
from izdes.adapters import words
from izdes.adapters.words import entries
from izdes.core.identifiers.kinds import KINDS

WINDOW = Path(web.__file__).parent / "window"
SOURCES = [*WINDOW.glob("templates/window/*.html"), *WINDOW.glob("pages/**/*.py")]
TEXT = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
# Made of a beginning and of what was chosen, refused or found.
MADE = re.compile(
    r"window_(?:scheme|step|refused|doubt|error|word|who|way|channel)_|_(?:hint|needed|wrong)$"
)


def topic(name: str) -> set[str]:
    text = files(words).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return set(yaml.safe_load(text))


def test_every_word_of_the_templates_is_there() -> None:
    named = re.findall(r'(?:say |title=)"(\w+)"|"(\w+)"\|lines', TEXT)

    assert {one or other for one, other in named} - {""} - entries().keys() == set()


def test_nothing_is_said_by_nobody() -> None:
    named = set(re.findall(r"window_\w+", TEXT))

    assert {code for code in topic("window") if not MADE.search(code)} - named == set()


def test_every_label_has_words() -> None:
    labels = set(re.findall(r'label="(\w+)"', TEXT))

    assert len(labels) > 30
    assert labels <= entries().keys()


def test_every_kind_that_may_be_recognised_has_a_name() -> None:
    # Of an account only its kind is told, never that it is one.
    assert {f"kind_{kind}" for kind in KINDS if kind != "account"} <= entries().keys()
