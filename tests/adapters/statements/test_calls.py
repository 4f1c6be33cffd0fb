"""Operators' records of connections, read by a profile of calls."""

from datetime import UTC, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.answers import REGISTER
from tests.adapters.statements.profiled import CALLS, changed, lines, reading

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.core.telecom.call import Call

TITLES = ("А", "Б", "Начало")
A, B = "77010001234", "8 (702) 000-12-34"
AT = "19.05.2026 14:02:07"
WHOLE = """
profile: 1
name: whole
kind: calls
match: {titles: [Абонент, Собеседник]}
columns:
  own_number: Абонент
  far_number: Собеседник
  moment: Начало
  duration: Длит
  direction: Напр
  type: Тип
  imei: IMEI
  imsi: IMSI
  lac: LAC
  cell: CID
  cell_address: Адрес
  azimuth: Азимут
directions: {outgoing: [исх], incoming: [вх], forwarded: [переадр]}
types: {voice: [звонок], sms: [смс], data: [интернет]}
"""
WHOLE_TITLES = (
    "Абонент", "Собеседник", "Начало", "Длит", "Напр", "Тип", "IMEI", "IMSI", "LAC", "CID",
    "Адрес", "Азимут",
)  # fmt: skip


def calls(text: str, content: str) -> tuple[Call, ...]:
    return reading(text, content).calls


def test_a_call_is_read_with_all_that_is_printed() -> None:
    row = (
        A,
        B,
        AT,
        "65",
        "исх",
        "звонок",
        "350000001234562",
        "401010012345678",
        "1",
        "2",
        "Абай 1",
        "120",
    )

    (call,) = calls(WHOLE, lines(WHOLE_TITLES, row))

    assert call.call_id.endswith("/1/2")
    assert (call.a_number, call.b_number) == ("+77010001234", "+77020001234")
    assert call.started_at == datetime(2026, 5, 19, 9, 2, 7, tzinfo=UTC)
    assert (call.duration_seconds, call.direction, call.call_type) == (65, "outgoing", "voice")
    assert (call.imei, call.imsi, call.lac, call.cell) == (row[6], row[7], "1", "2")
    assert (call.cell_address, call.azimuth) == ("Абай 1", "120")
    assert A not in repr(call)


def test_an_incoming_call_began_with_the_other() -> None:
    rows = [(A, B, AT, "", way, "звонок", *[""] * 6) for way in ("вх", "исх", "переадр", "куда-то")]

    found = reading(WHOLE, lines(WHOLE_TITLES, *rows))

    assert [(c.a_number[-7:], c.direction) for c in found.calls] == [
        ("0001234", "incoming"),
        ("0001234", "outgoing"),
        ("0001234", "forwarded"),
    ]
    assert [c.a_number for c in found.calls] == ["+77020001234", "+77010001234", "+77010001234"]
    assert [(f.code, f.row, f.column) for f in found.faults] == [("direction_unclear", 5, "Напр")]


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("8 701 000 12 34", "+77010001234"),
        ("102", "102"),
        ("KASPI", "KASPI"),
        ("*100#", "*100#"),
        ("447911123456", "447911123456"),
    ],
)
def test_what_is_no_telephone_is_kept_as_printed(printed: str, kept: str) -> None:
    (call,) = calls(CALLS, lines(TITLES, (A, printed, AT)))

    assert call.b_number.removeprefix("+") == kept.removeprefix("+")


@pytest.mark.parametrize(
    ("printed", "seconds"),
    [("0", 0), ("65", 65), ("1:05", 65), ("00:01:05", 65), ("27:00:00", 97_200), ("", None)],
)
def test_a_duration_is_seconds_or_a_clock(printed: str, seconds: int | None) -> None:
    text = changed(CALLS, columns="{moment: Начало, a_number: А, duration: Д}")

    (call,) = calls(text, lines((*TITLES, "Д"), (A, B, AT, printed)))

    assert call.duration_seconds == seconds


def test_a_bare_number_may_count_minutes() -> None:
    text = changed(
        CALLS, columns="{moment: Начало, a_number: А, duration: Д}", bare_duration="minutes"
    )

    (call,) = calls(text, lines((*TITLES, "Д"), (A, B, AT, "2")))

    assert call.duration_seconds == 120


