"""Scores: figures that an institution can check for itself."""

from datetime import timedelta

from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    BANK,
    LEAD,
    accepted,
    answered,
    drafted,
    receipt,
    running_case,
    sent,
)

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import clarify, take_receipt
from izdes.web.pages.correspondence.scores import answer_time, interval, quantile, score_of

_TIMES = st.lists(st.timedeltas(timedelta(0), timedelta(days=60)), min_size=1)


@given(_TIMES, st.floats(0.01, 1))
def test_a_quantile_is_a_time_within_which_that_share_was_answered(
    times: list[timedelta], share: float
) -> None:
    found = quantile(times, share)

    assert found is not None
    assert found in times
    assert sum(one <= found for one in times) >= share * len(times) - 1e-9


def test_of_no_times_there_is_no_quantile() -> None:
    assert quantile([], 0.5) is None


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_the_share_that_was_seen(counts: tuple[int, int]) -> None:
    hits, count = counts
    low, high = interval(hits, count)

    assert 0 <= low <= 100 * hits / count <= high <= 100


def test_the_time_of_a_clarification_is_not_the_institutions(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    with cast.acts(BANK) as officer:
        asked = receipt(request, "clarification_asked", text="Which year?")
        take_receipt(request=request, receipt=asked, officer=officer)
    with cast.acts(LEAD) as officer:
        clarify(request=request, text="This one", officer=officer)
        found = Request.objects.get(pk=request.pk)
        asked_at, clarified_at = (
            found.receipts.get(kind=kind).at for kind in ("clarification_asked", "clarified")
        )
        found.delivered_at = asked_at - timedelta(hours=1)
        found.answered_at = clarified_at + timedelta(hours=3)

        assert answer_time(found) == timedelta(hours=4)


def test_one_answer_is_counted_once(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    answered(cast, request, files={"m.csv": b"a"})

    with cast.acts(LEAD):
        score = score_of(Request.objects.filter(pk=request.pk), now())

    assert (score.asked, score.answered, score.overdue, score.corrected) == (1, 1, 0, 0)
    assert score.hit_percent is None
