"""Bank answers about one invented account, written as banks write them."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

import xlsxwriter
import xlwt
from lxml import etree

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.core.law.institutions import Institution, Register
from izdes.core.money.statement import FileReading, Statement

Value = str | int | float | datetime | None
Line = list[Value]
Direction = Literal["debit", "credit"]

OWN = "KZ091010000000000001"
OTHER = "KZ891020000000000001"
CARD = "939800******1234"
BANK = "АО «Банк Дала»"
TITLES: list[Value] = [
    "Дата и время операции",
    "Валюта операции",
    "Виды операции (категория документа)",
    "Наименование СДП (при наличии)",
    "Сумма в валюте ее проведения",
    "Сумма в тенге",
    "Наименование/ФИО плательщика",
    "ИИН/БИН плательщика",
    "Резидентство плательщика",
    "Банк плательщика",
    "Номер счета плательщика",
    "Наименование/ФИО получателя",
    "ИИН/БИН получателя",
    "Резидентство получателя",
    "Банк получателя",
    "Номер счета получателя",
    "Код назначения платежа (КНП)",
    "Назначение платежа",
]
SPLIT: list[Value] = [
    *TITLES[:4],
    "Сумма в валюте ее проведения по кредиту",
    "Сумма в валюте ее проведения по дебету",
    *TITLES[5:],
]
_PARTY: list[Value] = ["Наименование/ФИО", "ИИН/БИН", "Резидентство", "Банк", "Номер счета"]
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def institution(name: str, code: str, bic: str, printed: str, kind: str = "bank") -> Institution:
    return Institution(
        institution_id=name,
        code=code,
        bic=bic,
        bin="",
        kind=kind,  # type: ignore[arg-type]  # one of the kinds, as the callers see
        name_kk="",
        name_ru=printed,
        name_en="",
        verified=False,
    )


REGISTER = Register(
    [
        institution("DALAKZKA", "101", "DALAKZKA", BANK),
        institution("TAUYKZKA", "102", "TAUYKZKA", "АО «Банк Тау»"),
        institution("QALTA", "", "", "ТОО «Қалта»", "payment"),
        institution("AIYRBAS", "", "", "ТОО «Айырбас»", "exchange"),
    ]
)


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of the account, as its bank knows it."""

    at: datetime
    minor: int
    direction: Direction = "debit"
    far: str = OTHER
    far_bank: str = "АО «Банк Тау»"
    far_name: str = "Сейтқали Ә."
    far_number: Value = "000101800016"
    kind: str = "Перевод"
    purpose: str = "Перевод денег"

    @property
    def signed(self) -> int:
        return self.minor if self.direction == "credit" else -self.minor

    def sides(self) -> tuple[Line, Line]:
        """Return the payer's and the payee's five cells."""
        own: Line = ["Омар Б.", "000202800019", "Резидент", BANK, OWN]
        far: Line = [self.far_name, self.far_number, "Резидент", self.far_bank, self.far]
        return (own, far) if self.direction == "debit" else (far, own)


