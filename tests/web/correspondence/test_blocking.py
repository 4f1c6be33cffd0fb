"""Blocks of the anti-fraud centre that are entered by hand: entered, put right, taken back."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    OTHER_IBAN,
    SUSPENSION,
    asked,
    drafted,
    running_case,
)
from tests.web.correspondence.test_ladders import blocked_by_centre

from izdes.adapters.words import say
from izdes.core.law.clocks.due import due_of
from izdes.core.law.ladder import NoSuchRung
from izdes.web.cases.models import Case
from izdes.web.correspondence.errors import BlockOver, BlockStands, BlockWrong, ReasonAbsent
from izdes.web.correspondence.holds.blocking import accounts_of
from izdes.web.correspondence.holds.ladders import ladder_of_block, word_of
from izdes.web.correspondence.models import Block, Hold, Request
from izdes.web.correspondence.selectors import blocks_ending, blocks_visible_to, ladder_of
from izdes.web.correspondence.services import correct_block, enter_block, take_back_block
from izdes.web.journal.models import Entry
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.reach import NotPermitted

ACCOUNT = f"iban:{OTHER_IBAN}"


def _case(cast: Cast) -> Case:
    """Return a case that knows an account: a request asks about it."""
    case = running_case(cast)
    drafted(cast, case, subjects=asked(OTHER_IBAN))
    return case


def _entered(
    cast: Cast, case: Case, *, since: datetime | None = None, incident: str = "AFC-1"
) -> Block:
    with cast.acts(LEAD) as officer:
        return enter_block(
            case=case,
            account=ACCOUNT,
            institution=cast.body("bank-one"),
            incident=incident,
            since=since or now() - timedelta(hours=1),
            source="telephone",
            officer=officer,
        )


def _corrected(cast: Cast, block: Block, *, since: datetime, why: str = "Misheard") -> Block:
    with cast.acts(LEAD) as officer:
        return correct_block(
            block=block,
            institution=cast.body("bank-two"),
            incident="AFC-2",
            since=since,
            source="letter",
            why=why,
            officer=officer,
        )


def test_the_block_ends_by_the_clock_of_the_law(cast: Cast) -> None:
    since = now() - timedelta(hours=1)

    block = _entered(cast, _case(cast), since=since)

    assert block.until == due_of("DL_AFC_BLOCK_5WD", since).at


def test_the_ladder_counts_from_it_and_rings_while_nothing_is_above_it(cast: Cast) -> None:
    block = _entered(cast, _case(cast), since=now() - timedelta(days=40))

    with cast.acts(LEAD):
        line = ladder_of_block(block, pack_in_force(), now=now())

    assert [rung.rung for rung in line.rungs][:2] == ["centre_block", "suspension"]
    assert line.rungs[0].state == "late"
    assert line.rungs[0].began_at == block.since
    assert not line.rungs[0].is_next_drafted


def test_the_order_above_it_stands_on_its_line(cast: Cast) -> None:
    case = _case(cast)
    block = _entered(cast, case)
    order = drafted(cast, case, SUSPENSION, subjects=asked(OTHER_IBAN))

    with cast.acts(LEAD):
        found = Request.objects.get(pk=order.pk)
        line = ladder_of(found, pack_in_force(), now=now())
        assert word_of(found, pack_in_force(), now=now()) == block
    assert line.rungs[0].rung == "centre_block"
    assert line.rungs[0].is_next_drafted


def test_the_centre_is_heard_before_an_officer(cast: Cast) -> None:
    case = running_case(cast)
    blocked_by_centre(cast, case)
    order = drafted(cast, case, SUSPENSION)
    with cast.acts(LEAD) as officer:
        (account, *_) = accounts_of(officer, case)
        enter_block(
            case=case,
            account=account,
            institution=cast.body("bank-one"),
            incident="AFC-9",
            since=now() - timedelta(days=3),
            source="portal",
            officer=officer,
        )

        found = word_of(Request.objects.get(pk=order.pk), pack_in_force(), now=now())

    assert isinstance(found, Hold)


def test_what_was_wrong_is_put_right_and_both_are_kept(cast: Cast) -> None:
    first = _entered(cast, _case(cast))
    since = now() - timedelta(days=2)

    made = _corrected(cast, first, since=since)

    with cast.acts(LEAD):
        first.refresh_from_db()
        assert (first.over, first.over_why) == ("corrected", "Misheard")
        assert (made.corrects_id, made.since, made.account) == (first.pk, since, ACCOUNT)
        entries = Entry.objects.filter(subject_type="block").order_by("number")
        assert [*entries.values_list("event", flat=True)] == ["block.entered", "block.corrected"]
    with pytest.raises(BlockOver):
        _corrected(cast, first, since=since)


def test_what_is_taken_back_stands_on_no_line_and_may_be_entered_again(cast: Cast) -> None:
    case = _case(cast)
    block = _entered(cast, case)
    with cast.acts(LEAD) as officer:
        with pytest.raises(ReasonAbsent):
            take_back_block(block=block, why=" ", officer=officer)
        taken = take_back_block(block=block, why="Not our account", officer=officer)
    order = drafted(cast, case, SUSPENSION, subjects=asked(OTHER_IBAN))

    with cast.acts(LEAD):
        line = ladder_of(Request.objects.get(pk=order.pk), pack_in_force(), now=now())
    assert taken.over == "taken_back"
    assert line.rungs[0].rung == "suspension"
    assert _entered(cast, case).pk != block.pk


def test_an_account_is_blocked_once_and_only_one_that_the_case_knows(cast: Cast) -> None:
    case = _case(cast)
    _entered(cast, case)

    with pytest.raises(BlockStands):
        _entered(cast, case, incident="AFC-3")
    with cast.acts(LEAD) as officer, pytest.raises(BlockWrong):
        enter_block(
            case=case,
            account="iban:KZ00",
            institution=cast.body("bank-one"),
            incident="AFC-4",
            since=now(),
            source="letter",
            officer=officer,
        )


def test_a_block_of_tomorrow_and_one_before_the_centre_was_are_refused(cast: Cast) -> None:
    case = _case(cast)

    with pytest.raises(BlockWrong):
        _entered(cast, case, since=now() + timedelta(days=1))
    with pytest.raises(NoSuchRung):
        _entered(cast, case, since=now() - timedelta(days=365 * 4))


def test_nobody_enters_it_who_does_not_work_on_the_case(cast: Cast) -> None:
    case = _case(cast)
    block = _entered(cast, case)

    for login in ("prosecutor_a1", "investigator_b1"):
        with cast.acts(login) as officer, pytest.raises(NotPermitted):
            take_back_block(block=block, why="x", officer=officer)
    with cast.acts("investigator_b1") as officer:
        assert not blocks_visible_to(officer).filter(pk=block.pk).exists()


def test_the_database_lets_nobody_change_what_was_told(cast: Cast) -> None:
    block = _entered(cast, _case(cast))
    statements = (
        "UPDATE correspondence_block SET incident = 'x' WHERE id = %s",
        "UPDATE correspondence_block SET since = now() WHERE id = %s",
        "DELETE FROM correspondence_block WHERE id = %s",
    )

    for statement in statements:
        with (
            cast.acts(LEAD),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [block.pk])


@pytest.mark.parametrize(
    "how",
    [
        "over_by_id = {other}, over_at = clock_timestamp()",
        "over_by_id = {self}, over_at = now() - interval '1 day'",
    ],
)
def test_nobody_ends_a_block_in_the_name_of_another_or_before_now(cast: Cast, how: str) -> None:
    block = _entered(cast, _case(cast))
    named = {"self": cast.officer(LEAD).pk, "other": cast.officer("investigator_b1").pk}
    over = f"over = 'taken_back', over_why = 'x', {how.format(**named)}"
    statement = f"UPDATE correspondence_block SET {over} WHERE id = %s"  # noqa: S608 - written here

    with (
        cast.acts(LEAD),
        pytest.raises(DatabaseError, match="whoever acts ends a block, and now"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [block.pk])


def test_no_block_is_entered_as_if_it_had_been_before(cast: Cast) -> None:
    block = _entered(cast, _case(cast))

    with (
        cast.acts(LEAD) as officer,
        pytest.raises(DatabaseError, match="a block is entered now"),
        transaction.atomic(),
    ):
        Block.objects.create(
            case=block.case,
            account=block.account,
            institution=block.institution,
            incident="AFC-9",
            since=block.since,
            until=block.until,
            source=block.source,
            entered_by=officer,
            entered_at=now() - timedelta(days=1),
        )


def test_the_day_names_a_block_that_ends_soon_with_nothing_above_it(cast: Cast) -> None:
    case = _case(cast)
    block = _entered(cast, case)
    soon = block.until - timedelta(hours=24)

    with cast.acts(LEAD) as officer:
        law = pack_in_force()
        assert block in blocks_ending(officer, law, now=soon)
        assert block not in blocks_ending(officer, law, now=block.until - timedelta(hours=100))
    drafted(cast, case, SUSPENSION, subjects=asked(OTHER_IBAN))
    with cast.acts(LEAD) as officer:
        assert block not in blocks_ending(officer, law, now=soon)


def test_it_is_entered_put_right_and_taken_back_by_the_pages(cast: Cast) -> None:
    case = _case(cast)
    client = Client()
    client.force_login(cast.officer(LEAD))
    url = reverse("case_blocks", args=[case.pk])
    given = {
        "account": ACCOUNT,
        "institution": cast.body("bank-one").pk,
        "incident": "AFC-77",
        "since": "2026-05-20T10:00",
        "source": "portal",
    }

    refused = client.post(url, {**given, "incident": ""})
    made = client.post(url, given)
    again = client.post(url, given)
    with cast.acts(LEAD):
        block = Block.objects.get(case=case)
    holds = client.get(reverse("case_requests_holds", args=[case.pk])).content.decode()
    page = client.get(reverse("block", args=[block.pk])).content.decode()
    corrected = client.post(
        reverse("block", args=[block.pk]),
        {**given, "source": "letter", "since": "2026-05-20T11:00", "why": "The letter came"},
    )
    with cast.acts(LEAD):
        second = Block.objects.get(case=case, over="")
    away = reverse("block_take_back", args=[second.pk])
    client.post(away, {"why": "\0"})
    with cast.acts(LEAD):
        assert Block.objects.get(pk=second.pk).over == ""
    taken = client.post(away, {"why": "A mistake"})

    assert (refused.status_code, made.status_code, again.status_code) == (422, 302, 422)
    for text in (holds, page):
        assert "AFC-77" in text
        assert say("corr_block_word_portal", "kk") in text
    assert say("ladder_rung.centre_block", "kk") in holds
    assert (corrected.status_code, taken.status_code) == (302, 302)
    after = client.get(reverse("block", args=[second.pk])).content.decode()
    assert "A mistake" in after
    assert "AFC-77" in client.get(url).content.decode()
    assert (
        "AFC-77" not in client.get(reverse("case_requests_holds", args=[case.pk])).content.decode()
    )
