"""Telling back: facts of the office reach the window once, in either way, and nobody else."""

import csv
from pathlib import Path

import pytest
from django.db import connections
from tests.web.cast import Cast
from tests.web.window.writing import FULL, written

from izdes.web.cases.models import Complaint
from izdes.web.cases.services.desk import sign_complaint
from izdes.web.officers.models import Post
from izdes.web.operation.intake import take_sent, tell_back
from izdes.web.packages.known import office_party, window_party
from izdes.web.packages.parties import Party
from izdes.web.packages.sealing import PackageNotOpened, PackageSignerUnknown, write_package
from izdes.web.reception import telling
from izdes.web.reception.telling import NotWords, read_words
from izdes.web.window import outgoing
from izdes.web.window.receipts import Receipt
from izdes.web.window.sending import send
from izdes.web.window.statuses import sent_report, status_of


def kinds(receipt: Receipt) -> list[str]:
    status = status_of(receipt.number, receipt.code)
    assert status is not None
    return [word.kind for word in status.words]


def test_in_one_installation_a_report_is_taken_and_its_story_told_back(staffed: Cast) -> None:
    receipt = send(written(FULL))
    assert kinds(receipt) == []

    assert take_sent() == 1
    assert tell_back() == 1
    with staffed.acts("head_of_unit_a_hq") as head:
        complaint = Complaint.objects.get(receipt=receipt.number)
        sign_complaint(complaint=complaint, how="protocol", is_warned=True, officer=head)
    tell_back()

    assert kinds(receipt) == ["taken", "signed"]
    assert (take_sent(), tell_back()) == (0, 0)


def test_in_two_contours_the_story_crosses_as_a_file_of_the_window(
    staffed: Cast, tmp_path: Path
) -> None:
    receipt = send(written(FULL))
    take_sent()
    telling.gather()

    assert telling.export(tmp_path / "words") == 1
    assert telling.export(tmp_path / "words") == 0
    (place,) = (tmp_path / "words").glob("*.izdes")
    words = read_words(place)
    assert outgoing.tell(words) == 1
    assert outgoing.tell(words) == 1

    assert kinds(receipt) == ["taken"]
    del staffed


def test_words_of_nobodys_report_are_not_kept(staffed: Cast) -> None:
    del staffed
    word = {"number": "1", "kind": "taken", "at": "2026-11-21T00:00:00+00:00", "detail": {}}

    assert outgoing.tell([word]) == 0


@pytest.mark.parametrize(
    "word",
    [{}, {"number": "1", "kind": "x", "at": "now"}, {"number": "1", "kind": "x", "at": 7}],
)
def test_words_that_are_none_are_refused(staffed: Cast, word: dict[str, object]) -> None:
    del staffed
    with pytest.raises(outgoing.WordsWrong):
        outgoing.tell([word])


def test_words_are_believed_of_the_office_alone_and_opened_by_the_window_alone(
    staffed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del staffed
    manifest = telling.manifest_of(())
    write_package(tmp_path / "a.izdes", manifest, sender=Party(bytes(32)), to=window_party().public)
    with pytest.raises(PackageSignerUnknown):
        read_words(tmp_path / "a.izdes")

    send(written(FULL))
    (package,) = outgoing.waiting()
    with pytest.raises(PackageNotOpened):
        read_words(package.place)
    write_package(
        tmp_path / "b.izdes",
        {"format": "izdes-package"},
        sender=office_party(),
        to=window_party().public,
    )
    with pytest.raises(NotWords):
        read_words(tmp_path / "b.izdes")
    del monkeypatch


def test_whoever_has_no_code_is_told_nothing(staffed: Cast) -> None:
    receipt = send(written(FULL))
    take_sent()
    tell_back()

    assert status_of(receipt.number, "WRONGCOD") is None
    assert status_of("1234", receipt.code) is None
    assert sent_report(receipt.number, "WRONGCOD") is None
    del staffed


def test_what_was_sent_is_shown_to_her_again(staffed: Cast) -> None:
    receipt = send(written(FULL))

    mine = sent_report(receipt.number, receipt.code)

    assert mine is not None
    assert mine.answers == FULL
    assert mine.language == "kk"
    del staffed


def test_a_notice_goes_by_message_once_and_says_nothing_of_money(
    staffed: Cast, tmp_path: Path
) -> None:
    receipt = send(written(FULL))
    take_sent()
    telling.gather()

    told = telling.write_notices(tmp_path / "out")
    again = telling.write_notices(tmp_path / "out")

    assert told == {"messages": 1, "letters": 0, "silent": 0}
    assert again == {"messages": 0, "letters": 0, "silent": 0}
    (place,) = (tmp_path / "out").iterdir()
    with place.open(encoding="utf-8", newline="") as opened:
        head, row = csv.reader(opened)
    assert head == ["to", "text", "report"]
    assert row[0] == FULL["reach"]["phone"]
    assert receipt.number in row[1]
    said = row[1].replace(receipt.number, "")
    assert not any(letter.isdigit() for letter in said)
    del staffed


def test_whoever_gave_no_telephone_gets_a_letter(staffed: Cast, tmp_path: Path) -> None:
    answers = {**FULL, "reach": {"phone": "", "region": "75", "address": "=1+1 көшесі", "way": ""}}
    send(written(answers))
    take_sent()
    telling.gather()

    told = telling.write_notices(tmp_path / "out")

    assert told == {"messages": 0, "letters": 1, "silent": 0}
    (place,) = (tmp_path / "out").iterdir()
    with place.open(encoding="utf-8", newline="") as opened:
        _, row = csv.reader(opened)
    assert row[1] == "'=1+1 көшесі"
    del staffed


def test_a_package_that_is_refused_waits_and_stops_no_other(
    staffed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("izdes.web.operation.intake._refused", {})
    send(written(FULL))
    send(written(FULL))
    first, _ = outgoing.waiting()
    first.place.write_bytes(b"nothing of ours")

    assert take_sent() == 1

    assert [one.key for one in outgoing.waiting()] == [first.key]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_complaint WHERE source = 'window'")
        assert cursor.fetchone()[0] == 1
    del staffed


def test_reports_wait_until_somebody_holds_the_post(staffed: Cast) -> None:
    receipt = send(written(FULL))
    posts = Post.objects.using("owner").filter(role="reception")
    since = posts.get().since
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE officers_post DISABLE TRIGGER officers_post_only_ends")
    posts.update(until=since)
    assert take_sent() == 0

    posts.update(until=None)

    assert take_sent() == 1
    assert status_of(receipt.number, receipt.code) is not None
    del staffed


def test_signs_that_no_text_holds_do_not_lose_a_report(staffed: Cast) -> None:
    send(written({**FULL, "story": {"narrative": "Қоңы\x00рау \ud800шалды"}}))

    assert take_sent() == 1

    with staffed.acts("head_of_unit_a_hq"):
        assert Complaint.objects.get(source="window").narrative == "Қоңырау шалды"