START = datetime(2026, 5, 3, 9, 2, 7)  # noqa: DTZ001  # a clock on a wall in Kazakhstan
MOVES = (
    Move(START, 50_000_000, "credit"),
    Move(START + timedelta(minutes=3), 20_000_050),
    Move(START + timedelta(hours=1), 1_000_000, far="", far_name="", kind="Снятие наличных"),
    Move(START + timedelta(days=2), 12_345, far="", far_name="Дүкен", kind="Сатып алу"),
    Move(START + timedelta(days=3), 1, far=CARD, kind="Перевод на карту"),
)
OPENING = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank answers; every form of it states the same."""

    moves: Sequence[Move] = MOVES
    opening: int = OPENING
    heading: Sequence[Line] = ()
    rows_after: Sequence[Line] = field(default=())
    sheet: str = "Выписка"

    @property
    def closing(self) -> int:
        return self.opening + sum(m.signed for m in self.moves)


def plain_grid(answer: Answer) -> list[Line]:
    lines = []
    for m in answer.moves:
        start: Line = [f"{m.at:%d.%m.%Y %H:%M:%S}", "KZT", m.kind, "", m.minor / 100, m.minor / 100]
        lines.append([*start, *(c for side in m.sides() for c in side), "119", m.purpose])
    numbers: Line = [*range(1, 19)]
    return [*answer.heading, TITLES, numbers, *lines, *answer.rows_after]


def halyk_grid(answer: Answer) -> list[Line]:
    heading: list[Line] = [
        ["Банк", BANK],
        ["Клиент", "Омар Б."],
        ["ИИН/БИН", "000202800019"],
        ["Номер счета", OWN],
        ["Валюта счета", "KZT"],
        ["Период", "01.05.2026 - 31.05.2026"],
        ["Входящий остаток", answer.opening / 100],
        ["Исходящий остаток", answer.closing / 100],
        ["Номер карты", "939800******5678"],
    ]
    lines = []
    for m in answer.moves:
        credit, debit = (m.minor / 100, None) if m.direction == "credit" else (None, m.minor / 100)
        start: Line = [f"{m.at:%d.%m.%Y %H:%M:%S}", "KZT", m.kind, "", credit, debit, m.minor / 100]
        lines.append([*start, *(c for side in m.sides() for c in side), "119", m.purpose])
    came = sum(m.minor for m in answer.moves if m.direction == "credit")
    went = sum(m.minor for m in answer.moves if m.direction == "debit")
    total: Line = ["Итого", None, None, None, came / 100, went / 100]
    return [*heading, SPLIT, *lines, total, *answer.rows_after]


def money(minor: int) -> str:
    """Print an amount with no-break spaces and a comma."""
    return f"{minor / 100:,.2f}".replace(",", "\u00a0").replace(".", ",")


def kaspi_grid(answer: Answer) -> list[Line]:
    came = sum(m.minor for m in answer.moves if m.direction == "credit")
    went = sum(m.minor for m in answer.moves if m.direction == "debit")
    heading: list[Line] = [
        ["Выписка по счету"],
        ["Банк", BANK],
        ["Клиент", "Омар Б."],
        ["ИИН/БИН", 202800019],
        ["Номер счета", OWN],
        ["Валюта", "KZT"],
        ["Период с 01.05.2026 по 31.05.2026"],
        ["Входящий остаток", money(answer.opening)],
        ["Исходящий остаток", money(answer.closing)],
        ["Обороты дебет/кредит", money(went), money(came)],
    ]
    upper: Line = [*TITLES[:6], "Плательщик", *[None] * 4, "Получатель", *[None] * 4, *TITLES[16:]]
    lower: Line = [*[None] * 6, *_PARTY, *_PARTY, None, None]
    lines = []
    for m in reversed(answer.moves):
        start: Line = [
            f"{m.at:%d.%m.%Y %H:%M:%S}",
            "KZT",
            m.kind,
            "",
            money(m.minor),
            money(m.minor),
        ]
        lines.append([*start, *(c for side in m.sides() for c in side), "119", m.purpose])
    total: Line = ["Итого", None, None, None, money(came + went)]
    return [*heading, upper, lower, *lines, total, *answer.rows_after]


GRIDS = {
    "columns18-plain": plain_grid,
    "columns18-halyk": halyk_grid,
    "columns18-kaspi": kaspi_grid,
}


def xlsx(grid: Iterable[Line], sheet: str = "Выписка", *, cover: str = "") -> bytes:
    """Write a grid as .xlsx, behind a sheet with one remark if wanted."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    if cover:
        book.add_worksheet(cover).write_string(0, 0, "По вашему запросу")
    page = book.add_worksheet(sheet)
    clock = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
    for number, line in enumerate(grid):
        for column, value in enumerate(line):
            if isinstance(value, datetime):
                page.write_datetime(number, column, value, clock)
            elif isinstance(value, str):
                page.write_string(number, column, value)
            elif value is not None:
                page.write_number(number, column, value)
    book.close()
    return stream.getvalue()


