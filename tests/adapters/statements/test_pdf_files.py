"""PDFs with hidden text, locked, scanned, broken or built to do harm."""

import io
import logging
import re
import struct
import zlib
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSEOF
from pypdf import PdfReader, PdfWriter
from tests.adapters.statements.of_twin import PAGES, in_form
from tests.adapters.statements.retail_papers import (
    ROWS,
    Paper,
    noted,
    only,
    packed,
    pdf_by_hand,
    read,
    typeset,
)

from izdes.adapters.statements.pdf.content import operators_in
from izdes.adapters.statements.pdf.device import TextDevice
from izdes.adapters.statements.pdf.document import drawn
from izdes.adapters.words import entries
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading
from izdes.twin.dialects import statement_file
from izdes.twin.dialects.retail_paper import Printed

WHOLE = Paper().pdf()
STREAM = re.compile(rb"/Length (\d+)([^>]*>>\s*stream\r?\n)(.*?)(\r?\nendstream)", re.DOTALL)


def all_codes(reading: FileReading) -> set[str]:
    every = [*reading.faults, *(f for s in reading.statements for f in s.faults)]
    return {f.code for f in every}


# --- text that nobody sees


HIDDEN = [
    Printed(700.0, 200.0, "- 900 000,00 ₸"),
    Printed(40.0, -20.0, "99.99.9999"),
    Printed(110.0, 300.0, "- 900 000,00 ₸", size=0.3),
]


@pytest.mark.parametrize("words", HIDDEN, ids=["beside", "above", "tiny"])
def test_text_that_nobody_sees_is_left_out_and_noted(words: Printed) -> None:
    statement = only(Paper(more=[words]).pdf())

    assert noted(statement) == [("pdf_hidden_text", 0)]
    assert reconcile(statement).outcome == "reconciled"


def shown(operators: bytes) -> tuple[list[str], int]:
    """Return the words that a page by hand shows, and how many letters it hides."""
    file = drawn(pdf_by_hand(operators))
    return [piece.text for piece in file.pages[0].pieces], file.hidden


@pytest.mark.parametrize(
    ("operators", "words", "hidden"),
    [
        (b"BT /F1 9 Tf 50 700 Td (AB CD) Tj ET", ["AB", "CD"], 0),
        (b"BT /F1 9 Tf 3 Tr 50 700 Td (AB) Tj ET", [], 2),
        (b"1 g BT /F1 9 Tf 50 700 Td (AB) Tj ET", [], 2),
        (b"1 1 1 rg BT /F1 9 Tf 50 700 Td (AB) Tj ET", [], 2),
        (b"0 0 0 0 k BT /F1 9 Tf 50 700 Td (AB) Tj ET", [], 2),
        (b"0 .3 .2 rg 40 690 80 20 re f 1 g BT /F1 9 Tf 50 700 Td (AB) Tj ET", ["AB"], 0),
        (b"1 g 40 690 80 20 re f BT /F1 9 Tf 50 700 Td (AB) Tj ET", [], 2),
        (b"BT /F1 9 Tf .7 .7 -.7 .7 50 700 Tm (AB) Tj ET", [], 0),
        (b"BT /F1 9 Tf 50 700 Td [(A) -20 (B) -900 (C)] TJ ET", ["AB", "C"], 0),
        (b"BT /F1 9 Tf 50 700 Td (A\\(B\\)\\101) ' ET", ["A(B)A"], 0),
        (b"BT /F1 9 Tf 50 700 Td (A(B)) Tj <41> Tj ET", ["A(B)", "A"], 0),
        (b"BT /F1 9 Tf 50 700 Td (AB) Tj ET BI /W 1 /H 1 ID \x00Tj EI Q", ["AB"], 0),
    ],
)
def test_of_a_page_what_can_be_seen_is_read(
    operators: bytes, words: list[str], hidden: int
) -> None:
    assert shown(operators) == (words, hidden)


def test_slanted_text_is_a_stamp() -> None:
    mark = typeset("#rotate(45deg)[КОПИЯ]\n\nтекст")

    file = drawn(mark)

    assert ([p.text for p in file.pages[0].pieces], file.slanted) == (["текст"], 5)


@pytest.mark.parametrize("page", PAGES[:6], ids=lambda p: str(p.account.serial))
def test_content_is_read_as_the_library_reads_it_byte_by_byte(page: object) -> None:
    data = statement_file(in_form(page, "retail")).data  # type: ignore[arg-type]  # a page

    resources = PDFResourceManager()
    device = TextDevice(resources)
    slow = PDFPageInterpreter(resources, device)
    pieces = []
    for each in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))):
        slow.process_page(each)
        pieces.append(tuple(device.pieces))

    assert [p.pieces for p in drawn(data).pages] == pieces


@given(st.binary(max_size=200))
def test_any_bytes_are_operators_with_operands(content: bytes) -> None:
    with suppress(PSEOF):
        assert all(isinstance(operator, bytes) for operator, _ in operators_in(content))


# --- files that cannot be used


