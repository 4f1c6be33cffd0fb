"""Check: everything that can be said of an answer with the order at hand, or without it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from izdes.adapters.messages.checking.about import (
    correction_faults,
    kind_faults,
    order_faults,
    subject_faults,
    time_faults,
)
from izdes.adapters.messages.checking.held import hold_faults
from izdes.adapters.messages.checking.returned import return_faults
from izdes.adapters.messages.checking.statements import asked_faults, reading_faults
from izdes.adapters.messages.drop import Dropped
from izdes.adapters.messages.package import Package
from izdes.adapters.messages.stating import MOST_BYTES, TABLES, read_stated
from izdes.core.errors import Fault
from izdes.core.money.statement import FileReading
from izdes.core.orders.answers import Answer

Reader = Callable[[Sequence[Path]], Sequence[FileReading]]


def check_answer(
    given: Dropped,
    *,
    read: Reader,
    package: Package | None = None,
    earlier: Answer | None = None,
    on: date | None = None,
) -> tuple[Fault, ...]:
    """Return everything that is wrong with an answer, the files first.

    Args:
        given: The answer with its files.
        read: Reads files of movements; strangers' files are read in a process of their own.
        package: The order that it answers; without it only the answer itself is looked at.
        earlier: The answer that it corrects, where it is at hand.
        on: The day of the check.
    """
    found = [*given.faults]
    is_there = {file.name for file in given.present}
    movements = {file.name for file in given.answer.files if file.kind == "movements"} & is_there
    readings = read([path for path in given.paths if path.name in movements]) if movements else ()
    found += reading_faults(readings)
    found += _stating_faults(given)
    found += correction_faults(given.answer, package, earlier)
    found += time_faults(given.answer, on)
    if package is not None:
        found += order_faults(given.answer, package)
        found += subject_faults(given.answer, package)
        found += kind_faults(given.answer, package)
        found += hold_faults(given.answer, package)
        found += return_faults(given.answer, package)
        found += asked_faults(readings, given.answer, package.owed)
    return tuple(dict.fromkeys(found))


def _stating_faults(given: Dropped) -> Iterator[Fault]:
    """Yield what keeps tables of accounts, clients and log-ins from being read by a machine.

    It is noted and never refused: a person reads them still.
    """
    tables = {file.name for file in given.answer.files if file.kind in TABLES}
    for path in given.paths:
        if path.name in tables and path.stat().st_size <= MOST_BYTES:
            for fault in read_stated(path.read_bytes(), file=path.name).faults:
                yield replace(fault, severity="noted")