def xls(grid: Iterable[Line], sheet: str = "Выписка") -> bytes:
    """Write a grid as .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    clock = xlwt.easyxf(num_format_str="DD.MM.YYYY HH:MM:SS")
    for number, line in enumerate(grid):
        for column, value in enumerate(line):
            if isinstance(value, datetime):
                page.write(number, column, value, clock)
            elif value is not None:
                page.write(number, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def camt(answer: Answer, *, more: str = "", account: str = OWN) -> bytes:
    """Write the answer as camt.053; ``more`` is XML of further entries."""
    entries = "".join(_entry(m) for m in answer.moves)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{_NAMESPACE}"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-06-01T09:00:00+05:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id>
<FrToDt><FrDtTm>2026-05-01T00:00:00+05:00</FrDtTm><ToDtTm>2026-05-31T23:59:59+05:00</ToDtTm></FrToDt>
<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>KZT</Ccy>
<Ownr><Nm>Омар Б.</Nm><Id><PrvtId><Othr><Id>000202800019</Id></Othr></PrvtId></Id></Ownr>
<Svcr><FinInstnId><BICFI>DALAKZKA</BICFI></FinInstnId></Svcr></Acct>
{_balance("OPBD", answer.opening, "2026-05-01")}{_balance("CLBD", answer.closing, "2026-05-31")}
{entries}{more}</Stmt></BkToCstmrStmt></Document>""".encode()


def _balance(code: str, minor: int, day: str) -> str:
    sign = "CRDT" if minor >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="KZT">{abs(minor) / 100:.2f}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(m: Move) -> str:
    far, own = ("Cdtr", "Dbtr") if m.direction == "debit" else ("Dbtr", "Cdtr")
    parties = {own: f"<{own}><Pty><Nm>Омар Б.</Nm></Pty></{own}>{_account(own, OWN)}"}
    name = f"<{far}><Pty><Nm>{m.far_name}</Nm></Pty></{far}>" if m.far_name else ""
    parties[far] = name + _account(far, m.far)
    return entry(
        m.minor,
        m.direction,
        at=f"{m.at.isoformat()}+05:00",
        kind=m.kind,
        details=f"""<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties>{parties["Dbtr"]}{parties["Cdtr"]}</RltdPties>
<RltdAgts><{far}Agt><FinInstnId><BICFI>TAUYKZKA</BICFI></FinInstnId></{far}Agt></RltdAgts>
<RmtInf><Ustrd>{m.purpose}</Ustrd></RmtInf></TxDtls>""",
    )


def entry(
    minor: int,
    direction: Direction,
    *,
    at: str,
    details: str,
    kind: str = "Перевод",
    status: str = "BOOK",
) -> str:
    """Return one entry."""
    sign = "CRDT" if direction == "credit" else "DBIT"
    return (
        f'<Ntry><Amt Ccy="KZT">{minor / 100:.2f}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        f"<Sts><Cd>{status}</Cd></Sts><BookgDt><DtTm>{at}</DtTm></BookgDt>"
        f"<AcctSvcrRef>R1</AcctSvcrRef><BkTxCd><Prtry><Cd>{kind}</Cd></Prtry></BkTxCd>"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def _account(role: str, printed: str) -> str:
    if not printed:
        return ""
    known = f"<IBAN>{printed}</IBAN>" if printed.startswith("KZ") else ""
    other = known or f"<Othr><Id>{printed}</Id></Othr>"
    return f"<{role}Acct><Id>{other}</Id></{role}Acct>"


def is_valid_camt(data: bytes, schema: str) -> bool:
    return bool(etree.XMLSchema(etree.parse(schema)).validate(etree.fromstring(data)))


def read(
    data: bytes,
    *,
    name: str = "answer.bin",
    manifest: dict[str, ManifestEntry] | None = None,
) -> FileReading:
    return read_bytes(data, name=name, register=REGISTER, manifest=manifest or {})


def only(reading: FileReading) -> Statement:
    (statement,) = reading.statements
    return statement


def codes(statement: Statement) -> list[tuple[str, int]]:
    """Return the faults of a statement: code and row."""
    return [(f.code, f.row) for f in statement.faults]


def changed(grid: list[Line], row: int, column: int, value: Value) -> list[Line]:
    """Return the grid with one cell changed; row and column from 1 and 0."""
    lines = [list(line) for line in grid]
    lines[row - 1][column] = value
    return lines


def with_moves(*moves: Move) -> Answer:
    return replace(Answer(), moves=moves)
