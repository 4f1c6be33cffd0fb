"""Arrived: the same check once more, where an answer comes in.

Whoever receives an answer has its files as bytes somewhere, not in a folder. Files of movements,
and tables of accounts, clients and log-ins, are written out for their readers and are gone
afterwards; the others are only named.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from izdes.adapters.messages.beside import Present
from izdes.adapters.messages.checking.check import check_answer
from izdes.adapters.messages.drop import Dropped
from izdes.adapters.messages.package import Package
from izdes.adapters.messages.stating import MOST_BYTES, TABLES
from izdes.adapters.statements.standing import read_standing
from izdes.core.errors import Fault
from izdes.core.law.institutions import packaged
from izdes.core.orders.answers import Answer, AnswerFile
from izdes.core.orders.papers import paper_bytes

Content = Callable[[str], Iterable[bytes]]
# Such an answer is none to this order: it answers another, or tells of whom nobody asked.
UNUSABLE = frozenset(
    {
        "answer_other_number",
        "answer_other_order",
        "answer_other_body",
        "answer_subject_unasked",
        "answer_corrects_another",
    }
)


def arrived_faults(
    answer: Answer, content: Content, *, package: Package, on: date, earlier: Answer | None = None
) -> tuple[Fault, ...]:
    """Return everything that is wrong with an answer that came in, as `check_answer` does.

    Args:
        content: Gives the bytes of a file by its name; compared with the answer already.
        on: The day of the check, whose register of institutions is meant.
        earlier: The answer that it corrects, where it is at hand.
    """
    read = partial(read_standing, register=packaged(on), manifest={})
    present = tuple(Present(one.name, one.sha256, one.size_bytes) for one in answer.files)
    with TemporaryDirectory(prefix="izdes-answer-") as folder:
        names = [one.name for one in answer.files if one.kind == "movements" or _is_table(one)]
        paths = tuple(_written(Path(folder) / name, content(name)) for name in names)
        given = Dropped(answer, paper_bytes(answer), paths, present)
        return check_answer(given, read=read, package=package, earlier=earlier, on=on)


def unusable(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults for which an answer is not taken at all."""
    return tuple(fault for fault in faults if fault.code in UNUSABLE)


def is_wrong(faults: Iterable[Fault]) -> bool:
    """Say whether an answer has to be put right: it has more than remarks."""
    return any(fault.severity == "refused" for fault in faults)


def _is_table(file: AnswerFile) -> bool:
    """Say whether a file is a table of accounts, clients or log-ins that is looked into."""
    return file.kind in TABLES and file.size_bytes <= MOST_BYTES


def _written(path: Path, chunks: Iterable[bytes]) -> Path:
    """Write a file out, and return where."""
    with path.open("xb") as opened:
        opened.writelines(chunks)
    return path
