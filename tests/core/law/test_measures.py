from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.law.measures import Measure
from izdes.core.law.needed import (
    MeasureNotInForce,
    may_decide,
    may_sign,
    measures_for,
    what_is_needed,
)
from izdes.core.law.pack import UnknownMeasure, measures, norms, norms_on, wordings

DAY = date(2026, 5, 21)
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 1, 1))
ROWS = wordings()
BANK = {
    "request.bank_accounts",
    "request.bank_balance",
    "request.bank_movements",
    "request.bank_client_file",
    "request.bank_logins",
    "request.bank_video",
}


@pytest.mark.parametrize(
    ("measure_id", "queue", "consent"),
    [
        *((name, "sanction", "sanction") for name in sorted(BANK)),
        ("request.microcredit", "sanction", "sanction"),
        ("request.collection", "sanction", "sanction"),
        ("request.crypto_exchange", "sanction", "sanction"),
        ("request.subscriber", "none", "none"),
        ("request.ip_owner", "none", "none"),
        ("request.platform", "none", "none"),
        ("request.marketplace", "none", "none"),
        ("request.messenger", "none", "none"),
        ("request.video_retention", "none", "none"),
        ("request.own_statement", "none", "none"),
        ("request.anti_fraud_listing", "none", "none"),
        ("request.connections", "judge", "act"),
        ("seizure.secret_documents", "judge", "act"),
        ("freeze.suspension", "notice", "none"),
        ("freeze.debit_stop", "notice", "none"),
        ("freeze.restriction", "consent", "agreement"),
        ("freeze.arrest", "judge", "act"),
        ("release.hold", "none", "none"),
        ("release.arrest", "consent", "agreement"),
        ("incident.anti_fraud", "none", "none"),
        ("notice.refund", "sanction", "sanction"),
        ("representation.loan_suspension", "none", "none"),
        ("request.loan_stop", "none", "none"),
        ("motion.fine", "judge", "act"),
        ("approval.extension_district", "approval", "approval"),
        ("approval.extension_region", "approval", "approval"),
        ("approval.extension_general", "approval", "approval"),
        ("approval.interruption", "approval", "approval"),
        ("approval.transfer", "approval", "approval"),
        ("decree.joinder", "notice", "none"),
        ("decree.separation", "notice", "none"),
        ("instruction.other_region", "none", "none"),
    ],
)
def test_each_measure_lands_on_its_desk(measure_id: str, queue: str, consent: str) -> None:
    measure = what_is_needed(measure_id, on=DAY).measure

    assert (measure.queue, measure.consent) == (queue, consent)


@pytest.mark.parametrize(
    ("measure_id", "days", "clock"),
    [
        ("request.bank_movements", 3, "DL_ANSWER_3D"),
        ("freeze.suspension", 10, "DL_FREEZE_SELF_10D"),
        ("freeze.restriction", 10, "DL_FREEZE_PROS_10D"),
        ("freeze.debit_stop", 10, "DL_FREEZE_SELF_10D"),
        ("freeze.arrest", 0, "DL_ARREST_MOTION_48H"),
        ("instruction.other_region", 10, "DL_ASSIGN_10D"),
        ("approval.extension_district", 0, "DL_EXTEND_FILE_5D"),
        ("approval.extension_general", 0, "DL_EXTEND_FILE_10D"),
        ("approval.interruption", 0, "DL_INTERRUPT_SEND_24H"),
    ],
)
def test_each_measure_runs_by_its_clock(measure_id: str, days: int, clock: str) -> None:
    measure = what_is_needed(measure_id, on=DAY).measure

    assert (measure.term_days, measure.clock) == (days, clock)


@pytest.mark.parametrize(
    ("measure_id", "told"),
    [
        ("freeze.suspension", {("prosecutor", 24), ("court", 24)}),
        ("freeze.debit_stop", {("prosecutor", 24), ("court", 24)}),
        ("freeze.restriction", {("owner", 24)}),
        ("decree.joinder", {("prosecutor", 24), ("defence", 24)}),
        ("decree.separation", {("prosecutor", 24)}),
        ("freeze.arrest", {("prosecutor", 0)}),
        ("request.bank_movements", set()),
    ],
)
def test_each_recipient_of_a_notice_has_a_clock_of_its_own(
    measure_id: str, told: set[tuple[str, int]]
) -> None:
    notices = what_is_needed(measure_id, on=DAY).measure.notices

    assert {(n.to, n.within_hours) for n in notices} == told
    assert all(n.clock for n in notices if n.within_hours)


