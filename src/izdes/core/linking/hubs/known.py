"""Hubs: identifiers that many unrelated complaints share, and that therefore link nobody.

Banks' hotlines, state numbers, marketplaces and messengers are named by victims of every crew. The
list is data and each line says why; a caller adds its own lines. That a number is on the list does
not prove that the call came from there: displayed numbers are forged.

>>> hub_of(("phone", "102"), index_of(packaged_hubs())).reason
'state_number'
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers import known
from izdes.core.identifiers.kinds import normalise
from izdes.core.linking.mentions import Node

_COLUMNS = ("kind", "value", "reason", "source")


@dataclass(frozen=True, slots=True)
class Hub:
    """One identifier that links nobody.

    Attributes:
        kind: Kind of its normal form.
        value: Normal form; of a domain everything below it is meant as well.
        reason: Code of why, such as ``state_number``.
        source: Where it is published.
    """

    kind: str
    value: str
    reason: str
    source: str = "given"


def read_hubs(text: str, *, file: str) -> tuple[Hub, ...]:
    """Read a list of hubs from CSV with the columns ``kind, value, reason, source``.

    Raises:
        InputRefused: A column is missing, or a value has no normal form; faults name them.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise InputRefused(*(Fault("hub_column_missing", file, column=c) for c in missing))
        found = [
            (rows.line_num, row, normalise(row["kind"] or "", row["value"] or "")) for row in rows
        ]
    except csv.Error:
        raise InputRefused(Fault("hubs_not_csv", file, row=rows.line_num)) from None
    faults = [Fault("hub_not_read", file, "", n, "value") for n, _, r in found if r.value is None]
    if faults:
        raise InputRefused(*faults)
    return tuple(
        Hub(reading.kind, reading.value or "", row["reason"] or "", row["source"] or "")
        for _, row, reading in found
    )


@cache
def packaged_hubs() -> tuple[Hub, ...]:
    """Return the list that comes with the program."""
    return read_hubs(known.packaged(), file=known.FILE)


def index_of(hubs: Iterable[Hub]) -> Mapping[Node, Hub]:
    """Return hubs by node; of two lines for one node the later counts."""
    return {(hub.kind, hub.value): hub for hub in hubs}


def hub_of(node: Node, hubs: Mapping[Node, Hub]) -> Hub | None:
    """Return the hub that an identifier is, or whose domain it lies in."""
    above = (hubs.get(one) for one in known.at_and_above(*node))
    return next((hub for hub in above if hub), None)


def short_number(node: Node) -> Hub | None:
    """Return the hub that three to six digits are: a service's number, whoever really called."""
    if node[0] == "phone" and not node[1].startswith("+"):
        return Hub(*node, reason="short_number_of_a_service")
    return None
