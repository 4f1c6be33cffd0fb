"""Tables of kinds: estimated weights as a file, and back.

A table has the form of the packaged ``data/kinds.yaml``; a kind, or a number of it, that it leaves
out stays as packaged. What it may change is what estimates change: ``share_milli``,
``coincidence``, ``cap_milli`` and ``source``. Layers, bounds and silences are no estimates; a table
that says otherwise of them is refused, so that nobody believes that it was heeded.

>>> read_kinds("kinds: {phone: {share_milli: 412}}", file="own.yaml")["phone"].share_milli
412
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from izdes.core.errors import Fault, InputRefused
from izdes.core.linking.estimation import Estimate
from izdes.core.linking.kinds import ESTIMATED, Kind, completed, is_own, packaged

# (the least, the most) of what a table may change.
_ENDS = dict(zip(ESTIMATED, ((1, 999), (1, 1_000_000), (0, 9_999)), strict=True))
_FIXED = ("layer", "usual_degree", "silences", "service_silences")
_WIDE = 1_000_000


def kinds_table(estimates: Iterable[Estimate], *, source: str) -> str:
    """Return estimates as a table, a row for each kind.

    Args:
        source: Where the confirmed links come from, and of when.
    """
    rows = {one.after.name: _row(one.after) for one in estimates}
    lines = [f"  {name}: {_written(rows[name])}" for name in sorted(rows)]
    return "\n".join(
        [
            f"source: {_written(' '.join(source.split()))}",
            "kinds:" if lines else "kinds: {}",
            *lines,
            "",
        ]
    )


def read_kinds(text: str, *, file: str) -> Mapping[str, Kind]:
    """Read a table of kinds.

    Raises:
        InputRefused: It is no such table; faults name the kinds and numbers that are wrong.
    """
    rows, source = _rows(text, file)
    faults = [Fault(code, file, column=name) for name, row in rows for code in _wrong(name, row)]
    if faults:
        raise InputRefused(*faults)
    found = dict(packaged())
    for name, row in rows:
        numbers = {field: row[field] for field in ESTIMATED if field in row}
        found[name] = found[name].with_estimated(numbers, str(row.get("source", source)))
    return completed(found)


def is_estimable(kind: Kind) -> bool:
    """Say whether the numbers of a kind lie where estimates may lie."""
    pairs = zip(kind.estimated, _ENDS.values(), strict=True)
    return all(_is_within(value, *ends) for value, ends in pairs)


def _rows(text: str, file: str) -> tuple[list[tuple[str, dict[str, Any]]], str]:
    """Return the rows of a table, and where they come from."""
    try:
        table = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        # A date like 2026-99-99 is read as one, and fails as no error of YAML.
        raise InputRefused(Fault("kinds_not_yaml", file)) from None
    kinds = table.get("kinds") if isinstance(table, dict) else None
    if not isinstance(kinds, dict):
        raise InputRefused(Fault("kinds_not_yaml", file))
    rows = [(str(name), row if isinstance(row, dict) else {"": row}) for name, row in kinds.items()]
    return rows, str(table.get("source", file))


def _wrong(name: str, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the codes of what is wrong with a row."""
    kind = packaged().get(name)
    if kind is None or not is_own(name, kind):
        yield "kind_unknown"
        return
    if not row.keys() <= {*ESTIMATED, *_FIXED, "source"}:
        yield "kind_number_unknown"
    if any(not _is_within(row[field], *ends) for field, ends in _ENDS.items() if field in row):
        yield "kind_number_wrong"
    packaged_row = _row(kind)
    if any(row[field] != packaged_row[field] for field in _FIXED if field in row):
        yield "kind_number_fixed"


def _is_within(value: object, least: int, most: int) -> bool:
    """Say whether a value is a whole number between two others."""
    return type(value) is int and least <= value <= most


def _row(kind: Kind) -> dict[str, Any]:
    """Return a kind as a row of the table."""
    return {
        "layer": kind.layer,
        "share_milli": kind.share_milli,
        "coincidence": kind.coincidence,
        "cap_milli": kind.cap_milli,
        "usual_degree": kind.usual_degree,
        "silences": [list(step) for step in kind.silences],
        "service_silences": [list(step) for step in kind.service_silences],
        "source": kind.source,
    }


def _written(value: object) -> str:
    """Return a value on one line of YAML."""
    text: str = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=_WIDE
    )
    return text.partition("\n")[0]
