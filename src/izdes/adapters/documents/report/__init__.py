"""The report: one self-contained HTML file made from findings and nothing else.

It opens from a disk, in Kazakh, Russian or English, without a network and without scripts; the one
small script only sorts and narrows tables. Its policy lets the browser load nothing. The page says
what the findings say and proves no more than they do.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import cast

from izdes.adapters.documents.report.glyphs import sprite
from izdes.adapters.documents.report.markup import Html, joined, tag, text
from izdes.adapters.documents.report.phrases import words
from izdes.adapters.documents.report.ruleswitch import choices
from izdes.adapters.documents.report.sections.beside import (
    CONTRADICTION_COLUMNS,
    HUB_COLUMNS,
    POSSIBLE_COLUMNS,
    RECEIVED_COLUMNS,
    SERVICE_COLUMNS,
)
from izdes.adapters.documents.report.sections.freezes import CAP_COLUMNS, FREEZE_COLUMNS, freezes
from izdes.adapters.documents.report.sections.head import head, short_code
from izdes.adapters.documents.report.sections.inputs import (
    AMBIGUOUS_COLUMNS,
    FAULT_COLUMNS,
    STATEMENT_COLUMNS,
    inputs,
)
from izdes.adapters.documents.report.sections.maps import FLOW_COLUMNS, STOP_COLUMNS, maps
from izdes.adapters.documents.report.sections.method import method
from izdes.adapters.documents.report.sections.mules import MULE_COLUMNS, mules
from izdes.adapters.documents.report.sections.requests import (
    FRONTIER_COLUMNS,
    SUBJECT_COLUMNS,
    requests,
)
from izdes.adapters.documents.report.sections.series import LINK_COLUMNS, REASON_COLUMNS, series
from izdes.adapters.documents.report.sections.summary import ENDING_COLUMNS, summary
from izdes.adapters.documents.report.sections.victims import CLAIM_COLUMNS, victims
from izdes.adapters.documents.report.shape import Findings
from izdes.adapters.documents.report.tables import Column, labels_style
from izdes.adapters.words import LANGUAGES, Lang, say

__all__ = ["render_report"]

_LANGUAGE_NAMES: Mapping[Lang, str] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
_SECTIONS = (
    "summary",
    "freezes",
    "mules",
    "requests",
    "maps",
    "victims",
    "series",
    "inputs",
    "method",
)
_STYLES = ("tokens", "base", "components", "map", "print")
_TABLES: dict[str, Sequence[Column]] = {
    "endings": ENDING_COLUMNS,
    "freezes": FREEZE_COLUMNS,
    "caps": CAP_COLUMNS,
    "mules": MULE_COLUMNS,
    "frontier": FRONTIER_COLUMNS,
    "subjects": SUBJECT_COLUMNS,
    "flows": FLOW_COLUMNS,
    "stops": STOP_COLUMNS,
    "claims": CLAIM_COLUMNS,
    "reasons": REASON_COLUMNS,
    "links": LINK_COLUMNS,
    "contradictions": CONTRADICTION_COLUMNS,
    "possible": POSSIBLE_COLUMNS,
    "services": SERVICE_COLUMNS,
    "received": RECEIVED_COLUMNS,
    "hubs": HUB_COLUMNS,
    "faults": FAULT_COLUMNS,
    "statements": STATEMENT_COLUMNS,
    "ambiguous": AMBIGUOUS_COLUMNS,
}


def render_report(findings: Mapping[str, object]) -> str:
    """Return the report as the text of one HTML file.

    Args:
        findings: The content of ``findings.json``; see `shape` for its parts.

    Returns:
        A page that is the same, byte for byte, for the same findings.
    """
    given = cast("Findings", findings)
    language = _language(given)
    page = tag("html", _page_head(given, language), _body(given, language), lang=language)
    return f"<!DOCTYPE html>\n{page}\n"


def _language(findings: Findings) -> Lang:
    """Return the language that the page opens in: that of the proceedings."""
    asked = findings["case"]["language"]
    return next((lang for lang in LANGUAGES if lang == asked), "kk")


def _asset(name: str) -> str:
    """Return a packaged part of the page."""
    return files(__package__ or __name__).joinpath("assets", name).read_text(encoding="utf-8")


def _page_head(findings: Findings, language: Lang) -> Html:
    """Return the head of the page: policy, title, style."""
    script = base64.b64encode(hashlib.sha256(_asset("tables.js").encode()).digest()).decode()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        f"script-src 'sha256-{script}'"
    )
    style = "".join(_asset(f"{name}.css") for name in _STYLES) + labels_style(_TABLES)
    number = findings["case"]["register_number"]
    title = " · ".join(part for part in (say("report_title", language), number, "Izdes") if part)
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(style)),
    )


def _body(findings: Findings, language: Lang) -> Html:
    """Return what is seen."""
    main = (part(findings) for part in (head, summary, freezes, mules, requests, maps))
    rest = (part(findings) for part in (victims, series, inputs, method))
    return tag(
        "body",
        # The switch stands before what it switches: the style then needs no newer selector.
        joined(_choice(lang, is_chosen=lang == language) for lang in LANGUAGES),
        choices(),
        sprite(),
        _bar(),
        tag("main", *main, *rest),
        _foot(findings),
        tag("script", Html(_asset("tables.js"))),
    )


def _choice(lang: Lang, *, is_chosen: bool) -> Html:
    """Return the button of one language; its label stands in the bar."""
    return tag(
        "input",
        type="radio",
        name="lang",
        id=f"lang-{lang}",
        class_="lang",
        value=lang,
        checked=is_chosen,
        aria_label=_LANGUAGE_NAMES[lang],
        autocomplete="off",
    )


def _bar() -> Html:
    """Return the bar at the top: the ways into the report, and the languages."""
    links = joined(tag("a", words(f"report_nav_{name}"), href=f"#{name}") for name in _SECTIONS)
    labels = joined(
        tag("label", _LANGUAGE_NAMES[lang], for_=f"lang-{lang}", lang=lang) for lang in LANGUAGES
    )
    return tag(
        "header",
        tag("a", "Izdes", href="#head", class_="brand"),
        tag("nav", links),
        tag("div", labels, class_="languages"),
        class_="top",
    )


def _foot(findings: Findings) -> Html:
    """Return the foot: what made the page, and by which code it is known."""
    code = tag("code", short_code(findings["digest"]))
    return tag(
        "footer",
        tag("p", text(f"Izdes {findings['version']}"), " · ", words("report_code"), " ", code),
        tag("p", words("report_assists")),
    )
