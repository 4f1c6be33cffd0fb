from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import entries
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.holders.names import HolderName, holder_name, is_one_slip, level_of
from izdes.core.linking.holders.persons import holder_mentions, holders_of, persons_of
from izdes.core.linking.holders.records import (
    HolderRecord,
    agreement_of,
    born_level,
    frequent_names,
)
from izdes.core.linking.holders.table import holder_table, level_code, level_milli
from izdes.core.linking.mentions import Mention
from izdes.twin.numbers import person_number

NOON = datetime(2026, 5, 19, 12, tzinfo=UTC)
# Invented persons with valid check digits.
IIN, OTHER_IIN = (person_number("900101", n, is_odd=True) for n in (11, 245))
LEAST = holder_table()["least_milli"]

given_names = st.sampled_from(["Айгүл", "Әсел", "Нұржан", "Қанат", "Үміт", "Ольга", "Юрий"])
surnames = st.sampled_from(["Серікова", "Ыбыраев", "Қалдыбай", "Өмірзақ", "Семёнин", "Щукин"])
fathers = st.sampled_from(["Мақсатқызы", "Серік ұлы", "Олегович", "Нұрланұлы", "Ильинична", ""])


def known(printed: str) -> HolderName:
    found = holder_name(printed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "printed",
    [
        "Айгүл Мақсатқызы Серікова",
        "СЕРИКОВА АЙГУЛЬ МАКСАТОВНА",
        "Aigul Maksatkyzy Serikova",
        "SERIKOVA AIGUL MAKSATOVNA",
        "Серикова Айгуль Максат қызы",
    ],
)
def test_a_name_is_one_in_every_spelling(printed: str) -> None:
    assert known(printed) == known("СЕРІКОВА АЙГҮЛ МАҚСАТҚЫЗЫ")


@pytest.mark.parametrize("printed", ["", "Айгүл", "С.", "А. С.", "1234", "Kaspi"])
def test_less_than_a_word_and_a_letter_is_no_name(printed: str) -> None:
    assert holder_name(printed) is None


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Серікова Айгүл Мақсатқызы", "Aigul Maksatovna Serikova", "full"),
        ("Серікова Айгүл Мақсатқызы", "Айгүл Серікова", "whole"),
        ("Айгүл С.", "СЕРИКОВА АЙГУЛЬ МАКСАТОВНА", "initial"),
        ("Айгүл С.", "Айгуль С.", "initial"),
        ("Серикова А.М.", "Айгүл Серікова", "initial"),
        ("Айгуль Серикова", "Айгуль Серикава", "slip"),
        ("Айгүл С.", "Серикова А.", None),
        ("Айгүл С.", "Айман Серікова", "differs"),
        ("Айгүл С.", "Айгүл Қалиева", "differs"),
        ("Серікова Айгүл Мақсатқызы", "Серікова Айгүл Нұрланқызы", "differs"),
        ("Ким Ли", "Ким Лу", "differs"),
    ],
)
def test_how_far_two_names_agree(one: str, other: str, level: str | None) -> None:
    assert level_of(known(one), known(other)) == level
    assert level_of(known(other), known(one)) == level


@given(given_names, surnames, fathers)
def test_the_order_of_parts_says_nothing(given: str, surname: str, father: str) -> None:
    paper = known(f"{surname} {given} {father}")

    assert known(f"{given} {father} {surname}") == paper
    assert level_of(known(f"{given} {surname[0]}."), paper) == "initial"


@pytest.mark.parametrize(
    ("one", "other"), [("serikova", "serikovа"), ("abcde", "abcde"), ("abcd", "abce"), ("", "a")]
)
def test_what_is_no_single_slip_in_a_long_word(one: str, other: str) -> None:
    assert not is_one_slip(one, other)


def test_every_level_of_the_table_is_worded_and_weighs() -> None:
    for comparison, levels in holder_table()["levels"].items():
        weights = [level_milli(comparison, level) for level in levels]

        assert weights == sorted(weights, reverse=True)
        assert weights[0] > 0 > weights[-1]
        assert {level_code(comparison, level) for level in levels} <= entries().keys()


def test_a_name_alone_never_makes_one_person() -> None:
    records = [HolderRecord(n, "Серікова Айгүл Мақсатқызы") for n in "ab"]

    agreement = agreement_of(records[0], records[1], {})

    assert 0 < agreement.log10_lr_milli < LEAST
    assert len(persons_of(records, [agreement]).persons) == 2


def test_a_name_and_a_telephone_make_one_person() -> None:
    one = HolderRecord("a", "Айгүл С.", phone="+77010000001", account=("iban", "KZ1"))
    other = HolderRecord("b", "SERIKOVA AIGUL", phone="+77010000001", account=("iban", "KZ2"))

    agreement = agreement_of(other, one, {})
    (person,) = persons_of([other, one], [agreement]).persons

    assert (agreement.one, agreement.other) == ("a", "b")
    assert agreement.levels == (("name", "initial"), ("phone", "same"))
    assert agreement.log10_lr_milli == level_milli("name", "initial") + level_milli("phone", "same")
    assert person.value == "record:a"
    assert person.accounts == (("iban", "KZ1"), ("iban", "KZ2"))
    assert "KZ1" not in repr(person)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1990-02-11", "1990-02-11", "same"),
        ("1990-02-11", "1990-11-02", "swapped"),
        ("1990-02-11", "1990-02-12", "differs"),
        ("1990-02-11", "1990", "same_year"),
        ("1990", "1991", "differs"),
    ],
)
def test_how_far_two_dates_of_birth_agree(one: str, other: str, level: str) -> None:
    assert born_level(one, other) == born_level(other, one) == level


