"""What officers said, as tables: read whole, or refused with the place and what to do."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from izdes.adapters.tables.judgements import (
    JUDGEMENT_COLUMNS,
    VERDICT_COLUMNS,
    about,
    judgement_rows,
    latest_verdicts,
    read_judgements,
    read_verdicts,
)
from izdes.adapters.tables.rows import write_csv
from izdes.adapters.words import LANGUAGES, say
from izdes.core.errors import InputRefused
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.judgements import Judgement, standing

HEAD = ",".join(JUDGEMENT_COLUMNS) + "\n"
VERDICT_HEAD = ",".join(VERDICT_COLUMNS) + "\n"
GOOD = "1,A,B,same,2026-05-10T10:00:00+05:00,officer:1,the same voice\n"
LATER = datetime(2026, 5, 11, tzinfo=UTC)


def written(folder: Path, text: str) -> Path:
    path = folder / "judgements.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str, *, verdicts: bool = False) -> tuple[str, int, str]:
    read = read_verdicts if verdicts else read_judgements
    with pytest.raises(InputRefused) as refused:
        read(written(folder, text))
    (fault,) = refused.value.faults
    assert fault.file == "judgements.csv"
    for lang in LANGUAGES:
        given = {"column": fault.column, "file": fault.file, **dict(fault.details)}
        assert "—" not in re.sub(r" — ", "", say(fault.code, lang, **given))
    return fault.code, fault.row, fault.column


def test_a_judgement_is_read_with_who_when_and_why(tmp_path: Path) -> None:
    found = read_judgements(written(tmp_path, HEAD + GOOD))

    assert found == {
        2: Judgement(
            "1",
            ComplaintId("A"),
            ComplaintId("B"),
            "same",
            datetime(2026, 5, 10, 5, 0, tzinfo=UTC),
            "officer:1",
            "the same voice",
        )
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD.replace("reason", "because"), ("table_missing_column", 1, "reason")),
        (HEAD + GOOD.replace("same,", "perhaps,"), ("not_one_of", 2, "verdict")),
        (HEAD + GOOD.replace("same,", ",", 1), ("empty_cell", 2, "verdict")),
        (HEAD + GOOD.replace("2026-05-10T10:00:00+05:00", "May"), ("not_a_time", 2, "at")),
        (HEAD + GOOD.replace("+05:00", ""), ("time_without_offset", 2, "at")),
        (HEAD + GOOD.replace("officer:1", ""), ("empty_cell", 2, "by")),
        (HEAD + GOOD.replace("the same voice", ""), ("empty_cell", 2, "reason")),
        (HEAD + GOOD.replace(",B,", ",A,"), ("judgement_of_one_complaint", 2, "complaint_b")),
        (HEAD + GOOD + GOOD, ("judgement_id_twice", 3, "judgement_id")),
        (HEAD + "1,A,B\n", ("table_wrong_width", 2, "")),
        ("", ("table_empty", 0, "")),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(
    tmp_path: Path, text: str, expected: tuple[str, int, str]
) -> None:
    assert refusal(tmp_path, text) == expected


def test_a_judgement_on_a_complaint_that_is_not_there_leaves_the_others(tmp_path: Path) -> None:
    rows = read_judgements(written(tmp_path, HEAD + GOOD + GOOD.replace("1,A,B", "2,X,Y")))

    kept, faults = about([ComplaintId("A"), ComplaintId("B")], rows, file="judgements.csv")

    assert [j.judgement_id for j in kept] == ["1"]
    assert [(f.row, f.column, dict(f.details)) for f in faults] == [
        (3, "complaint_a", {"complaint": "X"}),
        (3, "complaint_b", {"complaint": "Y"}),
    ]


def test_judgements_are_read_as_they_were_written(tmp_path: Path) -> None:
    lines = HEAD + GOOD.replace("1,A", "2,C") + GOOD.replace("the same voice", '"he said ""yes"""')
    given = list(read_judgements(written(tmp_path, lines)).values())

    write_csv(tmp_path / "again.csv", JUDGEMENT_COLUMNS, judgement_rows(given))

    assert list(read_judgements(tmp_path / "again.csv").values()) == list(standing(given))


def verdict(kind: str, value: str, word: str = "hub", day: int = 10) -> str:
    return f"{kind},{value},{word},call centre,2026-05-{day:02d}T10:00:00+05:00,officer:1\n"


@pytest.mark.parametrize(
    ("kind", "value", "node"),
    [
        ("phone", "8 701 000 00 01", ("phone", "+77010000001")),
        ("whatsapp", "+7 701 000 00 01", ("phone", "+77010000001")),
        ("card", "9398 00** **** 1234", ("card_masked", "939800******1234")),
        ("card_masked", "939800******1234", ("card_masked", "939800******1234")),
        (
            "next_account",
            "iban:KZ091010000000000001",
            ("next_account", "iban:KZ091010000000000001"),
        ),
        ("Domain", "Bonus-Desk.example", ("domain", "bonus-desk.example")),
    ],
)
def test_a_verdict_is_on_the_thing_that_complaints_mention(
    tmp_path: Path, kind: str, value: str, node: tuple[str, str]
) -> None:
    ((found, said),) = read_verdicts(written(tmp_path, VERDICT_HEAD + verdict(kind, value)))

    assert found == node
    assert (said.verdict, said.reason, said.by) == ("hub", "call centre", "officer:1")


def test_of_several_verdicts_the_latest_counts_whatever_their_order(tmp_path: Path) -> None:
    rows = [verdict("phone", "102", "hub", 10), verdict("phone", "102", "links", 12)]

    for text in (rows, rows[::-1]):
        said = read_verdicts(written(tmp_path, VERDICT_HEAD + "".join(text)))

        assert [v.verdict for v in latest_verdicts(said).values()] == ["links"]
        assert [v.verdict for v in latest_verdicts(said, until=LATER).values()] == ["hub"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (verdict("pager", "12"), ("verdict_kind_unknown", 2, "kind")),
        (verdict("phone", "twelve"), ("verdict_value_unread", 2, "value")),
        (verdict("phone", "102", "pending"), ("not_one_of", 2, "verdict")),
        (
            verdict("phone", "102") + verdict("phone", "102", "links"),
            ("verdicts_disagree", 3, "verdict"),
        ),
    ],
)
def test_a_wrong_verdict_is_refused_with_its_place(
    tmp_path: Path, rows: str, expected: tuple[str, int, str]
) -> None:
    assert refusal(tmp_path, VERDICT_HEAD + rows, verdicts=True) == expected


CELLS = st.one_of(
    st.sampled_from(
        ["A", "B", "same", "hub", "phone", "102", "2026-05-10T10:00:00+05:00", "", "9999-99-99"]
    ),
    st.text(max_size=12),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=8), max_size=4))
@pytest.mark.parametrize("head", [HEAD, VERDICT_HEAD])
def test_no_table_brings_anything_but_our_own_refusal(
    tmp_path: Path, rows: list[list[str]], head: str
) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path = tmp_path / "judgements.csv"
    path.write_text(head + "\n".join(quoted), encoding="utf-8", newline="")

    with suppress(InputRefused):
        (read_judgements if head == HEAD else read_verdicts)(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_bring_anything_but_our_own_refusal(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "judgements.csv"
    path.write_bytes(data)

    for read in (read_judgements, read_verdicts):
        with pytest.raises(InputRefused):
            read(path)
