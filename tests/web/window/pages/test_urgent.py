"""The golden hour: stop first, four answers, and the report is on its way."""

import pytest
from django.test import Client
from tests.web.window.pages.conftest import URGENT, Victim, began, faults, shown

from izdes.adapters.words import say
from izdes.web.window.pages.traps import begun


def test_fresh_loss_leads_to_stop_before_anything_is_asked(victim: Victim) -> None:
    answer = victim.sends("window_begin", fresh="yes")

    assert answer.headers["Location"] == "/stop/"
    html = shown(victim.opens("window_stop"))
    assert "<input" not in html.split("<main")[1]
    assert all(line in html for line in say("window_stop_list", "kk").splitlines())


def test_four_answers_are_sent_at_once(victim: Victim) -> None:
    victim.begins(fresh="yes")

    answer = victim.sends_urgently()

    assert answer.headers["Location"] == "/receipt/"
    draft = victim.draft
    assert draft.receipt is not None
    (row,) = draft.answers["payments"]["rows"]
    assert row["amount_minor"] == 15_000_000
    assert (row["from_bank"], row["to"], row["clock"]) == ("CASPKZKA", URGENT["to"], "14:02")


@pytest.mark.parametrize("lacking", ["from_bank", "amount", "day", "to"])
def test_what_lacks_is_said_and_the_rest_is_kept(victim: Victim, lacking: str) -> None:
    victim.begins(fresh="yes")

    answer = victim.sends_urgently(**{lacking: ""})

    assert answer.status_code == 422
    assert faults(answer) == [say(f"window_{lacking}_needed", "kk")]
    assert f'href="#id_{lacking}"' in shown(answer)
    kept = {"amount": "150 000", "clock": "14:02", "to": URGENT["to"]}
    assert all(f'value="{value}"' in shown(answer) for n, value in kept.items() if n != lacking)
    assert victim.draft.receipt is None


def test_the_time_may_stay_open(victim: Victim) -> None:
    victim.begins(fresh="yes")

    assert victim.sends_urgently(clock="").status_code == 302


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("150000", 15_000_000),
        ("150.000", 15_000_000),
        ("150,5", 15_050),
        ("1 250 000 тг", 125_000_000),
        ("500 мың", 50_000_000),
        ("1,5 млн", 150_000_000),
    ],
)
def test_sums_are_read_as_people_type_them(victim: Victim, typed: str, minor: int) -> None:
    victim.begins(fresh="yes")

    victim.sends_urgently(amount=typed)

    assert victim.draft.answers["payments"]["rows"][0]["amount_minor"] == minor


@pytest.mark.parametrize("typed", ["көп", "0", "-5", "1e9", "9" * 30])
def test_what_is_no_sum_is_asked_for_again(victim: Victim, typed: str) -> None:
    victim.begins(fresh="yes")

    assert faults(victim.sends_urgently(amount=typed)) == [say("window_amount_wrong", "kk")]


def test_a_day_that_lies_ahead_is_asked_for_again(victim: Victim) -> None:
    victim.begins(fresh="yes")

    assert faults(victim.sends_urgently(day="2199-01-01")) == [say("window_day_ahead", "kk")]


def test_a_wrong_digit_of_the_payee_holds_nothing_up(victim: Victim) -> None:
    victim.begins(fresh="yes")

    answer = victim.sends_urgently(to="KZ09 1010 0000 0000 0002")

    assert answer.status_code == 302


@pytest.mark.parametrize("trap", [{"began": ""}, {"website": "http://spam"}, {"began": "x:y"}])
def test_a_machine_is_asked_once_more_and_nothing_is_lost(
    victim: Victim, trap: dict[str, str]
) -> None:
    victim.begins(fresh="yes")

    answer = victim.sends_urgently(**trap)

    assert answer.status_code == 422
    assert say("window_once_more", "kk") in shown(answer)
    assert URGENT["to"] in shown(answer)
    assert victim.draft.receipt is None


def test_whoever_is_too_quick_presses_once_more(victim: Victim) -> None:
    victim.begins(fresh="yes")

    assert victim.sends_urgently(began=begun()).status_code == 422
    assert victim.sends_urgently(began=began()).status_code == 302


def test_the_rest_is_told_later_under_the_same_number(victim: Victim) -> None:
    victim.begins(fresh="yes").sends_urgently()
    first = victim.draft.receipt

    victim.answers("story", narrative="Қоңырау шалды.")
    victim.sends("window_check", began=began())

    assert victim.draft.receipt == first
    assert victim.draft.sequence == 2


@pytest.mark.parametrize("name", ["window_stop", "window_urgent", "window_check", "window_receipt"])
def test_whoever_has_no_report_starts_at_the_beginning(victim: Victim, name: str) -> None:
    del victim

    answer = Victim(Client()).opens(name)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
