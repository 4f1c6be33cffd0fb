"""Portals: good lines are taken, bad ones told with their places, a file again adds nothing."""

import json
from pathlib import Path

import pytest
from tests.web.cast import Cast

from izdes.core.errors import InputRefused
from izdes.twin.numbers import phone
from izdes.web.cases.models import Complaint
from izdes.web.officers.models import Post
from izdes.web.reception.machine import ReceptionMissing
from izdes.web.reception.portals import import_complaints


def line(number: int, **said: object) -> str:
    told = {
        "complaint_id": f"p-{number}",
        "reported_at": "2026-11-20T09:00:00+05:00",
        "region": "75",
        "narrative": f"Қоңырау шалды {phone(number)}",
        "payments": [{"at": None, "amount_minor": 100, "currency": "KZT", "to": phone(number)}],
    }
    return json.dumps({**told, **said}, ensure_ascii=False)


def test_good_lines_are_taken_and_bad_ones_told(staffed: Cast, tmp_path: Path) -> None:
    place = tmp_path / "complaints.jsonl"
    lines = [line(1), "{not json", line(2, region="71"), line(3, reported_at="yesterday"), line(4)]
    place.write_text("\n".join(lines), encoding="utf-8")

    done = import_complaints(place, batch=2)

    assert (done.taken, done.known) == (3, 0)
    assert {fault.row for fault in done.faults} == {2, 4}
    with staffed.acts("reception"):
        taken = Complaint.objects.filter(source="portal").order_by("external_id")
        assert [(one.external_id, one.source_line) for one in taken] == [
            ("p-1", 1),
            ("p-2", 3),
            ("p-4", 5),
        ]
        assert {one.unit.code for one in taken} == {"a-hq", "c-hq"}


def test_a_file_that_is_taken_again_adds_nothing(staffed: Cast, tmp_path: Path) -> None:
    place = tmp_path / "complaints.jsonl"
    place.write_text("\n".join(line(n) for n in range(5)), encoding="utf-8")
    import_complaints(place)

    done = import_complaints(place)

    assert (done.taken, done.known) == (0, 5)
    with staffed.acts("reception"):
        assert Complaint.objects.filter(source="portal").count() == 5


def test_what_is_no_lines_of_text_is_refused(staffed: Cast, tmp_path: Path) -> None:
    del staffed
    place = tmp_path / "complaints.jsonl"
    place.write_bytes(b"\x00\xff\xfe\x00")

    with pytest.raises(InputRefused):
        import_complaints(place)


def test_without_the_post_of_the_reception_nothing_is_taken(staffed: Cast, tmp_path: Path) -> None:
    place = tmp_path / "complaints.jsonl"
    place.write_text(line(1), encoding="utf-8")
    Post.objects.using("owner").filter(role="reception").update(
        until=Post.objects.using("owner").get(role="reception").since
    )

    with pytest.raises(ReceptionMissing):
        import_complaints(place)
    del staffed
