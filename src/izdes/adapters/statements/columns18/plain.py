"""The plain form: the eighteen columns as the annex prints them, and nothing else.

No heading: neither account nor period nor balances, so that nothing proves the rows complete.
The account is the one that stands in every row; where that leaves a choice the sheet's name, the
case's manifest and at last the file's name decide, the last with a fault that asks for a manifest
(a name can be changed by anybody).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from izdes.adapters.statements.columns18.forms import Form
from izdes.adapters.statements.fields import single_amount
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.manifest import ManifestEntry
from izdes.adapters.statements.parties import Parties
from izdes.core.money.account import AccountKey

FORM = Form(
    name="columns18-plain",
    reason="eighteen_titles",
    recognises=lambda *_: True,
    amount_of=single_amount,
)
_IBAN = re.compile(r"KZ[0-9]{2}[A-Z0-9]{16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Decided:
    """The account of a table, and what told it (``rows sheet manifest file``)."""

    account: AccountKey
    told_by: str


def account_of(
    lines: Iterable[Line],
    parties: Parties,
    *,
    sheet: str,
    file: str,
    manifest: Mapping[str, ManifestEntry],
) -> Decided | None:
    """Return the account that a table without a heading is about, or None when undecided."""
    in_every_row = accounts_in_every_row(lines, parties)
    if in_every_row is not None and len(in_every_row) == 1:
        return Decided(next(iter(in_every_row)), "rows")
    for told_by, key in _said_elsewhere(parties, sheet=sheet, file=file, manifest=manifest):
        if not in_every_row or key in in_every_row:
            return Decided(key, told_by)
    return None


def accounts_in_every_row(lines: Iterable[Line], parties: Parties) -> set[AccountKey] | None:
    """Return the accounts that stand on one side or the other of every row."""
    common: set[AccountKey] | None = None
    for line in lines:
        sides = (parties.key_of(s.account, s.bank)[0] for s in (line.payer, line.payee))
        here = {key for key in sides if key is not None}
        common = here if common is None else common & here
    return common


def _said_elsewhere(
    parties: Parties, *, sheet: str, file: str, manifest: Mapping[str, ManifestEntry]
) -> Iterator[tuple[str, AccountKey]]:
    """Yield the accounts named outside the table, the most reliable place first."""
    entry = manifest.get(file)
    named = [("sheet", iban, "") for iban in _ibans(sheet)]
    named += [("manifest", entry.account, entry.bank)] if entry else []
    named += [("file", iban, "") for iban in _ibans(file)]
    for told_by, account, bank in named:
        key, _ = parties.key_of(account, bank)
        if key is not None:
            yield told_by, key


def _ibans(name: str) -> list[str]:
    """Return the account numbers inside a name."""
    return _IBAN.findall(re.sub(r"[ _]", "", name.upper()))
