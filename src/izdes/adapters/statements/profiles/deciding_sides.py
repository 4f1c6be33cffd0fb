"""Deciding about sides: whose table it is, and who stands on the other side of a row.

An account, an address, a person's number is told by its check digits; which side it stands on only
its title says. One account in every row is the table's own.
"""

from izdes.adapters.statements.profiles import content
from izdes.adapters.statements.profiles.deciding import Columns, Decisions, by_title
from izdes.adapters.statements.profiles.drafting import listed
from izdes.adapters.statements.profiles.notation import words
from izdes.adapters.statements.profiles.sides import family_of
from izdes.adapters.statements.profiles.titles import vocabulary
from izdes.core.identifiers.chain import SHAPES

_PARTS = ("name", "iin", "bank", "residency")
_FAR = ("far_account", "payee_account", "payer_account")
_MOST_STATUSES = 12


def decide_sides(columns: Columns, decisions: Decisions, *, heading: str) -> None:
    """Decide whose table it is and who stands on the other side.

    Args:
        heading: The account as the lines above the table print it; empty where they do not.
    """
    sorts = _account_columns(columns, decisions)
    _own(columns, decisions, sorts, heading=heading)
    chains = {sort for sort in sorts.values() if sort in SHAPES}
    two = [columns.speaking_of(f"{side}_account") for side in ("payer", "payee")]
    if all(len(found) == 1 and decisions.is_free(found[0]) for found in two):
        for side, (column,) in zip(("payer", "payee"), two, strict=True):
            title = columns.title(column)
            decisions.choose(f"columns.{side}_account", column, "propose_by_title", title=title)
        by_title(columns, decisions, [f"{s}_{p}" for s in ("payer", "payee") for p in _PARTS])
        decisions.open.pop("columns.direction", None)
        if not decisions.has("account.of") and chains:
            decisions.choose("account.of", "chain", "propose_chain")
    else:
        _far(columns, decisions, sorts)
    if chains:
        _network(columns, decisions, min(chains))


def _account_columns(columns: Columns, decisions: Decisions) -> dict[int, str]:
    """Return the columns of accounts and of which sort most of them are."""
    found: dict[int, str] = {}
    for n, cells in columns.cells.items():
        if n in columns.times or not decisions.is_free(n):
            continue
        if content.are(cells, lambda t: bool(content.account_sort(t))):
            sorts = [content.account_sort(text) for text in columns.texts(n)]
            told = [sort for sort in sorts if sort]
            found[n] = max(sorted(set(told)), key=told.count)
        elif columns.meaning(n).endswith("_account"):
            found[n] = ""
    return found


def _own(columns: Columns, decisions: Decisions, sorts: dict[int, str], *, heading: str) -> None:
    """Decide whose table it is."""
    titled = [n for n in columns.speaking_of("own_account") if decisions.is_free(n)]
    # The same account in every row may also be a counterparty's, where its title says so.
    constant = [
        n
        for n in sorts
        if len(content.words_in(columns.cells[n], 1)) == 1 and columns.meaning(n) not in _FAR
    ]
    is_telling = len(columns.seen.rows) > 1
    for n in titled or (constant if is_telling else []):
        title = columns.title(n)
        decisions.choose("columns.own_account", n, "propose_own_account", title=title)
        if sorts.get(n) in SHAPES:
            decisions.choose("account.of", "chain", "propose_chain")
        return
    if heading:
        decisions.note("propose_account_heading")
    else:
        decisions.note("propose_account_open")


def _far(columns: Columns, decisions: Decisions, sorts: dict[int, str]) -> None:
    """Decide the other side where no two sides are printed."""
    titled = [n for n in sorts if columns.meaning(n) in _FAR and decisions.is_free(n)]
    free = titled or [n for n in sorts if decisions.is_free(n) and sorts[n]]
    if len(free) == 1:
        title = columns.title(free[0])
        decisions.choose("columns.far_account", free[0], "propose_far_account", title=title)
        if sorts[free[0]] in SHAPES and not decisions.has("account.of"):
            decisions.choose("far.of", "chain", "propose_chain")
    elif free:
        names = [columns.title(n) for n in free]
        decisions.leave("columns.far_account", names, "propose_several")
    for part in _PARTS:
        found = [
            n
            for side in ("far", "payee", "payer")
            for n in columns.speaking_of(f"{side}_{part}")
            if decisions.is_free(n)
        ]
        if len(found) == 1:
            title = columns.title(found[0])
            decisions.choose(f"columns.far_{part}", found[0], "propose_by_title", title=title)
    _person(columns, decisions)


def _person(columns: Columns, decisions: Decisions) -> None:
    """Decide the other side's ИИН or БИН by its check digits."""
    found = [
        n
        for n, cells in columns.cells.items()
        if decisions.is_free(n) and content.are(cells, content.is_person)
    ]
    if len(found) == 1:
        title = columns.title(found[0])
        decisions.choose("columns.far_iin", found[0], "propose_person", title=title)


def _network(columns: Columns, decisions: Decisions, sort: str) -> None:
    """Decide the chain: by a column, by a title, or by addresses that only one chain has."""
    by_title(columns, decisions, ("network",))
    if decisions.has("columns.network"):
        return
    chains = [c["name"] for c in words()["chains"] if family_of(c["name"]) == sort]
    titles = " ".join(columns.seen.titles).lower()
    named = [
        c["name"]
        for c in words()["chains"]
        if c["name"] in chains and any(f"({word})" in titles for word in c["words"])
    ]
    if len(chains) == 1:
        decisions.choose("constants.network", chains[0], "propose_network_address")
    elif len(named) == 1:
        decisions.choose("constants.network", named[0], "propose_network_title")
    else:
        decisions.leave("constants.network", chains, "propose_network_open")


def decide_words(columns: Columns, decisions: Decisions) -> None:
    """Decide what is only words: kind of operation, purpose, reference, status."""
    _hash(columns, decisions)
    by_title(columns, decisions, ("operation", "purpose", "knp", "reference", "fee_currency"))
    if decisions.has("columns.fee_currency") and not decisions.has("columns.fee"):
        del decisions.choices["columns.fee_currency"]
    _status(columns, decisions)


def _hash(columns: Columns, decisions: Decisions) -> None:
    """Decide the reference by its shape."""
    for n, cells in columns.cells.items():
        if decisions.is_free(n) and content.are(cells, content.is_hash):
            title = columns.title(n)
            decisions.choose("columns.reference", n, "propose_hash", title=title)


def _status(columns: Columns, decisions: Decisions) -> None:
    """Decide which cells of a column of status mean that something happened."""
    found = [n for n in columns.speaking_of("status") if decisions.is_free(n)]
    if len(found) != 1:
        return
    known = set(map(str, vocabulary()["booked"]))
    said = content.words_in(columns.cells[found[0]], _MOST_STATUSES)
    booked = [word for word in said if word.casefold() in known]
    title = columns.title(found[0])
    if booked:
        decisions.choose("columns.status", found[0], "propose_status", title=title)
        decisions.choose("status.booked", listed(booked), "propose_booked")
    else:
        decisions.leave("columns.status", [title], "propose_status_open", title=title)
