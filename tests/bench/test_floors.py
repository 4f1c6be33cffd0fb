"""What the committed narratives measured at least: a change that loses it is noticed."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from izdes.bench import schemes
from izdes.bench.labelled import Labelled, read_labelled
from izdes.bench.quality import Tally, measure

SET = Path("benchmarks/identify")
ZONE = ZoneInfo("Asia/Almaty")
LEAST_MENTIONS = 30


def narratives(half: str) -> list[Labelled]:
    return [n for file in sorted((SET / half).glob("*.jsonl")) for n in read_labelled(file)]


@pytest.fixture(scope="module", params=["open", "sealed"])
def tally(request: pytest.FixtureRequest) -> Tally:
    return measure(narratives(request.param), zone=ZONE)


def test_what_is_found_is_mostly_right_and_little_is_missed(tally: Tally) -> None:
    assert tally.f1(*tally.kinds) >= 0.96
    assert min(tally.f1(kind) for kind in tally.kinds) >= 0.88


def test_roles_are_mostly_those_that_people_gave(tally: Tally) -> None:
    right = tally.roles_right.total() + tally.pages_for_contacts
    assert right / tally.roles.total() >= 0.86


def test_every_kind_is_marked_often_enough_to_say_something() -> None:
    marks = [m.kind for half in ("open", "sealed") for n in narratives(half) for m in n.marks]

    assert min(marks.count(kind) for kind in set(marks)) >= LEAST_MENTIONS
    assert len(narratives("open")) + len(narratives("sealed")) >= 400


def test_proposed_schemes_are_often_the_right_ones() -> None:
    figures = schemes.measure(narratives("open"))

    assert figures["among_first_three"]["value"] >= 0.7
