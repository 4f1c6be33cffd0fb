"""Warming: the kernels are compiled once for a version, beside whoever will need them.

Compiling takes a minute and finding what was compiled a moment. What lives long has this done by a
process of its own, follows small ledgers without kernels meanwhile, and loads them after it. What
is compiled is what a small invented case needs that is followed and linked.
"""

import fcntl
import os

from izdes.engine.tracing.compiled import load
from izdes.web.operation.kernels import is_warm, mark
from izdes.web.operation.rehearsing import rehearse

_NICE = 10
_COMPLAINTS = 60


def warm() -> None:
    """Compile what following and linking small cases needs, and note that it is kept."""
    load()
    rehearse(_COMPLAINTS)
    if mark().parent.is_dir():
        mark().touch()


def _main() -> None:
    """Compile behind others; of several processes that begin to, one does."""
    os.nice(_NICE)
    mark().parent.mkdir(parents=True, exist_ok=True)
    with mark().with_suffix(".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not is_warm():
            warm()


if __name__ == "__main__":
    _main()