def locked(user: str, algorithm: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(WHOLE)))
    writer.encrypt(user, owner_password=f"{user}owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_password_is_asked_for_only_where_one_is_needed(algorithm: str) -> None:
    closed, open_to_all = (read(locked(user, algorithm)) for user in ("secret", ""))

    assert [f.code for f in closed.faults] == ["file_encrypted"]
    assert reconcile(open_to_all.statements[0]).outcome == "reconciled"


def png() -> bytes:
    """Return one grey dot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
        + chunk(b"IEND", b"")
    )


def test_a_scan_is_refused_and_nothing_is_guessed() -> None:
    scan = typeset(f"#image(bytes(({', '.join(map(str, png()))})), width: 100%)")

    reading = read(scan)

    assert (reading.form, [f.code for f in reading.faults]) == (None, ["pdf_without_text"])


@pytest.mark.parametrize(
    ("paper", "severity"), [(Paper(), "noted"), (Paper(sums=()), "refused")], ids=["whole", "bare"]
)
def test_a_page_that_is_a_picture_is_missed_unless_balances_prove_the_rows_whole(
    paper: Paper, severity: str
) -> None:
    writer = PdfWriter()
    scan = typeset(f"#image(bytes(({', '.join(map(str, png()))})), width: 100%)")
    for data in (paper.pdf(), scan):
        writer.append(PdfReader(io.BytesIO(data)))
    out = io.BytesIO()
    writer.write(out)

    (fault,) = only(out.getvalue()).faults

    assert (fault.code, fault.severity) == ("pdf_page_is_picture", severity)


@pytest.mark.parametrize(
    ("paper", "severity"), [(Paper(), "noted"), (Paper(sums=()), "refused")], ids=["whole", "bare"]
)
def test_commands_that_nobody_knows_may_have_been_rows(paper: Paper, severity: str) -> None:
    data = paper.pdf()
    longest = max(STREAM.finditer(data), key=lambda found: b"BT" in inflated(found[3]))
    content = zlib.compress(inflated(longest[3]) + b"\n(lost) Tk")
    whole = b"/Length %d%s%s%s" % (len(content), longest[2], content, longest[4])

    (fault,) = only(data[: longest.start()] + whole + data[longest.end() :]).faults

    assert (fault.code, fault.severity) == ("pdf_odd_content", severity)


def inflated(data: bytes) -> bytes:
    """Return the content of a packed stream, nothing where it is none."""
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def test_a_letter_is_no_statement() -> None:
    reading = read(typeset("По вашему запросу сообщаем."))

    assert (reading.form, [f.code for f in reading.faults]) == (None, ["form_unknown"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (WHOLE[: len(WHOLE) // 2], "file_truncated"),
        (b"%PDF-1.7\n%%EOF", "file_damaged"),
        (WHOLE.replace(b"/Count 1", b"/Count 2"), "file_damaged"),
        (pdf_by_hand(b"", pages=2_001), "file_damaged"),
        (pdf_by_hand(b"0 g\n" * 20_000_000), "pdf_too_large"),
        (
            pdf_by_hand(b"/X0 Do", forms=[b"/X%d Do " % (n + 1) * 4 for n in range(20)]),
            "pdf_too_large",
        ),
        (pdf_by_hand(b"/X0 Do", forms=[b"/X0 Do"]), "pdf_without_text"),
        (pdf_by_hand(b"BT /F1 9 Tf 9 9 Td (AB) Tj ET" + b"[" * 10**6), "form_unknown"),
        (pdf_by_hand(b"BT /F1 9 Tf 9 9 Td (AB) Tj ET" + b"(" * 10**6), "file_damaged"),
        (pdf_by_hand(b"BT /F1 9 Tf 9 9 Td (AB) Tj ET BI /W 1"), "file_damaged"),
        (pdf_by_hand(b"BT /F1 9 Tf 9 9 Td (AB) Tj ET" + b"q " * 10**5), "form_unknown"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, code: str) -> None:
    reading = read(data)

    assert ([f.code for f in reading.faults], reading.statements) == ([code], ())


def test_more_pages_than_any_statement_are_not_read() -> None:
    data = typeset("#for _ in range(2000) { pagebreak() }")

    assert [f.code for f in read(data).faults] == ["pdf_too_large"]


def test_a_page_that_cannot_be_unpacked_is_not_an_empty_page() -> None:
    good = pdf_by_hand(b"BT /F1 9 Tf 50 700 Td (AB) Tj ET")
    stream = packed(b"BT /F1 9 Tf 50 700 Td (AB) Tj ET").partition(b"stream\n")[2][:-10]

    broken = good.replace(stream, stream[:-8] + bytes(b ^ 1 for b in stream[-8:]))

    assert broken != good
    assert [f.code for f in read(broken).faults] == ["file_damaged"]


def test_the_library_says_nothing_of_what_it_reads(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(WHOLE[: len(WHOLE) // 2])
        read(WHOLE)

    assert caplog.records == []


# --- fuzz


@cache
def small() -> bytes:
    return Paper(rows=ROWS[:2], sums=(), counts="{page}/{pages}").pdf()


places = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)


def with_bytes(data: bytes, found: list[tuple[int, int]]) -> bytes:
    copy = bytearray(data)
    for place, value in found:
        copy[place % len(copy)] = value
    return bytes(copy)


@given(places)
@settings(max_examples=250)
def test_a_broken_file_is_a_reading_with_words(found: list[tuple[int, int]]) -> None:
    assert all_codes(read(with_bytes(small(), found))) <= entries().keys()


def with_content(data: bytes, number: int, found: list[tuple[int, int]]) -> bytes:
    """Change bytes inside one of the packed streams, and pack it again."""
    streams = list(STREAM.finditer(data))
    match = streams[number % len(streams)]
    try:
        content = zlib.compress(with_bytes(zlib.decompress(match[3]), found))
    except zlib.error:
        return data
    whole = b"/Length %d%s%s%s" % (len(content), match[2], content, match[4])
    return data[: match.start()] + whole + data[match.end() :]


@given(st.integers(0, 50), places)
@settings(max_examples=250)
def test_a_file_broken_inside_is_a_reading_with_words(
    number: int, found: list[tuple[int, int]]
) -> None:
    assert all_codes(read(with_content(small(), number, found))) <= entries().keys()
