"""Linking follows what the office does: by a job of the same transaction, once, and by itself."""

import asyncio
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction
from procrastinate.contrib.django import app
from tests.web.cast import Cast

from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.twin.numbers import phone
from izdes.web.cases.reports import Report
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.config import ConfigurationMissing
from izdes.web.subjects.linking import selectors
from izdes.web.subjects.linking.engine import linking_tables
from izdes.web.subjects.linking.explain import explain_some
from izdes.web.subjects.linking.follow import follow, link_some
from izdes.web.subjects.linking.jobs import defer_linking
from izdes.web.subjects.linking.rebuilding import rebuild
from izdes.web.subjects.linking.services import judge, say_of_hub, withdraw_of_hub
from izdes.web.subjects.linking.store.tables import PostgresTables
from izdes.web.subjects.linking.upkeep import keep_linked

_AT = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)


def taken(cast: Cast, number: str) -> int:
    """Take a complaint that names a telephone; return its key."""
    with cast.acts("duty_officer_a1") as officer:
        report = Report(
            reported_at=_AT,
            language="kk",
            identifiers=(GivenIdentifier("phone", number, "offender_contact"),),
        )
        found = receive_complaint(
            report=report, unit=cast.body("a1"), officer=officer, source="desk"
        )
    return found.complaint.pk


def run_jobs() -> None:
    """Run what waits, as the worker does, and come back when nothing waits."""

    async def until_done() -> None:
        worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with worker.open_async():
            await worker.run_worker_async(
                wait=False,
                concurrency=2,
                install_signal_handlers=False,
                listen_notify=False,
                queues=["linking"],
            )

    asyncio.run(until_done())


def due() -> int:
    """Return how much waits to be linked."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM linking.due")
        return int(cursor.fetchone()[0])


def test_a_complaint_finds_its_series_by_the_worker(linked: Cast) -> None:
    one, other = taken(linked, phone(77)), taken(linked, phone(77))

    run_jobs()

    with linked.acts("duty_officer_a1") as officer:
        found = selectors.series_of(officer, other)
    assert found is not None
    assert {member.complaint for member in found.seen} == {one, other}
    assert due() == 0


def test_no_job_waits_for_another_to_end(linked: Cast) -> None:
    for _ in range(4):
        taken(linked, phone(81))

    run_jobs()

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs "
            "WHERE queue_name = 'linking' AND status IN ('todo', 'doing')"
        )
        assert cursor.fetchone() == (0,)
    assert due() == 0


def test_who_finds_somebody_following_leaves_it_to_him(linked: Cast) -> None:
    taken(linked, phone(82))

    with linking_tables() as tables:
        assert tables.rows("SELECT pg_try_advisory_lock(hashtext('izdes.linking.following'))")
        assert follow() == 0
        assert due() == 1

    assert follow() == 1


def test_what_is_left_while_reasons_are_made_is_linked_by_whoever_makes_them(
    linked: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []

    def explained(tables: PostgresTables) -> int:
        if not left:
            left.append(taken(linked, phone(83)))
        return explain_some(tables)

    monkeypatch.setattr("izdes.web.subjects.linking.follow.explain_some", explained)
    taken(linked, phone(83))

    assert follow() == 2
    with linked.acts("duty_officer_a1") as officer:
        assert selectors.reasons_of(officer, left[0])


def test_reasons_that_are_as_they_were_stay_as_they_lie(linked: Cast) -> None:
    one, _, _ = taken(linked, phone(84)), taken(linked, phone(84)), taken(linked, phone(84))
    follow()
    before = lying(one)

    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO linking.unexplained VALUES (%s)", [one])
    follow()

    assert len(before) == 2
    assert lying(one) == before


def lying(series: int) -> list[tuple[object, ...]]:
    """Return the reasons of a series, with where they lie."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT ctid::text, link.* FROM linking.link WHERE series = %s ORDER BY 1", [series]
        )
        rows: list[tuple[object, ...]] = cursor.fetchall()
        return rows


