"""Overrides: one proposes, another confirms, decisions follow from a day on, a row withdraws."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.law.packs import two_days

from izdes.core.errors import InputRefused
from izdes.core.law.clocks.case_terms import CaseClock, term_of
from izdes.core.law.clocks.days import basis
from izdes.core.law.clocks.rules import UnknownClock
from izdes.core.law.clocks.spans import Excluded
from izdes.core.law.clocks.zone import local_day
from izdes.web.journal.events import Event
from izdes.web.journal.models import Entry, Value
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided, due_under
from izdes.web.law.editions import pack_in_force, pack_of
from izdes.web.law.models import Override
from izdes.web.law.overlay import Field
from izdes.web.law.services.overrides import (
    NotOverridable,
    OverrideBySame,
    OverrideDecided,
    OverrideIncomplete,
    Said,
    confirm_override,
    propose_override,
    refuse_override,
    withdraw_override,
)
from izdes.web.law.services.packs import install_pack
from izdes.web.officers.reach import NotPermitted

LONG_AGO = date(2020, 1, 1)
# A Tuesday: three days after it is a Friday.
DELIVERED = datetime(2026, 12, 8, 5, 0, tzinfo=UTC)
FRIDAY, MONDAY = date(2026, 12, 11), date(2026, 12, 14)
DAY_OFF = Said(
    file="clocks/days.csv",
    entry=FRIDAY.isoformat(),
    fields={"is_working": False, "reason_kk": "Қаулы", "reason_ru": "Постановление"},
    ground="Decree 1",
    source="gazette",
)
MCI = Said(
    file="indexes.yaml",
    entry="mci",
    fields={"minor": 450_000, "valid_from": "2027-01-01", "valid_to": "2028-01-01"},
    ground="Budget law",
    source="gazette",
)


def proposed(
    cast: Cast, said: Said = DAY_OFF, since: date = LONG_AGO, until: date | None = None
) -> Override:
    with cast.acts("administrator") as one:
        return propose_override(said=said, since=since, until=until, officer=one)


def confirmed(
    cast: Cast, said: Said = DAY_OFF, since: date = LONG_AGO, until: date | None = None
) -> Override:
    override = proposed(cast, said, since, until)
    with cast.acts("administrator_2") as another:
        return confirm_override(override=override, officer=another)


def last_day(cast: Cast, at: datetime | None = None) -> date | None:
    with cast.acts("investigator_a1"):
        return due_under(pack_in_force(at), "DL_ANSWER_3D", DELIVERED).last_day


def digest(cast: Cast, at: datetime | None = None) -> str:
    with cast.acts("investigator_a1"):
        return pack_in_force(at).ref.digest


def test_a_day_off_by_decree_moves_what_is_due_and_earlier_decisions_are_recomputed(
    cast: Cast,
) -> None:
    with cast.acts("investigator_a1") as investigator:
        law = pack_in_force()
        number = decided(
            Event.CASE_TAKEN,
            under=law.ref,
            officer=investigator,
            subject=Subject("case", str(cast.case("a1").pk)),
            case=cast.case("a1").pk,
        )
        assert due_under(law, "DL_ANSWER_3D", DELIVERED).last_day == FRIDAY

    confirmed(cast)

    assert last_day(cast) == MONDAY
    with cast.acts("investigator_a1"):
        stored = Entry.objects.get(number=number).pack or ""
        then = due_under(pack_of(stored), "DL_ANSWER_3D", DELIVERED)
    assert stored == law.ref.digest
    assert then.last_day == FRIDAY


def test_an_index_that_the_pack_does_not_have_is_known_from_then_on(cast: Cast) -> None:
    confirmed(cast, MCI)

    with cast.acts("investigator_a1"):
        indexes = pack_in_force().tables["indexes.yaml"]
    assert indexes[-1]["minor"] == 450_000
    assert indexes[-1]["source"] == "gazette"


def test_what_is_only_proposed_changes_nothing(cast: Cast) -> None:
    before = digest(cast)

    proposed(cast)

    assert digest(cast) == before


def test_what_is_refused_changes_nothing_and_cannot_be_confirmed(cast: Cast) -> None:
    before, override = digest(cast), proposed(cast)

    with cast.acts("administrator_2") as another:
        refuse_override(override=override, reason="No such decree", officer=another)
        with pytest.raises(OverrideDecided):
            confirm_override(override=override, officer=another)

    assert digest(cast) == before


def test_nobody_confirms_what_he_proposed(cast: Cast) -> None:
    override = proposed(cast)

    with cast.acts("administrator") as same, pytest.raises(OverrideBySame):
        confirm_override(override=override, officer=same)


def test_the_database_refuses_a_confirmation_by_who_proposed(cast: Cast) -> None:
    waiting = Override.objects.using("owner").filter(state="proposed")

    with (
        pytest.raises(IntegrityError, match="another_confirms_the_override_that_one_proposes"),
        transaction.atomic(using="owner"),
    ):
        waiting.update(
            state="confirmed", decided_by=cast.officers["administrator"], decided_at=now()
        )


def test_the_database_takes_a_decision_once(cast: Cast) -> None:
    del cast
    decided_on = Override.objects.using("owner").filter(state="confirmed")

    with (
        pytest.raises(IntegrityError, match="decided on stays"),
        transaction.atomic(using="owner"),
    ):
        decided_on.update(until=date(2040, 1, 1))


def test_the_database_refuses_a_proposal_in_somebody_elses_name(cast: Cast) -> None:
    with cast.acts("administrator"), pytest.raises(DatabaseError), transaction.atomic():
        Override.objects.create(
            file="indexes.yaml",
            entry="mci",
            fields={},
            ground="x",
            source="x",
            since=LONG_AGO,
            proposed_by=cast.officer("administrator_2"),
            proposed_at=now(),
        )


@pytest.mark.parametrize("login", ["investigator_a1", "hq_analyst", "head_of_prosecutors_a"])
def test_only_administrators_propose_confirm_and_withdraw(cast: Cast, login: str) -> None:
    waiting, held = proposed(cast), confirmed(cast, MCI)

    with cast.acts(login) as officer:
        tries = (
            lambda: propose_override(said=DAY_OFF, since=LONG_AGO, officer=officer),
            lambda: confirm_override(override=waiting, officer=officer),
            lambda: refuse_override(override=waiting, reason="x", officer=officer),
            lambda: withdraw_override(override=held, reason="x", officer=officer),
        )
        for attempt in tries:
            with pytest.raises(NotPermitted):
                attempt()


def test_a_withdrawn_override_is_followed_no_longer_and_was_followed_before(cast: Cast) -> None:
    before, override = digest(cast), confirmed(cast)
    moment = now()

    with cast.acts("administrator") as administrator:
        withdraw_override(override=override, reason="Repealed", officer=administrator)

    assert (last_day(cast, moment), last_day(cast)) == (MONDAY, FRIDAY)
    assert digest(cast) == before


def test_withdrawing_twice_is_harmless(cast: Cast) -> None:
    override = confirmed(cast)

    with cast.acts("administrator") as administrator:
        once = withdraw_override(override=override, reason="Repealed", officer=administrator)
        again = withdraw_override(override=override, reason="Again", officer=administrator)

    assert (again.pk, again.reason) == (once.pk, "Repealed")


def test_what_was_never_confirmed_is_not_withdrawn(cast: Cast) -> None:
    override = proposed(cast)

    with cast.acts("administrator") as administrator, pytest.raises(OverrideDecided):
        withdraw_override(override=override, reason="x", officer=administrator)


def test_nothing_is_followed_before_it_was_confirmed(cast: Cast) -> None:
    before, moment = digest(cast), now()

    confirmed(cast)

    assert digest(cast, moment) == before != digest(cast)


def test_an_override_is_followed_from_its_first_day_to_its_last(cast: Cast) -> None:
    today = local_day(now())
    first, end = today + timedelta(days=10), today + timedelta(days=20)
    before = digest(cast)

    confirmed(cast, since=first, until=end)

    days = [now() + timedelta(days=number) for number in (9, 10, 19, 20)]
    found = [digest(cast, day) for day in days]
    assert [each == before for each in found] == [True, False, False, True]
    with cast.acts("investigator_a1"):
        assert [pack_of(each).ref.digest for each in found] == found


def test_the_same_law_has_the_same_digest_however_it_came_about(cast: Cast) -> None:
    confirmed(cast)
    both = confirmed(cast, MCI)
    one_way = digest(cast)

    with cast.acts("administrator") as administrator:
        withdraw_override(override=both, reason="By mistake", officer=administrator)
    confirmed(cast, MCI)

    assert digest(cast) == one_way


@pytest.mark.parametrize(
    ("said", "since", "until", "refusal"),
    [
        (Said("norms.yaml", "cpc.counting", {}, "x", "x"), LONG_AGO, None, NotOverridable),
        (Said("indexes.yaml", "mci", {}, " ", "x"), LONG_AGO, None, OverrideIncomplete),
        (Said("indexes.yaml", "mci", {}, "x", ""), LONG_AGO, None, OverrideIncomplete),
        (Said("indexes.yaml", "", {}, "x", "x"), LONG_AGO, None, OverrideIncomplete),
        (DAY_OFF, FRIDAY, FRIDAY, OverrideIncomplete),
        (Said("indexes.yaml", "mci", {}, "x", "x"), LONG_AGO, None, InputRefused),
    ],
)
def test_what_says_nothing_that_can_be_followed_is_not_proposed(
    cast: Cast, said: Said, since: date, until: date | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        proposed(cast, said, since, until)


def test_what_would_leave_days_without_an_answer_is_not_confirmed(cast: Cast) -> None:
    # The index of 2028, and none of 2027.
    days: dict[str, Field] = {"valid_from": "2028-01-01", "valid_to": "2029-01-01"}
    later = Said("indexes.yaml", "mci", {"minor": 450_000, **days}, "Budget law", "gazette")
    override = proposed(cast, later)

    with cast.acts("administrator_2") as another, pytest.raises(InputRefused) as caught:
        confirm_override(override=override, officer=another)

    assert {fault.code for fault in caught.value.faults} == {"law_gap"}
    with cast.acts("administrator_2"):
        assert Override.objects.get(pk=override.pk).state == "proposed"


def test_every_step_is_in_the_journal_with_the_digest_of_its_law(cast: Cast) -> None:
    before, override = digest(cast), confirmed(cast)
    with_it = digest(cast)
    with cast.acts("administrator") as administrator:
        withdraw_override(override=override, reason="Repealed", officer=administrator)

    with cast.acts("auditor"):
        told = Entry.objects.filter(subject_type="law_override", subject_id=str(override.pk))
        steps = list(told.order_by("number").values_list("event", "pack"))

    assert steps == [
        ("law_override.proposed", before),
        ("law_override.confirmed", with_it),
        ("law_override.withdrawn", before),
    ]


def test_a_decision_keeps_what_its_days_off_were_taken_from(cast: Cast) -> None:
    case = cast.case("a1").pk

    with cast.acts("investigator_a1") as investigator:
        number = decided(
            Event.CASE_TAKEN,
            under=pack_in_force().ref,
            officer=investigator,
            subject=Subject("case", str(case)),
            changes={"lead": Change(None, "x")},
            case=case,
        )
        told = dict(Value.objects.filter(entry_id=number).values_list("name", "text"))

    assert told == {"lead": "x", "days_basis": basis()}


def test_excluded_time_puts_an_end_off_under_the_law_in_force(cast: Cast) -> None:
    registered = datetime(2026, 10, 8, 5, 0, tzinfo=UTC)
    still = Excluded("approval", registered + timedelta(days=10), registered + timedelta(days=13))

    with cast.acts("investigator_a1"):
        law = pack_in_force()
        plain = due_under(law, "DL_INVEST_2M", registered)
        later = due_under(law, "DL_INVEST_2M", registered, excluded=[still])

    assert plain.last_day == date(2026, 12, 8)
    assert later.last_day == date(2026, 12, 11)


def test_a_term_moves_with_a_day_that_was_moved_while_it_ran(cast: Cast) -> None:
    registered = datetime(2026, 10, 11, 5, 0, tzinfo=UTC)
    case = CaseClock(registered, "investigation")
    with cast.acts("investigator_a1"):
        before = term_of(case, law=pack_in_force()).due.last_day

    confirmed(cast)

    with cast.acts("investigator_a1"):
        after = term_of(case, law=pack_in_force()).due.last_day
    assert (before, after) == (FRIDAY, MONDAY)


def test_a_clock_that_the_pack_does_not_have_has_no_end(cast: Cast) -> None:
    with cast.acts("investigator_a1"), pytest.raises(UnknownClock):
        due_under(pack_in_force(), "DL_NOWHERE", DELIVERED)


def test_whoever_changes_the_law_waits_for_who_changes_it_now(cast: Cast) -> None:
    # Otherwise a decision could see a change without those before it, and its digest mean nothing.
    with cast.acts("administrator"):
        override = Override.objects.get(state="confirmed", withdrawal__isnull=True)

    with (
        cast.acts("administrator") as officer,
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as another,
        connection.cursor() as own,
    ):
        another.execute("SELECT pg_advisory_xact_lock(hashtext('izdes.law'))")
        own.execute("SET LOCAL lock_timeout = '50ms'")
        for change in (
            lambda: propose_override(said=MCI, since=LONG_AGO, officer=officer),
            lambda: install_pack(texts=two_days(), note="", officer=officer),
            lambda: withdraw_override(override=override, reason="Repealed", officer=officer),
        ):
            with pytest.raises(OperationalError):
                change()
