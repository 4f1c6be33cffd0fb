from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import START

from izdes.core.money.matching import CLOCKS_DIFFER, DAY, TOLERANCE, Half, Pair, match_halves
from izdes.core.money.transfer import Precision


def half(name: str, second: int, *, reference: str = "", precision: Precision = "second") -> Half:
    return Half(START + timedelta(seconds=second), second, name, precision, reference)


def names(pairs: list[Pair]) -> set[tuple[str, str]]:
    return {(debit.name, credit.name) for debit, credit, _ in pairs}


def halves(side: str) -> st.SearchStrategy[list[Half]]:
    moments = st.lists(st.integers(0, 9_000), max_size=8)
    return moments.map(
        lambda found: [half(f"{side}{i}", second) for i, second in enumerate(sorted(found))]
    )


@given(halves("d"), halves("c"), st.randoms(use_true_random=False))
def test_the_order_in_which_halves_are_given_does_not_matter(
    debits: list[Half], credits_: list[Half], random: object
) -> None:
    turned = sorted(debits, key=lambda _: random.random())  # type: ignore[attr-defined]

    one, other = match_halves(debits, credits_), match_halves(turned, credits_[::-1])

    assert names(one.pairs) == names(other.pairs)
    assert one.ambiguous == other.ambiguous


@given(halves("d"), halves("c"))
def test_no_half_is_in_two_pairs_and_none_is_paired_too_far(
    debits: list[Half], credits_: list[Half]
) -> None:
    pairs = match_halves(debits, credits_).pairs

    assert len({d for d, _, _ in pairs}) == len({c for _, c, _ in pairs}) == len(pairs)
    assert all(-CLOCKS_DIFFER <= p.credit.moment - p.debit.moment <= DAY for p in pairs)


@given(halves("d"), halves("c"))
def test_what_stays_single_has_no_candidate_or_is_reported(
    debits: list[Half], credits_: list[Half]
) -> None:
    found = match_halves(debits, credits_)
    paired = {h for pair in found.pairs for h in (pair.debit, pair.credit)}
    reported = {h for sides in found.ambiguous for side in sides for h in side}

    for debit in set(debits) - paired - reported:
        left = [c for c in credits_ if c not in paired]
        assert not any(-CLOCKS_DIFFER <= c.moment - debit.moment <= TOLERANCE for c in left)


def test_equal_instants_in_equal_numbers_pair_in_row_order() -> None:
    debits = [half("d1", 5), half("d2", 5)]
    credits_ = [half("c1", 5), half("c2", 5)]

    assert names(match_halves(debits, credits_).pairs) == {("d1", "c1"), ("d2", "c2")}


def test_an_equal_document_number_beats_a_nearer_time() -> None:
    debits = [half("d1", 0, reference="7"), half("d2", 300, reference="8")]
    credits_ = [half("c1", 301, reference="7"), half("c2", 900, reference="8")]

    assert names(match_halves(debits, credits_).pairs) == {("d1", "c1"), ("d2", "c2")}


def test_the_nearest_pairs_when_the_next_is_three_times_as_far() -> None:
    found = match_halves([half("d1", 0), half("d2", 120)], [half("c1", 30)])

    assert names(found.pairs) == {("d1", "c1")}


def test_a_credit_before_its_debit_is_another_payment_unless_clocks_differ() -> None:
    wrong = match_halves([half("d1", 500)], [half("c1", 100)])
    slow = match_halves([half("d1", 500)], [half("c1", 400)])

    assert (wrong.pairs, len(slow.pairs)) == ([], 1)


def test_two_that_are_about_as_near_stay_unpaired() -> None:
    found = match_halves([half("d1", 0), half("d2", 80)], [half("c1", 30)])

    assert found.pairs == []
    assert len(found.ambiguous) == 1


def test_a_bank_that_prints_days_only_is_matched_within_the_day() -> None:
    day = 19 * 3600
    debits = [half("d1", day + 9 * 3600), half("d2", day + 15 * 3600)]
    credits_ = [half("c1", day, precision="day"), half("c2", day, precision="day")]

    found = match_halves(debits, credits_)

    assert names(found.pairs) == {("d1", "c1"), ("d2", "c2")}
    assert DAY > TOLERANCE


def test_one_document_number_is_one_transfer_though_a_slow_bank_books_it_hours_later() -> None:
    hour = 3_600
    debits = [half("a", 0, reference="one"), half("b", hour, reference="two")]
    credits_ = [half("c", 3 * hour, reference="two"), half("d", 4 * hour, reference="one")]

    found = match_halves(debits, credits_)

    assert names(found.pairs) == {("a", "d"), ("b", "c")}
    assert found.ambiguous == []
