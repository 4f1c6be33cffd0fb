"""Media types: bytes as they are, whatever they are called."""

import io
import json
import wave
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from izdes.web.files.media_types import UNKNOWN, sniffed

ZIP = "application/zip"
OOXML = "application/vnd.openxmlformats-officedocument"


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in names:
            opened.writestr(name, "x" * 100)
    return made.getvalue()


def workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("Выписка").write(0, 0, "Дата")
    return made.getvalue()


def old_workbook() -> bytes:
    made = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("Выписка").write(0, 0, "Дата")
    book.save(made)
    return made.getvalue()


def sound() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(8000)
        opened.writeframes(bytes(100))
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "image/heif"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00", "audio/mp4"),
        (b"OggS\x00\x02" + bytes(20), "audio/ogg"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + bytes(50), "audio/mpeg"),
        (archive("a.txt"), ZIP),
        (archive("[Content_Types].xml", "word/document.xml"), f"{OOXML}.wordprocessingml.document"),
        ("Дата;Сумма\n01.05.2026;100,00\n".encode("cp1251"), "text/csv"),
        ("\ufeffДата,Сумма\n01.05.2026,100\n".encode(), "text/csv"),
        ("Дата\tСумма\n1\t2\n".encode("utf-16"), "text/csv"),
        ("Менің ақшамды алдап алды.".encode(), "text/plain"),
        ("Перевёл мошенникам, увы; всё.\nВот так".encode("cp1251"), "text/plain"),
        (json.dumps({"a": [1, 2]}).encode(), "application/json"),
        (b'{"a": 1}\n{"a": 2}\n', "application/json"),
        (b"{ not json", "text/plain"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b"\n<Document xmlns='urn:x'><a/></Document>", "application/xml"),
        (b"", UNKNOWN),
        (bytes(range(256)), UNKNOWN),
        (b"MZ\x90\x00\x03\x00\x00\x00", UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/x-ole-storage"),
    ],
)
def test_bytes_are_what_they_begin_like(data: bytes, expected: str) -> None:
    assert sniffed([data]) == expected


@pytest.mark.parametrize("size", [7, 4096, 10**6])
def test_a_workbook_is_known_however_it_is_cut(size: int) -> None:
    new, old = workbook(), old_workbook()

    cut = [[whole[i : i + size] for i in range(0, len(whole), size)] for whole in (new, old)]

    assert sniffed(cut[0]) == f"{OOXML}.spreadsheetml.sheet"
    assert sniffed(cut[1]) == "application/vnd.ms-excel"


def test_a_wave_is_a_wave() -> None:
    assert sniffed([sound()]) == "audio/wav"


def test_a_long_text_is_told_by_its_beginning() -> None:
    row = "01.05.2026;перевод;100,00\n"

    assert sniffed([("Дата;Операция;Сумма\n" + row * 10_000).encode()]) == "text/csv"
    assert sniffed([("[" + '{"a": 1},' * 20_000).encode()]) == "application/json"


def test_no_reader_of_ours_is_asked(tmp_path: Path) -> None:
    bomb = tmp_path / "b.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("zeros", bytes(50_000_000))

    assert sniffed([bomb.read_bytes()]) == ZIP


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    assert "/" in sniffed([data])
