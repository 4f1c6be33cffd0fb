"""What a victim chooses from: banks, regions, ways of deception, as she knows them.

Banks are those of the law's register on the present day; a bank that is not among them is said in
words, and one that is not known is no reason to stop.
"""

import re
from collections.abc import Callable
from importlib.resources import files

import yaml
from django.utils.timezone import localdate

from izdes.adapters.words import entries, say
from izdes.core import law
from izdes.core.law.institutions import packaged
from izdes.web.language import language

Choices = list[tuple[str, str]]

OTHER = "other"
NOT_SURE = "unsure"
_BANKS = frozenset({"bank", "payment"})
# The legal form says nothing to whoever looks for her bank.
_LEGAL_FORM = re.compile(r"\b(?:АҚ|ЕҰ|ЕБ|АО|ДО|ДБ|ДК|JSC|LLP|ЖШС|ТОО|РММ|РГУ|SO|SB)\b|[«»\"]")
_SCHEMES = "data/schemes.yaml"
# Narrower words for the same thing confuse whoever chooses under stress.
_NOT_OFFERED = frozenset({"OTHER"})


def banks() -> Choices:
    """Return the banks by their names, then what to say of a bank that is not among them."""
    lang = language()
    named = sorted(
        (_called(getattr(one, f"name_{lang}") or one.name_ru, one.other_names), one.institution_id)
        for one in packaged(localdate()).institutions
        if one.kind in _BANKS
    )
    return [
        ("", say("window_choose", lang)),
        *((key, name) for name, key in named),
        (OTHER, say("window_bank_other", lang)),
    ]


def bank_named(key: str) -> str:
    """Return how a chosen bank is called."""
    return dict(banks()).get(key, "") if key else say("window_not_known", language())


def regions() -> Choices:
    """Return the regions of the country."""
    lang = language()
    codes = sorted(code for code in entries() if code.startswith("region_"))
    return [
        ("", say("window_choose", lang)),
        *((code.removeprefix("region_"), say(code, lang)) for code in codes),
    ]


def schemes() -> Choices:
    """Return the ways of deception in plain words, and that one is not sure."""
    lang = language()
    offered = [(code, say(f"window_scheme_{code.lower()}", lang)) for code in _codes()]
    return [*offered, (NOT_SURE, say("window_scheme_not_sure", lang))]


def chosen_from(*codes: str) -> Callable[[], Choices]:
    """Return choices whose words are the codes' own."""

    def choices() -> Choices:
        return [(code.rpartition("_")[2], say(code, language())) for code in codes]

    return choices


def scheme_above(scheme: str) -> str:
    """Return the wider way that a way of deception belongs to; empty where there is none."""
    return next((str(row["above"] or "") for row in _rows() if row["scheme"] == scheme), "")


def _called(name: str, others: tuple[str, ...]) -> str:
    """Return a bank's name as people say it, with the trade name that differs from it."""
    short = " ".join(_LEGAL_FORM.sub(" ", name).split())
    trade = next((other for other in others if not other.isupper()), "")
    return f"{short} ({trade})" if trade and trade.casefold() not in short.casefold() else short


def _codes() -> list[str]:
    """Return the codes of ways of deception, in the order of the law's table."""
    return [row["scheme"] for row in _rows() if row["scheme"] not in _NOT_OFFERED]


def _rows() -> list[dict[str, str]]:
    """Read the law's table of ways of deception."""
    text = files(law).joinpath(_SCHEMES).read_text(encoding="utf-8")
    rows: list[dict[str, str]] = yaml.safe_load(text)
    return rows
