r"""The manifest: which account a file is about, where neither its rows nor its heading tell.

``statements/manifest.csv`` (columns ``file, account, bank, zone``) is written by whoever received
the files. It is a person's word: it is used only where the file itself is silent.

>>> manifest_of("file,account\na.xlsx,KZ091010000000000001\n", file="m.csv")["a.xlsx"].account
'KZ091010000000000001'
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from izdes.core.errors import Fault, InputRefused

_REQUIRED = ("file", "account")


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """The account of one file as told by a person.

    Attributes:
        bank: A name, a BIC or empty.
        zone: The clock of its times: an IANA name, ``UTC+06:00`` or empty.
    """

    account: str
    bank: str = ""
    zone: str = ""


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
    """Return what a manifest says: file name -> its account.

    Raises:
        InputRefused: A column is missing, a cell is empty, or a file is listed twice.
    """
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=delimiter, restval="", strict=True)
    found: dict[str, ManifestEntry] = {}
    try:
        header = {name.strip() for name in reader.fieldnames or ()}
        if faults := [_fault("column_missing", file, 1, n) for n in _REQUIRED if n not in header]:
            raise InputRefused(*faults)
        for number, row in enumerate(reader, start=2):
            cells = {k.strip(): v.strip() for k, v in row.items() if isinstance(v, str)}
            empty = [name for name in _REQUIRED if not cells[name]]
            faults = [_fault("cell_empty", file, number, name) for name in empty]
            if cells["file"] in found:
                faults.append(_fault("file_repeated", file, number, "file"))
            if faults:
                raise InputRefused(*faults)
            found[cells["file"]] = ManifestEntry(
                cells["account"], cells.get("bank", ""), cells.get("zone", "")
            )
    except csv.Error:
        raise InputRefused(_fault("unreadable", file, reader.line_num, "")) from None
    return found


def _fault(code: str, file: str, row: int, column: str) -> Fault:
    """Name a place of the manifest and what is wrong there."""
    return Fault(f"manifest_{code}", file, row=row, column=column, details=(("column", column),))
