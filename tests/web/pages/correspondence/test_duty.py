"""After hours: when an office is closed, what came in then, and in whose queue it stands."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import drafted, running_case, submitted
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import say
from izdes.core.law.clocks.office_hours import Closed, closed_at
from izdes.core.law.release.packs import packaged_pack
from izdes.web.pages.correspondence import deciding, duty

_LEAD, _DUTY = "investigator_b1", "duty_prosecutor_b"
# Hours of Almaty, as UTC: nine in the morning is four, six in the evening is thirteen.
_FRIDAY_EVENING = datetime(2026, 5, 22, 13, tzinfo=UTC)
_MONDAY_MORNING = datetime(2026, 5, 25, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "is_closed"),
    [
        (_FRIDAY_EVENING - timedelta(minutes=1), False),
        (_FRIDAY_EVENING, True),
        (datetime(2026, 5, 23, 8, tzinfo=UTC), True),
        (_MONDAY_MORNING - timedelta(minutes=1), True),
        (_MONDAY_MORNING, False),
    ],
)
def test_an_office_is_closed_from_friday_evening_to_monday_morning(
    at: datetime, *, is_closed: bool
) -> None:
    assert closed_at(at, packaged_pack()).holds(at) is is_closed


def test_a_holiday_is_as_a_weekend() -> None:
    holiday = datetime(2026, 5, 1, 8, tzinfo=UTC)

    assert closed_at(holiday, packaged_pack()).holds(holiday)


def test_in_the_morning_the_last_night_is_what_is_looked_back_at() -> None:
    found = closed_at(_MONDAY_MORNING + timedelta(hours=2), packaged_pack())

    assert found == Closed(_FRIDAY_EVENING, _MONDAY_MORNING)


def _at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the office be closed since an hour, and open in two."""
    night = Closed(now() - timedelta(hours=1), now() + timedelta(hours=2))
    for module in (deciding, duty):
        monkeypatch.setattr(module, "closed_at", lambda *_: night)


def test_what_came_in_at_night_stands_in_the_queue_of_whoever_is_on_duty(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_night(monkeypatch)
    case = running_case(cast, login=_LEAD)
    waits = submitted(cast, drafted(cast, case, login=_LEAD), _LEAD)
    client = signed_in(cast, _DUTY)

    page = text_of(client.get(reverse("decisions")))

    assert waits.number in page
    assert say("corr_queue_duty", "kk") in page
    assert say("role_duty_prosecutor", "kk") in page
    assert say("corr_queue_duty", "kk") in text_of(client.get(reverse("home")))
    client.post(reverse("decision", args=[waits.pk]), {"outcome": "given"})
    left = text_of(client.get(reverse("decision_queue", args=["duty"])))
    assert reverse("decision", args=[waits.pk]) not in left


def test_what_came_in_by_day_is_not_in_the_queue_of_the_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = submitted(cast, drafted(cast, running_case(cast, login=_LEAD), login=_LEAD), _LEAD)
    before = Closed(now() - timedelta(hours=30), now() - timedelta(hours=15))
    for module in (deciding, duty):
        monkeypatch.setattr(module, "closed_at", lambda *_: before)
    client = signed_in(cast, _DUTY)

    assert waits.number not in text_of(client.get(reverse("decision_queue", args=["duty"])))
    assert waits.number in text_of(client.get(reverse("decision_queue", args=["sanction"])))


def test_a_prosecutor_who_is_not_on_duty_has_no_such_queue(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_night(monkeypatch)
    client = signed_in(cast, "prosecutor_a1")

    assert client.get(reverse("decision_queue", args=["duty"])).status_code == 404
    assert say("corr_queue_duty", "kk") not in text_of(client.get(reverse("decisions")))
