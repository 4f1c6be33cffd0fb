"""The story of another time: everything in it happens before the hour that is named."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.twin.facts import facts_of
from izdes.twin.world import STORY, story_before, world_of

MOMENT = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)


def test_nothing_is_paid_after_the_hour_in_which_the_story_ends() -> None:
    facts = facts_of(11, 24, story_before(MOMENT))

    transfers = facts.world.transfers
    assert transfers
    # What is on its way when the story ends still arrives.
    assert max(one.debited_at for one in transfers) < MOMENT
    assert all(page.last_day <= MOMENT.date() + timedelta(days=1) for page in facts.pages)


def test_crimes_lie_in_the_last_weeks() -> None:
    story = story_before(MOMENT)

    begun = [episode.begins_at for _, _, episode in world_of(11, 24, story).complaints]

    assert all(story.crimes_from <= one < story.ends_at for one in begun)


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 1600))
def test_a_story_can_be_told_of_every_day_of_the_year(days: int) -> None:
    facts = facts_of(3, 4, story_before(MOMENT + timedelta(days=days)))

    assert len(facts.complaints) == 4


@pytest.mark.parametrize("seed", [1, 7])
def test_the_story_of_spring_is_the_one_that_is_told_otherwise(seed: int) -> None:
    assert world_of(seed, 6).transfers == world_of(seed, 6, STORY).transfers
