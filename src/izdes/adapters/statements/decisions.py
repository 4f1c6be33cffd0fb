"""Decisions: which file takes the place of which, as the manifest records it.

The manifest names files by their names or by the first digits of their SHA-256; a name that fits
no file, or several, decides nothing and is a fault.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from izdes.adapters.statements.manifest import MANIFEST, ManifestEntry
from izdes.core.errors import Fault
from izdes.core.money.corrections import Decision
from izdes.core.money.statement import FileReading

_DIGEST = re.compile(r"[0-9a-f]{8,64}")
_SHOWN = 80


def decisions_in(
    manifest: Mapping[str, ManifestEntry],
    readings: Sequence[FileReading],
    *,
    file: str = MANIFEST,
) -> tuple[list[Decision], list[Fault]]:
    """Return the recorded decisions about the files that were read.

    Args:
        manifest: File name -> what a person says of it. Rows about files that were not read
            decide nothing here.
        readings: The files.
        file: The manifest's own name, for faults.

    Returns:
        The decisions, and a fault for each name that does not tell which file is meant.
    """
    decisions: list[Decision] = []
    faults: list[Fault] = []
    for name, entry in sorted(manifest.items()):
        corrections = _named(name, readings) if entry.supersedes else []
        if len(corrections) > 1:
            faults.append(_unclear("supersedes_several", name, entry, file))
        for wanted in entry.supersedes if len(corrections) == 1 else ():
            found = _named(wanted, readings) or _digested(wanted, readings)
            if len(found) == 1:
                decisions.append(_decision(corrections[0], found[0], entry, file))
                faults += _about_unread(found[0], decisions[-1])
            else:
                code = "supersedes_several" if found else "supersedes_nothing"
                faults.append(_unclear(code, wanted, entry, file))
    return decisions, faults


def _named(name: str, readings: Iterable[FileReading]) -> list[FileReading]:
    """Return the files of that name, equal ones once."""
    wanted = unicodedata.normalize("NFC", name)
    return _once(r for r in readings if unicodedata.normalize("NFC", r.file) == wanted)


def _digested(digits: str, readings: Iterable[FileReading]) -> list[FileReading]:
    """Return the files whose SHA-256 begins so, equal ones once."""
    wanted = digits.lower()
    if not _DIGEST.fullmatch(wanted):
        return []
    return _once(r for r in readings if r.sha256.startswith(wanted))


def _once(readings: Iterable[FileReading]) -> list[FileReading]:
    """Return the readings of different contents."""
    return list({reading.sha256: reading for reading in readings}.values())


def _decision(
    correction: FileReading, replaced: FileReading, entry: ManifestEntry, file: str
) -> Decision:
    """Return one decision about two files."""
    return Decision(
        correction=correction.sha256,
        replaced=replaced.sha256,
        decided_by=entry.decided_by,
        decided_on=entry.decided_on,
        reason=entry.reason,
        names=(correction.file, replaced.file),
        file=file,
        row=entry.row,
    )


def _about_unread(replaced: FileReading, decision: Decision) -> Iterator[Fault]:
    """Say of a file that gave nothing that another one takes its place."""
    if not (replaced.statements or replaced.calls):
        yield decision.noted(replaced.file)


def _unclear(code: str, value: str, entry: ManifestEntry, file: str) -> Fault:
    """Return a fault of the manifest about a name that does not tell which file is meant."""
    return Fault(
        code, file, row=entry.row, column="supersedes", details=(("value", value[:_SHOWN]),)
    )