def test_the_same_number_is_one_person_under_any_name() -> None:
    records = [HolderRecord("a", "Айгүл Серікова", iin=IIN), HolderRecord("b", "А. Жұман", iin=IIN)]

    (person,) = persons_of(records, []).persons

    assert person.value == f"iin:{IIN}"


def test_two_numbers_are_never_put_together_through_a_third_record() -> None:
    shared = "+77010000001"
    records = [
        HolderRecord("a", "Айгүл Серікова", iin=IIN, phone=shared),
        HolderRecord("b", "Айгүл С.", phone=shared),
        HolderRecord("c", "Айгүл Сәбитова", iin=OTHER_IIN, phone=shared),
    ]
    agreements = [agreement_of(one, other, {}) for one, other in combinations(records, 2)]

    found = persons_of(records, agreements)

    assert [person.records for person in found.persons] == [("a", "b"), ("c",)]
    assert [(c.one, c.other) for c in found.contradictions] == [("b", "c")]


def test_a_mistyped_number_joins_the_right_one_with_something_else_beside_it() -> None:
    slipped = IIN[:-1] + str((int(IIN[-1]) + 1) % 10)
    right, wrong = (HolderRecord(n, "Айгүл С.", iin=i) for n, i in (("a", IIN), ("b", slipped)))
    bare = HolderRecord("c", iin=slipped)

    found = persons_of([wrong, right], [agreement_of(right, wrong, {})])

    assert [person.value for person in found.persons] == [f"iin:{IIN}"]
    assert len(persons_of([bare, right], [agreement_of(right, bare, {})]).persons) == 2


def test_two_numbers_that_both_check_are_two_persons_however_near() -> None:
    # The eleventh digit weighs nothing: neighbours in a register are one digit apart.
    near = [person_number("900101", n, is_odd=True) for n in (1, 2)]
    one, other = (HolderRecord(n, "Айгүл Серікова", iin=n, phone="+77010000001") for n in near)

    agreement = agreement_of(one, other, {})

    assert sum(a != b for a, b in zip(*near, strict=True)) == 1
    assert ("iin", "differs") in agreement.levels
    assert len(persons_of([one, other], [agreement]).persons) == 2


def test_a_name_in_fashion_says_less() -> None:
    least = holder_table()["least_records"]
    fashion = [HolderRecord(f"f{n}", "Айгүл С.") for n in range(least // 20)]
    others = [HolderRecord(f"o{n}", f"Әсел {chr(1072 + n % 20)}.") for n in range(least)]
    one, other = HolderRecord("a", "Айгүл С."), HolderRecord("b", "Айгүл Серікова")

    often = frequent_names([one, other, *fashion, *others])

    common = agreement_of(one, other, often).log10_lr_milli
    assert common < agreement_of(one, other, {}).log10_lr_milli
    assert frequent_names(fashion) == {}


records_of_few = st.lists(
    st.builds(
        HolderRecord,
        record_id=st.uuids().map(str),
        name=st.sampled_from(["", "Айгүл С.", "Айгүл Серікова", "Айгүл Сәбитова", "Әсел Ж."]),
        iin=st.sampled_from(["", "", IIN, OTHER_IIN]),
        born=st.sampled_from(["", "1990", "1990-02-11", "1990-11-02", "1991-05-20"]),
        phone=st.sampled_from(["", "+77010000001", "+77010000002"]),
    ),
    max_size=7,
    unique_by=lambda record: record.record_id,
)


@given(records_of_few, st.randoms(use_true_random=False))
def test_persons_are_the_same_in_any_order(records: list[HolderRecord], rng: object) -> None:
    assert hasattr(rng, "shuffle")
    agreements = [agreement_of(one, other, {}) for one, other in combinations(records, 2)]

    found = persons_of(records, agreements)
    rng.shuffle(records)
    rng.shuffle(agreements)

    assert persons_of(records, agreements) == found
    assert sorted(r for p in found.persons for r in p.records) == sorted(
        record.record_id for record in records
    )
    by_id = {record.record_id: record for record in records}
    for person in found.persons:
        assert len({by_id[r].iin for r in person.records} - {""}) <= 1


def test_accounts_of_one_holder_meet_in_him() -> None:
    persons = persons_of(
        [
            HolderRecord("a", iin=IIN, account=("iban", "KZ1")),
            HolderRecord("b", iin=IIN, account=("card", "4000")),
            HolderRecord("c", iin=OTHER_IIN, account=("iban", "KZ3")),
        ],
        [],
    ).persons
    named = [("c1", "iban", "KZ1"), ("c2", "card", "4000"), ("c3", "iban", "KZ3")]
    mentions = [
        Mention(ComplaintId(complaint), kind, value, NOON + timedelta(days=n), "recipient")
        for n, (complaint, kind, value) in enumerate(named)
    ]

    found = holder_mentions(mentions, holders_of(persons, {m.node for m in mentions}))

    # Whoever holds one account only says nothing that the account does not say.
    assert [(m.complaint_id, m.kind, m.value) for m in found] == [
        ("c1", "holder", f"iin:{IIN}"),
        ("c2", "holder", f"iin:{IIN}"),
    ]
