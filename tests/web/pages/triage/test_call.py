"""A call: four answers are read back in words, taken once, and become a packet for the bank."""

import re
from http import HTTPStatus

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.pages.triage.conftest import Signed

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.cases.models import Complaint

_NONCE = "0123456789abcdef"


def _answers(cast: Cast, **given: str) -> dict[str, str]:
    """Return the four answers."""
    return {
        "unit": str(cast.body("a1").pk),
        "bank": "Halyk",
        "amount": "250 000",
        "minute": "15 мин",
        "payee": "KZ87 6010 0000 0000 0000",
        "nonce": _NONCE,
        **given,
    }


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", "екі жүз елу мың"),
        ("ru", "двести пятьдесят тысяч"),
        ("en", "two hundred fifty thousand"),
    ],
)
def test_what_was_said_is_read_back_in_words_and_groups(
    cast: Cast, signed: Signed, lang: Lang, words: str
) -> None:
    client = signed("duty_officer_a1")
    client.post(reverse("set_language"), {"language": lang})

    page = client.post(reverse("triage_call"), _answers(cast)).content.decode()

    assert words in page
    assert "KZ87 6010 0000 0000 0000" in page
    assert not Complaint.objects.filter(external_id=_NONCE).exists()


def test_a_confirmed_call_is_a_message_in_progress_with_its_packet(
    cast: Cast, signed: Signed
) -> None:
    client = signed("duty_officer_a1")

    taken = client.post(reverse("triage_call"), _answers(cast, confirm="1")).content.decode()

    with cast.acts("duty_officer_a1"):
        complaint = Complaint.objects.get(external_id=_NONCE)
        paid = complaint.payments.get()
    assert (complaint.source, complaint.state, complaint.is_in_progress) == (
        "operator",
        "message",
        True,
    )
    assert (paid.amount_minor, paid.to_bank, paid.to_kind) == (250_000_00, "HSBKKZKX", "iban")
    assert complaint.receipt in taken
    packet = client.get(reverse("triage_packet", kwargs={"number": complaint.pk}))
    assert "HSBKKZKX" in packet.content.decode()


def test_pressing_twice_is_one_complaint(cast: Cast, signed: Signed) -> None:
    client = signed("duty_officer_a1")
    given = _answers(cast, confirm="1")

    client.post(reverse("triage_call"), given)
    again = client.post(reverse("triage_call"), given)

    assert again.status_code == HTTPStatus.FOUND
    with cast.acts("duty_officer_a1"):
        assert Complaint.objects.filter(external_id=_NONCE).count() == 1


def test_an_account_of_another_bank_is_pointed_out(cast: Cast, signed: Signed) -> None:
    given = _answers(cast, bank="Kaspi Bank")

    page = signed("duty_officer_a1").post(reverse("triage_call"), given).content.decode()

    assert re.search("басқа банкті көрсетеді", page)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("amount", "көп", "triage_sum_unreadable"),
        ("minute", "жаңа ғана", "triage_minute_unreadable"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(
    cast: Cast, signed: Signed, name: str, typed: str, words: str
) -> None:
    given = _answers(cast, **{name: typed})

    answer = signed("duty_officer_a1").post(reverse("triage_call"), given)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert say(words, "kk") in page
    assert typed in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_takes_no_complaints_is_told_so(signed: Signed, lang: Lang) -> None:
    client = signed("hq_analyst")
    client.post(reverse("set_language"), {"language": lang})

    page = client.get(reverse("triage_call")).content.decode()

    assert say("triage_no_desk", lang) in page
