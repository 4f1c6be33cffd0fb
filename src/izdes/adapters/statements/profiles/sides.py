r"""Sides: the account keys of banks, of chains and of exchanges, as a profile tells them apart.

An address belongs to a chain, which its profile or its row names: the same forty hexadecimal signs
are an account on every chain of Ethereum's family. A user's number belongs to its exchange. An
address whose checksum fails is kept as printed and noted; that a checksum holds proves that the
address is well written, not that anybody uses it.

>>> chain_named("TRC20", {"trc20": "tron"}), family_of("bsc")
('tron', 'eth')
"""

from collections.abc import Mapping
from functools import cache

from izdes.adapters.statements.fields import Cells
from izdes.adapters.statements.parties import UNKNOWN_BANK, Parties, Printed
from izdes.adapters.statements.profiles.notation import words
from izdes.adapters.statements.profiles.parse import said
from izdes.adapters.statements.profiles.profile import AccountSort, Profile
from izdes.core.identifiers.chain import SHAPES, chain_of, read_chain
from izdes.core.money.account import AccountKey

# No cell holds it: whatever is printed loses its blanks and this sign among them.
_MADE = "\x1f"
_LONGEST_KEY = 80
_LONGEST_TOKEN = 24


class ProfiledParties(Parties):
    """Makes account keys, those of chains and exchanges too."""

    def _key_of(self, printed: str, bank: str) -> tuple[AccountKey | None, str]:
        """Return the key of an account, and the code of what is doubtful about it."""
        if not printed.startswith(_MADE):
            return super()._key_of(printed, bank)
        sort, token, number = printed[1:].split(_MADE)
        if sort == "chain":
            return _address(token, number)
        return AccountKey(f"wallet:{token}:{number[:_LONGEST_KEY]}"), ""

    def issuer_token(self, issuer: str) -> str:
        """Return the name of an exchange in keys: the register's, else its own in capitals."""
        institution = self.institution_named(issuer)
        if institution is not None:
            return institution.institution_id
        letters = "".join(filter(str.isalnum, issuer)).upper()
        return letters[:_LONGEST_TOKEN] or UNKNOWN_BANK


def account_text(sort: AccountSort, token: str, printed: str) -> str:
    """Return an account as sides hold it, from what a cell prints.

    Args:
        sort: Whose account it is.
        token: The chain or the exchange, as keys name it.
        printed: The cell's text; empty where nothing is printed.
    """
    compact = "".join(printed.split())
    if sort == "bank" or not compact:
        return printed
    return _MADE.join(("", "chain" if sort == "chain" else "wallet", token, compact))


def _address(chain: str, printed: str) -> tuple[AccountKey, str]:
    """Return the key of an address, and whether its shape or its checksum is wrong."""
    family = family_of(chain)
    reading = read_chain(family, printed) if family in SHAPES else chain_of(printed)
    if reading is None or reading.value is None:
        kept = printed.lower() if printed[:2].lower() == "0x" else printed
        return AccountKey(f"chain:{chain}:{kept[:_LONGEST_KEY]}"), "address_shape"
    doubt = "" if reading.code is None else "address_check_digit"
    return AccountKey(f"chain:{chain}:{reading.value}"), doubt


@cache
def _families() -> Mapping[str, str]:
    """Return chain -> the kind of its addresses."""
    return {chain["name"]: chain.get("family", chain["name"]) for chain in words()["chains"]}


def family_of(chain: str) -> str:
    """Return the kind of addresses that a chain has; its own name where nobody knows it."""
    return _families().get(chain, chain)


def chain_named(printed: str, networks: Mapping[str, str]) -> str:
    """Return the chain that a cell names, in its own letters where nobody knows it."""
    name = said(printed)
    return networks.get(name) or "-".join(name.split()) or UNKNOWN_BANK


def chain_in_row(cells: Cells, profile: Profile) -> str:
    """Return the chain of a row: by its own cell, else by the profile."""
    printed = cells.text("network") or profile.constants.get("network", "")
    return chain_named(printed, profile.networks)


def side_of(cells: Cells, side: str, account: str) -> Printed:
    """Return one side of a row.

    Args:
        cells: The row.
        side: ``far``, ``payer`` or ``payee``.
        account: Its account as sides hold it.
    """
    known = Printed.of_cells(
        name=cells[f"{side}_name"],
        iin=cells[f"{side}_iin"],
        residency=cells[f"{side}_residency"],
        bank=cells[f"{side}_bank"],
        account=cells[f"{side}_account"],
    )
    is_rounded = known.is_rounded and account == known.account
    return Printed(
        known.name, known.iin, known.residency, known.bank, account, is_rounded=is_rounded
    )
