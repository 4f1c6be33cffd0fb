"""An officer at work on a draft goes first; and what was traced is not traced again to plan."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from tests.web.cast import Cast
from tests.web.loop import rounds

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.services import change_draft
from izdes.web.funds.lately import Lately
from izdes.web.funds.services import tracing
from izdes.web.funds.tasks import trace_one
from izdes.web.loop import keeping, services
from izdes.web.loop.models import Plan
from izdes.web.loop.services import due_turns, plan_case
from izdes.web.loop.tasks import plan_due

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_draft_that_is_changed_while_it_is_planned_is_not_drafted_twice(
    banked: Cast, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = rounds.complained(banked, twin)
    rounds.asked_again(case)
    ((turn, _, _, asked),) = due_turns()
    with banked.acts(rounds.LEAD):
        order = next(r for r in rounds.drafts_of(case) if r.kind == "order")
    keep = keeping.keep

    def changed_first(*given: Any, **named: Any) -> int | None:  # noqa: ANN401 - handed on
        with banked.acts(rounds.LEAD) as lead:
            told = draft_of(order.draft).saying(protected_answer="asked")
            change_draft(request=order, draft=told, officer=lead)
        return keep(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(services, "keep", changed_first)
        assert plan_case(turn, case.pk, asked=asked) is None
    assert [due for due, *_ in due_turns()] == [turn]
    assert plan_case(turn, case.pk, asked=asked) is not None

    with banked.acts(rounds.LEAD):
        account = order.subjects.get().account
        orders = Request.objects.filter(case=case, kind="order", subjects__account=account)
        assert list(orders) == [order]


def test_a_case_that_was_traced_is_planned_for_in_the_same_job(banked: Cast, twin: Path) -> None:
    case = rounds.complained(banked, twin)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT funds_ask(%s)", [case.pk])
        cursor.execute(
            "UPDATE loop_turn SET asked = asked + 1, asked_at = clock_timestamp()"
            " WHERE case_id = %s",
            [case.pk],
        )

    trace_one(officer=None, case=case.pk)

    assert due_turns() == []
    with banked.acts(rounds.LEAD):
        assert Plan.objects.filter(case=case).count() == 2


def test_while_a_case_waits_for_its_trace_no_other_job_plans_for_it(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)
    rounds.asked_again(case)
    trace_one.defer(officer=None, case=case.pk)

    assert plan_due() == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 1 WHERE status = 'todo'")
    # A trace that failed holds up no plan.
    assert plan_due() == 1


def test_a_plan_takes_what_was_traced_and_makes_the_trace_again_where_it_is_gone(
    banked: Cast, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = rounds.complained(banked, twin)
    found: Callable[[int], object] = tracing._found  # noqa: SLF001 - what is counted
    traced: list[int] = []

    def counted(of: int) -> object:
        traced.append(of)
        return found(of)

    monkeypatch.setattr(tracing, "_found", counted)
    rounds.asked_again(case)
    rounds.work()
    from_memory = list(traced)
    # As after a restart.
    monkeypatch.setattr(tracing, "_AT_HAND", Lately[Any, Any](1, lambda _: 2))
    rounds.asked_again(case)
    rounds.work()

    assert from_memory == []
    assert traced == [case.pk]
    with banked.acts(rounds.LEAD):
        first, second, third = Plan.objects.filter(case=case).order_by("pk")
        assert first.findings == second.findings == third.findings
        assert (second.drafted, second.withdrawn) == (third.drafted, third.withdrawn) == (0, 0)
