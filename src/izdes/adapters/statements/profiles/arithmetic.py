"""Arithmetic: what the balances printed in a table prove about its other columns.

Where the balance after each row is the one before it and the amount, the column of balances, the
column of amounts, what tells in from out and the order of rows are proven together: by chance this
holds for one pair of rows, and not for all of them. Where two columns fill each other's gaps, they
are the two directions of one amount.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

_FEWEST_ROWS = 3
_MOST_COLUMNS = 10
_MOST_ROWS = 400
Minors = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the running balance of a table proves.

    Attributes:
        amount: Column of the amount; None where debit and credit have a column each.
        negative: Which direction a minus means: ``debit`` or ``credit``; empty: it means none.
        words: Column of the words that tell the direction, and what each of them means.
        rows: How many rows were followed.
    """

    balance: int
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    negative: str = ""
    words: tuple[int, Mapping[str, str]] | None = None
    is_newest_first: bool = False
    debit_has_minus: bool = False
    rows: int = 0


def proof_of(
    amounts: Mapping[int, Minors],
    texts: Mapping[int, Sequence[str]],
    *,
    is_newest_first: bool | None,
) -> Proof | None:
    """Return what the balances of a table prove, None where no column is one or several may be.

    Args:
        amounts: Column -> what its cells state, None where they are empty.
        texts: Columns of few different words -> their cells, the likeliest first.
        is_newest_first: In which order the rows stand by their times; None where these are silent.
    """
    columns = dict(list(amounts.items())[:_MOST_COLUMNS])
    found = [
        proof
        for proof in (*_signed(columns), *_split(columns), *_worded(columns, texts))
        if is_newest_first in (None, proof.is_newest_first)
    ]
    # Where all amounts are equal, turning order and signs round leads to the same balances.
    return found[0] if len(found) == 1 else None


def exclusive_pairs(amounts: Mapping[int, Minors]) -> list[tuple[int, int]]:
    """Return the pairs of columns of which exactly one moves something in every row."""
    columns = list(amounts.items())[:_MOST_COLUMNS]
    return [
        (one, other)
        for place, (one, left) in enumerate(columns)
        for other, right in columns[place + 1 :]
        if any(left) and any(right) and _exclude(left, right)
    ]


def _exclude(left: Minors, right: Minors) -> bool:
    """Say whether no row fills both columns and none fills neither."""
    return all(bool(a) != bool(b) for a, b in zip(left, right, strict=True))


def _signed(columns: Mapping[int, Minors]) -> Iterator[Proof]:
    """Yield the proofs of a balance and one signed amount."""
    for balance, amount in permutations(columns, 2):
        for negative, sign in (("debit", 1), ("credit", -1)):
            effects = [None if m is None else sign * m for m in columns[amount]]
            if not any(m and m < 0 for m in columns[amount]):
                continue
            for is_newest_first, rows in _followed(columns[balance], effects):
                yield Proof(
                    balance, amount, negative=negative, is_newest_first=is_newest_first, rows=rows
                )


def _split(columns: Mapping[int, Minors]) -> Iterator[Proof]:
    """Yield the proofs of a balance and two columns, one for each direction."""
    for one, other in exclusive_pairs(columns):
        for balance in columns.keys() - {one, other}:
            for debit, credit in ((one, other), (other, one)):
                has_minus = any(m and m < 0 for m in columns[debit])
                effects = [
                    (c or 0) - (-(d or 0) if has_minus else (d or 0))
                    for d, c in zip(columns[debit], columns[credit], strict=True)
                ]
                for is_newest_first, rows in _followed(columns[balance], effects):
                    yield Proof(
                        balance,
                        debit=debit,
                        credit=credit,
                        is_newest_first=is_newest_first,
                        debit_has_minus=has_minus,
                        rows=rows,
                    )


def _worded(columns: Mapping[int, Minors], texts: Mapping[int, Sequence[str]]) -> Iterator[Proof]:
    """Yield the proofs of a balance, an unsigned amount and a word that tells its direction."""
    for balance, amount in permutations(columns, 2):
        if any(m and m < 0 for m in columns[amount]):
            continue
        for is_newest_first in (False, True):
            signs = _signs(columns[balance], columns[amount], is_newest_first=is_newest_first)
            if signs is None:
                continue
            meanings = ((column, _meant(words, signs)) for column, words in texts.items())
            words = next(((column, meant) for column, meant in meanings if meant), None)
            if words is not None:
                yield Proof(
                    balance,
                    amount,
                    words=words,
                    is_newest_first=is_newest_first,
                    rows=len(signs),
                )


def _followed(balances: Minors, effects: Minors) -> Iterator[tuple[bool, int]]:
    """Yield in which order the balances follow the effects, and over how many rows."""
    for is_newest_first in (False, True):
        rows = list(zip(balances, effects, strict=True))[:_MOST_ROWS]
        listed = rows[::-1] if is_newest_first else rows
        if len(listed) >= _FEWEST_ROWS and _chains(listed):
            yield is_newest_first, len(listed)


def _chains(rows: Sequence[tuple[int | None, int | None]]) -> bool:
    """Say whether each balance is the one before it and the effect of its row."""
    for (before, _), (after, effect) in pairwise(rows):
        if before is None or after is None or effect is None or before + effect != after:
            return False
    return any(effect for _, effect in rows[1:])


def _signs(balances: Minors, amounts: Minors, *, is_newest_first: bool) -> dict[int, str] | None:
    """Return row -> direction as the balances tell it; None where they do not follow."""
    places = list(range(min(len(balances), _MOST_ROWS)))
    places = places[::-1] if is_newest_first else places
    found: dict[int, str] = {}
    for earlier, later in pairwise(places):
        before, after, amount = balances[earlier], balances[later], amounts[later]
        if before is None or after is None or not amount or abs(after - before) != amount:
            return None
        found[later] = "credit" if after > before else "debit"
    return found if len(found) >= _FEWEST_ROWS - 1 and len(set(found.values())) > 1 else None


def _meant(words: Sequence[str], signs: Mapping[int, str]) -> dict[str, str] | None:
    """Return word -> direction where every word always means one; None where it does not."""
    meant: dict[str, str] = {}
    for place, direction in signs.items():
        if not words[place] or meant.setdefault(words[place], direction) != direction:
            return None
    return meant if len(set(meant.values())) > 1 else None
