"""The history of a thing in plain words: what was done to it, by whom, when, and what changed.

Which entries and which values come is decided by row-level security for whoever acts. Whoever sees
an entry and not its values is told that there are some; where they were erased, that they were.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import connection

from izdes.adapters.words import Lang, amount, entries, say
from izdes.core.errors import IzdesError
from izdes.web.journal.models import Entry, Value
from izdes.web.journal.record import Subject

Values = Mapping[tuple[str, str], Value]
# Where the words of a value stand that is a code, by the value's name; the first that is there.
_CODES = {
    "answer_state": ("funds_answer",),
    "form": ("case_form",),
    "is_sealed": ("history",),
    "is_warned": ("history",),
    "kind": ("case_member", "body"),
    "outcome": ("corr_outcome",),
    "queue": ("corr_queue",),
    "register": ("case_register",),
    "role": ("role",),
    "signed_how": ("triage_signed",),
    "source": ("triage_source",),
    "state": ("case_task_state", "case_state", "case_recording", "triage", "order_state"),
    "told": ("field",),
    "trace_rule": ("rule",),
}
_SUMS = frozenset({"total_minor"})


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
        became: What each value became, by its name, as far as the officer sees it.
    """

    number: int
    at: datetime
    event: str
    officer: str
    sentence: str
    changes: tuple[str, ...]
    became: Mapping[str, str] = field(default_factory=dict, repr=False)


def history_of(officer: int, subject: Subject, *, lang: Lang) -> tuple[Told, ...]:
    """Return what happened to a subject, the oldest first, as far as the officer sees it.

    Raises:
        NotActing: The officer does not act on this connection.
    """
    _require_acting(officer)
    found = Entry.objects.filter(subject_type=subject.kind, subject_id=subject.key)
    return _all_told(list(found), lang)


def history_of_case(
    officer: int, case: int, *, lang: Lang, most: int, before: int | None = None
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
    return _all_told(list(found[:most]), lang)


def changes_since(
    officer: int, cases: Iterable[int], *, since: datetime, lang: Lang, most: int
) -> tuple[tuple[int, Told], ...]:
    """Return what others have done in some cases since a moment, the latest first, each by case.

    Raises:
        NotActing: The officer does not act on this connection.
    """
    _require_acting(officer)
    found = Entry.objects.filter(case_id__in=list(cases), at__gte=since)
    others = list(found.exclude(officer_id=officer).order_by("-number")[:most])
    told = _all_told(others, lang)
    return tuple((int(entry.case_id or 0), one) for entry, one in zip(others, told, strict=True))


def event_words(event: str) -> str:
    """Return the code of an event's sentence.

    >>> event_words("post.proposed")
    'event_post_proposed'
    """
    return f"event_{event.replace('.', '_')}"


def _all_told(found: list[Entry], lang: Lang) -> tuple[Told, ...]:
    """Tell entries, in as many queries for one as for many."""
    names = _names(entry.officer_id for entry in found)
    values = _values([entry.number for entry in found])
    return tuple(_told(entry, names, values[entry.number], lang) for entry in found)


def _told(
    entry: Entry, names: Mapping[int, str], values: dict[tuple[str, str], Value], lang: Lang
) -> Told:
    """Tell one entry."""
    officer = _name(entry.officer_id, names, lang)
    sentence = say(
        event_words(entry.event),
        lang,
        officer=officer,
        subject=entry.subject_id,
        case=entry.case_id or "—",
        norm=entry.norm or "—",
    )
    known = json.loads(entry.body)["values"]
    changes = tuple(_change(name, known[name], values, lang) for name in known)
    became = {name: one.text for (name, side), one in values.items() if side == "to" and one.text}
    return Told(entry.number, entry.at, entry.event, officer, sentence, changes, became)


def _change(name: str, sides: Iterable[str], values: Values, lang: Lang) -> str:
    """Tell what a value was and what it became."""
    told = {side: _shown(name, values.get((name, side)), lang) for side in sides}
    form = "both" if len(told) > 1 else "".join(told)
    field = f"field_{name}"
    shown = say(field, lang) if field in entries() else name
    return say(
        f"history_{form}", lang, name=shown, old=told.get("from", "—"), new=told.get("to", "—")
    )


def _shown(name: str, value: Value | None, lang: Lang) -> str:
    """Return a value as it is shown: itself, the words of a code, or why it is not."""
    if value is None:
        return say("history_hidden", lang)
    if value.text is None:
        return say("history_erased", lang)
    if name in _SUMS and value.text.isdecimal():
        return amount(int(value.text), "KZT")
    return f"«{', '.join(_worded(name, value.text, lang)) or value.text}»"


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
