from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.narrative import schemes as narrative
from izdes.core.law.pack import measures, norms
from izdes.core.law.plans import (
    Skipped,
    SkipWithoutReason,
    Task,
    TaskTerm,
    UnknownRoute,
    UnknownScheme,
    open_tasks,
    plan_for,
    tasks,
)
from izdes.core.law.recordings import kept_until, recordings
from izdes.core.law.release import packaged_pack

DAY = date(2026, 5, 21)
PACK = packaged_pack()
SCHEMES = [entry["scheme"] for entry in PACK.tables["schemes.yaml"]]
ROUTES = [entry["route"] for entry in PACK.tables["routes.yaml"]]
EVERY = tasks()
anything = st.tuples(st.sampled_from(SCHEMES), st.lists(st.sampled_from(ROUTES), unique=True))


def ids(plan: tuple[Task, ...]) -> list[str]:
    return [task.task_id for task in plan]


def test_every_method_that_narratives_are_read_by_has_plans_and_the_same_wider_method() -> None:
    read = {name: scheme.above or None for name, scheme in narrative._schemes().items()}  # noqa: SLF001 - the table itself
    planned = {entry["scheme"]: entry["above"] for entry in PACK.tables["schemes.yaml"]}

    assert read.items() <= planned.items()


@pytest.mark.parametrize(
    ("scheme", "route", "task_ids"),
    [
        ("SAFE_ACCOUNT", "other_bank", "stop.suspension accounts.other_bank telecom.subscriber"),
        ("ONLINE_PURCHASE", "same_bank", "record.advert accounts.same_bank places.platform"),
        ("USSD_CODE", "phone_balance", "record.dialled_code accounts.phone_balance"),
        ("BANK_CALL_SMS", "phone_balance", "telecom.sim_contract persons.handwriting_sample"),
        ("OTHER", "e_wallet", "accounts.wallet accounts.trace"),
        ("COURIER_CASH", "cash_courier", "cash.recording cash.handover cash.taxi"),
        ("COURIER_CASH", "cash_courier", "persons.courier_identification examination.image"),
        ("LOAN_IN_VICTIM_NAME", "micro_loan", "stop.loans loans.lender loans.representation"),
        ("ADVANCE_FEE", "other_bank", "record.advert places.platform"),
        ("INVESTMENT", "crypto", "crypto.purchase crypto.exchange crypto.trace places.site"),
        ("DEEPFAKE", "other_bank", "record.fake_recording persons.voice_sample examination.voice"),
        ("OTHER", "abroad", "accounts.abroad"),
    ],
)
def test_a_plan_holds_what_its_method_and_route_ask_for(
    scheme: str, route: str, task_ids: str
) -> None:
    plan = ids(plan_for(scheme, [route], DAY))

    assert {"record.interview", "record.items", "whole.series", *task_ids.split()} <= set(plan)


def test_a_task_of_the_wider_method_serves_the_narrower() -> None:
    assert "telecom.check" in ids(plan_for("SAFE_ACCOUNT", [], DAY))
    assert "stop.remote_access" not in ids(plan_for("BANK_CALL_SMS", [], DAY))


def test_remote_interrogation_comes_before_an_instruction() -> None:
    plan = ids(plan_for("BANK_CALL_SMS", ["other_bank"], DAY))

    assert plan.index("persons.remote") < plan.index("persons.instruction")


def test_the_voice_is_sampled_before_it_is_identified_and_examined() -> None:
    plan = ids(plan_for("DEEPFAKE", ["other_bank"], DAY))

    places = [plan.index(f"persons.voice_{name}") for name in ("sample", "identification")]
    assert places[0] < places[1] < plan.index("examination.voice")


def test_stopping_the_money_comes_first() -> None:
    assert ids(plan_for("PHISHING", ["same_bank"], DAY))[:2] == ["stop.incident", "stop.suspension"]


def test_a_check_of_the_number_belongs_to_plans_since_the_rules_hold() -> None:
    before, after = (
        ids(plan_for("BANK_CALL_SMS", [], day)) for day in (date(2025, 11, 17), date(2025, 11, 18))
    )

    assert ("telecom.check" in before, "telecom.check" in after) == (False, True)


