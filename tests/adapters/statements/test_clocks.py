"""By which clock printed times are read, and that it is written down."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.adapters.statements.answers import (
    MOVES,
    OWN,
    REGISTER,
    Answer,
    camt,
    codes,
    halyk_grid,
    only,
    read,
    with_moves,
    xlsx,
)

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.adapters.statements.zones import zone_named
from izdes.adapters.tables.statements import judge, write_judged
from izdes.core.errors import InputRefused
from izdes.core.law.institutions import Register, read_institutions
from izdes.core.money.statement import FileReading

WALL = datetime(2024, 2, 29, 12, 0, 0)  # noqa: DTZ001  # a clock on a wall in Kazakhstan


def at(wall: datetime, *, zone: str = "", register: Register = REGISTER) -> FileReading:
    """The answer with one movement at a time on the wall, under what a person says of the clock."""
    grid = halyk_grid(with_moves(replace(MOVES[0], at=wall)))
    grid[5][1] = "01.02.2024 - 31.03.2024"
    manifest = {"a.xlsx": ManifestEntry("", zone=zone)} if zone else {}
    return read_bytes(xlsx(grid), name="a.xlsx", register=register, manifest=manifest)


def test_until_march_2024_the_country_was_an_hour_further() -> None:
    before = only(at(WALL)).rows[0].booked_at
    after = only(at(WALL + timedelta(days=1))).rows[0].booked_at

    assert before == datetime(2024, 2, 29, 6, tzinfo=UTC)
    assert after == datetime(2024, 3, 1, 7, tzinfo=UTC)
    assert only(at(WALL)).zone == "Asia/Almaty"


def test_a_manifest_names_a_clock_that_was_not_changed_on_the_day() -> None:
    statement = only(at(WALL + timedelta(days=1), zone="UTC+06:00"))

    assert statement.rows[0].booked_at == datetime(2024, 3, 1, 6, tzinfo=UTC)
    assert statement.period_from == datetime(2024, 1, 31, 18, tzinfo=UTC)
    assert statement.zone == "UTC+06:00"


def test_an_institution_has_a_clock_of_its_own() -> None:
    late = [replace(i, zone="UTC+06:00") for i in REGISTER.institutions if i.code == "101"]

    statement = only(at(WALL + timedelta(days=1), register=REGISTER.with_more(late)))

    assert statement.rows[0].booked_at == datetime(2024, 3, 1, 6, tzinfo=UTC)


def test_the_hour_that_the_clock_showed_twice_is_named() -> None:
    twice = WALL.replace(hour=23, minute=30)

    assert ("time_shown_twice", 11) in codes(only(at(twice)))
    assert "time_shown_twice" not in dict(codes(only(at(twice, zone="UTC+06:00"))))


def test_a_clock_that_does_not_exist_is_named_and_the_countrys_is_taken() -> None:
    statement = only(at(WALL, zone="Mars/Olympus"))

    assert "zone_unknown" in dict(codes(statement))
    assert statement.zone == "Asia/Almaty"


def test_times_with_their_own_offset_need_no_clock() -> None:
    statement = only(read(camt(Answer()), manifest={"answer.bin": ManifestEntry(OWN, zone="UTC")}))

    assert statement.zone == "printed"
    assert statement.rows[0].booked_at == datetime(2026, 5, 3, 4, 2, 7, tzinfo=UTC)


def test_the_clock_and_the_least_exact_time_stand_in_the_table(tmp_path: Path) -> None:
    readings = [at(WALL)]

    write_judged(tmp_path, readings, judge(readings), ())

    with (tmp_path / "statements.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["zone"], row["time_precision"]) == ("Asia/Almaty", "second")


@pytest.mark.parametrize("name", ["", "UTC+15:00", "../etc/passwd", "Asia", "UTC+6"])
def test_what_is_no_clock_is_none(name: str) -> None:
    assert zone_named(name) is None


def test_a_table_of_institutions_may_name_the_clock_and_nothing_else() -> None:
    header = "institution_id,kind,name_ru,zone\n"

    (found,) = read_institutions(f"{header}X,bank,Банк,UTC+06:00\n", file="i.csv")
    with pytest.raises(InputRefused) as refused:
        read_institutions(f"{header}X,bank,Банк,later\n", file="i.csv")

    assert found.zone == "UTC+06:00"
    assert [f.column for f in refused.value.faults] == ["zone"]
