"""Retail statements in PDF, set word by word or as a table, and PDFs made by hand."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import typst
from tests.adapters.statements.answers import BANK, OWN, REGISTER

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.core.money.statement import FileReading, Statement
from izdes.twin.dialects.retail_paper import Printed, pdf_of

STEP = 9.0
ROW = 14.0
FIRST = 160.0
COLUMNS = (40.0, 110.0, 230.0, 320.0)
TITLES = ("Дата", "Сумма", "Операция", "Детали")
HEADING = (
    BANK,
    "Выписка за период с 01.05.26 по 31.05.26",
    "ФИО: Омар Б.",
    "Номер карты: *1234",
    f"Номер счета: {OWN}",
    "Валюта счета: тенге",
)
SUMS = (
    ("Доступно на 01.05.26", "+ 10 000,00 ₸"),
    ("Пополнения", "+ 12 500,00 ₸"),
    ("Переводы", "- 5 000,00 ₸"),
    ("Покупки", "- 1 250,50 ₸"),
    ("Снятия", "- 2 000,00 ₸"),
    ("Разное", "- 50,00 ₸"),
    ("Доступно на 31.05.26", "+ 14 199,50 ₸"),
)
Row = tuple[str, ...]
ROWS: tuple[Row, ...] = (
    ("19.05.26", "- 50,00 ₸", "Разное", "Комиссия за перевод"),
    ("18.05.26", "- 2 000,00 ₸", "Снятие", "Банкомат Т-7"),
    ("17.05.26", "- 1 250,50 ₸", "Покупка", "Дүкен"),
    ("17.05.26", "- 5 000,00 ₸", "Перевод", "Айгүл С.|на карту *7514"),
    ("03.05.26", "+ 12 500,00 ₸", "Пополнение", "Сейтқали Ә."),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A statement as it is printed; a bar in a cell begins its next line.

    Attributes:
        breaks: Rows, from 0, with which a new sheet begins.
        more: Words anywhere on the first sheet.
    """

    rows: Sequence[Row] = ROWS
    titles: Sequence[str] = TITLES
    columns: Sequence[float] = COLUMNS
    heading: Sequence[str] = HEADING
    sums: Sequence[tuple[str, str]] = SUMS
    below: Sequence[str] = ()
    breaks: Sequence[int] = ()
    counts: str = ""
    repeats_titles: bool = False
    right: Sequence[int] = ()
    more: Sequence[Printed] = field(default=())

    def sheets(self) -> list[list[Printed]]:
        """Return the words of every sheet."""
        sheets = [[*self._above(), *self._titles(FIRST), *self.more]]
        y = FIRST + 2 * STEP
        for number, row in enumerate(self.rows):
            if number in self.breaks:
                sheets.append([*self._titles(60.0)] if self.repeats_titles else [])
                y = 60.0 + 2 * STEP
            sheets[-1] += self._cells(row, y)
            y += ROW + STEP * max(cell.count("|") for cell in row)
        sheets[-1] += [Printed(40.0, y + ROW * (n + 3), t) for n, t in enumerate(self.below)]
        if self.counts:
            for number, sheet in enumerate(sheets, start=1):
                text = self.counts.format(page=number, pages=len(sheets))
                sheet.append(Printed(40.0, 810.0, text))
        return sheets

    def pdf(self, *, without: int = 0) -> bytes:
        """Return the file; ``without`` one of its sheets, from 1."""
        sheets = [s for n, s in enumerate(self.sheets(), start=1) if n != without]
        return pdf_of(sheets, title="", language="ru", day=date(2026, 6, 1))

    def _above(self) -> list[Printed]:
        """Return what stands above the titles: labels on the left, sums on the right."""
        lines = [Printed(40.0, 40.0 + n * STEP, text) for n, text in enumerate(self.heading)]
        for n, (label, amount) in enumerate(self.sums):
            lines.append(Printed(320.0, 40.0 + n * STEP, label))
            lines.append(Printed(555.0, 40.0 + n * STEP, amount, is_right=True))
        return lines

    def _titles(self, y: float) -> list[Printed]:
        """Return the row of titles."""
        return self._cells(self.titles, y)

    def _cells(self, cells: Sequence[str], y: float) -> list[Printed]:
        """Return the cells of one row."""
        return [
            Printed(x, y + n * STEP, text, is_right=column in self.right)
            for column, (x, cell) in enumerate(zip(self.columns, cells, strict=True))
            for n, text in enumerate(cell.split("|"))
            if text
        ]


