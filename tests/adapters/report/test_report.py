"""The report as text: safe, complete, the same every time."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.report.reading import read
from tests.adapters.report.sample import MARKS, empty, sample

from izdes.adapters.documents.report import render_report
from izdes.adapters.words import LANGUAGES, say

Json = dict[str, Any]
SECTIONS = [
    "head",
    "summary",
    "freezes",
    "mules",
    "requests",
    "maps",
    "victims",
    "series",
    "inputs",
    "method",
]


def small() -> Json:
    return sample(complaints=4)


def with_text_everywhere(findings: Json, text: str) -> Json:
    """Return findings in which whatever an outsider may have written is the given text."""
    for account in findings["accounts"].values():
        account |= {"holder": text, "printed": text, "institution_printed": text}
        account["holder_iin"] = text
    for victim in findings["victims"]:
        victim |= {"ref": text, "region": text}
        for claim in victim["claims"]:
            claim |= {"from": text, "to": text}
    for series in findings["series"]:
        for reason in series["reasons"]:
            reason["value"] = text
    for fault in findings["faults"]:
        fault |= {"file": text, "sheet": text, "column": text, "details": {"raw": text}}
    findings["files"] = {"ab" * 32: {"name": text}}
    findings["case"] = dict.fromkeys(findings["case"], None) | {
        "register_number": text,
        "body": text,
        "registered_at": None,
        "officer": {"name": text},
        "qualification": {"text": text},
    }
    return findings


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '"onload="alert(1)',
        "' autofocus onfocus='alert(1)",
        "</title></style><img src=x onerror=alert(1)>",
        "--><svg onload=alert(1)>",
        "&lt;b&gt;",
        "javascript:alert(1)",
    ],
)
def test_what_a_holder_is_called_stays_text(evil: str) -> None:
    page = read(render_report(with_text_everywhere(small(), evil)))

    assert page.elements.count("script") == 1
    assert not {name for name, _ in page.attributes if name.startswith("on")}
    assert {"img", "iframe", "object", "embed"}.isdisjoint(page.elements)
    assert evil in page.text


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=40))
def test_no_text_changes_the_structure_of_the_page(text: str) -> None:
    plain = read(render_report(with_text_everywhere(small(), "x")))

    other = read(render_report(with_text_everywhere(small(), text)))

    assert other.elements == plain.elements
    assert [name for name, _ in other.attributes] == [name for name, _ in plain.attributes]


def test_a_name_cannot_turn_the_line_round() -> None:
    page = render_report(with_text_everywhere(small(), "abc\u202egpj.exe\x00"))

    assert "\u202e" not in page
    assert "\x00" not in page
    assert "abc\ufffdgpj.exe\ufffd" in page


def test_the_same_findings_give_the_same_page() -> None:
    findings = json.loads(json.dumps(small()))

    assert render_report(findings) == render_report(small())


def test_the_policy_lets_only_our_script_run_and_nothing_load() -> None:
    page = render_report(small())

    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy content="([^"]*)"', page)
    assert len(script) == 1
    assert policy is not None
    assert "default-src &#x27;none&#x27;" in policy[1]
    assert f"script-src &#x27;sha256-{digest}&#x27;" in policy[1]
    assert "http:" not in page
    assert "https:" not in page


@pytest.mark.parametrize("findings", [sample(), empty(), sample(complaints=3, statements=False)])
def test_every_sentence_stands_in_three_languages(findings: Json) -> None:
    page = render_report(findings)

    said = {
        lang: len(re.findall(rf"<(?:i|tspan) lang={lang}>", page)) for lang in ("kk", "ru", "en")
    }
    assert said["kk"] == said["ru"] == said["en"] > 50
    assert not re.search(r"<(?:i|tspan) lang=\w+></", page)


@pytest.mark.parametrize(
    ("given_language", "expected"), [("ru", "ru"), ("en", "en"), (None, "kk"), ("de", "kk")]
)
def test_the_page_opens_in_the_language_of_the_proceedings(
    given_language: str | None, expected: str
) -> None:
    findings = small()
    findings["case"]["language"] = given_language

    page = render_report(findings)

    assert f"<html lang={expected}>" in page
    assert re.findall(r"id=lang-(\w\w) class=lang value=\w\w checked", page) == [expected]


@pytest.mark.parametrize("findings", [sample(), empty()])
def test_the_sections_stand_in_the_order_of_reading(findings: Json) -> None:
    page = render_report(findings)

    assert re.findall(r"<section[^>]*? ?id=(\w+)", page) == SECTIONS


def test_freezes_stand_by_rank_whatever_the_order_given() -> None:
    findings = sample()
    findings["freezes"].reverse()

    page = render_report(findings)

    section = page[page.index("id=freezes-title") : page.index("id=mules-title")]
    papers = re.findall(r'href="freezes/(F-\d+)\.pdf"', section)
    assert papers == [f"F-{n:03d}" for n in range(1, len(papers) + 1)]
    assert len(papers) == findings["summary"]["freezes"]


def test_the_first_freeze_and_the_heaviest_request_stand_in_the_summary() -> None:
    findings = sample()
    traced = {
        request["number"]: sum(int(subject["traced_minor"]) for subject in request["subjects"])
        for request in findings["requests"]
    }

    page = render_report(findings)

    summary = page[page.index("id=summary-title") : page.index("id=freezes-title")]
    heaviest = max(traced, key=lambda number: traced[number])
    assert re.findall(r'href="([^"]*)"', summary) == [
        "freezes/F-001.pdf",
        f"requests/{heaviest}.pdf",
    ]


def test_without_statements_the_report_says_that_papers_can_go_now() -> None:
    page = read(render_report(sample(complaints=2, statements=False))).text

    assert "Freezes and requests can be sent already now" in page
    assert "There are no statements" in page


def test_a_difference_between_total_and_payments_is_shown() -> None:
    findings = small()
    findings["victims"][0] |= {"declared_minor": "30000", "difference_minor": "12345"}

    page = read(render_report(findings)).text

    assert "123,45\xa0₸" in page
    assert "totals differ" in page


def test_an_amount_that_depends_on_order_is_shown_with_its_range() -> None:
    findings = small()
    ending = findings["victims"][0]["claims"][0]["endings"][0]
    ending |= {"marks": ["order_sensitive"], "least_minor": "77", "most_minor": "7788"}

    page = read(render_report(findings)).text

    assert "In another order the sum lies between:" in page
    assert "0,77\xa0₸" in page
    assert "77,88\xa0₸" in page


def test_rows_that_may_belong_to_several_accounts_say_so() -> None:
    findings = small()
    findings["ambiguous"][0]["payee"] = ""

    page = render_report(findings)

    assert "бірнеше шоттың бірі" in page


def test_a_code_without_a_sentence_is_shown_as_it_stands() -> None:
    findings = small()
    findings["faults"][0]["code"] = "nobody_wrote_this"

    page = render_report(findings)

    assert "There is no sentence for this code: nobody_wrote_this" in page


def test_what_the_register_does_not_know_is_called_as_printed() -> None:
    findings = small()
    key = findings["freezes"][0]["account"]
    findings["accounts"][key] |= {"institution": None, "institution_printed": "Банк Тұман"}

    assert "Банк Тұман" in render_report(findings)


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_is_worded(mark: str) -> None:
    findings = small()
    findings["freezes"][0]["marks"] = [mark]

    page = render_report(findings)

    for lang in LANGUAGES:
        sentence = say(f"report_mark_{mark}", lang)
        assert page.count(sentence) == render_report(small()).count(sentence) + 1


def test_the_style_holds_no_markup_and_no_address() -> None:
    style = render_report(small()).partition("<style>")[2].partition("</style>")[0]

    assert "<" not in style
    assert "url(" not in style


def test_a_large_case_stays_usable() -> None:
    findings = sample(complaints=300)

    page = render_report(findings)

    assert len(page.encode()) < 10_000_000
