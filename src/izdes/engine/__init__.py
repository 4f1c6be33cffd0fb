"""The same answers at national scale: columnar twins of the core's tracing and linking.

Compiled kernels are kept between runs. A kept kernel does not notice that another one, on which it
stands, has changed; so what is kept lies in a folder named by the state of all sources here.
"""

import hashlib
import os
from pathlib import Path


def _state() -> str:
    """Return a name for the sources as they are: another one when any of them changes."""
    here = Path(__file__).parent
    sources = sorted(here.rglob("*.py"))
    told = (f"{p.relative_to(here)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in sources)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


os.environ.setdefault(
    "NUMBA_CACHE_DIR", str(Path(__file__).parent / "__pycache__" / f"kernels-{_state()}")
)
