import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.adapters.statements.answers import (
    GRIDS,
    Answer,
    Line,
    Value,
    camt,
    halyk_grid,
    kaspi_grid,
    plain_grid,
    read,
    xls,
    xlsx,
)

from izdes.adapters.words import entries
from izdes.core.money.statement import FileReading

XLSX = xlsx(halyk_grid(Answer()))
CAMT = camt(Answer())
_BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'


def repacked(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def far_cell(name: bytes = b"XFD1048576") -> bytes:
    parts = unpacked(XLSX)
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<c r="A2"', b'<c r="%s"' % name, 1)
    return repacked(parts)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (XLSX[: len(XLSX) // 2], "file_truncated"),
        (XLSX[:-30], "file_truncated"),
        (b"\x00" * 5_000, "file_of_zeros"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "file_is_html"),
        (b"\xef\xbb\xbf\n<!DOCTYPE HTML><p>", "file_is_html"),
        (b"%PDF-1.7 ...", "file_truncated"),
        (b"Date;Amount\n1;2\n", "form_unknown"),
        (repacked({"word/document.xml": b"<w/>"}), "form_unknown"),
        (repacked({**unpacked(XLSX), "x": b"0" * 50_000_000}), "file_too_large"),
        (far_cell(), "file_too_large"),
        (far_cell(b"endobjJ14"), "file_too_large"),
        (far_cell(b"B1699999999999999999999999999"), "file_too_large"),
        (_BOMB, "xml_has_entities"),
        (CAMT[: len(CAMT) // 2], "xml_damaged"),
        (CAMT.replace(b"R1", b"R\x001", 1), "xml_damaged"),
        (b'<?xml version="1.0"?><a/>', "form_unknown"),
        (xls([["nothing"]])[:600], "file_damaged"),
        (xlsx([["nothing"]]), "form_unknown"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file_encrypted",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, code: str) -> None:
    reading = read(data)

    assert [f.code for f in reading.faults] == [code]
    assert (reading.form, reading.statements, reading.size) == (None, (), len(data))
    assert len(reading.sha256) == 64


def test_a_page_of_remarks_beside_the_table_does_no_harm() -> None:
    data = xlsx(halyk_grid(Answer()), cover="Сопроводительное письмо")

    reading = read(data)

    assert reading.faults == ()
    assert [s.sheet for s in reading.statements] == [2]


def all_codes(reading: FileReading) -> set[str]:
    every = [*reading.faults, *(f for s in reading.statements for f in s.faults)]
    return {f.code for f in every}


def mutated(data: bytes) -> st.SearchStrategy[bytes]:
    changes = st.lists(
        st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), min_size=1, max_size=6
    )

    def change(found: list[tuple[int, int]]) -> bytes:
        copy = bytearray(data)
        for place, value in found:
            copy[place] = value
        return bytes(copy)

    return changes.map(change)


@given(mutated(XLSX) | st.binary(max_size=200) | st.integers(0, len(XLSX)).map(lambda n: XLSX[:n]))
def test_a_broken_workbook_is_a_reading_with_words(data: bytes) -> None:
    assert all_codes(read(data)) <= entries().keys()


@st.composite
def mutated_sheets(draw: st.DrawFn) -> bytes:
    parts = unpacked(xlsx(draw(st.sampled_from(sorted(GRIDS.items())))[1](Answer())))
    name = draw(st.sampled_from(sorted(parts)))
    return repacked({**parts, name: draw(mutated(parts[name]))})


@given(mutated_sheets())
def test_a_workbook_broken_inside_is_a_reading_with_words(data: bytes) -> None:
    assert all_codes(read(data)) <= entries().keys()


@given(mutated(CAMT))
def test_a_broken_message_is_a_reading_with_words(data: bytes) -> None:
    assert all_codes(read(data)) <= entries().keys()


values: st.SearchStrategy[Value] = (
    st.none()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
    | st.sampled_from(["Итого", "Период", "01.05.2026", "KZT", "1,250", "KZ091010000000000001"])
    | st.datetimes().filter(lambda d: d.year > 1901)
)
GRID_WRITERS = (plain_grid, halyk_grid, kaspi_grid)


@given(
    st.sampled_from(GRID_WRITERS),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 18), values), max_size=12),
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_cell_may_hold_anything(write: object, cells: list[tuple[int, int, Value]]) -> None:
    grid: list[Line] = [list(line) for line in write(Answer())]  # type: ignore[operator]
    for row, column, value in cells:
        with suppress(IndexError):
            grid[row][column] = value

    reading = read(xlsx(grid))

    assert all_codes(reading) <= entries().keys()
    assert all(r.amount_minor > 0 for s in reading.statements for r in s.rows)