def test_the_centres_block_was_three_working_days_and_became_five() -> None:
    clocks = [
        what_is_needed("incident.anti_fraud", on=day).measure.clock
        for day in (date(2025, 8, 27), date(2025, 8, 28))
    ]

    assert clocks == ["DL_AFC_BLOCK_3WD", "DL_AFC_BLOCK_5WD"]


def test_a_measure_that_is_not_yet_in_force_is_refused() -> None:
    with pytest.raises(MeasureNotInForce):
        what_is_needed("notice.refund", on=date(2025, 8, 27))


def test_a_measure_nobody_listed_is_refused() -> None:
    with pytest.raises(UnknownMeasure):
        what_is_needed("request.anything", on=DAY)


def test_what_is_known_from_reports_only_is_named() -> None:
    doubtful = what_is_needed("notice.refund", on=DAY).doubtful

    assert set(doubtful) == {"notice.refund", "afc.refund"}
    assert what_is_needed("decree.joinder", on=DAY).doubtful == ()


def test_a_duty_officer_drafts_and_an_investigator_signs() -> None:
    drafted = {m.measure_id for m in measures_for("duty_officer", on=DAY)}

    assert {"freeze.suspension", "request.bank_movements", "incident.anti_fraud"} <= drafted
    assert not may_sign("freeze.suspension", "duty_officer", on=DAY)
    assert may_sign("freeze.suspension", "investigator", on=DAY)


@pytest.mark.parametrize(
    ("measure_id", "by_any_prosecutor"),
    [
        ("request.bank_movements", True),
        ("freeze.restriction", True),
        ("approval.interruption", True),
        ("approval.extension_district", False),
        ("approval.extension_region", False),
        ("approval.extension_general", False),
        ("approval.jurisdiction", False),
    ],
)
def test_some_powers_belong_to_the_head_of_a_prosecutors_office_alone(
    measure_id: str, *, by_any_prosecutor: bool
) -> None:
    assert may_decide(measure_id, "prosecutor", on=DAY) == by_any_prosecutor
    assert may_decide(measure_id, "head_of_prosecutors", on=DAY)


@pytest.mark.parametrize("row", ROWS, ids=lambda m: f"{m.measure_id}-{m.valid_from}")
def test_every_row_is_whole(row: Measure) -> None:
    needs_somebody = row.consent != "none"

    assert row.fields
    assert row.signs
    assert set(row.drafts) >= {"inquirer"}
    assert bool(row.decides) == needs_somebody
    assert (row.authorised_by == "investigator") != needs_somebody
    assert bool(row.doubt) != row.is_verified
    assert "protected_answer" in row.fields or not row.asks_protected
    assert {n for e in row.exceptions for n in (e.norm_id,)} <= set(norms())
    assert {f.norm_id for f in row.follows if f.norm_id} <= set(norms())


@given(st.sampled_from(ROWS), DAYS)
def test_every_norm_of_a_measure_exists_on_every_day_on_which_the_measure_does(
    row: Measure, day: date
) -> None:
    if row.holds_on(day):
        assert [n.norm_id for n in norms_on(row.norm_ids, day)] == list(row.norm_ids)


@given(DAYS)
def test_no_two_rows_of_a_measure_hold_on_one_day(day: date) -> None:
    holding = [row.measure_id for row in ROWS if row.holds_on(day)]

    assert len(holding) == len(set(holding))


def test_the_rows_of_a_measure_leave_no_gap() -> None:
    for name in measures():
        spans = [row for row in ROWS if row.measure_id == name]
        for earlier, later in pairwise(spans):
            assert earlier.valid_to == later.valid_from is not None


def test_what_follows_a_hold_is_arrest_release_or_lapse() -> None:
    follows = {f.when: f.then for f in measures()["freeze.suspension"].follows}

    assert follows == {
        "before_lapse": "freeze.arrest",
        "ground_gone": "release.hold",
        "expired": "lapse",
    }
