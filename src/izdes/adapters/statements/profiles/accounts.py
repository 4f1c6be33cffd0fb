"""Accounts: whose table it is, where its rows do not name their own account.

In this order: the profile, the heading, the address that stands in every row, the sheet's name,
the manifest, and at last the file's name, which anybody can change: then a fault asks for a
manifest. An address that stands on the paying side of what went out and on the receiving side of
what came in is the table's own even where there is one row only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.profiles.movement import Entry
from izdes.adapters.statements.profiles.profile import Profile
from izdes.adapters.statements.profiles.sides import (
    ProfiledParties,
    account_text,
    chain_named,
    family_of,
)
from izdes.adapters.statements.source import Source
from izdes.core.identifiers.chain import SHAPES
from izdes.core.money.account import AccountKey

_IBAN = re.compile(r"KZ[0-9]{2}[A-Z0-9]{16}", re.ASCII)
_KEY = re.compile(r"(?:chain|wallet):[^:\s]{1,40}:\S{1,100}")
_LONGEST_NAME = 400


@dataclass(frozen=True, slots=True)
class Decided:
    """An account as sides hold it, and what told it.

    Attributes:
        told_by: ``profile heading rows sheet manifest file``.
    """

    printed: str
    told_by: str


@dataclass(frozen=True, slots=True)
class Naming:
    """How accounts of one table are named.

    Attributes:
        token: The exchange or the chain, as keys name it.
    """

    profile: Profile
    parties: ProfiledParties
    token: str
    bank: str

    def text_of(self, printed: str) -> str:
        """Return an account as sides hold it."""
        if _KEY.fullmatch(printed) and self.profile.account.of != "bank":
            # A manifest may name the whole key.
            sort, token, number = printed.split(":", 2)
            return account_text("chain" if sort == "chain" else "exchange", token, number)
        return account_text(self.profile.account.of, self.token, printed)

    def key_of(self, printed: str) -> AccountKey | None:
        """Return the key of an account as sides hold it."""
        return self.parties.key_of(printed, self.bank)[0]


def naming_of(profile: Profile, parties: ProfiledParties, source: Source, bank: str) -> Naming:
    """Return how the accounts of a table are named.

    Args:
        bank: As the lines around the table print it; empty where they do not.
    """
    entry = source.manifest.get(source.file)
    issuer = (entry.bank if entry else "") or bank or profile.account.issuer
    match profile.account.of:
        case "chain":
            token = chain_named(profile.constants.get("network", ""), profile.networks)
        case "exchange":
            token = parties.issuer_token(issuer or profile.name)
        case _:
            token = ""
    return Naming(profile, parties, token, issuer)


def decided(
    entries: Iterable[Entry], naming: Naming, source: Source, heading: str
) -> Decided | None:
    """Return whose table it is, None where nothing tells.

    Args:
        heading: The account as the lines around the table print it.
    """
    given = naming.profile.account.given
    if given:
        return Decided(naming.text_of(given), "profile")
    if heading:
        return Decided(naming.text_of(heading), "heading")
    common = _in_every_row(entries, naming) if naming.profile.has_two_sides else None
    if common is not None and len(common) == 1:
        return Decided(next(iter(common.values())), "rows")
    for told_by, printed in _said_elsewhere(naming, source):
        if not common or naming.key_of(printed) in common:
            return Decided(printed, told_by)
    return None


def _in_every_row(entries: Iterable[Entry], naming: Naming) -> dict[AccountKey, str] | None:
    """Return the accounts that may be the table's own in every row, as sides hold them."""
    common: dict[AccountKey, str] | None = None
    for entry in entries:
        sides = ((naming.key_of(printed), printed) for printed in _own_sides(entry.line))
        here = {key: printed for key, printed in sides if key is not None}
        common = here if common is None else {k: v for k, v in common.items() if k in here}
    return common


def _own_sides(line: Line) -> list[str]:
    """Return the sides of a row on which its own account may stand."""
    match line.amount.direction:
        case "debit":
            return [line.payer.account]
        case "credit":
            return [line.payee.account]
        case _:
            return [line.payer.account, line.payee.account]


def _said_elsewhere(naming: Naming, source: Source) -> Iterator[tuple[str, str]]:
    """Yield the accounts named outside the table, the most reliable place first."""
    entry = source.manifest.get(source.file)
    yield from (("sheet", each) for each in _accounts_in(source.sheet_name, naming))
    if entry and entry.account:
        yield "manifest", naming.text_of(entry.account)
    yield from (("file", each) for each in _accounts_in(source.file, naming))


def _accounts_in(name: str, naming: Naming) -> list[str]:
    """Return the accounts inside a name; a bare number is nobody's for certain."""
    name = name[:_LONGEST_NAME]
    if naming.profile.account.of == "bank":
        return _IBAN.findall(re.sub(r"[ _]", "", name.upper()))
    shape = SHAPES.get(family_of(naming.token))
    if naming.profile.account.of == "exchange" or shape is None:
        return []
    alone = re.compile(rf"(?<![0-9A-Za-z])(?:{shape.pattern})(?![0-9A-Za-z])")
    return [naming.text_of(found) for found in alone.findall(name)]