def test_what_a_command_did_not_do_leaves_nothing_to_link(linked: Cast) -> None:
    with linked.acts("duty_officer_a1") as officer, transaction.atomic():
        defer_linking([linked.complaint("a1").pk], officer=officer.pk)
        transaction.set_rollback(True)

    assert due() == 0


def test_a_change_of_a_series_is_written_down_with_its_reason(linked: Cast) -> None:
    one = taken(linked, phone(78))
    follow()
    taken(linked, phone(78))
    taken(linked, phone(78))
    follow()

    with linked.acts("duty_officer_a1") as officer:
        became = selectors.history_of(officer, one)
    assert [(one.kind, one.reason, one.after) for one in became] == [("created", "complaints", 3)]


def broken_off() -> None:
    """Link a part of what waits, and be ended before it is kept."""
    with linking_tables() as tables, tables.transaction():
        link_some(tables)
        raise KeyboardInterrupt


def test_linking_that_breaks_off_has_done_nothing(linked: Cast) -> None:
    key = taken(linked, phone(79))

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert due() == 1
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM linking.complaint WHERE complaint_id = %s", [str(key)])
        assert cursor.fetchone() == (0,)
    assert [follow(), follow()] == [1, 0]


def test_a_process_without_linkings_login_says_which_variable_is_missing(linked: Cast) -> None:
    given = connections["engine"].settings_dict
    before, given["PASSWORD"] = given["PASSWORD"], ""

    with pytest.raises(ConfigurationMissing) as missing:
        follow()
    given["PASSWORD"] = before

    assert missing.value.details == {"name": "IZDES_DATABASE_ENGINE_URL"}
    assert linked.officers


def test_everybody_linked_anew_is_as_he_was_linked_one_by_one(linked: Cast) -> None:
    with linked.acts("hq_analyst") as officer:
        one, other = linked.complaint("a1").pk, linked.complaint("b1").pk
        judge(one=one, other=other, verdict="not_same", reason="No", officer=officer)
    defer_all_weights()
    follow()
    before = kept()

    count = rebuild()

    assert kept() == before
    assert count == len(before[0])
    assert before[1]


def test_a_word_on_an_identifier_does_what_linking_everybody_anew_does(linked: Cast) -> None:
    defer_all_weights()
    follow()
    others = kept()
    with linked.acts("hq_analyst") as officer:
        say_of_hub(kind="phone", value=phone(1), verdict="hub", reason="A line", officer=officer)
    follow()
    before = kept()

    rebuild()

    assert kept() == before
    assert before != others


@pytest.mark.parametrize("is_taken_anew", [False, True])
def test_a_word_withdrawn_leaves_what_was_before_it(linked: Cast, *, is_taken_anew: bool) -> None:
    defer_all_weights()
    follow()
    before = kept()
    with linked.acts("hq_analyst") as officer:
        word = say_of_hub(
            kind="phone", value=phone(1), verdict="hub", reason="A line", officer=officer
        )
    if is_taken_anew:
        defer_all_weights()
    follow()
    assert kept() != before

    with linked.acts("hq_analyst") as officer:
        withdraw_of_hub(verdict=word, reason="It is not", officer=officer)
    follow()

    assert kept() == before


def kept() -> tuple[list[tuple[str, str]], list[tuple[object, ...]]]:
    """Return the series of everybody, and the reasons."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT one.complaint_id, first.complaint_id FROM linking.complaint one "
            "JOIN linking.complaint first ON first.number = one.series ORDER BY 1"
        )
        series = cursor.fetchall()
        cursor.execute("SELECT * FROM linking.link ORDER BY 1, 2, 3")
        return series, cursor.fetchall()


def defer_all_weights() -> None:
    """Let weights be taken anew, as they are once a day."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT linking_leave('snapshot', '{0}')")


def test_a_lost_job_is_made_good(linked: Cast) -> None:
    taken(linked, phone(80))
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events")
        cursor.execute("DELETE FROM procrastinate_jobs")

    keep_linked()
    keep_linked()

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'linking'")
        assert cursor.fetchone() == (1,)
    run_jobs()
    assert due() == 0
    keep_linked()
