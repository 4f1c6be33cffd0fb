"""Phrases: every sentence of the report in three languages at once.

The page holds all three and its style shows one, so that the switch needs no script. Numbers and
names that are the same in every language stand once.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from izdes.adapters.documents.report.markup import Html, joined, tag, text
from izdes.adapters.words import LANGUAGES, Lang, NoWords, amount, moment, say
from izdes.adapters.words.figures import LOCAL, day

__all__ = [
    "NONE",
    "Given",
    "Names",
    "date",
    "hours",
    "money",
    "named",
    "period",
    "plain",
    "say_plain",
    "span",
    "sums",
    "told",
    "when",
    "words",
]

Names = Mapping[Lang, str]
Given = str | int | Names
_HOURS_UP_TO = 72
NONE = tag("span", "—", class_="none")


def plain(code: str, /, **given: Given) -> Names:
    """Return the sentence of a code per language, without markup."""
    return {lang: say(code, lang, **_in(lang, given)) for lang in LANGUAGES}


def say_plain(code: str) -> str:
    """Return a sentence in all languages at once, for an attribute, which has one text."""
    return " / ".join(dict.fromkeys(plain(code).values()))


def words(code: str, /, **given: Given) -> Html:
    """Return the sentence of a code in every language; the style shows one of them."""
    return named(plain(code, **given))


def told(code: str, details: Mapping[str, str | int]) -> Html:
    """Return the sentence of a code that another part of the program owns.

    A code without a sentence is shown as it stands: a report with a bare code is of more use in a
    running case than no report.
    """
    try:
        return words(code, **details)
    except NoWords:
        return words("report_unworded", name=code)


def named(names: Names, *, element: str = "i") -> Html:
    """Return a name or sentence that differs by language (``tspan`` inside a picture)."""
    if len(set(names.values())) == 1:
        return text(next(iter(names.values())))
    return joined(tag(element, names[lang], lang=lang) for lang in LANGUAGES)


def money(minor: str, currency: str) -> Html:
    """Print a sum given as decimal text of minor units."""
    return tag("span", amount(int(minor), currency), class_="sum")


def sums(totals: Mapping[str, int]) -> Html:
    """Print totals of several currencies; currencies are never added up."""
    if not totals:
        return NONE
    return joined(
        (money(str(total), currency) for currency, total in sorted(totals.items())), by=" + "
    )


def when(canonical: str | None) -> Html:
    """Print a canonical time as local time, or a dash."""
    if canonical is None:
        return NONE
    return tag("time", moment(_read(canonical)), datetime=canonical.replace(".000000Z", "Z"))


def date(canonical: str) -> str:
    """Return a canonical time as people write it, without markup."""
    return moment(_read(canonical))


def span(first: str | None, last: Html) -> Html:
    """Print from when to when; the dash never begins a line."""
    return joined((when(first), last), by="\u00a0– ")


def period(first: str | None, last: str | None) -> Html:
    """Print a half-open interval; whole local days as banks print them, both days included."""
    if first is None or last is None:
        return NONE if first is None else span(first, NONE)
    start, end = _read(first).astimezone(LOCAL), _read(last).astimezone(LOCAL)
    if any((start.hour, start.minute, end.hour, end.minute)) or start >= end:
        return span(first, when(last))
    days = (day(start), day(end - timedelta(minutes=1)))
    return joined((tag("span", text_of, class_="sum") for text_of in days), by="\u00a0– ")


def hours(count: int) -> Html:
    """Print how long ago something was: hours while they count, then days."""
    if count < _HOURS_UP_TO:
        return tag("span", words("report_hours", hours=count), class_="sum")
    return tag("span", words("report_days", days=count // 24), class_="sum")


def _read(canonical: str) -> datetime:
    """Read a canonical time."""
    return datetime.fromisoformat(canonical).astimezone(UTC)


def _in(lang: Lang, given: Mapping[str, Given]) -> dict[str, str | int]:
    """Take each given name in one language."""
    return {
        name: value[lang] if isinstance(value, Mapping) else value for name, value in given.items()
    }
