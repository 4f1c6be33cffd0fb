"""What no browser sends from these forms is refused at them, and no page breaks on it."""

from http import HTTPStatus

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.investigation.casework import LEAD, case_with
from tests.web.pages.case.test_opening import browser

from izdes.web.cases.models import Episode

ENDLESS = "9" * 5000


@pytest.mark.parametrize("due", ["0001-01-01T00:00", "0206-05-19T10:00", "9999-12-31T23:59"])
def test_a_task_that_is_due_in_another_age_is_refused(cast: Cast, due: str) -> None:
    case, client = case_with(cast, "ages", 100), browser(cast)
    given = {"title": "Look", "kind": "ordinary", "due_at": due}

    answer = client.post(reverse("case_tasks_add", args=[case.pk]), given)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    shown = client.get(reverse("case_tasks", args=[case.pk]))
    assert shown.status_code == HTTPStatus.OK


def test_a_reason_with_a_zero_byte_leaves_no_task_out(cast: Cast) -> None:
    case = case_with(cast, "zero", 100)
    given = {"task": "record.items", "reason": "No such things\0 were seen there"}

    answer = browser(cast).post(reverse("case_tasks_leave_out", args=[case.pk]), given)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(
    ("page", "name"), [("case_movements_separate", "episode"), ("case_movements_join", "other")]
)
def test_a_key_without_an_end_names_nothing(cast: Cast, page: str, name: str) -> None:
    case = case_with(cast, "endless", 100)

    answer = browser(cast).get(reverse(page, args=[case.pk]), {name: ENDLESS})

    assert answer.status_code == HTTPStatus.OK


def test_a_damage_that_no_column_holds_recognises_no_victim(cast: Cast) -> None:
    case = case_with(cast, "sums", 100)
    with cast.acts(LEAD):
        episode = Episode.objects.get(case=case)
    given = {"number": "1", "decreed_on": "2026-05-19", "damage_minor": "9" * 20}

    answer = browser(cast).post(reverse("case_episodes_victim", args=[case.pk, episode.pk]), given)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
