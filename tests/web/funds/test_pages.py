"""Pages of funds: an officer uploads bank answers, and sees where the money went."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.funds.worked import (
    answers_of,
    client_of,
    open_case,
    run_jobs,
    take_all,
    take_complaints,
)

from izdes.web.funds.models import CaseAnswer, Row, Statement


def test_an_officer_uploads_answers_and_sees_the_way_of_the_money(office: Cast, twin: Path) -> None:
    case = open_case(office, "investigator_a1", "money")
    take_complaints(office, "investigator_a1", "money", twin)
    client = client_of(office, "investigator_a1")
    files = [SimpleUploadedFile(p.name, p.read_bytes()) for p in answers_of(twin)]

    sent = client.post(reverse("case_statements_upload", args=[case.pk]), {"files": files})
    waiting = client.get(reverse("case_statements", args=[case.pk]))
    run_jobs()
    tab = client.get(reverse("case_statements", args=[case.pk]))
    money = client.get(reverse("case_money", args=[case.pk]))

    assert sent.status_code == 302
    assert "оқылып жатыр" in waiting.content.decode()
    assert "оқылып жатыр" not in tab.content.decode()
    assert "<svg class=map" in money.content.decode()
    assert "style=" not in money.content.decode()
    with office.acts("investigator_a1"):
        assert CaseAnswer.objects.filter(case=case).count() == len(files)


def test_every_page_of_a_case_opens(office: Cast, twin: Path) -> None:
    case = take_all(office, "investigator_a1", "money", twin)
    client = client_of(office, "investigator_a1")
    with office.acts("investigator_a1"):
        statement = Statement.objects.filter(answer__given_to__case=case).order_by("pk").first()
        row = Row.objects.filter(statement=statement).order_by("pk").first()
    assert statement is not None
    assert row is not None

    pages = [
        reverse("case_statements_one", args=[case.pk, statement.pk]),
        reverse("case_statements_answer", args=[case.pk, statement.answer_id]),
        reverse("case_statements_row", args=[case.pk, row.pk]),
        *(f"{reverse('case_money', args=[case.pk])}?rule={r}" for r in ("lifo", "pro-rata")),
    ]

    for lang in ("kk", "ru", "en"):
        client.post(reverse("set_language"), {"language": lang})
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize("name", ["case_statements", "case_money"])
def test_whoever_does_not_see_a_case_is_told_that_there_is_none(office: Cast, name: str) -> None:
    client = client_of(office, "investigator_a2")

    assert client.get(reverse(name, args=[office.case("a1").pk])).status_code == 404


def test_a_refused_file_is_named_and_the_others_are_taken(office: Cast, twin: Path) -> None:
    case = open_case(office, "investigator_a1", "money")
    client = client_of(office, "investigator_a1")
    good = answers_of(twin)[0]
    files = [
        SimpleUploadedFile("picture.xlsx", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
        SimpleUploadedFile(good.name, good.read_bytes()),
    ]

    answer = client.post(reverse("case_statements_upload", args=[case.pk]), {"files": files})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "picture.xlsx" in page
    assert "банк жауабы емес" in page
    assert "<script>alert" not in page
    with office.acts("investigator_a1"):
        assert [given.name for given in CaseAnswer.objects.filter(case=case)] == [good.name]


def test_an_upload_without_files_says_what_to_do(office: Cast) -> None:
    case = open_case(office, "investigator_a1", "money")

    answer = client_of(office, "investigator_a1").post(
        reverse("case_statements_upload", args=[case.pk]), {"account": "KZ00"}
    )

    assert answer.status_code == 422
    assert "Кемінде бір файл" in answer.content.decode()
    assert "KZ00" in answer.content.decode()


def test_whoever_only_reads_a_case_uploads_nothing(office: Cast) -> None:
    case = office.case("a1")
    client = client_of(office, "specialist")

    page = client.get(reverse("case_statements", args=[case.pk]))
    answer = client.post(reverse("case_statements_upload", args=[case.pk]), {})

    assert page.status_code == 200
    assert 'type="file"' not in page.content.decode()
    assert answer.status_code == 403


def test_the_number_of_queries_does_not_grow_with_rows(office: Cast, twin: Path) -> None:
    case = take_all(office, "investigator_a1", "money", twin)
    client = client_of(office, "investigator_a1")
    with office.acts("investigator_a1"):
        of_case = Statement.objects.filter(answer__given_to__case=case).order_by("row_count")
        few, many = of_case.first(), of_case.last()
    assert few is not None
    assert many is not None
    assert few.row_count < many.row_count
    counts = []

    for statement in (few, many):
        url = reverse("case_statements_one", args=[case.pk, statement.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{url}?size=200")
        counts.append(len(asked))

    assert abs(counts[0] - counts[1]) <= 2
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("case_money", args=[case.pk]))
    assert len(asked) < 45
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("case_statements", args=[case.pk]))
    assert len(asked) < 45