SPLIT = Paper(
    titles=("Дата операции", "Описание операции", "Приход", "Расход", "Комиссия", "Остаток"),
    columns=(40.0, 110.0, 360.0, 430.0, 480.0, 550.0),
    right=(2, 3, 4, 5),
    heading=(BANK, "Период: 01.05.2026 - 31.05.2026", f"Счет: {OWN}", "Валюта: KZT"),
    sums=(("Входящий остаток", "1 000,00"), ("Исходящий остаток", "4 200,00")),
    rows=(
        ("04.05.2026", "Пополнение|Сейтқали Ә.", "5 000,00", "", "", "6 000,00"),
        ("04.05.2026", "Перевод|Айгүл С.", "", "1 500,00", "100,00", "4 400,00"),
        ("06.05.2026", "Покупка|Дүкен", "", "200,00", "", "4 200,00"),
    ),
)


def changed(paper: Paper, row: int, column: int, cell: str) -> Paper:
    """Return a paper with one cell changed; row and column from 0."""
    rows = [list(r) for r in paper.rows]
    rows[row][column] = cell
    return replace(paper, rows=tuple(map(tuple, rows)))


def read(data: bytes, manifest: Mapping[str, ManifestEntry] | None = None) -> FileReading:
    return read_bytes(data, name="выписка.pdf", register=REGISTER, manifest=manifest or {})


def only(data: bytes) -> Statement:
    (statement,) = read(data).statements
    return statement


def refused(statement: Statement) -> list[tuple[str, int]]:
    """Return the faults that keep a statement from being traced: code and row."""
    return [(f.code, f.row) for f in statement.faults if f.severity == "refused"]


def noted(statement: Statement) -> list[tuple[str, int]]:
    """Return what its user must only know."""
    return [(f.code, f.row) for f in statement.faults if f.severity == "noted"]


def typeset(source: str) -> bytes:
    """Return a typst source as PDF."""
    return bytes(typst.compile(source.encode(), format="pdf", ignore_system_fonts=True))


def table(align: str, *, inset: str = "2pt", stroke: str = "0.5pt", breaks: str = "true") -> bytes:
    """Return a drawn table of wrapped cells, its titles white on a dark ground."""
    rows = (
        ("01.05.2026", "Поступление перевода АЙГУЛЬ С. по договору займа", "50 000,00", "0,00"),
        ("02.05.2026", "Покупка ДУКЕН АСТАНА", "0,00", "-1 250,50"),
        ("03.05.2026", "Снятие наличных в банкомате", "0,00", "-10 000,00"),
    )
    cells = ",".join(f"[{cell}]" for _ in range(20) for row in rows for cell in row)
    return typeset(f"""
#let pages = counter(page)
#set page(paper: "a4", footer: context [Стр. #pages.display() из #pages.final().first()])
#set text(size: 7pt, hyphenate: false)
{BANK}\\
Выписка за период с 01.05.2026 по 31.05.2026\\
Номер счета: {OWN}\\
Валюта счета: KZT\\
Входящий остаток: 0,00\\
Исходящий остаток: 774 990,00
#show table.cell.where(y: 0): set text(fill: white)
#set table.cell(breakable: {breaks})
#table(
  columns: (60pt, 70pt, 60pt, 60pt),
  align: (c, _) => (if c > 1 {{ right }} else {{ left }}) + {align},
  fill: (_, y) => if y == 0 {{ rgb("#064") }},
  inset: {inset},
  stroke: {stroke},
  table.header([Дата проведения операции], [Описание операции], [Приход], [Расход]),
  {cells}
)
""")


def pdf_by_hand(content: bytes, *, forms: Sequence[bytes] = (), pages: int = 1) -> bytes:
    """Return a PDF of one page of which every byte is ours; its forms are X0, X1, …"""
    names = b"".join(b"/X%d %d 0 R " % (n, n + 5) for n in range(len(forms)))
    resources = b"<</Font<</F1 4 0 R>>/XObject<<%s>>>>" % names
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[3 0 R]/MediaBox[0 0 595 842]>>" % pages,
        b"<</Type/Page/Parent 2 0 R/Resources %s/Contents %d 0 R>>" % (resources, 5 + len(forms)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *(packed(form, b"/Subtype/Form/BBox[0 0 9 9]/Resources " + resources) for form in forms),
        packed(content),
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Root 1 0 R/Size %d>>\n" % (len(bodies) + 1)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def packed(content: bytes, about: bytes = b"") -> bytes:
    """Return a packed stream."""
    data = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (about, len(data), data)
