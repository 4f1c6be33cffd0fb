"""Head: which case this is, as of when, and what the report is and is not."""

from collections.abc import Iterator, Mapping
from datetime import date

from izdes.adapters.documents.report.markup import Html, joined, tag, text
from izdes.adapters.documents.report.phrases import when, words
from izdes.adapters.documents.report.shape import Findings

__all__ = ["head", "short_code"]

_SHORT = 16


def head(findings: Findings) -> Html:
    """Return the first section."""
    facts = joined(_fact(code, value) for code, value in _facts(findings))
    return tag(
        "section",
        tag("h1", words("report_title")),
        tag("dl", facts, class_="facts"),
        tag(
            "div",
            tag("p", words("report_assists")),
            tag("p", words("report_rule_is_convention")),
            class_="notice",
        ),
        id="head",
    )


def short_code(digest: str) -> str:
    """Return the beginning of a digest in groups, as on the papers, to be read out.

    >>> short_code("0123456789abcdef" * 4)
    '0123 4567 89ab cdef'
    """
    short = digest[:_SHORT]
    return " ".join(short[i : i + 4] for i in range(0, len(short), 4))


def _fact(code: str, value: Html) -> Html:
    """Return one line of the list of facts."""
    return tag("div", tag("dt", words(code)), tag("dd", value))


def _facts(findings: Findings) -> Iterator[tuple[str, Html]]:
    """Yield what is known of the case; what is not given has no line."""
    case = findings["case"]
    if case["register_number"]:
        yield "report_register_number", text(case["register_number"])
    if case["registered_at"]:
        yield "report_registered_at", _day(case["registered_at"])
    if case["qualification"]:
        yield "report_qualification", _qualification(case["qualification"])
    if case["body"]:
        yield "report_body", text(case["body"])
    if _is_given(case["officer"]):
        yield "report_officer", _person(case["officer"])
    if _is_given(case["prosecutor"]):
        yield "report_prosecutor", _person(case["prosecutor"])
    if not (case["register_number"] or case["body"] or _is_given(case["officer"])):
        yield "report_case", words("report_case_not_given")
    yield "report_as_of", joined((when(findings["as_of"]), " ", words("report_local_time")))
    yield "report_code", tag("code", short_code(findings["digest"]))


def _day(given: str) -> Html:
    """Return a date, or a moment, as people write it."""
    try:
        return text(date.fromisoformat(given).strftime("%d.%m.%Y"))
    except ValueError:
        return when(given)


def _is_given(person: Mapping[str, str | None] | None) -> bool:
    """Say whether anything is known of a person."""
    return person is not None and any(person.values())


def _qualification(given: str | Mapping[str, object]) -> Html:
    """Return the article, part and point, or the text as given."""
    if isinstance(given, str):
        return text(given)
    if given.get("text"):
        return text(str(given["text"]))
    named = (name for name in ("article", "part", "point") if given.get(name) not in (None, ""))
    return joined((words(f"report_{name}", number=str(given[name])) for name in named), by=", ")


def _person(person: Mapping[str, str | None] | None) -> Html:
    """Return a person's name, post, office and telephone as far as given."""
    known = ((person or {}).get(name) for name in ("name", "post", "office", "phone"))
    return joined((text(str(value)) for value in known if value), by=", ")
