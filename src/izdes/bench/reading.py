"""Reading: rows a second and memory, one file of each form in a process of its own.

The process reads as the worker does: the clock and the peak of its memory count the reader alone,
less what the program itself takes once loaded. Machines are noisy; forms are compared within one
run.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from izdes.adapters.statements import read_bytes
from izdes.adapters.statements.profiles import Profile, read_profile
from izdes.core.law.institutions import Register

_KIB = 1024
_MODULE = "izdes.bench.reading"


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file was read.

    Attributes:
        rows: Rows that were read out of it.
        peak_mib: Memory at its highest, less what the program takes before it reads.
    """

    form: str
    megabytes: float
    rows: int
    seconds: float
    peak_mib: float

    @property
    def rows_per_second(self) -> float:
        """Rows read in a second."""
        return self.rows / self.seconds if self.seconds else 0.0


def measure(path: Path, profiles: Sequence[Path] = ()) -> Reading:
    """Read one file in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", _MODULE, str(path), *map(str, profiles)],
        check=True,
        capture_output=True,
        text=True,
    )
    return Reading(**json.loads(done.stdout))


def _peak_mib() -> float:
    """Return this process's memory at its highest.

    Linux counts a child's from its parent's, except in the process's own status.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = (line.split() for line in status.read_text("ascii").splitlines())
        return next(int(words[1]) for words in lines if words[0] == "VmHWM:") / _KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB


def read_here(path: Path, profiles: Sequence[Profile]) -> Reading:
    """Read one file in this process."""
    register = Register([])
    read_bytes(b"\xff", name="warm-up", register=register, manifest={}, profiles=profiles)
    before = _peak_mib()
    data = path.read_bytes()
    start = time.perf_counter()
    found = read_bytes(data, name=path.name, register=register, manifest={}, profiles=profiles)
    seconds = time.perf_counter() - start
    return Reading(
        form=found.form or "",
        megabytes=round(len(data) / _KIB / _KIB, 2),
        rows=sum(len(s.rows) for s in found.statements) + len(found.calls),
        seconds=round(seconds, 3),
        peak_mib=round(_peak_mib() - before, 1),
    )


if __name__ == "__main__":
    _file, *_given = map(Path, sys.argv[1:])
    print(json.dumps(asdict(read_here(_file, [read_profile(p) for p in _given]))))  # noqa: T201
