"""The country: its regions, its invented institutions and shops.

The material is ``country.yaml``. Regions are the twenty of Kazakhstan by the first two digits of
the КАТО classifier; every institution, code and shop is invented.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from izdes.twin.numbers import card_start, company_number

_DIGEST_LENGTH = 16
_FIRST_BIN = 100


@dataclass(frozen=True, slots=True)
class Institution:
    """A bank, a wallet operator, an exchange, a lender or a marketplace.

    Attributes:
        institution_id: Its BIC where it has one.
        code: The three digits inside its IBANs; empty where it is no bank.
        share: Of a hundred people, how many have their account there.
        clears: How many minutes money to and from other banks takes, least and most; (0, 0):
            seconds.
        forms: How it writes statements, by weight; empty: it writes none.
    """

    institution_id: str
    code: str
    kind: str
    share: int
    forms: tuple[tuple[str, int], ...]
    clears: tuple[int, int]
    name_kk: str
    name_ru: str
    name_en: str
    bin: str

    @property
    def bic(self) -> str:
        """The BIC; only banks have one."""
        return self.institution_id if self.kind == "bank" else ""

    @property
    def card_start(self) -> str:
        """How the numbers of its cards begin; only banks issue cards."""
        return card_start(self.code) if self.code else ""


@dataclass(frozen=True, slots=True)
class Country:
    """Everything that stands before anybody is born."""

    regions: tuple[str, ...]
    region_weights: tuple[int, ...]
    institutions: tuple[Institution, ...]
    big_shops: tuple[str, ...]
    small_shops: tuple[str, ...]
    employers: tuple[str, ...]
    abroad: tuple[tuple[str, str], ...]
    hotline: str
    marketplace: str

    @property
    def banks(self) -> tuple[Institution, ...]:
        """The institutions that keep accounts."""
        return tuple(i for i in self.institutions if i.kind == "bank")

    def clearing_minutes(self, one: str, other: str) -> tuple[int, int]:
        """Return how many minutes money takes between two banks: as the slower of them needs."""
        slow = (bank.clears for bank in self.banks if bank.institution_id in {one, other})
        return max(slow, default=(0, 0))

    def institution(self, kind: str) -> Institution:
        """Return the one institution of a kind that is no bank."""
        return next(i for i in self.institutions if i.kind == kind)


@cache
def material(name: str) -> Any:  # noqa: ANN401
    """Return the content of one YAML file of this package."""
    return yaml.safe_load(files("izdes.twin").joinpath(name).read_text(encoding="utf-8"))


@cache
def country() -> Country:
    """Return the country."""
    raw = material("country.yaml")
    return Country(
        regions=tuple(raw["regions"]),
        region_weights=tuple(raw["weights"][r] for r in raw["regions"]),
        institutions=_institutions(raw["institutions"]),
        big_shops=tuple(raw["big_shops"]),
        small_shops=tuple(raw["small_shops"]),
        employers=tuple(raw["employers"]),
        abroad=tuple((a["country"], a["bank"]) for a in raw["abroad"]),
        hotline=raw["hubs"]["hotline"],
        marketplace=raw["hubs"]["marketplace"],
    )


def _institutions(rows: Sequence[Mapping[str, Any]]) -> tuple[Institution, ...]:
    """Give every institution its БИН."""
    return tuple(
        Institution(
            institution_id=row["id"],
            code=row["code"],
            kind=row["kind"],
            share=row.get("share", 0),
            forms=tuple(row.get("forms", {}).items()),
            clears=(row.get("clears", (0, 0))[0], row.get("clears", (0, 0))[1]),
            name_kk=row["kk"],
            name_ru=row["ru"],
            name_en=row["en"],
            bin=company_number(_FIRST_BIN + place),
        )
        for place, row in enumerate(rows)
    )


def shop_key(name: str) -> str:
    """Return the key of a shop that is only a name on a receipt, as the file contract says it."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"@merchant:{hashlib.sha256(folded.encode()).hexdigest()[:_DIGEST_LENGTH]}"