def test_broken_rows_are_faults_and_the_others_are_read() -> None:
    text = changed(CALLS, columns="{moment: Начало, a_number: А, duration: Д}")
    table = lines(
        (*TITLES, "Д"),
        (A, B, "сегодня", "1"),
        (A, B, AT, "1:75"),
        ("", B, AT, "1"),
        (A, B, AT, "1", "лишнее"),
        (A, B, AT, "abc"),
        (A, B, AT, "7"),
        ("Итого: 6",),
        ("",),
    )

    found = reading(text, table)

    assert [c.duration_seconds for c in found.calls] == [7]
    assert [(f.code, f.row) for f in found.faults] == [
        ("time_unreadable", 2),
        ("duration_unreadable", 3),
        ("number_missing", 4),
        ("line_ragged", 5),
        ("duration_unreadable", 6),
    ]


def test_times_are_by_the_clock_of_the_form_or_of_the_manifest() -> None:
    table = lines(TITLES, (A, B, AT))

    own = reading(changed(CALLS, time="{zone: UTC}"), table)
    told = reading(CALLS, table, manifest={"answer.csv": ManifestEntry("", zone="UTC+06:00")})
    wrong = reading(CALLS, table, manifest={"answer.csv": ManifestEntry("", zone="Mars")})

    assert own.calls[0].started_at.hour == 14
    assert told.calls[0].started_at.hour == 8
    assert [f.code for f in wrong.faults] == ["zone_unknown"]
    assert wrong.calls[0].started_at.hour == 9


def test_a_workbook_may_type_its_times_and_durations(tmp_path: object) -> None:
    path = f"{tmp_path}/calls.xlsx"
    text = changed(CALLS, columns="{moment: Начало, a_number: А, b_number: Б, duration: Д}")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        at, clock = (
            book.add_format({"num_format": f}) for f in ("dd.mm.yyyy hh:mm:ss", "hh:mm:ss")
        )
        page.write_row(0, 0, [*TITLES, "Д"])
        page.write_row(1, 0, [int(A), 102])
        page.write_datetime(1, 2, datetime(2026, 5, 19), at)  # noqa: DTZ001  # on a wall
        page.write_datetime(1, 3, time(0, 1, 5), clock)
        page.write_row(2, 0, [int(A), 102])
        page.write_datetime(2, 2, datetime(2026, 5, 19, 14, 2, 7), at)  # noqa: DTZ001
        page.write_datetime(2, 3, timedelta(hours=30), clock)
    with open(path, "rb") as file:  # noqa: PTH123
        found = reading(text, file.read())

    assert [c.a_number for c in found.calls] == ["+77010001234"] * 2
    assert [c.time_precision for c in found.calls] == ["second", "second"]
    assert found.calls[0].duration_seconds == 65


def test_unknown_words_are_other_or_nothing_where_they_decide_nothing() -> None:
    text = changed(
        CALLS,
        columns="{moment: Начало, a_number: А, direction: Н, type: Т}",
        directions="{outgoing: [исх]}",
        types="{sms: [смс]}",
    )
    table = lines(
        (*TITLES, "Н", "Т"), (A, B, AT, "?", "факс"), (A, B, AT, "исх", "СМС"), (A, B, AT, "", "")
    )

    found = calls(text, table)

    assert [(c.direction, c.call_type) for c in found] == [
        ("", "other"),
        ("outgoing", "sms"),
        ("", "voice"),
    ]


@pytest.mark.parametrize(
    "titles",
    [
        "Номер А;Номер Б;Дата и время;Длительность;Тип;Направление;IMEI;LAC;CID;Адрес БС;Азимут",
        "А нөмірі;Б нөмірі;Күні мен уақыты;Ұзақтығы;Түрі;Бағыты;IMEI;LAC;CID;БС мекенжайы;Азимуты",
    ],
)
def test_the_packaged_profile_reads_usual_titles_and_says_that_nobody_verified_it(
    titles: str,
) -> None:
    word = "дауыс;шығыс" if "нөмірі" in titles else "голос;исходящий"
    table = f"{titles}\n{A};{B};{AT};00:01:05;{word};350000001234562;1;2;Абай 1;120\n"

    found = read_bytes(table.encode(), name="a.csv", register=REGISTER, manifest={})

    (call,) = found.calls
    assert found.form == "profile-telephone-records"
    assert (call.duration_seconds, call.direction, call.call_type) == (65, "outgoing", "voice")
    assert (call.cell_address, call.azimuth) == ("Абай 1", "120")
    assert [(f.code, f.severity) for f in found.faults] == [("profile_unverified", "noted")]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_under_the_right_titles_are_a_reading(data: bytes) -> None:
    found = reading(CALLS, ";".join(TITLES).encode() + b"\n" + data)

    assert len({call.call_id for call in found.calls}) == len(found.calls)
