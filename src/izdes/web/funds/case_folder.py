"""The equivalent case folder: what `izdes follow` would be given to say the same of a case.

A trace of the office is `izdes follow` on this folder, without the folder: complaints as the office
holds them, the bank answers as received, and what officers decided of them.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from izdes.adapters.complaints.reader import read_complaint_stream
from izdes.adapters.statements.manifest import ManifestEntry, manifest_of
from izdes.core.law.institutions import register_on
from izdes.core.law.release import LawPack
from izdes.core.linking.kinds import packaged as packaged_kinds
from izdes.core.sealing.canonical import canonical_json, canonical_time
from izdes.follow.case import COMPLAINTS, Case
from izdes.follow.casefile import CaseFile

MANIFEST = "statements/manifest.csv"
_COLUMNS = ("file", "account", "bank", "zone", "supersedes", "decided_by", "decided_on", "reason")
_MOMENTS = frozenset({"at", "reported_at", "occurred_from", "occurred_to"})
_EXACT_JSON = 2**53


@dataclass(frozen=True, slots=True)
class Said:
    """What officers say of one answer.

    Attributes:
        file: Its name in the folder.
        account: Whose account it is about, where it does not say so itself.
        supersedes: First digits of SHA-256 of the answers whose place it takes.
    """

    file: str
    account: str = ""
    bank: str = ""
    zone: str = ""
    supersedes: tuple[str, ...] = ()
    decided_by: str = ""
    decided_on: str = ""
    reason: str = ""

    @property
    def is_said(self) -> bool:
        """Say whether there is anything to say."""
        return bool(self.account or self.zone or self.supersedes)


def file_name(digest: str, name: str) -> str:
    """Return what an answer is called in the folder: banks call different files alike."""
    return f"{digest[:8]}-{name}"


def complaint_lines(told: Iterable[Mapping[str, Any]]) -> bytes:
    """Return complaints as the lines of ``complaints.jsonl``, the same bytes for the same facts."""
    return b"".join(canonical_json(_plain(one)) + b"\n" for one in told)


def manifest_text(said: Sequence[Said]) -> str:
    """Return what is said of answers as a manifest; empty where nothing is."""
    rows = [one for one in said if one.is_said]
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in rows:
        given = (getattr(one, name) for name in _COLUMNS)
        writer.writerow(";".join(g) if isinstance(g, tuple) else g for g in given)
    return text.getvalue()


def manifest_entries(said: Sequence[Said]) -> dict[str, ManifestEntry]:
    """Return the manifest as its reader gives it."""
    text = manifest_text(said)
    return manifest_of(text, file="manifest.csv") if text else {}


def case_of(complaints: bytes, said: Sequence[Said], law: LawPack | None = None) -> Case | None:
    """Return the case that such a folder holds; None where no complaint in it can be read.

    Args:
        law: Whose register names the institutions; None is the packaged release.
    """
    found, faults = read_complaint_stream(io.BytesIO(complaints), file=COMPLAINTS)
    if not found:
        return None
    first = min(c.reported_at for c in found)
    manifest = manifest_text(said)
    inputs = [(COMPLAINTS, hashlib.sha256(complaints).hexdigest())]
    if manifest:
        inputs.append((MANIFEST, hashlib.sha256(manifest.encode()).hexdigest()))
    return Case(
        complaints=found,
        statements=(),
        manifest=manifest_entries(said),
        register=register_on(first.date(), law),
        accounts=(),
        aliases=(),
        profiles=(),
        hubs=(),
        judgements=(),
        verdicts=(),
        facts=(),
        owners=(),
        holders=(),
        kinds=packaged_kinds(),
        paper=CaseFile(),
        faults=faults,
        inputs=tuple(inputs),
    )


def _plain(value: Any, name: str = "") -> Any:  # noqa: ANN401 - any JSON
    """Return JSON of the database as the contract of files writes it."""
    if isinstance(value, Mapping):
        return {key: _plain(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if name in _MOMENTS and isinstance(value, str):
        return canonical_time(datetime.fromisoformat(value).astimezone(UTC))
    if type(value) is int and abs(value) >= _EXACT_JSON:
        return str(value)
    return value


def told_of(rows: Iterable[tuple[object]]) -> list[dict[str, Any]]:
    """Return complaints as the database tells them."""
    return [json.loads(row) if isinstance(row, str) else dict(row) for (row,) in rows]  # type: ignore[call-overload] # JSON, parsed or not
