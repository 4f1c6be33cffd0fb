import re
from datetime import date

import pytest

from izdes.core.law.clocks.rules import Rule, UnknownClock, rule_on, rules
from izdes.core.law.pack import norms

NAMED_BY_THE_DOMAIN = {
    "DL_ANSWER_3D",
    "DL_ANSWER_24H",
    "DL_ASSIGN_10D",
    "DL_FREEZE_SELF_10D",
    "DL_NOTIFY_24H",
    "DL_FREEZE_PROS_10D",
    "DL_NOTIFY_OWNER_24H",
    "DL_ARREST_MOTION_48H",
    "DL_JUDGE_24H",
    "DL_FREEZE_AUTOLIFT",
    "DL_INTERRUPT_SEND_24H",
    "DL_INTERRUPT_PROS_3D",
    "DL_INTERRUPT_PROS_10D",
    "DL_JOIN_COPY_24H",
    "DL_SPLIT_COPY_24H",
    "DL_TRANSFER_5D",
    "DL_INVEST_2M",
    "DL_INQUIRY_1M",
    "DL_ACCEL_15D",
    "DL_RETURN_1M",
    "DL_COMPLAINT_ABSENT_3D",
    "DL_AFC_BLOCK_5WD",
    "DL_OPERATOR_2WD",
}
EVERY = pytest.mark.parametrize("rule", rules(), ids=lambda r: str(r.rule_id))


def test_every_clock_that_the_domain_names_is_there() -> None:
    assert {rule.rule_id for rule in rules()} >= NAMED_BY_THE_DOMAIN


@EVERY
def test_a_rule_rests_on_a_norm_of_the_pack_and_names_its_source(rule: Rule) -> None:
    assert rule.norm_id in norms()
    assert rule.source.startswith("https://")


@EVERY
def test_a_rule_that_nobody_read_says_why_it_is_doubtful(rule: Rule) -> None:
    assert rule.verified or rule.doubt


@EVERY
def test_a_rule_is_no_surer_than_its_norm(rule: Rule) -> None:
    assert not rule.verified or any(norm.verified for norm in norms()[rule.norm_id])


@EVERY
def test_the_name_of_a_rule_tells_its_length(rule: Rule) -> None:
    length = re.search(r"_(\d+)(H|D|M|WD)$", rule.rule_id)

    units = {"H": "hours", "D": "days", "M": "months", "WD": "working_days"}
    if length:
        assert (rule.count, rule.unit) == (int(length[1]), units[length[2]])
    else:
        assert rule.rule_id in {"DL_FREEZE_AUTOLIFT", "DL_EXTEND_GENERAL"}


@EVERY
def test_only_terms_of_days_and_months_move_and_alarms_come_longest_first(rule: Rule) -> None:
    assert rule.roll == "none" or rule.unit in {"days", "months"}
    assert list(rule.alarms_hours) == sorted(rule.alarms_hours, reverse=True)
    assert rule.starting_hour == "left_out" or rule.unit == "hours"


def test_no_two_versions_of_a_rule_hold_on_one_day() -> None:
    days = [date(2024, 1, 1), date(2025, 8, 27), date(2025, 8, 28), date(2026, 5, 21)]

    for day in days:
        held = [rule.rule_id for rule in rules() if rule.holds_on(day)]
        assert len(held) == len(set(held))


def test_the_block_of_the_centre_became_longer_on_a_day() -> None:
    before, after = date(2025, 8, 27), date(2025, 8, 28)

    assert rule_on("DL_AFC_BLOCK_3WD", before).count == 3
    assert rule_on("DL_AFC_BLOCK_5WD", after).count == 5
    with pytest.raises(UnknownClock):
        rule_on("DL_AFC_BLOCK_5WD", before)
    with pytest.raises(UnknownClock):
        rule_on("DL_AFC_BLOCK_3WD", after)


def test_the_lifting_of_a_hold_warns_three_days_ahead() -> None:
    assert rule_on("DL_FREEZE_AUTOLIFT", date(2026, 5, 21)).alarms_hours == (72, 48, 24)


def test_a_clock_nobody_listed_is_an_error() -> None:
    with pytest.raises(UnknownClock):
        rule_on("DL_ANYTHING", date(2026, 5, 21))
