"""The history of a thing in plain words: what was done to it, by whom, when, and what changed.

Which entries and which values come is decided by row-level security for whoever acts. Whoever sees
an entry and not its values is told that there are some; where they were erased, that they were.

An entry keeps keys and codes. What stands above the journal knows what they are called, and a
`Namer` says so; without one they stand as they were recorded.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import connection

from izdes.adapters.words import Lang, amount, entries, moment, say
from izdes.core.errors import IzdesError
from izdes.web.journal.models import Entry, Value
from izdes.web.journal.record import Subject

Values = Mapping[tuple[str, str], Value]
# Where the words of a value stand that is a code, by the value's name; the first that is there.
_CODES = {
    "answer_outcomes": ("outcome",),
    "answer_state": ("funds_answer",),
    "block_source": ("corr_block_source",),
    "figure": ("corr_figure",),
    "form": ("case_form",),
    "is_sealed": ("history",),
    "is_warned": ("history",),
    "kind": ("case_member", "body"),
    "language": ("case_language",),
    "outcome": ("corr_outcome", "corr_answer", "corr_traced", "corr_receipt"),
    "queue": ("corr_queue",),
    "register": ("case_register",),
    "role": ("role",),
    "ruling": ("corr_ruling",),
    "signed_how": ("triage_signed",),
    "source": ("triage_source",),
    "state": ("case_task_state", "case_state", "case_recording", "triage", "order_state"),
    "told": ("field",),
    "trace_rule": ("rule",),
}
_SUMS = frozenset({"total_minor"})
# Values by which something is checked and not read: digests, names of messages, releases.
_EXACT = frozenset(
    {
        "answer_form",
        "batch",
        "certificate",
        "days_basis",
        "digest",
        "message",
        "narrative_digest",
        "report",
        "signature",
        "trace_findings",
        "trace_input",
    }
)
# Values that are the key of a row where they are nothing but digits.
_KEYS = frozenset({"file", "outcome"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:\+\d\d:\d\d|Z)", re.ASCII)


class NotActing(IzdesError):
    """A selector was asked in the name of somebody who does not act on this connection."""

    code = "not_acting"


@dataclass(frozen=True, slots=True)
class Told:
    """One entry, told.

    Attributes:
        officer: Name of whoever did it.
        sentence: What happened.
        changes: What each value was and what it became, a sentence each.
        exact: The same of values by which something is checked: digests, keys, releases.
        became: What each value became, by its name, as far as the officer sees it.
    """

    number: int
    at: datetime
    event: str
    officer: str
    sentence: str
    changes: tuple[str, ...]
    exact: tuple[str, ...] = ()
    became: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Names:
    """How what entries keep by a key or a code is called.

    Attributes:
        subjects: By kind and key.
        words: By the name of a value and its text.
    """

    subjects: Mapping[tuple[str, str], str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)


Namer = Callable[[Sequence[Entry], Sequence[Value]], Names]


def history_of(
    officer: int, subject: Subject, *, lang: Lang, namer: Namer | None = None
) -> tuple[Told, ...]:
    """Return what happened to a subject, the oldest first, as far as the officer sees it.

    Raises:
        NotActing: The officer does not act on this connection.
    """
    _require_acting(officer)
    found = Entry.objects.filter(subject_type=subject.kind, subject_id=subject.key)
    return _all_told(list(found), lang, namer)


def history_of_case(
    officer: int,
    case: int,
    *,
    lang: Lang,
    most: int,
    before: int | None = None,
    namer: Namer | None = None,
) -> tuple[Told, ...]:
    """Return what happened in a case, to whatever belongs to it, the latest first.

    Args:
        most: How many entries at most.
        before: Only entries of smaller numbers, to go on where an earlier call ended.

    Raises:
        NotActing: The officer does not act on this connection.
    """
    _require_acting(officer)
    found = Entry.objects.filter(case_id=case).order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    return _all_told(list(found[:most]), lang, namer)


def changes_since(
    officer: int,
    cases: Iterable[int],
    *,
    since: datetime,
    lang: Lang,
    most: int,
    namer: Namer | None = None,
) -> tuple[tuple[int, Told], ...]:
    """Return what others have done in some cases since a moment, the latest first, each by case.

    Raises:
        NotActing: The officer does not act on this connection.
    """
    _require_acting(officer)
    found = Entry.objects.filter(case_id__in=list(cases), at__gte=since)
    others = list(found.exclude(officer_id=officer).order_by("-number")[:most])
    told = _all_told(others, lang, namer)
    return tuple((int(entry.case_id or 0), one) for entry, one in zip(others, told, strict=True))


def event_words(event: str) -> str:
    """Return the code of an event's sentence.

    >>> event_words("post.proposed")
    'event_post_proposed'
    """
    return f"event_{event.replace('.', '_')}"


def _all_told(found: list[Entry], lang: Lang, namer: Namer | None) -> tuple[Told, ...]:
    """Tell entries, in as many queries for one as for many."""
    people = _names(entry.officer_id for entry in found)
    values = _values([entry.number for entry in found])
    names = Names()
    if namer is not None:
        names = namer(found, [value for one in values.values() for value in one.values()])
    return tuple(
        _told(entry, _name(entry.officer_id, people, lang), values[entry.number], names, lang)
        for entry in found
    )


def _told(entry: Entry, officer: str, values: Values, names: Names, lang: Lang) -> Told:
    """Tell one entry."""
    subject = entry.subject_type, entry.subject_id
    sentence = say(
        event_words(entry.event),
        lang,
        officer=officer,
        subject=names.subjects.get(subject, entry.subject_id),
        case=entry.case_id or "—",
        norm=names.words.get(("norm", entry.norm or ""), entry.norm or "—"),
    )
    known = json.loads(entry.body)["values"]
    plain: list[str] = []
    exact: list[str] = []
    for name in known:
        told = _change(name, known[name], values, names, lang)
        (exact if _is_exact(name, values) else plain).append(told)
    became = {name: one.text for (name, side), one in values.items() if side == "to" and one.text}
    return Told(
        entry.number,
        entry.at,
        entry.event,
        officer,
        sentence,
        tuple(plain),
        tuple(exact),
        became,
    )


def _is_exact(name: str, values: Values) -> bool:
    """Say whether a value is one to check by; a key of a row is, where it is seen."""
    if name in _KEYS:
        found = values.get((name, "to"))
        return bool(found and found.text and found.text.isdecimal())
    return name in _EXACT


def _change(name: str, sides: Iterable[str], values: Values, names: Names, lang: Lang) -> str:
    """Tell what a value was and what it became."""
    told = {side: _shown(name, values.get((name, side)), names, lang) for side in sides}
    form = "both" if len(told) > 1 else "".join(told)
    field = f"field_{name}"
    shown = say(field, lang) if field in entries() else name
    return say(
        f"history_{form}", lang, name=shown, old=told.get("from", "—"), new=told.get("to", "—")
    )


def _shown(name: str, value: Value | None, names: Names, lang: Lang) -> str:
    """Return a value as it is shown: itself, what it is called, or why it is not."""
    if value is None:
        return say("history_hidden", lang)
    if value.text is None:
        return say("history_erased", lang)
    if name in _SUMS and value.text.isdecimal():
        return amount(int(value.text), "KZT")
    named = names.words.get((name, value.text)) or _timed(value.text)
    said = named or ", ".join(_worded(name, value.text, lang)) or value.text
    return said if "«" in said else f"«{said}»"


def _timed(text: str) -> str:
    """Return a day or a moment as people write it; empty for any other text."""
    try:
        if _DAY.fullmatch(text):
            return f"{date.fromisoformat(text):%d.%m.%Y}"
        return moment(datetime.fromisoformat(text)) if _MOMENT.fullmatch(text) else ""
    except ValueError:
        return ""


def _worded(name: str, text: str, lang: Lang) -> Iterator[str]:
    """Yield the words of each code of a value; what is no code as it stands."""
    known = entries()
    for code in text.split() if name in _CODES else ():
        asked = (f"{prefix}_{code.lower()}" for prefix in _CODES[name])
        found = next((words for words in asked if words in known), None)
        yield code if found is None else say(found, lang)


def _name(officer: int | None, names: Mapping[int, str], lang: Lang) -> str:
    """Return how whoever did it is called."""
    if officer is None:
        return say("history_system", lang)
    return names.get(officer) or say("history_officer", lang, number=officer)


def _names(officers: Iterable[int | None]) -> dict[int, str]:
    """Return the names of officers, of those whom whoever acts may see."""
    wanted = {officer for officer in officers if officer is not None}
    return {one.pk: str(one) for one in get_user_model().objects.filter(pk__in=wanted)}


def _values(numbers: list[int]) -> defaultdict[int, dict[tuple[str, str], Value]]:
    """Return the values of entries, of those that whoever acts may see."""
    found: defaultdict[int, dict[tuple[str, str], Value]] = defaultdict(dict)
    for value in Value.objects.filter(entry_id__in=numbers):
        found[value.entry_id][value.name, value.side] = value
    return found


def _require_acting(officer: int) -> None:
    """Refuse to answer in the name of somebody else: the database would answer for who acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_acting()")
        if cursor.fetchone()[0] != officer:
            raise NotActing
