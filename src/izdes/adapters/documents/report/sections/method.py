"""Method: the rule, its conventions, and everything that is needed to get the same again."""

import json
from collections.abc import Iterator

from izdes.adapters.documents.report.markup import Html, joined, tag, text
from izdes.adapters.documents.report.phrases import when, words
from izdes.adapters.documents.report.sections import section
from izdes.adapters.documents.report.shape import Findings

__all__ = ["method"]


def method(findings: Findings) -> Html:
    """Return the section."""
    conventions = joined(
        tag("li", words(f"report_convention_{code}")) for code in findings["method"]["conventions"]
    )
    return section(
        "method",
        tag(
            "p",
            words(f"report_rule_{findings['method']['rule'].replace('-', '_')}"),
            class_="prose",
        ),
        tag("ul", conventions, class_="prose"),
        tag("p", words("report_proves"), class_="prose"),
        tag("dl", joined(_facts(findings)), class_="facts"),
        tag("h3", words("report_digests")),
        tag("p", words("report_digests_lead"), class_="prose"),
        tag("dl", joined(_digests(findings)), class_="facts digests"),
        tag("h3", words("report_again")),
        tag("p", words("report_again_lead"), class_="prose"),
        tag("pre", tag("code", f"izdes follow CASE --out OUT --as-of {findings['as_of']}")),
    )


def _facts(findings: Findings) -> Iterator[Html]:
    """Yield rule, parameters, version and instant."""
    yield _fact(words("report_rule"), text(findings["method"]["rule"]))
    for name, value in sorted(findings["method"]["parameters"].items()):
        printed = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield _fact(tag("code", name), text(printed))
    yield _fact(words("report_version"), text(findings["version"]))
    yield _fact(words("report_format"), text(findings["format"]))
    yield _fact(words("report_as_of"), when(findings["as_of"]))


def _digests(findings: Findings) -> Iterator[Html]:
    """Yield the digests, that of all findings first."""
    yield _fact(words("report_digest_all"), tag("code", findings["digest"]))
    for name, digest in sorted(findings["digests"].items()):
        yield _fact(tag("code", name), tag("code", digest))


def _fact(name: Html, value: Html) -> Html:
    """Return one line of a list of facts."""
    return tag("div", tag("dt", name), tag("dd", value))
