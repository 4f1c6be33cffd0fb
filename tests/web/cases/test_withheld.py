"""Withheld: of the victim's own card a tail is stored; the card that received stays whole."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.twin.numbers import card
from izdes.web.cases.reports import Applicant, Payment, Report
from izdes.web.cases.withheld import withheld

_AT = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
_SERIALS = st.integers(0, 9_999)


@given(_SERIALS)
def test_her_card_is_cut_wherever_it_is_given_as_hers(serial: int) -> None:
    own = card("00", serial)
    report = Report(
        _AT,
        payments=(Payment(from_raw=own),),
        identifiers=(GivenIdentifier("card", own, "victim"),),
    )

    bare, was_cut = withheld(report)

    assert was_cut
    assert bare.payments[0].from_raw == bare.identifiers[0].raw == f"*{own[-4:]}"


@given(_SERIALS)
def test_the_card_that_received_stays_whole(serial: int) -> None:
    theirs = card("00", serial)
    report = Report(
        _AT,
        payments=(Payment(to_raw=theirs),),
        identifiers=(GivenIdentifier("card", theirs, "recipient"),),
    )

    assert withheld(report) == (report, False)


def test_her_card_is_cut_in_her_words() -> None:
    own = card("00", 1)

    bare, was_cut = withheld(Report(_AT, narrative=f"Списали с моей карты {own} все деньги"))

    assert was_cut
    assert own not in bare.narrative
    assert f"*{own[-4:]}" in bare.narrative


def test_codes_are_cut_wherever_an_officer_writes_them() -> None:
    report = Report(
        _AT,
        narrative="Продиктовала код из смс 482193 и пин-код 4821",
        applicant=Applicant(contact="PIN 4821"),
        payments=(Payment(channel="перевод, cvv 391"),),
    )

    bare, was_cut = withheld(report)

    assert was_cut
    assert bare.narrative == "Продиктовала код из смс •••••• и пин-код ••••"
    assert bare.applicant.contact == "PIN ••••"
    assert bare.payments[0].channel == "перевод, cvv •••"


@given(st.text(max_size=200))
def test_cutting_twice_cuts_nothing_more(words: str) -> None:
    once, _ = withheld(Report(_AT, narrative=words))

    assert withheld(once) == (once, False)
