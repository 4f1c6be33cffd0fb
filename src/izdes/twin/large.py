"""Large statements, to measure readers by: one account's life told over and over."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count, islice

from izdes.twin.answers import Answer
from izdes.twin.facts import facts_of
from izdes.twin.pages import Entry, Page

_SEED, _COMPLAINTS = 1, 12
_STEP = timedelta(seconds=7)


@cache
def _longest() -> Page:
    """Return the longest page of a small case."""
    return max(facts_of(_SEED, _COMPLAINTS).pages, key=lambda page: len(page.entries))


def large_page(form: str, extension: str, rows: int) -> Page:
    """Return a page of so many movements in one form, seven seconds apart.

    The opening balance is so high that no payment overdraws it.
    """
    whole = _longest()
    answer = Answer(form, extension, is_present=True, is_short=False, language="ru")
    every = islice((e for _ in count() for e in whole.entries), rows)
    start = whole.entries[0].at
    entries = tuple(_later(e, n, start + n * _STEP) for n, e in enumerate(every))
    last = entries[-1].at.date() if entries else whole.last_day
    return replace(
        whole,
        answer=answer,
        entries=entries,
        opening_minor=10**12,
        last_day=max(whole.last_day, last + timedelta(days=1)),
        file=f"large.{extension}",
    )


def _later(entry: Entry, number: int, at: datetime) -> Entry:
    """Return a movement once more, under another number and at another time."""
    transfer = replace(entry.transfer, transfer_id=f"T{number:07d}")
    return replace(entry, at=at, transfer=transfer)
