from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.documents.plain import (
    account_kind,
    account_number,
    optional,
    period_end,
    period_start,
    plain,
    registered,
)
from izdes.adapters.words.figures import LOCAL

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяАӘҒЁІabcXYZ"


@given(st.text())
def test_plain_text_is_one_line_that_can_be_written_down(text: str) -> None:
    line = plain(text)

    assert line == " ".join(line.split())
    assert line.encode().decode() == line
    assert plain(line) == line


@given(st.text(alphabet=LETTERS + ".,;:!?#$*_`<>@[]{}()\\/\"'«»№₸-–0123456789", min_size=1))
def test_letters_figures_and_signs_are_never_changed(word: str) -> None:
    assert plain(f" {word}\u200b\n") == word


@pytest.mark.parametrize("empty", [None, "", "  ", "\u200b", "\n"])
def test_nothing_is_a_blank(empty: str | None) -> None:
    assert optional(empty) is None


@pytest.mark.parametrize(
    ("key", "number", "kind"),
    [
        ("iban:KZ876010000000000000", "KZ876010000000000000", "iban"),
        ("card:HSBKKZKX:939800******1234", "9398 00** **** 1234", "card"),
        ("card:?:*1234", "*1234", "card"),
        ("phone:+77000000000", "+77000000000", "phone"),
        ("acct:Kaspi Bank:1:2", "1:2", "acct"),
        ("@unknown:0123456789abcdef/1/3", "", "unknown"),
        ("something else", "something else", "other"),
        ("http://x", "http://x", "other"),
    ],
)
def test_a_key_prints_as_its_number(key: str, number: str, kind: str) -> None:
    assert (account_number(key), account_kind(key)) == (number, kind)


def test_a_period_of_whole_days_prints_its_last_day_inside() -> None:
    start, end = "2026-05-18T19:00:00.000000Z", "2026-05-21T19:00:00.000000Z"

    assert (period_start(start), period_end(end)) == ("19.05.2026", "21.05.2026")


def test_a_period_that_ends_in_a_day_prints_the_minute() -> None:
    assert period_end("2026-05-21T09:02:00.000000Z") == "21.05.2026 14:02"
    assert period_end("2026-05-21T09:02:00.000001Z") == "21.05.2026 14:03"


@given(st.integers(min_value=946_684_800, max_value=2_208_988_800))
def test_a_printed_end_has_the_whole_period_inside_and_no_minute_more(second: int) -> None:
    end = datetime.fromtimestamp(second, tz=UTC).astimezone(LOCAL).replace(tzinfo=None)

    day, _, clock = period_end(datetime.fromtimestamp(second, tz=UTC).isoformat()).partition(" ")

    shown = datetime.strptime(f"{day} {clock or '00:00'}", "%d.%m.%Y %H:%M")  # noqa: DTZ007
    slack = shown + (timedelta(0) if clock else timedelta(days=1)) - end
    assert timedelta(0) <= slack < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("given_", "printed"),
    [
        (None, ""),
        ("2026-05-20", "20.05.2026"),
        ("2026-05-20T09:02:00.000000Z", "20.05.2026 14:02"),
    ],
)
def test_a_registration_prints_as_day_or_moment(given_: str | None, printed: str) -> None:
    assert registered(given_) == printed
