"""Exchange files about invented accounts, line by line."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tests.adapters.statements.answers import OTHER, OWN, only, read

from izdes.core.money.statement import FileReading, Statement

SECOND = "KZ791010000000000002"
FIRST_LINE = "1CClientBankExchange"
HEAD = (FIRST_LINE, "ВерсияФормата=2.00", "Кодировка=UTF-8", "Отправитель=Банк")
PERIOD = ("ДатаНачала=01.05.2026", "ДатаКонца=31.05.2026")
END = "КонецФайла"
OPENING = "1000.00"
CAME = (
    "НомерДокумента=7",
    "ДатаДокумента=02.05.2026",
    "ВидДокумента=Перевод",
    "ДатаОперации=03.05.2026",
    "СуммаПриход=500000.50",
    "ПлательщикНаименование=Әсел Қ.",
    "ПлательщикБИН_ИИН=000101800016",
    f"ПлательщикИИК={OTHER}",
    "ПлательщикБанкБИК=TAUYKZKA",
    "ПлательщикКБЕ=19",
    "ПолучательНаименование=Омар Б.",
    "ПолучательБИН_ИИН=000202800019",
    f"ПолучательИИК={OWN}",
    "ПолучательБанкБИК=DALAKZKA",
    "ПолучательКБЕ=19",
    "НазначениеПлатежа=Перевод на карту *1234",
    "КодНазначенияПлатежа=119",
)
WENT = (
    "НомерДокумента=8",
    "ДатаДокумента=04.05.2026",
    "ВидДокумента=Снятие наличных",
    "ДатаОперации=04.05.2026",
    "СуммаРасход=200000.50",
    "ПлательщикНаименование=Омар Б.",
    f"ПлательщикИИК={OWN}",
    "ПлательщикБанкБИК=DALAKZKA",
    "НазначениеПлатежа=Банкомат",
)


def section(*more: str, account: str = OWN, opening: str = OPENING, closing: str = "") -> list[str]:
    balances = [f"НачальныйОстаток={opening}", f"КонечныйОстаток={closing}" if closing else ""]
    own = [f"РасчСчет={account}"] if account else []
    return ["СекцияРасчСчет", *own, *balances, *more, "КонецРасчСчет"]


def document(*fields: str, kind: str = "Выписка") -> list[str]:
    return [f"СекцияДокумент={kind}", *fields, "КонецДокумента"]


def changed(fields: Sequence[str], **new: str | None) -> list[str]:
    """Return the fields with values changed, and dropped where the new value is None."""
    named = dict(field.split("=", 1) for field in fields)
    named |= {name: value for name, value in new.items() if value is not None}
    return [f"{n}={v}" for n, v in named.items() if not (n in new and new[n] is None)]


def whole(*parts: Sequence[str], head: Sequence[str] = (*HEAD, *PERIOD)) -> str:
    return "\r\n".join([*head, *(line for part in parts for line in part), END, ""])


def usual() -> str:
    closing = section("ВсегоПоступило=500000.50", "ВсегоСписано=200000.50", closing="301000.00")
    return whole(closing, document(*CAME), document(*WENT))


def one(*fields: str) -> Statement:
    """Read a file of one document, without balances."""
    return only(read_text(whole([*section()[:2], "КонецРасчСчет"], document(*fields))))


def read_text(text: str, *, encoding: str = "utf-8") -> FileReading:
    return read(text.encode(encoding))


def facts(statement: Statement) -> list[tuple[object, ...]]:
    return [
        (
            row.booked_at,
            row.direction,
            row.amount_minor,
            row.kind,
            (row.payee if row.direction == "debit" else row.payer).account,
        )
        for row in statement.rows
    ]


def local_day(day: int) -> datetime:
    return datetime(2026, 4, 30, 19, tzinfo=UTC) + timedelta(days=day - 1)


EXPECTED = [
    (local_day(3), "credit", 50_000_050, "transfer", f"iban:{OTHER}"),
    (local_day(4), "debit", 20_000_050, "cash_out", "@cash:DALAKZKA"),
]
