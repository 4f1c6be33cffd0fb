"""Payments and loans, one a page; and what the victim has."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.window.pages.conftest import Victim, faults, shown
from tests.web.window.writing import PNG

from izdes.adapters.words import say
from izdes.twin.numbers import card, phone
from izdes.web.window.pages import limiting

PAYMENT = {"amount": "95 000", "day": "2026-05-19", "clock": "14:02", "to": phone(7)}
MESSAGE = f"Kaspi Gold. Аударым: 250 000 ₸. Алушы {phone(6)}. 20.05.2026 14:02. Қолжетімді: 1 200 ₸"


def picture(name: str = "чек.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG)


def rows(victim: Victim) -> list[dict[str, Any]]:
    return list(victim.draft.answers["payments"]["rows"])


def test_without_payments_the_first_is_asked_for(victim: Victim) -> None:
    answer = victim.begins().opens("window_payments")

    assert answer.headers["Location"] == "/report/payments/1/"


def test_payments_are_added_changed_and_taken_out(victim: Victim) -> None:
    victim.begins()
    for number, amount in enumerate(("95 000", "40 000", "7 000"), start=1):
        victim.sends("window_payment", number, **{**PAYMENT, "amount": amount})

    victim.sends("window_payment", 2, **{**PAYMENT, "amount": "41 000"})
    victim.sends("window_drop_payment", 1)

    assert [row["amount_minor"] for row in rows(victim)] == [4_100_000, 700_000]
    html = shown(victim.opens("window_payments"))
    assert "41\u202f000" in html
    assert "/report/payments/3/" in html


def test_a_row_behind_the_next_is_not_found(victim: Victim) -> None:
    victim.begins()

    assert victim.opens("window_payment", 2).status_code == 404
    assert victim.opens("window_payment", 0).status_code == 404


def test_a_pasted_message_fills_a_payment_as_a_proposal(victim: Victim) -> None:
    victim.begins()

    answer = victim.sends("window_payment", 1, fill="1", message=MESSAGE)

    html = shown(answer)
    assert answer.status_code == 200
    assert say("window_was_filled", "kk") in html
    assert 'value="250\u202f000"' in html
    assert 'value="2026-05-20"' in html
    assert 'value="14:02"' in html
    assert '<option value="CASPKZKA" selected>' in html
    assert phone(6) in html
    assert "payments" not in victim.draft.answers


def test_what_was_typed_wins_over_the_message(victim: Victim) -> None:
    victim.begins()

    answer = victim.sends("window_payment", 1, fill="1", message=MESSAGE, amount="7")

    assert 'value="7"' in shown(answer)


def test_a_message_without_a_sum_says_so(victim: Victim) -> None:
    answer = victim.begins().sends("window_payment", 1, fill="1", message="Сәлем")

    assert say("window_not_filled", "kk") in shown(answer)


def test_ones_own_card_is_cut_to_its_tail(victim: Victim) -> None:
    victim.begins()

    answer = victim.sends("window_payment", 1, **PAYMENT, from_account=card("01", 4))

    assert answer.status_code == 422
    assert faults(answer) == [say("window_refused_own_card", "kk")]
    assert card("01", 4) not in shown(answer)
    assert card("01", 4)[-4:] in shown(answer)


def test_the_payees_card_is_kept_whole(victim: Victim) -> None:
    victim.begins()

    victim.sends("window_payment", 1, **{**PAYMENT, "to": card("01", 4)})

    assert rows(victim)[0]["to"] == card("01", 4)


def test_a_receipt_comes_with_its_payment(victim: Victim) -> None:
    victim.begins()

    victim.sends("window_payment", 1, **PAYMENT, receipts=picture())

    (file,) = victim.draft.files
    assert rows(victim)[0]["receipts"] == [file.key]
    assert file.name == "чек.png"


def test_a_refused_receipt_keeps_what_was_typed(victim: Victim) -> None:
    victim.begins()
    program = SimpleUploadedFile("чек.png", b"MZ\x90\x00" + bytes(90))

    answer = victim.sends("window_payment", 1, **PAYMENT, receipts=program)

    assert answer.status_code == 422
    assert "чек.png" in faults(answer)[0]
    assert 'value="95 000"' in shown(answer)


def test_loans_are_told_only_where_there_are_any(victim: Victim) -> None:
    victim.begins()

    assert victim.answers("loans", had="no").headers["Location"] == "/report/files/"
    assert victim.answers("loans", had="yes").headers["Location"] == "/report/loans/list/"
    victim.sends("window_loan", 1, lender="«Тез несие» МҚҰ", amount="500 мың")
    kept = victim.draft.answers["loans"]
    assert kept["had"] == "yes"
    assert kept["rows"][0]["amount_minor"] == 50_000_000


def test_answering_anew_whether_there_are_loans_keeps_them(victim: Victim) -> None:
    victim.begins()
    victim.answers("loans", had="yes")
    victim.sends("window_loan", 1, lender="«Тез несие» МҚҰ", amount="500 мың")

    victim.answers("loans", had="yes")

    assert len(victim.draft.answers["loans"]["rows"]) == 1


def test_files_are_taken_and_a_wrong_one_among_them_is_named(victim: Victim) -> None:
    victim.begins()
    program = SimpleUploadedFile("бейне.mp4", b"MZ\x90\x00" + bytes(90))

    answer = victim.sends("window_files", evidence=[picture("1.png"), program], onward="1")

    assert answer.status_code == 422
    assert "бейне.mp4" in faults(answer)[0]
    assert [file.name for file in victim.draft.files] == ["1.png"]
    assert "1.png" in shown(answer)


def test_files_of_one_address_are_bounded_on_whichever_page_they_come(
    victim: Victim, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim.begins()
    most = {**limiting.BOUNDS, "files": limiting.Bound(1, timedelta(hours=1))}
    monkeypatch.setattr(limiting, "BOUNDS", most)

    answer = victim.sends("window_files", evidence=[picture("1.png"), picture("2.png")])
    again = victim.sends(
        "window_payment", 1, amount="100", day="2026-05-19", receipts=[picture("3.png")]
    )

    assert say("window_files_for_now", "kk") in faults(answer)[0]
    assert say("window_files_for_now", "kk") in faults(again)[0]
    assert [file.name for file in victim.draft.files] == ["1.png"]


def test_a_file_is_taken_out(victim: Victim) -> None:
    victim.begins()
    victim.sends("window_files", evidence=[picture()], more="1")
    (file,) = victim.draft.files

    victim.sends("window_drop_file", file.key)

    assert victim.draft.files == ()


def test_without_files_one_goes_on(victim: Victim) -> None:
    answer = victim.begins().sends("window_files", onward="1")

    assert answer.headers["Location"] == "/report/who/"


def test_switching_the_language_keeps_a_chosen_file(victim: Victim) -> None:
    victim.begins()

    victim.sends("window_files", evidence=[picture()], language="ru")

    assert [file.name for file in victim.draft.files] == ["чек.png"]


@pytest.mark.parametrize("name", ["window_drop_payment", "window_drop_loan"])
def test_taking_out_what_is_not_there_is_harmless(victim: Victim, name: str) -> None:
    assert victim.begins().sends(name, 4).status_code == 302
