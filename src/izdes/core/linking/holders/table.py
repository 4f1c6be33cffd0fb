"""What agreements between records of account holders weigh, as data with a source.

The table is ``data/holders.yaml``. Nothing in it is trained on the records themselves: a training
would give another answer with every folder.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from izdes.core.linking.evidence import log10_milli

MILLION = 1_000_000


@cache
def holder_table() -> Mapping[str, Any]:
    """Read the packaged table."""
    text = (files(__package__) / "data" / "holders.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


@cache
def level_milli(comparison: str, level: str, often: int = 0) -> int:
    """Return what one level of one comparison weighs, in thousandths of log10.

    Args:
        often: How often, in millionths, the records themselves have the value; it counts where it
            is more than the table's.
    """
    row = holder_table()["levels"][comparison][level]
    return min(int(row["cap"]), log10_milli(row["m"], max(row["u"], often)))


def level_code(comparison: str, level: str) -> str:
    """Return the code under which a level is worded, such as ``holder_iin_same``."""
    return f"holder_{comparison}_{level}"
