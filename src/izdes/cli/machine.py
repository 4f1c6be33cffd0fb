"""The machine that measured: what kind it is, no name and no path of it."""

import os
import platform


def machine() -> dict[str, object]:
    """Say what kind of machine this is."""
    return {
        "python": platform.python_version(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
    }
