from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.answers import REGISTER

from izdes.adapters.statements import ManifestEntry, manifest_of
from izdes.adapters.statements.cells import (
    Cell,
    NotATime,
    UnclearDate,
    has_hidden_marks,
    minor,
    moment,
    moment_of_serial,
    moments_within,
    stated,
)
from izdes.adapters.statements.parties import Parties
from izdes.adapters.statements.wording import currency_of
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import InputRefused

MAY = datetime(2026, 5, 19, 9, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "precision", "at"),
    [
        ("19.05.2026 14:02:07", "second", MAY),
        ("19.05.2026 14:02", "minute", MAY.replace(second=0)),
        ("19.05.2026", "day", datetime(2026, 5, 18, 19, tzinfo=UTC)),
        ("2026-05-19 14:02:07", "second", MAY),
        ("2026.05.19 14:02:07", "second", MAY),
        ("2026-05-19T14:02:07+05:00", "second", MAY),
        ("2026-05-19T09:02:07Z", "second", MAY),
        ("2026-05-19T14:02:07.000", "second", MAY),
        ("\u00a019.05.2026  14:02:07 ", "second", MAY),
        ("19.05.26 14:02", "minute", MAY.replace(second=0)),
        ("19.5.2026, 14:02:07", "second", MAY),
        ("19-05-2026 14:02:07", "second", MAY),
        ("19/05/2026 14:02:07", "second", MAY),
        ("05/19/2026 14:02:07", "second", MAY),
        ("2026/05/19 14:02:07", "second", MAY),
        ("19 мамыр 2026 ж. 14:02:07", "second", MAY),
        ("2026 жылғы 19 мамыр 14:02", "minute", MAY.replace(second=0)),
        ("«19» мая 2026 г.", "day", datetime(2026, 5, 18, 19, tzinfo=UTC)),
        ("19 МАЯ 2026", "day", datetime(2026, 5, 18, 19, tzinfo=UTC)),
        ("19 May 2026 14:02:07", "second", MAY),
        ("\u200e19.05.2026\u200f 14:02:07", "second", MAY),
    ],
)
def test_a_printed_time_is_local_and_not_moved(text: str, precision: str, at: datetime) -> None:
    found = moment(text)

    assert (found.at, found.precision) == (at, precision)


@pytest.mark.parametrize(
    "cell",
    [46_161.5, 46_161, True, "", "31.02.2026", "05/06/2026", "19-05-26", "01.01.0001", "вчера"],
)
def test_what_is_no_time_is_refused(cell: Cell) -> None:
    with pytest.raises(NotATime):
        moment(cell)


MONTHS = """
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
january february march april may june july august september october november december
"""


@pytest.mark.parametrize("line", MONTHS.strip().splitlines())
def test_every_month_is_known_by_its_name(line: str) -> None:
    found = [moment(f"15 {month} 2026").at.astimezone(LOCAL).month for month in line.split()]

    assert found == list(range(1, 13))


@pytest.mark.parametrize("text", ["05/06/2026", "01/12/2026 10:00"])
def test_a_day_that_may_be_a_month_is_not_guessed(text: str) -> None:
    with pytest.raises(UnclearDate):
        moment(text)

    assert moment(text, "day").at != moment(text, "month").at


def test_the_same_number_twice_is_clear() -> None:
    assert moment("05/05/2026") == moment("05.05.2026")


@pytest.mark.parametrize(
    "text",
    [
        "за период с 1 мая 2026 г. по 31 мая 2026 г.",
        "Период: 01.05.2026 - 31.05.2026",
        "01/05/2026-31/05/2026",
        "2026 жылғы 1 мамыр — 2026 жылғы 31 мамыр",
        "2026-05-01..2026-05-31",
    ],
)
def test_dates_are_found_inside_a_text(text: str) -> None:
    days = [found.at.astimezone(LOCAL).day for found in moments_within(text)]

    assert days == [1, 31]


def test_a_number_that_counts_days_is_the_day_that_it_counts() -> None:
    assert moment_of_serial(46_161.5).at == datetime(2026, 5, 19, 7, tzinfo=UTC)
    assert moment_of_serial(46_161.5 - 1462, is_1904=True) == moment_of_serial(46_161.5)


