"""Whether compiled kernels do a job, or plain NumPy and Python.

Both give the same answers. Importing numba and loading kernels from their cache takes half a
second, compiling them for the first time some seconds: small jobs are done sooner without.
"""

import importlib
import sys
from typing import Literal

Kernels = Literal["auto", "numba", "numpy"]

# Parts beyond which loading the kernels costs less than doing without.
PAYS_FROM = 200_000
_ROOM = "izdes.engine.tracing."
_INDEX = "units.kernels_index"
_ASKED_FOR = (
    _INDEX,
    "units.kernels_intervals",
    "units.kernels_links",
    "units.kernels_ropes",
    "limits.kernels_flow",
)


def is_compiled(kernels: Kernels, parts: int, *, module: str = _INDEX) -> bool:
    """Say whether a job over so many parts takes the compiled kernels.

    Args:
        module: Where the kernels are. Those that are loaded already cost nothing more.

    >>> is_compiled("numpy", 10**9), is_compiled("numba", 1)
    (False, True)
    """
    if kernels == "auto":
        return parts >= PAYS_FROM or _ROOM + module in sys.modules
    return kernels == "numba"


def load() -> None:
    """Load the kernels: a process that lives long has them at hand for small jobs too."""
    for module in _ASKED_FOR:
        importlib.import_module(_ROOM + module)
