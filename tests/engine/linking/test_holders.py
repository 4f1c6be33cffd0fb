from itertools import combinations
from random import Random

from izdes.core.linking.holders.persons import persons_of
from izdes.core.linking.holders.records import (
    Agreement,
    HolderRecord,
    agreement_of,
    frequent_names,
)
from izdes.core.linking.holders.table import holder_table
from izdes.engine.linking.holders.proposals import holder_agreements, resolve_holders
from izdes.twin.numbers import person_number

GIVEN = ("Айгүл", "Әсел", "Нұржан", "Ольга")
SURNAMES = ("Серікова", "Серикава", "Қалдыбай", "Семёнина", "Өмірзақ", "Kim")
FATHERS = ("Мақсатқызы", "Серік ұлы", "Олеговна", "")
SHOWN = holder_table()["shown_milli"]


def printed(rng: Random) -> str:
    """Print an invented name as banks, papers and cards do."""
    given, surname, father = rng.choice(GIVEN), rng.choice(SURNAMES), rng.choice(FATHERS)
    forms = (
        f"{surname} {given} {father}",
        f"{given} {surname}".upper(),
        f"{given} {surname[0]}.",
        f"{surname} {given[0]}.{father[:1]}.",
        given,
    )
    return rng.choice(forms)


def records(seed: int, count: int) -> list[HolderRecord]:
    rng = Random(seed)
    right = [person_number("900101", n, is_odd=True) for n in range(1, 9)]
    slipped = [f"{number[:4]}{(int(number[4]) + 1) % 10}{number[5:]}" for number in right[:3]]
    numbers = ["", "", *right, *slipped]
    return [
        HolderRecord(
            f"r{n:03d}",
            name=printed(rng),
            iin=rng.choice(numbers),
            born=rng.choice(("", "1990", "1990-02-11", "1990-11-02", "1991-05-20")),
            bank=rng.choice(("", "ALFA", "BETA")),
            phone=rng.choice(("", "", "+77010000001", "+77010000002")),
            tail=rng.choice(("", "1234", "5678")),
            region=rng.choice(("", "75", "71")),
        )
        for n in range(count)
    ]


def all_pairs(given: list[HolderRecord]) -> tuple[Agreement, ...]:
    often = frequent_names(given)
    found = (agreement_of(one, other, often) for one, other in combinations(given, 2))
    return tuple(sorted(pair for pair in found if pair.log10_lr_milli >= SHOWN))


def test_splink_finds_and_weighs_what_the_core_does() -> None:
    given = records(1, 110)
    least = holder_table()["least_milli"]

    found = holder_agreements(given)

    expected = all_pairs(given)
    assert set(found) <= set(expected)
    # What weighs as one person lacks no key to be looked up by.
    assert {p for p in expected if p.log10_lr_milli >= least} <= set(found)
    assert len({level for pair in found for level in pair.levels}) > 12


def test_persons_are_those_of_the_core() -> None:
    given = records(2, 90)

    found = resolve_holders(reversed(given))

    assert found == persons_of(given, all_pairs(given))
    assert len(found.persons) < len(given)


def test_a_key_in_fashion_is_not_looked_up() -> None:
    most = holder_table()["most_in_block"]
    fashion = [HolderRecord(f"f{n:03d}", "Айгүл С.", region=f"{n}") for n in range(most + 1)]
    one = HolderRecord("x", "Айгүл Серікова", bank="ALFA", tail="1234")
    other = HolderRecord("y", bank="ALFA", tail="1234")

    found = holder_agreements([*fashion, one, other])

    assert [(pair.one, pair.other) for pair in found] == [("x", "y")]


def test_records_that_are_equal_in_all_they_say_stand_once() -> None:
    same = [
        HolderRecord(f"r{n}", "Айгүл С.", phone="+77010000001", account=("card", str(n)))
        for n in range(300)
    ]

    found = resolve_holders(same)

    assert len(holder_agreements(same)) == len(same) - 1
    assert [len(person.accounts) for person in found.persons] == [300]


def test_nobody_and_one_alone_are_no_pairs() -> None:
    assert resolve_holders([]).persons == ()
    assert holder_agreements([HolderRecord("a", "Айгүл С.")]) == ()