@given(st.floats())
def test_any_number_is_a_day_of_this_century_or_none(number: float) -> None:
    try:
        found = moment_of_serial(number)
    except NotATime:
        return

    assert 1999 <= found.at.year <= 2100


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001  # a wall clock
def test_a_counted_second_comes_back(local: datetime) -> None:
    printed = local.replace(microsecond=0)
    number = (printed - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001

    assert moment_of_serial(number).at == moment(printed).at


def test_marks_that_nobody_sees_are_no_part_of_a_text() -> None:
    assert stated("\u202aKZ09\u200b 1010\ufeff\u202c") == "KZ09 1010"
    assert stated("\u200b-\u200b") == ""
    assert minor("\u200e1 250,00\u200f", "KZT") == 125_000


@given(st.text(max_size=30))
def test_a_text_is_one_line_without_marks(text_cell: str) -> None:
    words = stated(text_cell)

    assert words == words.strip()
    assert "  " not in words
    assert not has_hidden_marks(words)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)))  # noqa: DTZ001  # as printed
def test_every_local_second_survives(local: datetime) -> None:
    printed = local.replace(microsecond=0)

    for cell in (printed, f"{printed:%d.%m.%Y %H:%M:%S}"):
        back = moment(cell).at.astimezone(LOCAL).replace(tzinfo=None)
        # An hour that the clocks skipped is printed by nobody and comes back as the next one.
        assert back - printed in {timedelta(0), timedelta(hours=1)}


@given(st.text(max_size=30))
def test_only_our_errors_leave_a_text(text: str) -> None:
    for found in moments_within_or_none(text):
        assert found.tzinfo is UTC


def moments_within_or_none(text: str) -> list[datetime]:
    try:
        return [found.at for found in moments_within(text)]
    except NotATime:
        return []


def test_a_currency_behind_the_amount_must_be_the_right_one() -> None:
    assert minor("1 250,00 ₸", "KZT") == minor("1 250,00 KZT", "KZT") == 125_000


@pytest.mark.parametrize(
    ("printed", "code"),
    [("KZT - Тенге", "KZT"), ("теңге", "KZT"), ("840", "USD"), ("Евро", "EUR"), ("фантик", None)],
)
def test_a_currency_is_known_by_code_and_by_word(printed: str, code: str | None) -> None:
    assert currency_of(printed) == code


@pytest.mark.parametrize(
    ("printed", "bank", "key"),
    [
        ("KZ09 1010 0000 0000 0001", "", "iban:KZ091010000000000001"),
        ("kz091010000000000001", "", "iban:KZ091010000000000001"),
        ("939800******1234", "АО «Банк Тау»", "card:TAUYKZKA:939800******1234"),
        ("9398 00** **** 1234", "", "card:?:939800******1234"),
        ("*1234", "", "card:?:************1234"),
        ("8 (701) 000-12-34", "", "phone:+77010001234"),
        ("+7 701 000 12 34", "TAUYKZKA", "phone:+77010001234"),
        ("7010001234", "ТОО «Қалта»", "wallet:QALTA:7010001234"),
        ("W 12 34", "ТОО «Қалта»", "wallet:QALTA:W1234"),
        ("40817-1", "TAUYKZKA", "acct:TAUYKZKA:40817-1"),
        ("40817-1", "неизвестный", "acct:?:40817-1"),
    ],
)
def test_an_account_has_the_key_of_what_it_is(printed: str, bank: str, key: str) -> None:
    assert Parties(REGISTER).key_of(printed, bank) == (key, "")


def test_a_manifest_is_read() -> None:
    text = "\ufefffile;account;bank\nа.xlsx;KZ1;Дала\n"

    assert manifest_of(text, file="m.csv") == {"а.xlsx": ManifestEntry("KZ1", "Дала")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("file,bank\n", "manifest_column_missing"),
        ("file,account\na.xlsx,\n", "manifest_cell_empty"),
        ("file,account\na,1\na,2\n", "manifest_file_repeated"),
        ('file,account\n"a,1\n', "manifest_unreadable"),
    ],
)
def test_a_broken_manifest_names_its_place(text: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        manifest_of(text, file="m.csv")

    assert refused.value.faults[0].code == code
