"""Values of fields as a paper prints them: days and moments, sums with their words, choices."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from izdes.adapters.documents.forms.form import Field, Form, Kind, PaperLang
from izdes.adapters.documents.plain import plain
from izdes.adapters.words.counting import in_words
from izdes.adapters.words.figures import LOCAL, amount, moment

BLANK = "_" * 14
_MONTHS: Mapping[PaperLang, tuple[str, ...]] = {
    "kk": (
        "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
        "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
}  # fmt: skip
_TIYN = 100
ADULT_YEARS = 18


def long_day(day: date, lang: PaperLang) -> str:
    """Print a day with the name of its month.

    >>> long_day(date(2026, 5, 19), "kk"), long_day(date(2026, 5, 19), "ru")
    ('2026 жылғы 19 мамыр', '19 мая 2026 года')
    """
    month = _MONTHS[lang][day.month - 1]
    if lang == "kk":
        return f"{day.year} жылғы {day.day} {month}"
    return f"{day.day} {month} {day.year} года"


def shown(kind: Kind, value: object, lang: PaperLang, field: Field | None = None) -> str:
    """Print a value on one line; an absent one is empty."""
    if value is None or value == "":
        return ""
    if kind == "money":
        return amount(int(str(value)), "KZT")
    if kind in {"date", "birth"}:
        return date.fromisoformat(str(value)).strftime("%d.%m.%Y")
    if kind == "moment":
        return moment(datetime.fromisoformat(str(value)))
    if kind == "choice" and field is not None:
        return field.options.get(str(value), {}).get(lang, plain(value))
    return plain(value)


def paragraphs(value: object) -> list[str]:
    """Return a longer text by its paragraphs."""
    return [plain(part) for part in str(value or "").splitlines() if part.strip()]


def named_values(form: Form, values: Mapping[str, Any], lang: PaperLang) -> dict[str, str]:
    """Return every value by the name under which the wording asks for it.

    A sum stands in words too, under ``…_words``: whole tenge, since nobody writes tiyn out.
    """
    found: dict[str, str] = {}
    for field in form.fields:
        value = values.get(field.name, "")
        found[field.name] = shown(field.kind, value, lang, field)
        if field.kind == "money" and value not in ("", None):
            found[f"{field.name}_words"] = in_words(int(str(value)) // _TIYN, lang)
    return found


def filled(template: str, given: Mapping[str, str]) -> str:
    """Fill the ``{names}`` of a wording; what is not known is a line for the pen."""
    text = re.sub(r"\{(\w+)\}", lambda m: given.get(m[1]) or BLANK, template)
    # The sign never stands at the end of a line without its number.
    return text.replace("№ ", "№\u00a0")


def is_minor(born_on: str, on: datetime) -> bool:
    """Say whether somebody born on a day is not eighteen yet.

    >>> is_minor("2008-05-20", datetime(2026, 5, 19, tzinfo=LOCAL))
    True
    """
    born, today = date.fromisoformat(born_on), on.astimezone(LOCAL).date()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years < ADULT_YEARS
