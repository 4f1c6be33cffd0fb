"""The month of the demo: loaded by commands, and everything in it recorded as theirs."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import connections
from django.utils.timezone import now

from izdes.cli.demo_banks import enter_banks
from izdes.cli.demo_month import Loaded, load
from izdes.cli.demo_story import calls, demo_story
from izdes.web.acting import acting
from izdes.web.cases.selectors import cases_visible_to, complaints_visible_to
from izdes.web.law.services.packs import install_packaged
from izdes.web.officers.roles import Role
from izdes.web.signing_in.demo import demo_logins, login_at, units
from izdes.web.signing_in.selectors import officer_with_login

NOW = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)


def counted(query: str) -> dict[str, int]:
    """Return numbers by name, whoever may see the rows."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        return {str(name): int(number) for name, number in cursor.fetchall()}


@pytest.mark.usefixtures("committed_db")
def test_a_month_is_loaded_and_every_region_sees_its_own() -> None:
    steps = Counter[str]()
    install_packaged()
    logins = demo_logins()
    administrator = officer_with_login(logins[0].login)
    assert administrator is not None
    with acting(administrator.pk):
        enter_banks(administrator, since=date(2020, 1, 1))
    # What is signed is signed now, within the term of its case.
    moment = now()
    story = demo_story(moment, complaints=60)

    loaded: Loaded = load(story, moment, lambda code, _done, _total: steps.update([code]))

    complaints = counted("SELECT 'all', count(*) FROM cases_complaint")["all"]
    assert complaints == loaded.complaints == len(story.told) + len(calls(story, moment)) >= 50
    outcomes = counted("SELECT kind, count(*) FROM cases_outcome GROUP BY kind")
    assert outcomes["registered"] == len(loaded.cases) > 10
    assert sum(outcomes.values()) < complaints, "somebody has to find work"
    taken = "SELECT 'all', count(*) FROM journal_entry WHERE event = 'complaint.taken'"
    assert counted(taken)["all"] == complaints
    assert counted("SELECT 'all', count(*) FROM funds_statement")["all"] > 0
    assert {"demo_step_complaints", "demo_step_decisions", "demo_step_jobs"} <= set(steps)
    states = counted("SELECT state, count(*) FROM correspondence_request GROUP BY state")
    # Which banks are asked follows from the hour in which the story ends.
    assert states["draft"] > 0
    assert len(states) > 1
    seen = dict[str, int]()
    for region in units():
        duty = officer_with_login(login_at(Role.DUTY_OFFICER, region))
        assert duty is not None
        with acting(duty.pk):
            seen[region] = complaints_visible_to(duty).count()
            assert {c.unit.region for c in cases_visible_to(duty)} <= {region}
    assert all(seen.values())
    assert sum(seen.values()) == complaints


def test_a_story_names_nobody_in_its_reprs() -> None:
    story = demo_story(NOW, complaints=24)

    name = story.told[0].report.applicant.full_name
    assert name
    assert name not in repr(story.told[0])
