"""Accounts that pass money on, and what a likely sum rests on: proposals that look like some."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.adapters.report.reading import read
from tests.adapters.report.sample import AS_OF, sample

import izdes.adapters.words as package
from izdes.adapters.documents.report import render_report
from izdes.adapters.words import LANGUAGES, amount, entries, say
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.mules import packaged_weights

Json = dict[str, Any]
WORDS = Path(package.__file__).parent / "report_mules.yaml"
REASON = {"code": "mule_keeps_much", "points": -10, "details": {"percent": 91}}


def section(findings: Json) -> str:
    page = render_report(findings)
    return html.unescape(page[page.index("id=mules-title") : page.index("id=requests-title")])


def with_one(**given: Any) -> Json:  # noqa: ANN401 - parts of JSON
    """Return findings with one proposal, as given."""
    findings = sample(complaints=4)
    part = findings["mules"]["proposals"][0]
    findings["mules"]["proposals"] = [part | {"reasons": [REASON], "freeze": None} | given]
    return findings


def test_the_caution_stands_beside_the_list_with_the_date_of_the_weights() -> None:
    findings = with_one()
    findings["mules"]["weights"]["dated"] = "2026-06-15"

    shown = section(findings)

    for lang in LANGUAGES:
        assert say("mule_caution", lang, dated="15.06.2026") in shown
        assert say("report_proposal", lang) in shown


def test_every_line_of_the_weights_is_worded_in_the_list() -> None:
    details = {"percent": 12, "minutes": 34, "number": 5, "days": 67}
    reasons = [
        {"code": weight.code, "points": 3, "details": details}
        for weight in packaged_weights().weights
    ]

    shown = section(with_one(reasons=reasons))

    for reason in reasons:
        for lang in LANGUAGES:
            assert say(str(reason["code"]), lang, **details) in shown
    assert "—" not in re.sub(r"<span class=none>—</span>", "", shown)


def test_points_that_are_taken_off_have_a_minus() -> None:
    shown = section(with_one())

    assert "<b>\u221210</b>" in shown


def test_a_hold_where_no_traced_money_is_becomes_a_question() -> None:
    shown = section(with_one(proposal="hold", freeze=None))

    assert say("mule_proposes_ask", "kk") in shown
    assert say("report_mules_gone", "kk") in shown
    assert say("mule_proposes_hold", "kk") not in shown


def test_a_hold_leads_to_the_freeze_that_names_the_account() -> None:
    shown = section(with_one(proposal="hold", freeze="F-002"))

    assert 'href="freezes/F-002.pdf"' in shown
    assert say("mule_proposes_hold", "kk") in shown
    assert say("report_mules_gone", "kk") not in shown


def test_the_weightiest_reasons_are_seen_and_the_others_can_be_opened() -> None:
    shown = section(with_one(reasons=[REASON | {"points": p} for p in (9, 8, 7, 6, 5)]))

    seen, _, folded = shown.partition("<details")
    assert re.findall(r"<b>\+(\d)</b>", seen) == ["9", "8", "7"]
    assert re.findall(r"<b>\+(\d)</b>", folded) == ["6", "5"]
    assert say("report_mules_more_reasons", "kk", reasons=2) in folded


def test_beyond_twenty_accounts_the_rest_is_one_click_away() -> None:
    findings = with_one()
    findings["mules"]["proposals"] *= 23

    shown = section(findings)

    assert say("report_mules_more", "kk", accounts=3) in shown
    assert shown.count("<tbody>") == 2


def test_without_statements_the_empty_list_says_to_send_the_requests() -> None:
    page = read(render_report(sample(complaints=3, statements=False))).text

    assert say("report_no_mules_yet", "en") in page
    assert say("mule_caution", "en", dated="15.06.2026") not in page


def test_where_no_account_has_enough_points_the_empty_list_says_so() -> None:
    findings = with_one()
    findings["mules"] |= {"proposals": []}
    findings["mules"]["counts"] = {
        "hold": 0,
        "ask": 0,
        "nothing": 7,
        "too_little": 2,
        "not_scored": 1,
    }

    shown = section(findings)

    for lang in LANGUAGES:
        assert say("report_no_mules", lang, ask_from=30) in shown
        assert say("report_mules_counts", lang, accounts=10, **findings["mules"]["counts"]) in shown
        assert say("report_proposal", lang) not in shown


def test_a_reason_that_nobody_worded_is_shown_as_its_code() -> None:
    shown = section(with_one(reasons=[REASON | {"code": "mule_unheard_of"}]))

    assert "mule_unheard_of" in shown


def freeze_cell(**given: Any) -> str:  # noqa: ANN401 - parts of JSON
    """Return the page of one freeze, as given."""
    findings = sample(complaints=4)
    part = findings["freezes"][0] | {
        "cap_minor": "90000",
        "likely_minor": "60000",
        "likely_basis": "case",
        "likely_stays": 41,
        "loss_per_hour_minor": "0",
        "older_minor": "0",
        "frontier_minor": "90000",
    }
    findings["freezes"] = [part | given]
    findings["mules"]["proposals"] = []
    page = render_report(findings)
    return page[page.index("id=freezes-title") : page.index("id=mules-title")]


@pytest.mark.parametrize("basis", ["institution", "case"])
def test_a_likely_sum_says_whose_stays_it_rests_on(basis: str) -> None:
    shown = freeze_cell(likely_basis=basis, likely_stays=1234)

    for lang in LANGUAGES:
        assert say(f"report_likely_{basis}", lang, stays=1234) in shown


def test_the_loss_of_an_hour_is_shown_where_there_is_one() -> None:
    loss = say("report_likely_loss", "kk", loss=amount(1500, "KZT"))

    assert loss in freeze_cell(loss_per_hour_minor="1500")
    assert loss not in freeze_cell(loss_per_hour_minor="0")


@pytest.mark.parametrize(
    ("older", "code"),
    [("0", ""), ("500", "report_likely_older_in_part"), ("90000", "report_likely_older")],
)
def test_money_that_lies_longer_than_any_stay_seen_says_so(older: str, code: str) -> None:
    shown = freeze_cell(older_minor=older)

    said = [
        c
        for c in ("report_likely_older", "report_likely_older_in_part")
        if f">{say(c, 'ru')}<" in shown
    ]
    assert said == ([code] if code else [])


@pytest.mark.parametrize(
    "given",
    [
        {"likely_minor": None, "likely_basis": "none", "loss_per_hour_minor": None},
        # A statement shows the money at the very moment of the report.
        {"frontier_minor": "0", "held_as_of": canonical_time(AS_OF), "older_minor": "90000"},
    ],
)
def test_where_nothing_is_estimated_nothing_is_said_of_an_estimate(given: Json) -> None:
    assert re.findall(r"\xa0(41)<", freeze_cell()) == ["41"] * len(LANGUAGES)

    shown = freeze_cell(**given)

    assert "41" not in re.findall(r"\xa0(\d+)<", shown)
    assert f">{say('report_likely_older', 'ru')}<" not in shown


def test_no_word_of_the_section_is_left_that_nothing_says() -> None:
    source = Path(package.__file__).parents[1] / "documents" / "report"
    said = {
        code
        for path in source.rglob("*.py")
        for code in re.findall(r'"(report_[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    said |= {"report_mules", "report_nav_mules", "report_likely_institution", "report_likely_case"}

    assert set(yaml.safe_load(WORDS.read_text(encoding="utf-8"))) <= said
    assert said <= entries().keys()
