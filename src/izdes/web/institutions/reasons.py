"""Reasons: why something in a folder is not taken, in every language, for whoever reads the folder.

A folder has no language of its own, so the words stand in all three.
"""

from typing import Any

from izdes.adapters.words import LANGUAGES, say
from izdes.core.errors import Fault, IzdesError


def reason_of(why: IzdesError) -> dict[str, Any]:
    """Return a refusal as it is written beside what was refused."""
    return {
        "code": why.code,
        "details": why.details,
        "reason": {lang: say(why.code, lang, **why.details) for lang in LANGUAGES},
        "faults": [_fault(one) for one in getattr(why, "faults", ())],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    """Return a fault with its place and its words."""
    told = fault.as_json()
    del told["details"]
    given = {"file": fault.file, "column": fault.column, **dict(fault.details)}
    return told | {"reason": {lang: say(fault.code, lang, **given) for lang in LANGUAGES}}
