"""Every field of every file, changed: the check refuses it, even where a forger mends digests.

What changes nothing is not refused, and is listed here: the version of the program that a
certificate names, the words of a person's evidence (nobody can compute them), the order of keys in
JSON, and another way to write the same number, moment or line of CSV.
"""

import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.verify.everything import CASE, PINS
from tests.verify.papers import RULES, Papers, papers

from izdes.core.tracing.rules import RuleName
from izdes.verify.certificate import read_certificate
from izdes.verify.check import Checks
from izdes.verify.ledger import claims_digest
from izdes.verify.pieces import Resting, Slice
from izdes.verify.refusal import Refused
from izdes.verify.tables import digest

Rows = list[list[str]]
Json = Any
_TABLES = {"slices.csv.gz": Slice._fields, "resting.csv.gz": Resting._fields}
_TIMES = {"arrived_at", "arrived_last", "as_of"}


@pytest.fixture(scope="module", params=RULES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Papers:
    rule: RuleName = request.param
    return papers(tmp_path_factory.mktemp("mutations") / rule, CASE, rule, PINS)


# Tables of the certificate.


def read_rows(path: Path) -> Rows:
    return list(csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode())))


def write_rows(path: Path, rows: Rows) -> None:
    path.write_bytes(gzip.compress(csv_of(rows).encode(), compresslevel=1))


def csv_of(rows: Rows) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def other_cells(column: str, cell: str, known: list[str]) -> Iterator[str]:
    """Yield what else could stand in a cell: plausible first, then absurd."""
    if cell.lstrip("-").isdigit():
        yield from (str(int(cell) + 1), str(int(cell) - 1), "", "x", "1.0")
    elif column in _TIMES and cell:
        yield from (cell.replace("-05-", "-06-"), "", cell[:19], "yesterday")
    else:
        yield from (other for other in known if other != cell)
        yield from (cell + "x", "0")


def mutated_tables(rows: Rows) -> Iterator[tuple[str, Rows]]:
    head, body = rows[0], rows[1:]
    for n, row in enumerate(body):
        for c, column in enumerate(head):
            known = sorted({r[c] for r in body})[:3]
            for cell in islice(other_cells(column, row[c], known), 4):
                new = [*row[:c], cell, *row[c + 1 :]]
                yield f"{column} of {n}", [head, *body[:n], new, *body[n + 1 :]]
        yield f"without {n}", [head, *body[:n], *body[n + 1 :]]
        yield f"twice {n}", [head, *body[:n], row, *body[n:]]
        if n and row != body[n - 1]:
            yield f"swapped {n}", [head, *body[: n - 1], row, body[n - 1], *body[n + 1 :]]
    for c, column in enumerate(head):
        yield f"without {column}", [[*r[:c], *r[c + 1 :]] for r in rows]
        yield f"{column} renamed", [[*head[:c], column + "x", *head[c + 1 :]], *body]


def some(mutations: Iterator[tuple[str, Any]], *, of_each: int) -> list[tuple[str, Any]]:
    """Return a few mutations of every column, always the same ones."""
    drawn = [*mutations]
    Random(7).shuffle(drawn)
    of: Counter[str] = Counter()
    kept = []
    for what, new in drawn:
        column = what.split()[0]
        of[column] += 1
        if of[column] <= of_each:
            kept.append((what, new))
    return kept


def mend(made: Papers) -> None:
    """Do what a forger does: write the digests that fit, where the tables still have any."""
    path = made.certificate / "certificate.json"
    head = json.loads(path.read_bytes())
    try:
        c = read_certificate(made.certificate)
    except Refused:
        return
    head["digests"] |= {
        "claims": claims_digest([*c.claims.values()]),
        "slices": digest(Slice._fields, c.slices),
        "resting": digest(Resting._fields, c.resting),
    }
    path.write_text(json.dumps(head))


@contextmanager
def restored(*paths: Path) -> Iterator[None]:
    """Put files back as they were."""
    kept = {path: path.read_bytes() for path in paths}
    try:
        yield
    finally:
        for path, data in kept.items():
            path.write_bytes(data)