@pytest.mark.parametrize("task", EVERY, ids=lambda t: t.task_id)
def test_a_task_rests_on_norms_or_says_that_it_does_not(task: Task) -> None:
    assert set(task.norm_ids) <= set(norms())
    assert task.measure_id in {"", *measures()}
    assert task.norm_ids or "norm" not in task.source.split(";")[0]


@pytest.mark.parametrize("task", EVERY, ids=lambda t: t.task_id)
def test_a_task_of_a_measure_rests_on_the_ground_of_that_measure(task: Task) -> None:
    ground = measures()[task.measure_id].norm_ids if task.measure_id else task.norm_ids

    assert not task.measure_id or set(ground) & set(task.norm_ids)


@given(anything)
def test_each_task_of_a_plan_stands_after_those_it_waits_for(asked: tuple[str, list[str]]) -> None:
    plan = plan_for(*asked, DAY)

    seen: set[str] = set()
    for task in plan:
        assert not set(task.after) & (set(ids(plan)) - seen)
        seen.add(task.task_id)


@given(anything)
def test_the_order_of_routes_does_not_matter(asked: tuple[str, list[str]]) -> None:
    scheme, routes = asked

    assert plan_for(scheme, routes, DAY) == plan_for(scheme, routes[::-1], DAY)


@given(anything, st.sampled_from(ROUTES))
def test_one_more_route_takes_no_task_away(asked: tuple[str, list[str]], route: str) -> None:
    scheme, routes = asked

    assert set(ids(plan_for(scheme, routes, DAY))) <= set(
        ids(plan_for(scheme, [*routes, route], DAY))
    )


@given(anything)
def test_a_plan_that_is_worked_off_comes_to_its_end(asked: tuple[str, list[str]]) -> None:
    plan = plan_for(*asked, DAY)

    done: list[str] = []
    while begun := open_tasks(plan, done=done):
        done += ids(begun)

    assert sorted(done) == sorted(ids(plan))


def test_a_task_opens_when_what_it_waits_for_is_done_or_left_out() -> None:
    plan = plan_for("BANK_CALL_SMS", ["other_bank"], DAY)
    reason = Skipped("stop.suspension", "Банк уже удержал всю сумму сам")

    waiting, opened = open_tasks(plan), open_tasks(plan, skipped=[reason])

    assert "stop.notices" not in ids(waiting)
    assert "stop.notices" in ids(opened)
    assert "stop.suspension" not in ids(opened)


@pytest.mark.parametrize("reason", ["", "   ", "не надо", " нужды нет "])
def test_a_task_is_not_left_out_without_a_reason(reason: str) -> None:
    with pytest.raises(SkipWithoutReason):
        Skipped("stop.incident", reason)


def test_a_reason_stays_out_of_logs() -> None:
    assert "Айгуль" not in repr(Skipped("stop.incident", "Айгуль уже всё вернула"))


def test_an_unknown_method_and_an_unknown_route_are_errors() -> None:
    with pytest.raises(UnknownScheme):
        plan_for("MAGIC", [], DAY)
    with pytest.raises(UnknownRoute):
        plan_for("OTHER", ["teleport"], DAY)


def test_a_clock_of_the_law_is_no_working_aim() -> None:
    assert TaskTerm(clock_id="DL_ANSWER_3D").aim is None
    assert TaskTerm(hours=2).aim == timedelta(hours=2)
    assert TaskTerm(days=5).aim == timedelta(days=5)


def test_how_long_a_recording_is_kept_is_not_invented() -> None:
    assert all(r.kept_days is None and not r.verified for r in recordings())
    assert {kept_until(r, recorded_on=DAY) for r in recordings()} == {None}


def test_a_recording_is_counted_from_its_day_once_the_holder_has_said_for_how_long() -> None:
    atm = next(r for r in recordings() if r.recording_id == "atm")

    assert kept_until(atm, recorded_on=date(2026, 2, 10), told_days=30) == date(2026, 3, 12)
