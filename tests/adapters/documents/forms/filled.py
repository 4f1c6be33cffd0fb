"""Papers of every form, filled with invented people and sums, for tests of all of them."""

from datetime import UTC, datetime
from typing import Any

from izdes.adapters.documents.forms.content import (
    Content,
    OfCase,
    Original,
    Place,
    Signer,
    content_of,
)
from izdes.adapters.documents.forms.form import Column, Field, Form, PaperLang

MADE_AT = datetime(2026, 5, 21, 9, 40, tzinfo=UTC)
CASE = OfCase(
    number="267501331000457",
    body={
        "kk": "Қызылорда қаласы Полиция басқармасының тергеу бөлімі",
        "ru": "Следственный отдел Управления полиции города Кызылорды",
    },
    body_bin="050540000122",
    registered_at=datetime(2026, 5, 19, 10, 5, tzinfo=UTC),
    qualification={"kk": "ҚР ҚК 190-бабы 2-бөлігінің 4) тармағы", "ru": "п. 4) ч. 2 ст. 190 УК РК"},
)
SIGNER = Signer("Әлімжанова Гүлнұр Өтегенқызы", {"kk": "аға тергеуші", "ru": "старший следователь"})
PLACE = Place(
    number="267501331000457.7",
    made_at=MADE_AT,
    journal_size=48_211,
    journal_root="4f" * 32,
    check_at="https://tekseru.example/",
)
_STORY = {
    "kk": "2026 жылғы 19 мамырда белгісіз біреу банк қызметкері болып таныстырып, «қауіпсіз шотқа» "
    "ақша аударту арқылы алдап, 2 500 000 теңге иемденген.",
    "ru": "19 мая 2026 года неизвестный, представившись сотрудником банка, под предлогом перевода "
    "денег на «безопасный счёт» обманом завладел суммой 2 500 000 тенге.",
}
_LINES = {
    "account": "KZ876010000000000000",
    "victim_account": "KZ446010000000000001",
    "holder": "Бекмағанбет Ерсұлтан Ғабитұлы",
    "person": "Жүнісова Қымбат Әбілқызы",
    "addressee": "«Мысал Банк» АҚ",
    "trace_digest": "9c" * 32,
    "file_digest": "1b" * 32,
}


def values_of(form: Form, lang: PaperLang) -> dict[str, Any]:
    """Return a value for every field of a form."""
    return {one.name: _value(one, lang) for one in form.fields}


def paper_of(form: Form, lang: PaperLang, **changed: Any) -> Content:  # noqa: ANN401 - as the call
    """Return a filled paper."""
    given: dict[str, Any] = {
        "language": lang,
        "case": CASE,
        "signer": SIGNER,
        "place": PLACE,
        **changed,
    }
    return content_of(form, given.pop("values", values_of(form, lang)), **given)


def translated() -> Original:
    """Return an original whose translation is tested."""
    return Original("267501331000457.6", "ab" * 32, "kk", "Сейітқали Айжан Маратқызы")


def _value(field: Field, lang: PaperLang) -> Any:  # noqa: ANN401 - a JSON value
    """Return a value of a field's kind."""
    if field.kind == "rows":
        return [{one.name: _cell(one, number) for one in field.columns} for number in range(3)]
    if field.kind == "choice":
        return next(iter(field.options))
    return {
        "text": f"{_STORY[lang]}\n{_STORY[lang]}",
        "date": "2026-05-19",
        "birth": "2008-11-02",
        "moment": "2026-05-19T14:02+05:00",
        "money": 250_000_000,
        "number": 10,
        "flag": True,
    }.get(field.kind, _LINES.get(field.name, f"{field.names[lang]} № 1"))


def _cell(column: Column, number: int) -> Any:  # noqa: ANN401 - a JSON value
    """Return what stands in a cell."""
    known: dict[str, Any] = {
        "moment": f"2026-05-19T14:0{number}+05:00",
        "money": 50_000_000 + number,
        "number": 48_211 + number,
        "date": "2026-05-19",
    }
    names = {
        "digest": "5e" * 32,
        "source": "KZ446010000000000001",
        "target": "9398 00** **** 1234",
        "row": "mysal_0519.xlsx, 1-парақ, 27-жол",
        "name": "mysal_bank_kaspi_uzindi_2026_05_19.xlsx",
    }
    return known.get(column.kind, names.get(column.name, f"Ғ{column.name} {number + 1}"))
