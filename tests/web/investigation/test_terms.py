"""Terms: counted by the law in force and the decrees that were recorded."""

from datetime import UTC, date, datetime

import pytest
from tests.web.cast import Cast
from tests.web.investigation.casework import AT, LEAD, case_with, decree

from izdes.core.law.clocks.due import CountNotAllowed
from izdes.web.cases.models import Case
from izdes.web.investigation.models import TermDecree
from izdes.web.investigation.selectors import clocks_of
from izdes.web.investigation.services.terms import (
    DecreeOfTheFuture,
    DecreeRecorded,
    NothingStandsStill,
    TermHasNoClock,
    exclude_time,
    extend_term,
    resume_term,
    return_case,
)
from izdes.web.journal.models import Entry
from izdes.web.officers.reach import NotPermitted

_JUNE = datetime(2026, 6, 20, 6, 0, tzinfo=UTC)


def _last_day(cast: Cast, case: Case) -> date | None:
    """Return the last day of the term of a case."""
    with cast.acts(LEAD) as officer:
        term = clocks_of(officer, case).term
    return None if term is None else term.due.last_day


def test_a_case_counts_from_its_registration(cast: Cast) -> None:
    case = case_with(cast, "plain", 100)

    assert _last_day(cast, case) == date(2026, 7, 21)


def test_an_extension_counts_from_the_registration_in_all(cast: Cast) -> None:
    case = case_with(cast, "extended", 100)

    with cast.acts(LEAD) as officer:
        extend_term(
            case=case,
            level="district",
            to_months=3,
            granted_at=_JUNE,
            decree=decree(),
            officer=officer,
        )
        entry = Entry.objects.filter(case_id=case.pk).latest("number")

    assert _last_day(cast, case) == date(2026, 8, 21)
    assert (entry.event, entry.norm) == ("term.decreed", "cpc.extension")
    assert entry.pack


def test_no_level_extends_further_than_it_may(cast: Cast) -> None:
    case = case_with(cast, "too-long", 100)

    with cast.acts(LEAD) as officer, pytest.raises(CountNotAllowed):
        extend_term(
            case=case,
            level="district",
            to_months=4,
            granted_at=_JUNE,
            decree=decree(),
            officer=officer,
        )

    assert _last_day(cast, case) == date(2026, 7, 21)


def test_time_that_is_excluded_lengthens_the_term_once_it_has_ended(cast: Cast) -> None:
    case = case_with(cast, "stopped", 100)

    with cast.acts(LEAD) as officer:
        row = exclude_time(
            case=case, exclusion="interruption", since=_JUNE, decree=decree(), officer=officer
        )
        assert _last_day(cast, case) is None
    with cast.acts(LEAD) as officer:
        until = datetime(2026, 6, 30, 6, 0, tzinfo=UTC)
        resume_term(decree=row, until=until, ground="found", officer=officer)
        with pytest.raises(NothingStandsStill):
            resume_term(decree=row, until=until, ground="again", officer=officer)

    assert _last_day(cast, case) == date(2026, 7, 31)


def test_a_case_that_came_back_counts_from_that_day(cast: Cast) -> None:
    case = case_with(cast, "back", 100)
    at = datetime(2026, 8, 3, 6, 0, tzinfo=UTC)

    with cast.acts(LEAD) as officer:
        return_case(case=case, returned_at=at, decree=decree(), officer=officer)

    assert _last_day(cast, case) == date(2026, 9, 3)


def test_a_decree_is_recorded_once_and_not_ahead_of_its_time(cast: Cast) -> None:
    case = case_with(cast, "once", 100)

    with cast.acts(LEAD) as officer:
        return_case(case=case, returned_at=_JUNE, decree=decree(), officer=officer)
        with pytest.raises(DecreeRecorded):
            return_case(case=case, returned_at=_JUNE, decree=decree(), officer=officer)
        later = datetime(2099, 1, 1, tzinfo=UTC)
        with pytest.raises(DecreeOfTheFuture):
            return_case(case=case, returned_at=later, decree=decree("13"), officer=officer)


def test_a_form_without_a_term_has_none_to_extend(cast: Cast) -> None:
    case = case_with(cast, "protocol", 100)
    with cast.acts(LEAD) as officer:
        Case.objects.filter(pk=case.pk).update(form="protocol")

        assert clocks_of(officer, Case.objects.get(pk=case.pk)).term is None
        with pytest.raises(TermHasNoClock):
            return_case(case=case, returned_at=_JUNE, decree=decree(), officer=officer)


def test_whoever_only_reads_records_no_decree(cast: Cast) -> None:
    case = case_with(cast, "reader", 100)

    with cast.acts("prosecutor_a1") as officer, pytest.raises(NotPermitted):
        return_case(case=case, returned_at=AT, decree=decree(), officer=officer)

    with cast.acts("prosecutor_a1"):
        assert not TermDecree.objects.filter(case=case).exists()