@pytest.mark.parametrize("name", list(_TABLES))
def test_a_changed_table_is_refused_without_a_ledger(made: Papers, name: str) -> None:
    path, passed = made.certificate / name, []

    with restored(path):
        for what, rows in some(mutated_tables(read_rows(path)), of_each=4):
            write_rows(path, rows)
            if made.check_alone().is_verified:
                passed.append(what)

    assert passed == []


@pytest.mark.parametrize("name", list(_TABLES))
def test_a_forged_table_is_refused(made: Papers, name: str) -> None:
    path, head = made.certificate / name, made.certificate / "certificate.json"
    honest, checks = head.read_bytes(), Checks(made.given)
    mutations = some(mutated_tables(read_rows(path)), of_each=11)
    passed = []

    with restored(path, head):
        for what, rows in mutations:
            write_rows(path, rows)
            head.write_bytes(honest)
            mend(made)
            if checks.check(made.certificate, "x").is_verified:
                passed.append(what)

    assert passed == []
    assert len(mutations) > 110


# The head of the certificate.


def mutated_values(value: object) -> Iterator[Any]:
    """Yield other values in place of one."""
    if isinstance(value, bool):
        yield from (not value, "true", None)
    elif isinstance(value, str):
        yield from (value + "x", None, 1, [value], *([""] if value else []))
        if value.isdigit():
            yield from (str(int(value) + 1), "-" + value, int(value))
    elif isinstance(value, list):
        yield from ([*value, *value[-1:]] if value else ["x"], None, {}, value[1:] or ["x"])
        if len(value) > 1 and value[0] != value[-1]:
            yield [value[-1], *value[1:-1], value[0]]
    elif isinstance(value, dict):
        yield from ({**value, "more": "x"}, None, [])
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
            yield {(k + "x" if k == key else k): v for k, v in value.items()}
    else:
        yield from ("x", 0)


def mutated_heads(value: Json, where: tuple[str | int, ...] = ()) -> Iterator[tuple[str, Json]]:
    """Yield the head with one thing changed anywhere inside."""
    for n, new in enumerate(mutated_values(value)):
        yield f"{where} {n}", new
    if isinstance(value, dict | list):
        for key in [*value] if isinstance(value, dict) else range(len(value)):
            for what, new in mutated_heads(value[key], (*where, key)):
                copied = deepcopy(value)
                copied[key] = new
                yield what, copied


MEANS_NOTHING = ("('versions'", "('pins', 0, 'evidence')")


def test_a_changed_head_is_refused(made: Papers) -> None:
    path, checks = made.certificate / "certificate.json", Checks(made.given)
    honest = json.loads(path.read_bytes())
    mutations = some(mutated_heads(honest), of_each=12)
    passed = []

    with restored(path):
        for what, head in mutations:
            for is_mended in (False, True):
                path.write_text(json.dumps(head))
                if is_mended:
                    mend(made)
                    if json.loads(path.read_bytes()) == honest:
                        continue
                if checks.check(made.certificate, "x").is_verified:
                    passed.append(what)

    assert [what for what in passed if not what.startswith(MEANS_NOTHING)] == []
    assert len(mutations) > 100


# What it was made of.


@pytest.mark.parametrize("name", ["transfers.csv", "accounts.csv", "claims.csv"])
def test_another_ledger_is_refused(tmp_path: Path, name: str) -> None:
    made = papers(tmp_path / "x", CASE, "fifo", PINS)
    path, passed = made.folder / name, []
    mutations = some(mutated_tables(list(csv.reader(io.StringIO(path.read_text())))), of_each=12)

    for what, rows in mutations:
        path.write_text(csv_of(rows))
        if made.check().is_verified:
            passed.append(what)

    # The order of rows says nothing where seq is given; nor a claim's currency, where the
    # transfer is in the ledger (the claim of row 5 is on one that is not).
    assert [w for w in passed if not w.startswith(("swapped", "currency of"))] == []
    assert "currency of 5" not in passed
    assert len(mutations) > 70
