"""The table of institutions: one line an institution between two days, read with every fault named.

A case brings its own in the same form. What is read here is well-formed; whether it is so, the
sources of its lines say.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.register import CHANNELS, INSTITUTION_KINDS, Institution

REQUIRED = ("institution_id", "kind")
_SHAPES = {
    "code": re.compile(r"(?:[0-9]{3})?"),
    "bic": re.compile(r"(?:[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)?"),
    "bin": re.compile(r"(?:[0-9]{12})?"),
    "cards": re.compile(r"(?:[0-9]{6,8}(?:\|[0-9]{6,8})*)?"),
    "verified": re.compile(r"(?:true|false)?"),
    "zone": re.compile(r"(?:UTC(?:[+-][0-9]{2}:[0-9]{2})?|[A-Za-z]+/[A-Za-z_]+)?"),
}


def read_institutions(text: str, *, file: str, on: date | None = None) -> tuple[Institution, ...]:
    """Read a table of institutions.

    Args:
        text: CSV with a header; comma or semicolon. ``institution_id``, ``kind`` and one of
            ``name_kk``, ``name_ru``, ``name_en`` are required, the other columns may be absent.
        file: Its name, for faults.
        on: Keep only lines that hold on this date; None keeps all.

    Raises:
        InputRefused: Every fault of the table, each with row and column.
    """
    lines = text.lstrip("\ufeff").splitlines()
    header = lines[0] if lines else ""
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = csv.DictReader(lines, delimiter=delimiter, restval="", strict=True)
    try:
        table = [(n, stripped(row)) for n, row in enumerate(rows, start=2)]
    except csv.Error:
        raise InputRefused(_fault("not_csv", file=file, row=rows.line_num)) from None
    faults = [*_missing_columns(rows.fieldnames or (), file=file)]
    faults = faults or [f for n, row in table for f in _faults_of(row, file=file, row_number=n)]
    faults = faults or [*_repeated(table, file=file, on=on)]
    if faults:
        raise InputRefused(*faults)
    return tuple(institution_of(row) for _, row in table if holds(row, on=on))


def stripped(row: Mapping[str | None, str | list[str]]) -> dict[str, str]:
    """Trim the cells and drop what stands beyond the header."""
    return {k.strip(): v.strip() for k, v in row.items() if k is not None and isinstance(v, str)}


def _fault(code: str, *, file: str, row: int, column: str = "", value: str = "") -> Fault:
    """Name a place of the table and what is wrong there."""
    details = (("column", column), ("row", str(row)), ("value", value[:40]))
    given = tuple((name, text) for name, text in details if text)
    return Fault(f"institutions_{code}", file=file, row=row, column=column, details=given)


def _missing_columns(columns: Iterable[str], *, file: str) -> Iterator[Fault]:
    """Yield the required columns that the header lacks."""
    present = {name.strip() for name in columns}
    for name in REQUIRED:
        if name not in present:
            yield _fault("column_missing", file=file, row=1, column=name)
    if not present & {"name_kk", "name_ru", "name_en"}:
        yield _fault("column_missing", file=file, row=1, column="name_ru")


def _faults_of(row: dict[str, str], *, file: str, row_number: int) -> Iterator[Fault]:
    """Yield what is wrong in one row."""
    if not row["institution_id"]:
        yield _fault("cell_empty", file=file, row=row_number, column="institution_id")
    if not any(row.get(f"name_{lang}") for lang in ("kk", "ru", "en")):
        yield _fault("cell_empty", file=file, row=row_number, column="name_ru")
    wrong = [c for c, shape in _SHAPES.items() if not shape.fullmatch(row.get(c, ""))]
    wrong += [] if row["kind"] in INSTITUTION_KINDS else ["kind"]
    wrong += [] if row.get("channel", "") in CHANNELS else ["channel"]
    wrong += [c for c in ("valid_from", "valid_to") if not _is_date(row.get(c, ""))]
    for column in wrong:
        yield _fault(
            "cell_wrong", file=file, row=row_number, column=column, value=row.get(column, "")
        )


def _is_date(text: str) -> bool:
    """Say whether a cell is empty or a date as ISO 8601 writes it."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _repeated(
    table: Iterable[tuple[int, dict[str, str]]], *, file: str, on: date | None
) -> Iterator[Fault]:
    """Yield rows whose id another row holds at the same time."""
    seen: set[str] = set()
    for number, row in table:
        if not holds(row, on=on):
            continue
        if row["institution_id"] in seen:
            yield _fault(
                "row_repeated",
                file=file,
                row=number,
                column="institution_id",
                value=row["institution_id"],
            )
        seen.add(row["institution_id"])


def holds(row: Mapping[str, str], *, on: date | None) -> bool:
    """Say whether a line holds on a date; unknown ends are open, ``valid_to`` is exclusive."""
    if on is None:
        return True
    day = on.isoformat()
    return row.get("valid_from", "") <= day < (row.get("valid_to") or "9999-12-31")


def institution_of(row: Mapping[str, str]) -> Institution:
    """Make the value of a row without faults."""
    kind = next(k for k in INSTITUTION_KINDS if k == row["kind"])
    channel = next(c for c in CHANNELS if c == row.get("channel", ""))
    others = tuple(n.strip() for n in row.get("other_names", "").split("|") if n.strip())
    return Institution(
        institution_id=row["institution_id"],
        code=row.get("code", ""),
        bic=row.get("bic", ""),
        bin=row.get("bin", ""),
        kind=kind,
        name_kk=row.get("name_kk", ""),
        name_ru=row.get("name_ru", ""),
        name_en=row.get("name_en", ""),
        verified=row.get("verified") == "true",
        other_names=others,
        zone=row.get("zone", ""),
        measure_id=row.get("measure", ""),
        channel=channel,
        cards=tuple(filter(None, row.get("cards", "").split("|"))),
        valid_from=_day(row.get("valid_from", "")),
        valid_to=_day(row.get("valid_to", "")),
    )


def _day(text: str) -> date | None:
    """Return the day of a cell, None of an empty one."""
    return date.fromisoformat(text) if text else None
