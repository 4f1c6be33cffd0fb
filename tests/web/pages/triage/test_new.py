"""A report at the desk: rows without scripts, wrong digits pointed out, no secret stored."""

from http import HTTPStatus

from django.urls import reverse
from tests.web.cast import Cast
from tests.web.pages.triage.conftest import Signed

from izdes.adapters.words import say
from izdes.twin.numbers import card, phone
from izdes.web.cases.models import Complaint
from izdes.web.subjects.linking.identifiers import matches_of


def _rows(prefix: str, *rows: dict[str, str]) -> dict[str, str]:
    """Return rows as a browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    for n, row in enumerate(rows):
        sent |= {f"{prefix}-{n}-{name}": value for name, value in row.items()}
    return sent


def _form(cast: Cast, **given: str) -> dict[str, str]:
    """Return a report as a browser sends it."""
    return {
        "unit": str(cast.body("a1").pk),
        "language": "kk",
        "nonce": "fedcba9876543210",
        **_rows("payment"),
        **_rows("loan"),
        **_rows("identifier"),
        **given,
    }


def _taken(cast: Cast) -> Complaint:
    """Return what was taken."""
    with cast.acts("duty_officer_a1"):
        return Complaint.objects.get(external_id="fedcba9876543210")


def test_a_count_of_rows_without_an_end_is_none(cast: Cast, signed: Signed) -> None:
    given = _form(cast, add_payment="1") | {"payment-TOTAL_FORMS": "9" * 5000}

    answer = signed("duty_officer_a1").post(reverse("triage_new"), given)

    assert answer.status_code == HTTPStatus.OK


def test_a_row_is_added_without_a_script_and_nothing_typed_is_lost(
    cast: Cast, signed: Signed
) -> None:
    given = _form(cast, narrative="Алдады", add_payment="1") | _rows(
        "payment", {"amount": "100", "to_raw": "Айгүл"}
    )

    page = signed("duty_officer_a1").post(reverse("triage_new"), given).content.decode()

    assert 'name="payment-1-amount"' in page
    assert "Алдады" in page
    assert "Айгүл" in page


def test_everything_that_a_complaint_says_is_taken(cast: Cast, signed: Signed) -> None:
    given = (
        _form(
            cast,
            narrative="Алдады",
            full_name="Айгүл Серікова",
            organisation_name="ЖШС",
            organisation="123456789012",
            total="2,5 млн",
        )
        | _rows("payment", {"amount": "100"}, {"amount": "200", "to_bank": "Halyk"})
        | _rows("loan", {"lender": "МҚҰ", "amount": "50 000"})
        | _rows("identifier", {"kind": "telegram", "raw": "@crook_kz", "role": "offender_contact"})
    )

    answer = signed("duty_officer_a1").post(reverse("triage_new"), given)

    assert answer.status_code == HTTPStatus.OK
    complaint = _taken(cast)
    with cast.acts("duty_officer_a1"):
        paid = complaint.payments.order_by("ordinal")
        assert [one.amount_minor for one in paid] == [100_00, 200_00]
        assert complaint.loans.get().amount_minor == 50_000_00
        assert (complaint.total_minor, complaint.organisation) == (250_000_000, "123456789012")
        assert complaint.mentions.filter(identifier__kind="telegram").exists()


def test_her_own_full_card_is_cut_and_the_page_says_so(cast: Cast, signed: Signed) -> None:
    own, crooks = card("00", 1), card("00", 2)
    given = _form(cast, narrative="Алдады") | _rows(
        "payment", {"amount": "1", "from_raw": own, "to_raw": crooks}
    )

    page = signed("duty_officer_a1").post(reverse("triage_new"), given).content.decode()

    assert say("triage_card_cut", "kk") in page
    complaint = _taken(cast)
    with cast.acts("duty_officer_a1"):
        paid = complaint.payments.get()
        assert (paid.from_raw, paid.to_raw) == (f"*{own[-4:]}", crooks)
        assert not complaint.mentions.filter(identifier__value=own).exists()


def test_an_empty_report_is_none(cast: Cast, signed: Signed) -> None:
    answer = signed("duty_officer_a1").post(reverse("triage_new"), _form(cast))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("triage_report_empty", "kk") in answer.content.decode()


def test_a_wrong_digit_is_pointed_out_with_what_may_be_meant(signed: Signed) -> None:
    right = card("00", 1)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)

    answer = signed("duty_officer_a1").post(reverse("triage_check"), {"raw": wrong})

    page = answer.content.decode()
    assert say("triage_wrong_digit", "kk") in page


def test_a_number_that_the_country_knows_says_so(cast: Cast, signed: Signed) -> None:
    client = signed("duty_officer_a1")
    with cast.acts("hq_analyst") as analyst:
        known = matches_of(analyst, "phone", phone(1))
    assert known.complaints > 1

    page = client.post(reverse("triage_check"), {"raw": phone(1)}).content.decode()
    nobodys = client.post(reverse("triage_check"), {"raw": phone(9_999)}).content.decode()

    regions, series = len(known.regions), known.series
    told = say("triage_known", "kk", count=known.complaints, regions=regions, series=series)
    assert told in page
    assert 'class="mark due"' not in nobodys


def test_enter_in_a_field_takes_the_report_and_adds_no_row(cast: Cast, signed: Signed) -> None:
    del cast

    page = signed("duty_officer_a1").get(reverse("triage_new")).content.decode()

    form = page[page.index('<form method="post" novalidate') :]
    first = form[form.index("<button") : form.index(">", form.index("<button"))]
    assert 'type="submit"' in first
    assert "name=" not in first


def test_more_is_told_of_a_message_and_nothing_of_what_was_signed(
    cast: Cast, signed: Signed, complaint: Complaint
) -> None:
    client = signed("duty_officer_a1")
    address = reverse("triage_more", kwargs={"number": complaint.pk})
    given = _form(cast, full_name="Айгүл Серікова") | _rows("payment", {"amount": "7"})

    answer = client.post(address, given)

    assert answer.status_code == HTTPStatus.FOUND
    with cast.acts("duty_officer_a1"):
        complaint.refresh_from_db()
        assert complaint.applicant.full_name == "Айгүл Серікова"
        paid = complaint.payments.order_by("ordinal").values_list("ordinal", "amount_minor")
        assert list(paid) == [(1, 250_000_00), (2, 7_00)]
    signing = {"sign-how": "protocol", "sign-is_warned": "on"}
    client.post(reverse("triage_sign", kwargs={"number": complaint.pk}), signing)
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
