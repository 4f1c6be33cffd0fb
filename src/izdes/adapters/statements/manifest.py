r"""The manifest: what a person says of files that do not say it themselves.

``statements/manifest.csv`` is written by whoever received the files. ``file, account, bank, zone``
name the account and the clock of a file whose rows and heading do not; they are used only where
the file is silent. ``supersedes, decided_by, decided_on, reason`` record the decision that a file
takes the place of others (`izdes.core.money.corrections`): who, when and why are never left out.

>>> manifest_of("file,account\na.xlsx,KZ091010000000000001\n", file="m.csv")["a.xlsx"].account
'KZ091010000000000001'
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from izdes.core.errors import Fault, InputRefused

MANIFEST = "manifest.csv"
_DECISION = ("decided_by", "decided_on", "reason")
_INSTEAD_OF_ACCOUNT = ("supersedes", "zone")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What a person says of one file; empty where nothing is said.

    Attributes:
        bank: A name, a BIC or empty.
        zone: The clock of its times: an IANA name, ``UTC+06:00`` or empty.
        supersedes: The files whose place it takes, by name or by the first digits of SHA-256.
        decided_by: Who decided that; likewise ``reason``.
        decided_on: The day of the decision as ``YYYY-MM-DD``.
        row: Where in the manifest it stands.
    """

    account: str
    bank: str = ""
    zone: str = ""
    supersedes: tuple[str, ...] = ()
    decided_by: str = ""
    decided_on: str = ""
    reason: str = ""
    row: int = field(default=0, compare=False)


def read_manifest(path: Path) -> dict[str, ManifestEntry]:
    """Read a manifest file: name of a file beside it -> its account.

    Raises:
        InputRefused: It cannot be read, or see `manifest_of`.
    """
    try:
        return manifest_of(path.read_text(encoding="utf-8"), file=path.name)
    except (OSError, UnicodeDecodeError):
        raise InputRefused(_fault("unreadable", path.name, 0, "")) from None


def manifest_of(text: str, *, file: str) -> dict[str, ManifestEntry]:
    """Return what a manifest says: file name -> its account, its clock, what it replaces.

    Raises:
        InputRefused: A column is missing, a cell is empty, a file is listed twice, or a decision
            does not say by whom, when or why.
    """
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=delimiter, restval="", strict=True)
    found: dict[str, ManifestEntry] = {}
    try:
        header = {name.strip() for name in reader.fieldnames or ()}
        required = ["file"] if header.intersection(_INSTEAD_OF_ACCOUNT) else ["file", "account"]
        if faults := [_fault("column_missing", file, 1, n) for n in required if n not in header]:
            raise InputRefused(*faults)
        for number, row in enumerate(reader, start=2):
            cells = {k.strip(): v.strip() for k, v in row.items() if isinstance(v, str)}
            faults = [_fault("cell_empty", file, number, name) for name in _empty(cells)]
            if cells["file"] in found:
                faults.append(_fault("file_repeated", file, number, "file"))
            if cells.get("decided_on") and _day(cells["decided_on"]) is None:
                faults.append(_fault("day_unreadable", file, number, "decided_on"))
            if faults:
                raise InputRefused(*faults)
            found[cells["file"]] = _entry(cells, number)
    except csv.Error:
        raise InputRefused(_fault("unreadable", file, reader.line_num, "")) from None
    return found


def _empty(cells: Mapping[str, str]) -> Iterator[str]:
    """Yield the cells of a row that must not be empty and are."""
    if not cells["file"]:
        yield "file"
    if not cells.get("account") and not any(map(cells.get, _INSTEAD_OF_ACCOUNT)):
        yield "account"
    if cells.get("supersedes"):
        yield from (name for name in _DECISION if not cells.get(name))


def _entry(cells: Mapping[str, str], number: int) -> ManifestEntry:
    """Return what one row says."""
    replaced = (name.strip() for name in cells.get("supersedes", "").split(";"))
    return ManifestEntry(
        account=cells.get("account", ""),
        bank=cells.get("bank", ""),
        zone=cells.get("zone", ""),
        supersedes=tuple(name for name in replaced if name),
        decided_by=cells.get("decided_by", ""),
        decided_on=_day(cells.get("decided_on", "")) or "",
        reason=cells.get("reason", ""),
        row=number,
    )


def _day(printed: str) -> str | None:
    """Return a day as ``YYYY-MM-DD``; None where it is written in no way that we know."""
    for notation in _DAYS:
        try:
            return datetime.strptime(printed, notation).date().isoformat()  # noqa: DTZ007  # a day
        except ValueError:
            continue
    return None


def _fault(code: str, file: str, row: int, column: str) -> Fault:
    """Name a place of the manifest and what is wrong there."""
    return Fault(f"manifest_{code}", file, row=row, column=column, details=(("column", column),))
