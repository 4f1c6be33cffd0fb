"""Money that came back: recorded once from a document, told once, and corrected aloud."""

from datetime import date
from pathlib import Path

import pytest
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.window.writing import FULL, written

from izdes.adapters.words import say
from izdes.web.cases.models import Case, Complaint, Episode
from izdes.web.cases.services.triage import register_complaint
from izdes.web.officers.reach import NotPermitted
from izdes.web.operation.intake import take_sent, tell_back
from izdes.web.reception import telling
from izdes.web.reception.models import Return
from izdes.web.reception.returning import (
    ReturnCorrected,
    ReturnKnown,
    ReturnWrong,
    correct_return,
    record_return,
)
from izdes.web.window.pages.telling import said_of
from izdes.web.window.receipts import Receipt
from izdes.web.window.sending import send
from izdes.web.window.statuses import status_of

HEAD = "head_of_unit_a_hq"


@pytest.fixture
def told(staffed: Cast) -> Receipt:
    """A report of the window that became a case."""
    receipt = send(written(FULL))
    take_sent()
    with staffed.acts(HEAD) as head:
        register_complaint(
            complaint=Complaint.objects.get(receipt=receipt.number),
            number="267500031000999",
            registered_at=now(),
            form="investigation",
            scheme="",
            reason="Told by a window",
            officer=head,
        )
    tell_back()
    return receipt


def episode(receipt: Receipt) -> Episode:
    return Episode.objects.select_related("case").get(complaint__receipt=receipt.number)


def returned(staffed: Cast, receipt: Receipt, amount_minor: int = 15_000_000) -> Return:
    with staffed.acts(HEAD) as head:
        return record_return(
            episode=episode(receipt),
            amount_minor=amount_minor,
            returned_on=date(2026, 11, 20),
            payer="Ойдан Банк",
            document="№ 17",
            officer=head,
        )


def corrected(staffed: Cast, receipt: Receipt, row: Return, amount_minor: int) -> Return:
    with staffed.acts(HEAD) as head:
        return correct_return(
            returned=row,
            episode=episode(receipt),
            amount_minor=amount_minor,
            why="The bank wrote again",
            officer=head,
        )


def said(receipt: Receipt) -> list[str]:
    """Return what her page says of returns."""
    tell_back()
    status = status_of(receipt.number, receipt.code)
    assert status is not None
    return [said_of(word, "en") for word in status.words if word.kind.startswith("return")]


def test_her_page_says_sum_day_and_payer_once(staffed: Cast, told: Receipt) -> None:
    returned(staffed, told)

    (words,) = said(told)

    assert words == say(
        "window_word_returned",
        "en",
        amount="150\u202f000\xa0₸",
        day="20.11.2026",
        by="Ойдан Банк",
    )
    assert said(told) == [words]


def test_the_same_return_is_recorded_once(staffed: Cast, told: Receipt) -> None:
    returned(staffed, told)

    with pytest.raises(ReturnKnown):
        returned(staffed, told)

    assert len(said(told)) == 1


def test_a_correction_is_told_and_what_was_said_stays(staffed: Cast, told: Receipt) -> None:
    row = returned(staffed, told)
    said(told)
    again = corrected(staffed, told, row, 12_000_000)

    first, second = said(told)

    assert "150\u202f000" in first
    assert "120\u202f000" in second
    with pytest.raises(ReturnCorrected):
        corrected(staffed, told, row, 1)
    corrected(staffed, told, again, 0)
    assert said(told)[2] == say(
        "window_word_return_withdrawn", "en", day="20.11.2026", by="Ойдан Банк"
    )


def test_a_correction_has_another_sum_and_belongs_to_the_episode(
    staffed: Cast, told: Receipt
) -> None:
    row = returned(staffed, told)

    with pytest.raises(ReturnWrong):
        corrected(staffed, told, row, row.amount_minor)
    with pytest.raises(ReturnWrong):
        returned(staffed, told, amount_minor=0)


def test_whoever_does_not_work_on_the_case_records_nothing(staffed: Cast, told: Receipt) -> None:
    with staffed.acts(HEAD):
        its = episode(told)

    with staffed.acts("hq_analyst") as analyst, pytest.raises(NotPermitted):
        record_return(
            episode=its,
            amount_minor=1,
            returned_on=date(2026, 11, 20),
            payer="Ойдан Банк",
            document="№ 17",
            officer=analyst,
        )


def test_a_notice_of_it_names_no_sum(staffed: Cast, told: Receipt, tmp_path: Path) -> None:
    telling.write_notices(tmp_path / "before")
    returned(staffed, told)
    telling.gather()

    telling.write_notices(tmp_path / "out")

    (place,) = (tmp_path / "out").iterdir()
    text = place.read_text(encoding="utf-8")
    assert say("intake_word_returned", "kk") in text
    assert "150" not in text.replace(told.number, "").replace(FULL["reach"]["phone"], "")


def test_of_a_sealed_case_nothing_is_told(staffed: Cast, told: Receipt) -> None:
    Case.objects.using("owner").filter(number="267500031000999").update(is_sealed=True)
    Return.objects.using("owner").create(
        complaint=Complaint.objects.using("owner").get(receipt=told.number),
        amount_minor=1,
        returned_on=date(2026, 11, 20),
        payer="Ойдан Банк",
        document="№ 17",
        recorded_by_id=staffed.officers["reception"],
        recorded_at=now(),
    )

    assert said(told) == []
