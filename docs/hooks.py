"""Two things the documents need from the build.

Tables of codes come from the words that the program itself says, so that they cannot fall behind:
a line ``<!-- codes: TOPIC [PREFIX] -->`` becomes a table of that topic's codes in three languages.

And no page may fetch anything from elsewhere: the site is read on machines without a network.
"""

import re
from importlib import resources
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from izdes.adapters.words import LANGUAGES, entries

_WORDS = resources.files("izdes.adapters.words")
_MARKER = re.compile(r"^<!-- codes: (\w+)(?: (\w+))? -->$", re.MULTILINE)
# Signs that Markdown or HTML would take for its own.
_PLAIN = str.maketrans({sign: f"&#{ord(sign)};" for sign in "|*_`[]<>&\\"})
_FETCHES = re.compile(
    r"""<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//|url\(["']?https?:|@import""",
    re.IGNORECASE,
)


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the tables of codes where a page asks for them."""
    del page, config, files
    return _MARKER.sub(lambda asked: _table(asked[1], asked[2] or ""), markdown)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Refuse a site that fetches anything from elsewhere."""
    built = Path(config.site_dir)
    for page in sorted(p for p in built.rglob("*") if p.suffix in {".html", ".css"}):
        if found := _FETCHES.search(page.read_text(encoding="utf-8")):
            raise PluginError(f"{page.relative_to(built)} fetches from elsewhere: {found[0]}")


def _table(topic: str, prefix: str) -> str:
    """Return the codes of one topic that begin with a prefix, as a table."""
    codes = [code for code in _codes_of(topic) if code.startswith(prefix)]
    if not codes:
        raise PluginError(f"no words begin with {prefix!r} in the topic {topic!r}")
    return "\n".join(["| code | kk | ru | en |", "|---|---|---|---|", *map(_row, sorted(codes))])


def _codes_of(topic: str) -> list[str]:
    """Return the codes of one topic."""
    source = _WORDS / f"{topic}.yaml"
    if not source.is_file():
        raise PluginError(f"no topic of words is called {topic!r}")
    return list(yaml.safe_load(source.read_text(encoding="utf-8")))


def _row(code: str) -> str:
    """Return one row: the code and its sentence in three languages."""
    said = (_cell(entries()[code][lang]) for lang in LANGUAGES)
    return f"| `{code}` | {' | '.join(said)} |"


def _cell(text: str) -> str:
    """Return text that stays one cell, whatever stands in it."""
    return " ".join(text.split()).translate(_PLAIN)
