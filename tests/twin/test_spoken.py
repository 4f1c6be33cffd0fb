"""What people write keeps what it is about."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from izdes.twin.country import material
from izdes.twin.narratives import narrative
from izdes.twin.numbers import phone
from izdes.twin.spoken import phone_as_written, sum_as_written, time_as_remembered

RANDOMS = st.integers(0, 10**6).map(Random)
FACTS = {
    "name": "Ойдан Шығарылған Адам",
    "phone": "8 701 000 12 34",
    "handle": "@oidan_kenesshi_000010",
    "site": "bank-kiru-1.example",
    "sum": "250 000 теңге",
    "to": "KZ09 1010 0000 0000 0000 01",
    "day": "12 сәуір күні",
    "caller": "Айдос",
    "hotline": "+77000009999",
    "lender": "«Тезтиын»",
}


@given(RANDOMS, st.integers(0, 100_000))
def test_a_written_phone_keeps_its_ten_digits(rng: Random, serial: int) -> None:
    digits = re.sub(r"\D", "", phone_as_written(rng, phone(serial)))

    assert digits[1:] == phone(serial)[2:]
    assert digits[0] in "78"


@given(RANDOMS)
def test_a_remembered_time_is_wrong_by_an_hour_and_some_minutes_at_most(rng: Random) -> None:
    moment = datetime(2026, 4, 1, 10, 17, 33, tzinfo=UTC)

    assert abs(time_as_remembered(rng, moment) - moment) <= timedelta(minutes=66)


@given(RANDOMS, st.integers(1, 10**7), st.sampled_from(["kk", "ru"]))
def test_a_written_sum_is_the_sum_in_tenge(rng: Random, tenge: int, language: str) -> None:
    written = sum_as_written(rng, tenge * 100, language)

    digits = int(re.sub(r"\D", "", written))
    assert digits * (1000 if re.search("мың|тыс", written) else 1) == tenge


@given(
    RANDOMS,
    st.sampled_from(sorted(material("schemes.yaml"))),
    st.sampled_from(["kk", "ru", "mixed"]),
)
def test_slips_touch_words_and_never_numbers_or_addresses(
    rng: Random, scheme: str, language: str
) -> None:
    story = narrative(rng, scheme, language, FACTS, is_woman=True)

    known = {re.sub(r"\D", "", fact) for fact in FACTS.values()}
    parts = re.findall(r"\+?\d[\d ]*\d", story)
    assert all(
        re.sub(r"\D", "", part) in known or part in "".join(FACTS.values()) for part in parts
    )
    assert not re.search(r"\.example\w|@\W", story)


@given(RANDOMS, st.sampled_from(sorted(material("schemes.yaml"))))
def test_without_facts_only_sentences_without_them_are_told(rng: Random, scheme: str) -> None:
    story = narrative(rng, scheme, "kk", {}, is_woman=False)

    assert "{" not in story
    assert "None" not in story
