"""Files beside an answer: what lies there against what the answer names.

A file that is missing, of another size, of another digest, or named by nobody is a fault; that all
agree proves that nothing was exchanged after the answer was written, not that a file is right.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from izdes.adapters.messages.faults import DropUnusable
from izdes.core.errors import Fault
from izdes.core.orders.answers import Answer, AnswerFile

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Present:
    """A file that lies beside an answer: its name, SHA-256 in hex, and size."""

    name: str
    sha256: str
    size_bytes: int


def present(path: Path) -> Present:
    """Return what a file is.

    Raises:
        DropUnusable: It cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as opened:
            while piece := opened.read(_PIECE):
                digest.update(piece)
                size += len(piece)
    except OSError:
        raise DropUnusable("file", path.name) from None
    return Present(path.name, digest.hexdigest(), size)


def file_faults(answer: Answer, files: Iterable[Present]) -> tuple[Fault, ...]:
    """Return every difference between the files that lie there and those that are named."""
    there = {file.name: file for file in files}
    named = {file.name for file in answer.files}
    found = [fault for file in answer.files for fault in _faults(file, there.get(file.name))]
    found += [Fault("answer_file_unnamed", name) for name in sorted(there.keys() - named)]
    return tuple(found)


def _faults(named: AnswerFile, there: Present | None) -> Iterable[Fault]:
    """Yield what is wrong with one file."""
    if there is None:
        yield Fault("answer_file_missing", named.name)
    elif there.size_bytes != named.size_bytes:
        sizes = (("named", str(named.size_bytes)), ("found", str(there.size_bytes)))
        yield Fault("answer_file_size", named.name, details=sizes)
    elif there.sha256 != named.sha256:
        yield Fault("answer_file_digest", named.name, details=(("found", there.sha256),))
