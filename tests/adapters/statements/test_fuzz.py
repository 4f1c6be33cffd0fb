"""Every form, broken in many ways: a reading with words for its faults, and nothing else.

A slice runs with the suite. ``IZDES_FUZZ_INPUTS=100000`` makes it the long run: so many inputs for
each form, spread over the parts of the test.
"""

import os
import pickle
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from tests.adapters.statements.mutations import mutated

from izdes.adapters.statements import read_bytes
from izdes.adapters.statements.isolation import read_paths
from izdes.adapters.statements.profiles import Profile, profile_of
from izdes.adapters.words import entries
from izdes.core.law.institutions import Register
from izdes.core.money.assemble import assemble
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading
from izdes.twin.country import material
from izdes.twin.dialects import statement_file
from izdes.twin.dialects.table import case_profiles
from izdes.twin.facts import facts_of
from izdes.twin.pages import Page

FORMS = sorted(material("dialects/forms.yaml"))
PARTS = 4
INPUTS = int(os.environ.get("IZDES_FUZZ_INPUTS", "80"))
_SHORT = 12
_SEEDS = 6
_AT_ONCE = 200
_MEMORY_BYTES = 2**30
_OLE2 = b"\xd0\xcf\x11\xe0"


@cache
def _pages() -> tuple[Page, ...]:
    pages = facts_of(5, 12).pages
    return tuple(replace(p, entries=p.entries[:_SHORT]) for p in pages[:_SEEDS])


@cache
def _good(form: str) -> tuple[bytes, ...]:
    """Files of one form: the same movements under several accounts, in every extension."""
    extensions = material("dialects/forms.yaml")[form]["extensions"]
    return tuple(
        statement_file(replace(p, answer=replace(p.answer, form=form, extension=extension))).data
        for p in _pages()
        for extension in extensions
    )


@cache
def _profiles() -> tuple[Profile, ...]:
    return tuple(profile_of(data, file=name) for name, data in case_profiles().items())


def _variant(form: str, number: int) -> bytes:
    rng = Random(f"{form}/{number}")
    return mutated(rng.choice(_good(form)), rng)


def _check(reading: FileReading) -> None:
    """A reading holds nothing but what the rest of the program can bear."""
    assert isinstance(reading, FileReading)
    codes = {f.code for f in reading.faults} | {
        f.code for s in reading.statements for f in s.faults
    }
    codes |= {f.code for f in reading.explained}
    assert codes <= entries().keys()
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301  # our own
    for statement in reading.statements:
        assert all(row.amount_minor > 0 for row in statement.rows)
        assert len({row.row_id for row in statement.rows}) == len(statement.rows)
    sound = [s for s in reading.statements if reconcile(s).outcome != "faulty"]
    booked = assemble(sound).ledger.transfers
    assert sum(len(t.row_ids) for t in booked) <= sum(len(s.rows) for s in sound)


@pytest.mark.parametrize("form", FORMS)
def test_the_files_are_good_before_they_are_broken(form: str) -> None:
    for data in _good(form):
        if not data.startswith(_OLE2):
            reading = _read(data, Register([]))

            assert reading.statements
            assert {reconcile(s).outcome for s in reading.statements} <= {
                "reconciled",
                "not_checkable",
            }


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("form", FORMS)
def test_a_broken_file_is_a_reading_with_words(form: str, part: int, tmp_path: Path) -> None:
    register = Register([])
    old_books: list[bytes] = []

    for number in range(part, INPUTS, PARTS):
        data = _variant(form, number)
        if data.startswith(_OLE2):
            old_books.append(data)
        else:
            _check(_read(data, register))
        if len(old_books) == _AT_ONCE:
            _check_in_forks(old_books, tmp_path, register)
            old_books.clear()
    _check_in_forks(old_books, tmp_path, register)


def _read(data: bytes, register: Register) -> FileReading:
    return read_bytes(data, name="answer.bin", register=register, manifest={}, profiles=_profiles())


def _check_in_forks(books: list[bytes], folder: Path, register: Register) -> None:
    """An old workbook can make its reader ask for a terabyte: only a fork may try."""
    paths = [folder / f"{number}.xls" for number in range(len(books))]
    for path, data in zip(paths, books, strict=True):
        path.write_bytes(data)
    for reading in read_paths(
        paths, register=register, manifest={}, jobs=1, memory_bytes=_MEMORY_BYTES
    ):
        assert "reading_died" not in {f.code for f in reading.faults}
        _check(reading)
