"""Money that an answer tells of: recorded once where it is certain, else by an officer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import LEAD, running_case
from tests.web.correspondence.refunds import (
    ANOTHER,
    PAID_MINOR,
    by_card,
    paid,
    refund,
    tells,
    victim,
)

from izdes.core.law.clocks.zone import local_day
from izdes.web.correspondence.errors import (
    ReasonAbsent,
    ReturnDismissed,
    ReturnUncertain,
)
from izdes.web.correspondence.holds.returned import certain_of, standing_paybacks
from izdes.web.correspondence.models import Dismissal, Request
from izdes.web.correspondence.selectors import returns_open
from izdes.web.correspondence.services import dismiss_told, ingest_answer, record_told
from izdes.web.journal.models import Entry
from izdes.web.officers.reach import NotPermitted
from izdes.web.reception.models import Return
from izdes.web.reception.returning import ReturnKnown, record_return


def rows(cast: Cast) -> list[Return]:
    """Return what was recorded out of answers, in its order."""
    with cast.acts(LEAD):
        return list(Return.objects.exclude(source="").order_by("pk"))


def source_of(cast: Cast, request: Request) -> str:
    """Return by what the only payment of the latest answer is known."""
    with cast.acts(LEAD):
        (one,) = standing_paybacks(request)
    return one.payback.source


def test_money_that_came_to_the_victims_account_is_recorded_once(cast: Cast) -> None:
    case = running_case(cast)
    episode, request = victim(cast, case), refund(cast, case)
    told = paid(request)

    tells(cast, request, told)
    with cast.acts(LEAD) as officer:
        ingest_answer(request=request, officer=officer)

    (row,) = rows(cast)
    assert row.complaint_id == episode.complaint_id
    assert (row.amount_minor, row.currency) == (250_000_00, "KZT")
    assert row.returned_on == local_day(told.at)
    assert request.number in row.document
    with cast.acts(LEAD):
        assert Entry.objects.filter(event="money.returned").count() == 1


def test_money_to_an_account_of_nobody_in_the_case_waits_for_an_officer(cast: Cast) -> None:
    case = running_case(cast)
    episode, request = victim(cast, case), refund(cast, case, ANOTHER)
    tells(cast, request, paid(request, account=ANOTHER))
    assert rows(cast) == []
    source = source_of(cast, request)

    with cast.acts(LEAD) as officer:
        with pytest.raises(ReturnUncertain):
            record_told(request=request, source=source, officer=officer)
        record_told(request=request, source=source, officer=officer, episode=episode)
        with pytest.raises(ReturnKnown):
            record_told(request=request, source=source, officer=officer, episode=episode)

    (row,) = rows(cast)
    assert row.complaint_id == episode.complaint_id


def test_what_was_dismissed_is_recorded_no_more(cast: Cast) -> None:
    case = running_case(cast)
    episode, request = victim(cast, case), refund(cast, case, ANOTHER)
    tells(cast, request, paid(request, account=ANOTHER))
    source = source_of(cast, request)

    with cast.acts(LEAD) as officer:
        with pytest.raises(ReasonAbsent):
            dismiss_told(request=request, source=source, why=" ", officer=officer)
        with pytest.raises(ReturnUncertain):
            dismiss_told(request=request, source="ab" * 32, why="x", officer=officer)
        dismiss_told(request=request, source=source, why="Of another case", officer=officer)
        with pytest.raises(ReturnDismissed):
            dismiss_told(request=request, source=source, why="x", officer=officer)
        with pytest.raises(ReturnDismissed):
            record_told(request=request, source=source, officer=officer, episode=episode)
        assert Entry.objects.filter(event="money.return_dismissed").count() == 1
        assert returns_open(officer, case=case) == ()
    assert rows(cast) == []


def test_what_was_recorded_is_not_dismissed_by_any_way(cast: Cast) -> None:
    case = running_case(cast)
    victim(cast, case)
    request = refund(cast, case)
    tells(cast, request, paid(request))
    (row,) = rows(cast)

    with cast.acts(LEAD) as officer:
        with pytest.raises(ReturnKnown):
            dismiss_told(request=request, source=row.source, why="x", officer=officer)
        with pytest.raises(DatabaseError, match="not dismissed"), transaction.atomic():
            Dismissal.objects.create(
                request=request, source=row.source, why="x", officer=officer, at=now()
            )


@pytest.mark.parametrize(
    ("minor", "days", "times", "is_certain"),
    [(PAID_MINOR, 0, 1, True), (1_00, 0, 1, False), (PAID_MINOR, 1, 1, False),
     (PAID_MINOR, 0, 2, False)],
)  # fmt: skip
def test_money_that_came_to_a_card_is_certain_where_one_payment_is_the_same(
    cast: Cast, minor: int, days: int, times: int, *, is_certain: bool
) -> None:
    case = running_case(cast)
    request = refund(cast, case, ANOTHER)
    at = now()
    for serial in range(times):
        by_card(cast, case, at - timedelta(days=days), receipt=f"c-{serial}")
    told = replace(paid(request, minor, at=at), account="card:BANK-ONE:440043******1234")

    with cast.acts(LEAD):
        found = certain_of(request, told)

    assert (found is not None) is is_certain


def test_money_that_two_victims_may_claim_waits_for_an_officer(cast: Cast) -> None:
    case = running_case(cast)
    request = refund(cast, case)
    for receipt in ("v-1", "v-2"):
        victim(cast, case, receipt=receipt)

    tells(cast, request, paid(request))

    assert rows(cast) == []


@pytest.mark.parametrize("minor", [300_000_01, 500_000_00])
def test_more_than_the_order_is_about_waits_for_an_officer(cast: Cast, minor: int) -> None:
    case = running_case(cast)
    victim(cast, case)
    request = refund(cast, case)

    tells(cast, request, paid(request, minor))

    assert rows(cast) == []


def test_more_than_she_paid_waits_for_an_officer(cast: Cast) -> None:
    case = running_case(cast)
    victim(cast, case)
    for _ in range(2):
        request = refund(cast, case)
        tells(cast, request, paid(request))

    (row,) = rows(cast)
    assert row.amount_minor <= PAID_MINOR


def test_what_was_entered_by_hand_already_is_not_recorded_anew(cast: Cast) -> None:
    case = running_case(cast)
    episode, request = victim(cast, case), refund(cast, case)
    told = paid(request)
    with cast.acts(LEAD) as officer:
        record_return(
            episode=episode,
            amount_minor=told.amount_minor,
            returned_on=local_day(told.at),
            payer="Bank One",
            document="№ 17",
            officer=officer,
        )

    tells(cast, request, told)

    assert rows(cast) == []


def test_a_corrected_answer_corrects_what_was_recorded(cast: Cast) -> None:
    case = running_case(cast)
    victim(cast, case)
    request = refund(cast, case)
    told = paid(request)
    tells(cast, request, told)

    tells(cast, request, replace(told, amount_minor=200_000_00), number=2)
    tells(cast, request, number=3)

    assert [row.amount_minor for row in rows(cast)] == [250_000_00, 200_000_00, 0]
    assert all(row.why for row in rows(cast)[1:])


def test_a_corrected_answer_that_tells_the_same_return_changes_nothing(cast: Cast) -> None:
    case = running_case(cast)
    victim(cast, case)
    request = refund(cast, case)
    told = paid(request)

    for number in (1, 2):
        tells(cast, request, told, number=number)

    assert len(rows(cast)) == 1


def test_whoever_does_not_work_on_the_case_records_nothing(cast: Cast) -> None:
    case = running_case(cast)
    episode, request = victim(cast, case), refund(cast, case, ANOTHER)
    tells(cast, request, paid(request, account=ANOTHER))
    source = source_of(cast, request)

    with cast.acts("prosecutor_a1") as officer, pytest.raises(NotPermitted):
        record_told(request=request, source=source, officer=officer, episode=episode)


def test_a_payment_is_not_recorded_at_an_episode_of_another_case(cast: Cast) -> None:
    case = running_case(cast)
    request = refund(cast, case, ANOTHER)
    tells(cast, request, paid(request, account=ANOTHER))
    source = source_of(cast, request)
    elsewhere = victim(cast, running_case(cast, "other"))

    with cast.acts(LEAD) as officer, pytest.raises(ReturnUncertain):
        record_told(request=request, source=source, officer=officer, episode=elsewhere)
