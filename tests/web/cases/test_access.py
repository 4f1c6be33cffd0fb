"""Access: asked on a ground, given to named cases until a moment, over when the moment comes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils.timezone import now
from tests.web.cast import Cast

from izdes.web.cases.models import AccessRequest, Case, Grant
from izdes.web.cases.selectors import cases_visible_to
from izdes.web.cases.services.access import (
    AccessAskedAlready,
    AccessDecided,
    AccessToNothing,
    ask_access,
    grant_access,
    lapse_access,
    refuse_access,
    withdraw_access,
)
from izdes.web.officers.reach import NotPermitted

_DAY = timedelta(days=1)


def _asked(cast: Cast, *, series: int | None = None) -> AccessRequest:
    """Let the investigator of a2 ask the unit c1."""
    with cast.acts("investigator_a2") as officer:
        return ask_access(
            case=cast.case("a2"),
            unit=cast.body("a1"),
            ground="The same caller",
            series=series,
            officer=officer,
        )


def test_who_was_let_in_sees_the_case_and_changes_nothing(cast: Cast) -> None:
    request = _asked(cast)

    with cast.acts("head_of_unit_a1") as head:
        grant_access(
            request=request, cases=[cast.case("a1")], expires_at=now() + _DAY, officer=head
        )

    with cast.acts("investigator_a2") as officer:
        assert cast.case("a1") in cases_visible_to(officer)
        assert not Case.objects.filter(number="a1").update(state="mine")


def test_what_has_expired_is_closed_at_once(cast: Cast) -> None:
    grant = cast.grant("investigator_b1", "a1")

    with cast.acts("head_of_unit_a1"):
        Grant.objects.filter(pk=grant.pk).update(expires_at=now() - _DAY)

    with cast.acts("investigator_b1") as officer:
        assert cast.case("a1") not in cases_visible_to(officer)
        assert not Case.objects.filter(number="a1").exists()


def test_what_was_withdrawn_is_closed(cast: Cast) -> None:
    with cast.acts("head_of_unit_a1") as head:
        request = cast.request("investigator_b1")
        withdraw_access(request=request, reason="Not the same", officer=head)
        withdraw_access(request=request, reason="Again", officer=head)

    with cast.acts("investigator_b1") as officer:
        assert cast.case("a1") not in cases_visible_to(officer)
        assert AccessRequest.objects.get(pk=request.pk).reason == "Not the same"


def test_nobody_lengthens_what_was_given(cast: Cast) -> None:
    grant = cast.grant("investigator_b1", "a1")

    with cast.acts("head_of_unit_a1"), pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(expires_at=now() + 400 * _DAY)


def test_access_opens_no_sealed_case(cast: Cast) -> None:
    request = _asked(cast)

    with cast.acts("head_of_unit_a1") as head, pytest.raises(AccessToNothing):
        grant_access(
            request=request, cases=[cast.case("a1-sealed")], expires_at=now() + _DAY, officer=head
        )


@pytest.mark.parametrize(("numbers", "ahead"), [([], _DAY), (["b1"], _DAY), (["a1"], -_DAY)])
def test_access_is_to_own_named_cases_and_until_a_later_moment(
    cast: Cast, numbers: list[str], ahead: timedelta
) -> None:
    request = _asked(cast)

    with cast.acts("head_of_unit_a1") as head, pytest.raises(AccessToNothing):
        grant_access(
            request=request,
            cases=[cast.case(number) for number in numbers],
            expires_at=now() + ahead,
            officer=head,
        )


@pytest.mark.parametrize("login", ["head_of_unit_b1", "investigator_a1", "prosecutor_a1"])
def test_only_a_head_of_the_asked_body_decides(cast: Cast, login: str) -> None:
    request = _asked(cast)

    with cast.acts(login) as officer, pytest.raises(NotPermitted):
        refuse_access(request=request, reason="No", officer=officer)


def test_a_request_is_decided_once(cast: Cast) -> None:
    request = _asked(cast)

    with cast.acts("head_of_unit_a1") as head:
        refuse_access(request=request, reason="Not the same", officer=head)
        with pytest.raises(AccessDecided):
            refuse_access(request=request, reason="Again", officer=head)

    with cast.acts("investigator_a2"):
        assert AccessRequest.objects.get(pk=request.pk).reason == "Not the same"


def test_one_request_is_enough_for_a_series(cast: Cast) -> None:
    _asked(cast, series=7)

    with pytest.raises(AccessAskedAlready):
        _asked(cast, series=7)
    assert _asked(cast, series=8).series == 8


def test_nobody_asks_for_a_case_that_he_does_not_see(cast: Cast) -> None:
    with cast.acts("investigator_a2") as officer, pytest.raises(NotPermitted):
        ask_access(case=cast.case("b1"), unit=cast.body("a1"), ground="x", officer=officer)


def test_the_worker_writes_down_what_has_lapsed_and_does_so_once(cast: Cast) -> None:
    for login, number in (("head_of_unit_a1", "a1"), ("investigator_a1", "a1-sealed")):
        grant = cast.grant("investigator_b1", number)
        with cast.acts(login):
            Grant.objects.filter(pk=grant.pk).update(expires_at=now())

    assert (lapse_access(), lapse_access()) == (1, 0)
    with cast.acts("investigator_b1"):
        assert AccessRequest.objects.get().state == "lapsed"


def test_the_database_lets_nobody_give_what_he_did_not_decide(cast: Cast) -> None:
    request = _asked(cast)

    with cast.acts("head_of_unit_a1") as head, pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.create(
            request=request,
            case=cast.case("a1"),
            officer=cast.officer("investigator_a2"),
            granted_by=head,
            since=now(),
            expires_at=now() + _DAY,
        )


def test_who_asked_and_what_was_decided_is_in_the_journal(cast: Cast) -> None:
    request = cast.request("investigator_c1")

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT event FROM journal_entry WHERE subject_type = 'access_request' "
            "AND subject_id = %s ORDER BY number",
            [str(request.pk)],
        )
        assert cursor.fetchall() == [
            ("access.asked",),
            ("access.granted",),
            ("access.lapsed",),
        ]
