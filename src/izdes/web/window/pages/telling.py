"""Telling: the answers in words, numbers as they are spoken, and advice for what happened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from izdes.adapters.words import Lang, amount, entries, say
from izdes.web.window.pages import steps
from izdes.web.window.pages.choices import bank_named, scheme_above
from izdes.web.window.statuses import Word

Row = tuple[str, str]
_DIGITS = "window_digits"
_DAY = slice(0, 10)
# Fields whose answers are words of the project, by the beginning of their codes.
_CHOSEN = {
    "going_on": "window_",
    "had": "window_",
    "who": "window_who_",
    "way": "window_way_",
    "channel": "window_channel_",
    "region": "region_",
}
_HIDDEN = frozenset({"found", "rows", "currency", "receipts", "fresh", "seen"})


@dataclass(frozen=True, slots=True)
class Section:
    """One question with its answers.

    Attributes:
        title: Code of its words.
        address: Where it is changed.
        rows: Label and answer.
    """

    title: str
    address: str
    rows: tuple[Row, ...] = field(repr=False)


def sections_of(answers: steps.Everything, files: Iterable[str], lang: Lang) -> tuple[Section, ...]:
    """Return every question that concerns whoever reports, with what was answered.

    Args:
        files: Names of what was handed in.
    """
    names = [(say("window_file", lang), name) for name in files]
    return tuple(
        Section(
            f"window_step_{step.name}",
            step.address,
            tuple(names if step.name == "files" else _rows(step, answers, lang)),
        )
        for step in steps.STEPS
        if step.name != "check" and step.concerns(answers)
    )


def said_of(word: Word, lang: Lang) -> str:
    """Return what the office says, in plain words; what this version does not know, as such."""
    code = f"window_word_{word.kind}"
    said = dict(word.detail)
    if (minor := said.get("amount_minor", "")).isdecimal():
        said["amount"] = amount(int(minor), said.get("currency", "KZT"))
    return say(code if code in entries() else "window_word_other", lang, **said)


def said_row(row: Mapping[str, Any], lang: Lang) -> str:
    """Return a payment or a loan in one line."""
    sum_said = amount(row["amount_minor"], "KZT") if row.get("amount_minor") else ""
    moment = " ".join(filter(None, (day_said(str(row.get("day", ""))), str(row.get("clock", "")))))
    where = str(row.get("to") or row.get("paid_to") or "")
    bank = row.get("from_bank") or row.get("to_bank")
    by = str(row.get("lender", "")) or (bank_named(str(bank)) if bank else "")
    told = " · ".join(filter(None, (sum_said, moment, by)))
    return " → ".join(filter(None, (told, where))) or say("window_empty", lang)


def day_said(day: str) -> str:
    """Return a kept day as people write it."""
    year, _, rest = day[_DAY].partition("-")
    return f"{rest[3:]}.{rest[:2]}.{year}" if rest else day


def spelled(signs: str, lang: Lang) -> str:
    """Return a number or a code as it is read aloud: digits in words, letters by themselves."""
    words = say(_DIGITS, lang).split()
    return ", ".join(words[int(sign)] if sign.isdigit() else sign for sign in signs)


def advice_for(scheme: str, lang: Lang) -> tuple[str, ...]:
    """Return what to do now: for the way of deception, or its wider one, and for everybody."""
    known = entries()
    for code in (scheme, scheme_above(scheme), "OTHER"):
        if code and f"advice_{code.lower()}" in known:
            own = say(f"advice_{code.lower()}", lang)
            return tuple(f"{own}\n{say('advice_everybody', lang)}".strip().splitlines())
    return tuple(say("advice_everybody", lang).strip().splitlines())


def _rows(step: steps.Step, answers: steps.Everything, lang: Lang) -> Iterator[Row]:
    """Yield what was answered to one question."""
    kept = "loans" if step.name == "loan_rows" else step.name
    told = answers.get(kept, {})
    if step.form is None:
        for number, row in enumerate(told.get("rows", ()), start=1):
            yield f"{number}", said_row(row, lang)
        return
    for name, asked in step.form.base_fields.items():
        if name not in _HIDDEN and told.get(name) not in {None, ""}:
            yield say(str(asked.label), lang), _answer(name, told[name], lang)
    if step.name == "scheme" and told.get("scheme") == "":
        yield say("window_scheme", lang), say("window_scheme_not_sure", lang)


def _answer(name: str, value: object, lang: Lang) -> str:
    """Return an answer in words."""
    if name == "scheme":
        return say(f"window_scheme_{str(value).lower()}", lang)
    if name in _CHOSEN:
        return say(f"{_CHOSEN[name]}{value}", lang)
    if name.endswith("bank"):
        return bank_named(str(value))
    if name.endswith("day"):
        return day_said(str(value))
    return str(value)
