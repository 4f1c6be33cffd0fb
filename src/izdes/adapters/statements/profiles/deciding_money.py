"""Deciding about money: the columns of amounts, their notation, what tells in from out.

Proven by running balances where there are any. Without them a minus is settled by rows whose kind
of operation goes one way only (cash out, fees, purchases; cash in, refunds, interest), and never
by habit.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from izdes.adapters.statements.cells import Cell, NotATime, is_empty, moment, stated
from izdes.adapters.statements.profiles import content
from izdes.adapters.statements.profiles.arithmetic import Minors, Proof, exclusive_pairs, proof_of
from izdes.adapters.statements.profiles.deciding import Columns, Decisions, by_title
from izdes.adapters.statements.profiles.drafting import listed, quoted
from izdes.adapters.statements.profiles.notation import Notation
from izdes.adapters.statements.profiles.parse import said
from izdes.adapters.statements.profiles.titles import words_meaning
from izdes.adapters.statements.profiles.units import unit_of
from izdes.adapters.statements.wording import currency_of, kind_of
from izdes.core.errors import IzdesError
from izdes.core.money.amounts import DecimalMark, UnclearAmount, minor_of_text

_MARKS: Final[tuple[DecimalMark, ...]] = (".", ",")
_FEW_WORDS = 8
_BOTH = 2
_OUT = frozenset({"cash_out", "fee", "card_payment"})
_IN = frozenset({"cash_in", "refund", "interest"})
_CURRENCIES = ("KZT", "USD", "EUR", "RUB", "USDT")


def decide_amounts(columns: Columns, decisions: Decisions) -> None:
    """Decide what a row moves and which way."""
    newest_first = _newest_first(columns, decisions)
    texts = {n: columns.texts(n) for n in _columns_of_words(columns)}
    proofs: dict[DecimalMark | None, Proof | None] = {}
    for mark in _possible_marks(columns):
        proofs[mark] = proof_of(_minors(columns, mark), texts, is_newest_first=newest_first)
    mark = _decide_mark(columns, decisions, proofs)
    proof = proofs.get(mark)
    if proof is not None:
        _take_proof(columns, decisions, proof)
        if newest_first is None and proof.is_newest_first:
            decisions.choose("order", "newest_first", "propose_order_proven")
    by_title(columns, decisions, ("balance", "fee"))
    if proof is None:
        _without_proof(columns, decisions, _minors(columns, mark))


def _columns_of_words(columns: Columns) -> list[int]:
    """Return the columns of few different words, those first whose titles speak of directions."""
    found = [
        n
        for n, cells in columns.cells.items()
        if n not in columns.times
        and n not in columns.amounts
        and content.words_in(cells, _FEW_WORDS)
        and not content.are(cells, lambda t: bool(content.account_sort(t)))
        and not content.are(cells, content.is_person)
    ]
    return sorted(found, key=lambda n: (columns.meaning(n) not in ("direction", "operation"), n))


def _minors(columns: Columns, mark: DecimalMark | None) -> dict[int, Minors]:
    """Return what the columns of amounts state."""
    return {n: content.minors(columns.cells[n], mark) for n in columns.amounts}


def _newest_first(columns: Columns, decisions: Decisions) -> bool | None:
    """Return in which order the rows stand by their times, None where these do not tell."""
    chosen = decisions.columns()
    place = chosen.get("moment", chosen.get("date"))
    if place is None:
        return None
    moments = [_instant(cell, columns.times[place].notations[0]) for cell in columns.cells[place]]
    pairs = [(a, b) for a, b in pairwise(moments) if a and b]
    rising, falling = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
    return None if rising == falling else falling > rising


def _instant(cell: Cell, letters: str) -> float | None:
    """Return the instant of a cell as a number, None where it states none."""
    try:
        found = (
            Notation.parse(letters).read(stated(cell)) if isinstance(cell, str) else moment(cell)
        )
    except NotATime:
        return None
    return found.at.timestamp()


def _possible_marks(columns: Columns) -> list[DecimalMark | None]:
    """Return under which signs before the fraction every amount can be read."""
    possible: list[DecimalMark | None] = [
        mark
        for mark in _MARKS
        if all(
            sum(m is not None for m in content.minors(columns.cells[n], mark))
            >= sum(m is not None for m in content.minors(columns.cells[n], other))
            for n in columns.amounts
            for other in _MARKS
        )
    ]
    return possible or [None]


def _decide_mark(
    columns: Columns,
    decisions: Decisions,
    proofs: Mapping[DecimalMark | None, Proof | None],
) -> DecimalMark | None:
    """Decide the sign before the fraction."""
    unclear = _unclear_amount(columns)
    proven = [mark for mark, proof in proofs.items() if proof is not None]
    (first, *others) = proofs
    if not others:
        if first is not None:
            decisions.choose("amounts.mark", quoted(first), "propose_mark", mark=first)
        return first
    if unclear is None:
        return first
    if len(proven) == 1 and proven[0] is not None:
        mark = proven[0]
        decisions.choose("amounts.mark", quoted(mark), "propose_mark_proven", mark=mark)
        return mark
    decisions.leave("amounts.mark", ('","', '"."'), "propose_mark_open", value=unclear)
    return None


def _unclear_amount(columns: Columns) -> str | None:
    """Return an amount that can be read in two ways, None where there is none."""
    for n in columns.amounts:
        for cell in content.filled(columns.cells[n]):
            if not isinstance(cell, str):
                continue
            try:
                minor_of_text(cell, digits=18)
            except UnclearAmount:
                return stated(cell)
            except IzdesError:
                continue
    return None


def _take_proof(columns: Columns, decisions: Decisions, proof: Proof) -> None:
    """Take over what the running balance proves."""
    told: dict[str, str | int] = {
        "count": proof.rows,
        "balance": columns.title(proof.balance),
    }
    decisions.choose("columns.balance", proof.balance, "propose_balance_proven", **told)
    if proof.debit is not None and proof.credit is not None:
        decisions.choose("columns.debit", proof.debit, "propose_debit_proven", **told)
        decisions.choose("columns.credit", proof.credit, "propose_credit_proven", **told)
        if proof.debit_has_minus:
            decisions.choose("amounts.debit_has_minus", "yes", "propose_debit_minus")
        return
    if proof.amount is None:
        return
    decisions.choose("columns.amount", proof.amount, "propose_amount_proven", **told)
    if proof.negative:
        decisions.choose("amounts.negative", proof.negative, "propose_sign_proven", **told)
    if proof.words is not None:
        column, meant = proof.words
        title = columns.title(column)
        decisions.choose("columns.direction", column, "propose_direction_proven", title=title)
        _choose_words(decisions, meant, "propose_words_proven")


def _choose_words(decisions: Decisions, meant: Mapping[str, str], code: str) -> None:
    """Decide which words mean which direction."""
    for way in ("debit", "credit"):
        words = sorted(word for word, direction in meant.items() if direction == way)
        decisions.choose(f"directions.{way}", listed(words), code)


def _without_proof(columns: Columns, decisions: Decisions, amounts: Mapping[int, Minors]) -> None:
    """Decide the amounts of a table that prints no running balance that holds."""
    free = {n: minors for n, minors in amounts.items() if decisions.is_free(n)}
    titled = {m: [n for n in free if columns.meaning(n) == m] for m in ("debit", "credit")}
    if all(len(found) == 1 for found in titled.values()):
        for meaning, (column,) in titled.items():
            title = columns.title(column)
            decisions.choose(f"columns.{meaning}", column, "propose_by_title", title=title)
        return
    pairs = exclusive_pairs(free)
    if len(pairs) == 1:
        names = [columns.title(n) for n in pairs[0]]
        for meaning in ("debit", "credit"):
            decisions.leave(
                f"columns.{meaning}", names, "propose_exclusive", titles=", ".join(names)
            )
        return
    _one_amount(columns, decisions, free)


def _one_amount(columns: Columns, decisions: Decisions, free: Mapping[int, Minors]) -> None:
    """Decide the one column of amounts, and what tells its direction."""
    titled = [n for n in free if columns.meaning(n) == "amount"]
    candidates = titled or [n for n in free if not columns.meaning(n)]
    if len(candidates) != 1:
        names = [columns.title(n) for n in candidates or free]
        decisions.leave("columns.amount", names, "propose_amount_open")
        return
    (amount,) = candidates
    decisions.choose("columns.amount", amount, "propose_amount", title=columns.title(amount))
    minors = free[amount]
    if any(m and m < 0 for m in minors):
        _sign(columns, decisions, minors)
    elif not _direction_by_words(columns, decisions):
        decisions.leave("columns.direction", (), "propose_direction_open")


def _direction_by_words(columns: Columns, decisions: Decisions) -> bool:
    """Decide the direction by a column whose words are all known."""
    known = words_meaning("directions")
    for n, cells in columns.cells.items():
        words = content.words_in(cells, _FEW_WORDS)
        meant = {word: known[said(word)] for word in words if said(word) in known}
        if words and len(meant) == len(words) and len(set(meant.values())) == _BOTH:
            title = columns.title(n)
            decisions.choose("columns.direction", n, "propose_direction", title=title)
            _choose_words(decisions, meant, "propose_words")
            return True
    return False


def _sign(columns: Columns, decisions: Decisions, minors: Minors) -> None:
    """Decide what a minus means, by operations that go one way only."""
    operations = columns.speaking_of("operation", "purpose")
    votes = [vote for n in operations for vote in _votes(columns.texts(n), minors)]
    if votes and len(set(votes)) == 1:
        negative = votes[0]
        decisions.choose("amounts.negative", negative, "propose_sign_words", count=len(votes))
    else:
        decisions.leave("amounts.negative", ("debit", "credit"), "propose_sign_open")


def _votes(operations: list[str], minors: Minors) -> list[str]:
    """Return what a minus means by each row whose operation goes one way only."""
    votes = []
    for operation, minor in zip(operations, minors, strict=True):
        kind = kind_of(operation).kind
        if minor and kind in _OUT:
            votes.append("debit" if minor < 0 else "credit")
        elif minor and kind in _IN:
            votes.append("credit" if minor < 0 else "debit")
    return votes


def decide_currency(columns: Columns, decisions: Decisions, heading: str) -> None:
    """Decide in which currency amounts are.

    Args:
        heading: As the lines above the table print it; empty where they do not.
    """
    held = [
        n
        for n in columns.cells
        if decisions.is_free(n) and content.are(columns.cells[n], content.is_currency)
    ]
    titled = [n for n in held if columns.meaning(n) == "currency"] or held
    if titled:
        title = columns.title(titled[0])
        decisions.choose("columns.currency", titled[0], "propose_currency", title=title)
        return
    if heading:
        decisions.note("propose_currency_heading", currency=heading)
        return
    named = {unit for n in columns.amounts if (unit := _unit_in(columns.title(n)))}
    if len(named) == 1:
        decisions.choose("constants.currency", named.pop(), "propose_currency_title")
    else:
        decisions.leave("constants.currency", _CURRENCIES, "propose_currency_open")


def _unit_in(title: str) -> str:
    """Return the currency or token that a title names, empty where it names none."""
    words = "".join(c if c.isalnum() or c in "₸$€₽" else " " for c in title).split()
    return next((unit for word in words if (unit := unit_of(word) or _code(word))), "")


def _code(word: str) -> str | None:
    """Return the code of a currency that a word of a title is."""
    found = currency_of(word) if not is_empty(word) else None
    return found if found and (found == word or not word.isalpha() or word.islower()) else None
