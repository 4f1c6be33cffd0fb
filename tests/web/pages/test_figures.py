"""Figures as the office shows them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from izdes.adapters.words import LANGUAGES, Lang, entries, say
from izdes.core.law.clocks.due import due_of
from izdes.core.law.clocks.rules import rules
from izdes.core.money.amounts import minor_of_text
from izdes.web.pages.figures import (
    Chip,
    Money,
    Sight,
    ago,
    clock_face,
    counted,
    day_text,
    end_text,
    plural,
    span,
)

NOW = datetime(2026, 5, 19, 9, 2, tzinfo=UTC)
CARD = "4400430112345675"


def drawn(source: str, **context: object) -> str:
    with translation.override("kk"):
        return Template("{% load figures %}" + source).render(Context(context))


@given(st.integers(-(10**15), 10**15), st.sampled_from(["KZT", "USD", "JPY"]))
def test_a_printed_sum_is_read_back_to_the_same_tiyn(minor: int, currency: str) -> None:
    text = str(Money(minor, currency))

    number = re.sub(r"[^0-9,\-]", "", text.rsplit("\xa0", 1)[0])
    assert minor_of_text(number, digits=0 if currency == "JPY" else 2, mark=",") == minor


def test_sums_have_thin_spaces_and_the_sign_of_the_tenge() -> None:
    assert drawn("{% money 250000000 %}") == "2\u202f500\u202f000\xa0₸"
    assert drawn("{% money nothing %}") == "—"


def test_a_moment_is_local_and_its_title_says_how_long_ago() -> None:
    shown = drawn("{% moment when %}", when=NOW)

    assert ">19.05.2026 14:02</time>" in shown
    assert 'datetime="2026-05-19T14:02:00+05:00"' in shown
    assert "бұрын" in shown or "19.05.2026 14:02" in shown


@given(st.datetimes(timezones=st.just(UTC)))
@example(datetime.max.replace(tzinfo=UTC))
def test_every_moment_of_the_calendar_is_shown(when: datetime) -> None:
    # Programs of institutions write “without an end” as the last second of the year 9999.
    assert all(drawn(f"{{% {tag} when %}}", when=when) for tag in ("moment", "ends", "day"))


@pytest.mark.parametrize("when", [date(2026, 5, 19), datetime(2026, 5, 18, 19, 30, tzinfo=UTC)])
def test_a_day_is_the_local_one(when: date) -> None:
    assert day_text(when) == "19.05.2026"


def test_a_term_that_ends_at_midnight_ends_with_its_last_day() -> None:
    assert end_text(datetime(2026, 12, 15, 19, tzinfo=UTC)) == "15.12.2026 24:00"
    assert end_text(datetime(2026, 12, 15, 19, 1, tzinfo=UTC)) == "16.12.2026 00:01"
    assert "15.12.2026 24:00" in drawn("{% ends at %}", at=datetime(2026, 12, 15, 19, tzinfo=UTC))


def test_a_wallet_is_shown_without_the_code_of_its_issuer_and_copied_so() -> None:
    page = drawn("{% chip 'wallet' 'QALTAJOL:QJ00000690' sight=sight %}", sight=Sight.FULL)

    assert 'data-copy="QJ00000690"' in page
    assert "QALTAJOL" not in page


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "many"), (1, "one"), (2, "few"), (5, "many"), (11, "many"), (12, "many"), (21, "one")],
)
def test_russian_counts_in_three_forms(number: int, form: str) -> None:
    assert plural(number, "ru") == form


@given(st.integers(0, 10**6), st.sampled_from(LANGUAGES))
def test_a_number_is_in_its_words(number: int, lang: Lang) -> None:
    words = counted("figures_complaints", number, lang)

    assert words.replace("\u202f", "").split()[0] == str(number)


def test_everything_that_is_counted_has_three_forms() -> None:
    ones = {code.removesuffix("_one") for code in entries() if code.endswith("_one")}

    figures = {one for one in ones if one.startswith("figures_")}
    assert figures
    assert all(f"{one}_{form}" in entries() for one in figures for form in ("few", "many"))


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(days=2, hours=5, minutes=9), "2 тәулік 5 сағат"),
        (timedelta(hours=1), "1 сағат"),
        (timedelta(seconds=59), "0 минут"),
        (timedelta(days=1, minutes=3), "1 тәулік 3 минут"),
    ],
)
def test_a_length_is_told_in_its_two_largest_units(length: timedelta, text: str) -> None:
    assert span(length, "kk") == text


@pytest.mark.parametrize(
    ("away", "text"),
    [
        (0, "қазір ғана"),
        (-3, "3 сағат бұрын"),
        (3, "3 сағат қалды"),
        (-24 * 365, "19.05.2025 14:02"),
    ],
)
def test_how_long_ago_is_told_in_its_largest_unit(away: int, text: str) -> None:
    assert ago(NOW + timedelta(hours=away), NOW, "kk") == text


def test_nobody_said_who_looks_and_a_chip_is_masked() -> None:
    shown = drawn('{% chip "card" value %}', value=CARD)

    assert CARD not in shown
    assert f"…{CARD[-4:]}" in shown
    assert "data-copy" not in shown


def test_whoever_may_see_a_number_may_copy_it() -> None:
    shown = drawn('{% chip "card" value count=3 %}', value=CARD, sight=Sight.FULL)

    assert f'data-copy="{CARD}"' in shown
    assert "3 арыз" in shown


def test_a_doubtful_chip_says_what_is_wrong_and_what_was_perhaps_meant() -> None:
    chip = Chip(
        "card", CARD, Sight.FULL, code="wrong_check_digit", candidates=("4400430112345676",)
    )

    shown = drawn("{% chip one %}", one=chip)

    assert 'class="chip doubtful"' in shown
    assert "4400430112345676" in shown


def test_a_masked_chip_masks_what_was_perhaps_meant_too() -> None:
    chip = Chip("card", CARD, code="wrong_check_digit", candidates=("4400430112345676",))

    assert "4400430112345676" not in drawn("{% chip one %}", one=chip)


def test_the_repr_of_a_chip_tells_no_number() -> None:
    assert CARD not in repr(Chip("card", CARD, candidates=(CARD,)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule_id", sorted({rule.rule_id for rule in rules()}))
def test_every_clock_of_the_pack_has_a_face(lang: Lang, rule_id: str) -> None:
    rule = next(rule for rule in rules() if rule.rule_id == rule_id)
    if rule.direction == "before" or not rule.count or not rule.holds_on(NOW.date()):
        return

    face = clock_face(due_of(rule_id, NOW), lang, now=NOW)

    assert face.title != rule_id
    assert face.limit
    assert face.norm
    assert face.left


@pytest.mark.parametrize(("hours", "tone"), [(1, ""), (12, ""), (24 * 9, "due"), (24 * 20, "late")])
def test_a_clock_warns_before_it_is_late(hours: int, tone: str) -> None:
    due = due_of("DL_FREEZE_SELF_10D", NOW)

    face = clock_face(due, "kk", now=NOW + timedelta(hours=hours))

    assert face.tone == tone


def test_a_clock_that_was_met_says_so() -> None:
    due = due_of("DL_FREEZE_SELF_10D", NOW)

    face = clock_face(due, "kk", now=NOW + timedelta(days=30), met_at=NOW + timedelta(days=1))

    assert (face.tone, face.left.casefold()) == ("held", say("clock_state_met_in_time", "kk"))


def test_a_digest_is_shown_short_and_copied_whole() -> None:
    shown = drawn("{% digest value %}", value="ab" * 32)

    assert ">abababababab…</code>" in shown
    assert f'data-copy="{"ab" * 32}"' in shown
