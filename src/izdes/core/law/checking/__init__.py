"""Checking: what is wrong with a law pack as a whole, and what in it nobody has confirmed.

A pack whose every file is well-formed can still be wrong: two norms that hold on one day, a year
without an index, a task that names a clock nobody defined. Such faults are errors. What is not
verified is only listed, with its source: the law is applied before everything in it was read, and
the reader of a paper is told.

That a pack passes does not prove that it says what the law says.

>>> from izdes.core.law.release import packaged_pack
>>> sorted({known.file for known in check_pack(packaged_pack()).unverified})[0]
'clocks/clocks.yaml'
"""

from dataclasses import dataclass

from izdes.core.errors import Fault
from izdes.core.law.checking.references import reference_faults
from izdes.core.law.checking.sources import Unverified, source_faults, unverified
from izdes.core.law.checking.spans import span_faults
from izdes.core.law.release import LawPack

__all__ = ["Checked", "Unverified", "check_pack"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a pack.

    Attributes:
        faults: Errors, in order of file and place.
        unverified: Entries whose text nobody of this project has read; no errors.
    """

    faults: tuple[Fault, ...]
    unverified: tuple[Unverified, ...]


def check_pack(pack: LawPack) -> Checked:
    """Check a pack as a whole."""
    faults = (*span_faults(pack), *reference_faults(pack), *source_faults(pack))
    return Checked(tuple(sorted(faults)), unverified(pack))
