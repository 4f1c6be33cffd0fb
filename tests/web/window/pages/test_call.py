"""A call: four answers, read back, sent; and the next call begins on an empty form."""

import re

import pytest
from tests.web.window.pages.conftest import URGENT, Victim, began, faults, shown

from izdes.adapters.words import say

FOUR = {name: said for name, said in URGENT.items() if name != "from_bank"} | {
    "to_bank": "HSBKKZKX"
}


def test_four_answers_are_read_back_before_they_are_sent(victim: Victim) -> None:
    answer = victim.sends("window_call", **FOUR, began=began())

    html = shown(answer)
    assert answer.status_code == 200
    assert "150\u202f000" in html
    assert "19.05.2026" in html
    assert re.search(r'type="hidden" name="to" value="' + re.escape(FOUR["to"]), html)
    assert "izdes_report" not in victim.client.cookies


def test_a_number_is_read_back_sign_by_sign(victim: Victim) -> None:
    html = shown(victim.sends("window_call", **{**FOUR, "to": "8 701 000 12 34"}))

    assert "сегіз, жеті, нөл, бір, нөл, нөл, нөл, бір, екі, үш, төрт" in html


def test_what_is_right_is_sent_with_a_receipt_and_a_way_to_the_next_call(victim: Victim) -> None:
    answer = victim.sends("window_call", **FOUR, began=began(), confirmed="1")

    assert answer.headers["Location"] == "/receipt/"
    assert victim.draft.answers["start"] == {"fresh": "yes", "by": "operator"}
    (row,) = victim.draft.answers["payments"]["rows"]
    assert (row["amount_minor"], row["to_bank"], row["from_bank"]) == (15_000_000, "HSBKKZKX", "")
    html = shown(victim.opens("window_receipt"))
    assert say("window_call_next", "kk") in html
    assert FOUR["to"] not in shown(victim.opens("window_call"))


def test_two_calls_are_two_reports(victim: Victim) -> None:
    victim.sends("window_call", **FOUR, began=began(), confirmed="1")
    first = victim.draft.receipt

    victim.sends("window_call", **FOUR, began=began(), confirmed="1")

    assert victim.draft.receipt != first


def test_what_is_wrong_is_corrected(victim: Victim) -> None:
    html = shown(victim.sends("window_call", **FOUR, correct="1"))

    assert f'value="{FOUR["to"]}"' in html
    assert 'type="date"' in html


def test_what_lacks_is_said_before_it_is_read_back(victim: Victim) -> None:
    answer = victim.sends("window_call", **{**FOUR, "to": ""})

    assert faults(answer) == [say("window_to_needed", "kk")]


@pytest.mark.parametrize("lacking", ["to_bank", "amount", "day", "clock", "to"])
def test_none_of_the_four_answers_may_lack(victim: Victim, lacking: str) -> None:
    answer = victim.sends("window_call", **{**FOUR, lacking: ""}, confirmed="1")

    assert len(faults(answer)) == 1
    assert "izdes_report" not in victim.client.cookies


def test_the_form_begins_with_this_minute(victim: Victim) -> None:
    html = shown(victim.opens("window_call"))

    assert re.search(r'name="clock" value="\d\d:\d\d"', html)
    assert re.search(r'name="day" value="\d{4}-\d\d-\d\d"', html)
