"""Deciding about calls: is an unknown table an operator's record, and which column is what?"""

from izdes.adapters.statements.profiles import content
from izdes.adapters.statements.profiles.deciding import Columns, Decisions, by_title
from izdes.adapters.statements.profiles.drafting import listed
from izdes.adapters.statements.profiles.parse import said
from izdes.adapters.statements.profiles.titles import words_meaning

_FEW_WORDS = 8
_PAIR = 2
_TITLED = ("imsi", "lac", "cell", "cell_address", "azimuth")
_MONEY = ("amount", "debit", "credit", "balance")


def are_calls(columns: Columns) -> bool:
    """Say whether a table looks like a record of connections: telephones, and no money."""
    if columns.speaking_of(*_MONEY):
        return False
    numbers = _numbers(columns)
    telling = columns.speaking_of("duration", "imei", "imsi", "lac", "cell", "a_number")
    return len(numbers) >= _PAIR and bool(telling)


def decide_calls(columns: Columns, decisions: Decisions) -> None:
    """Decide the columns of a record of connections."""
    _decide_numbers(columns, decisions)
    durations = [
        n
        for n in columns.speaking_of("duration")
        if decisions.is_free(n) and content.is_duration(columns.cells[n])
    ]
    if len(durations) == 1:
        title = columns.title(durations[0])
        decisions.choose("columns.duration", durations[0], "propose_by_title", title=title)
    for n, cells in columns.cells.items():
        if decisions.is_free(n) and content.are(cells, content.is_imei):
            decisions.choose("columns.imei", n, "propose_imei", title=columns.title(n))
    by_title(columns, decisions, _TITLED)
    _words(columns, decisions, "direction", "calls", "directions")
    _words(columns, decisions, "type", "types", "types")


def _numbers(columns: Columns) -> list[int]:
    """Return the columns of telephone numbers."""
    return [
        n
        for n, cells in columns.cells.items()
        if n not in columns.times
        and (
            columns.meaning(n) in ("a_number", "b_number")
            or (
                content.share(cells, content.is_number) > 1 / 2
                and content.share(cells, lambda t: content.account_sort(t) == "phone") > 1 / 2
            )
        )
    ]


def _decide_numbers(columns: Columns, decisions: Decisions) -> None:
    """Decide who began it and who was reached."""
    by_title(columns, decisions, ("a_number", "b_number"))
    if decisions.has("columns.a_number"):
        return
    numbers = [n for n in _numbers(columns) if decisions.is_free(n)]
    alone = [n for n in numbers if len(content.words_in(columns.cells[n], 1)) == 1]
    if len(alone) == 1 and len(numbers) == _PAIR and len(columns.seen.rows) > 1:
        (far,) = (n for n in numbers if n != alone[0])
        title = columns.title(alone[0])
        decisions.choose("columns.own_number", alone[0], "propose_own_number", title=title)
        decisions.choose("columns.far_number", far, "propose_far_number", title=columns.title(far))
    else:
        names = [columns.title(n) for n in numbers]
        decisions.leave("columns.a_number", names, "propose_several")


def _words(columns: Columns, decisions: Decisions, meaning: str, known: str, section: str) -> None:
    """Decide a column whose words are known, and what each of them means."""
    vocabulary = words_meaning(known)
    for n, cells in columns.cells.items():
        words = content.words_in(cells, _FEW_WORDS)
        meant = {word: vocabulary[said(word)] for word in words if said(word) in vocabulary}
        if not words or len(meant) < len(words) or not decisions.is_free(n):
            continue
        decisions.choose(f"columns.{meaning}", n, "propose_words_known", title=columns.title(n))
        for sort in sorted(set(meant.values())):
            found = sorted(word for word in meant if meant[word] == sort)
            decisions.choose(f"{section}.{sort}", listed(found), "propose_words")
        return
