"""The history of a thing, in words that its reader may know."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from tests.web.journal.conftest import People

from izdes.adapters.words import LANGUAGES, entries, say
from izdes.web.acting import acting
from izdes.web.journal.erasing import erase_case
from izdes.web.journal.events import Event
from izdes.web.journal.history import Names, NotActing, event_words, history_of
from izdes.web.journal.record import Change, Subject, record

POST = Subject("post", "17")


@pytest.fixture
def changed(people: People) -> People:
    """Record a change of a post in case 7."""
    with acting(people.investigator):
        record(
            Event.POST_ENDED,
            officer=people.investigator,
            subject=POST,
            changes={"reason": Change("ескі", "жаңа"), "seat": Change(None, "№ 3")},
            case=7,
        )
    return people


@pytest.mark.parametrize("event", Event)
def test_every_event_has_its_sentence(event: Event) -> None:
    words = entries()[event_words(event)]

    assert set(words) == set(LANGUAGES)
    named = set(re.findall(r"\{(\w+)\}", words["en"]))
    assert named <= {"officer", "subject", "case", "norm"}


def test_whoever_sees_the_case_is_told_who_did_what_and_what_changed(changed: People) -> None:
    with acting(changed.investigator):
        (told,) = history_of(changed.investigator, POST, lang="en")

    assert told.officer == "Т. Тергеуші"
    assert told.sentence == "Т. Тергеуші ended the post (17)."
    assert told.changes == ("reason: was «ескі», became «жаңа».", "seat: «№ 3».")


def test_an_auditor_is_told_that_and_who_and_not_what(changed: People) -> None:
    with acting(changed.auditor):
        (told,) = history_of(changed.auditor, POST, lang="ru")

    assert told.sentence == "Должность прекращена (17); прекратил: Т. Тергеуші."
    assert "ескі" not in " ".join(told.changes)
    assert told.changes[1] == "seat: (вам не показывается)."


def test_of_erased_values_it_is_told_that_they_were(changed: People) -> None:
    with acting(changed.investigator):
        erase_case(7, norm="н", officer=changed.investigator)
        (told,) = history_of(changed.investigator, POST, lang="kk")

    assert told.changes[1] == "seat: (өшірілген)."


def test_nobody_asks_in_the_name_of_another(changed: People) -> None:
    with acting(changed.auditor), pytest.raises(NotActing):
        history_of(changed.investigator, POST, lang="kk")


def test_whoever_sees_no_entry_is_told_nothing(people: People) -> None:
    with acting(people.investigator):
        record(Event.POST_ENDED, officer=people.investigator, subject=POST, case=8)

        assert history_of(people.investigator, POST, lang="kk") == ()


def test_what_the_system_did_the_system_did(people: People) -> None:
    record(Event.POST_ENDED, officer=None, subject=POST, case=7)

    with acting(people.investigator):
        (told,) = history_of(people.investigator, POST, lang="kk")

    assert told.officer == "Жүйе"


def test_every_value_that_a_command_records_has_a_name_in_words() -> None:
    sources = files("izdes.web")
    named = {
        name
        for place in Path(str(sources)).rglob("*.py")
        for name in re.findall(r'"([a-z_]+)": ?Change\(', place.read_text(encoding="utf-8"))
    }

    assert {"signed_how", "state"} <= named
    assert not {name for name in named if f"field_{name}" not in entries()}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("signed_how", "oral_protocol", "triage_signed_oral_protocol"),
        ("is_warned", "true", "history_true"),
        ("state", "skipped", "case_task_state_skipped"),
        ("role", "duty_officer", "role_duty_officer"),
        ("trace_rule", "fifo", "rule_fifo"),
    ],
)
def test_a_code_is_told_in_words(people: People, name: str, text: str, said: str) -> None:
    with acting(people.investigator):
        record(
            Event.POST_ENDED,
            officer=people.investigator,
            subject=POST,
            changes={name: Change(None, text)},
            case=7,
        )
        (told,) = history_of(people.investigator, POST, lang="en")

    assert told.changes[0].endswith(f"«{say(said, 'en')}».")


def test_a_namer_says_what_keys_and_codes_are_called(people: People) -> None:
    names = Names({("post", "17"): "ауысым"}, {("assignee", "t1"): "Т. Тергеуші"})
    with acting(people.investigator):
        record(
            Event.POST_ENDED,
            officer=people.investigator,
            subject=POST,
            changes={"assignee": Change(None, "t1"), "lead": Change(None, "t2")},
            case=7,
        )
        (told,) = history_of(people.investigator, POST, lang="en", namer=lambda _e, _v: names)

    assert "(ауысым)" in told.sentence
    assert {change.partition(": ")[2] for change in told.changes} == {"«Т. Тергеуші».", "«t2»."}


def test_what_is_checked_by_stands_apart_and_moments_are_local(people: People) -> None:
    changes = {
        "digest": Change(None, "ab" * 32),
        "due_at": Change(None, "2026-12-15T19:00:00+00:00"),
        "until": Change(None, "2026-12-15"),
        "file": Change(None, "12"),
        "reason": Change(None, "2026-99-99"),
    }
    with acting(people.investigator):
        record(Event.POST_ENDED, officer=people.investigator, subject=POST, changes=changes, case=7)
        (told,) = history_of(people.investigator, POST, lang="en")

    said = {change.partition(": ")[2] for change in told.changes}
    assert said == {"«16.12.2026 00:00».", "«15.12.2026».", "«2026-99-99»."}
    assert {change.partition(": ")[2] for change in told.exact} == {f"«{'ab' * 32}».", "«12»."}
