"""Register: the institutions known on one date, found by what documents print.

Names are compared by their keys, without legal form, spacing and alphabet, and never by likeness:
a name nobody listed finds nobody. That a register finds a bank does not prove that the bank keeps
the account.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from izdes.core.identifiers.institution_name import institution_key

InstitutionKind = Literal[
    "bank",
    "mfo",
    "payment",
    "operator",
    "telecom",
    "exchange",
    "marketplace",
    "messenger",
    "platform",
    "registrar",
    "state",
]
Channel = Literal["", "state_exchange", "legal_assistance", "paper", "file"]
INSTITUTION_KINDS: tuple[InstitutionKind, ...] = get_args(InstitutionKind)
CHANNELS: tuple[Channel, ...] = get_args(Channel)

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_TOKEN_PREFIXES = frozenset({"card", "acct", "wallet", "@cash", "@fee"})
_IBAN_CODE = slice(4, 7)
_SHORTEST_START, _LONGEST_START = 6, 8


@dataclass(frozen=True, slots=True)
class Institution:
    """A bank or another body that keeps accounts and answers requests.

    Attributes:
        institution_id: The BIC where there is one, otherwise a name given once.
        code: The three digits inside its KZ IBANs; empty when it has none.
        bin: Its own БИН; empty when not known.
        verified: Two independent sources agree on the line.
        other_names: Trade and earlier names and earlier BICs under which it is printed.
        zone: The clock of the times that it prints, an IANA name or ``UTC+06:00``; empty: the
            country's own.
        measure_id: The measure of the law pack under which it is asked, whose clock says until
            when it answers; empty where nobody established it.
        channel: How it can be asked besides a paper carried by hand: through the exchange of
            law-enforcement bodies, by legal assistance, by file; empty where not known.
        cards: How the numbers of its cards begin: six to eight digits each.
        valid_from: First day on which the line holds; None when not known.
        valid_to: First day on which it no longer holds; None when it holds or is not known.
    """

    institution_id: str
    code: str
    bic: str
    bin: str
    kind: InstitutionKind
    name_kk: str
    name_ru: str
    name_en: str
    verified: bool
    other_names: tuple[str, ...] = ()
    zone: str = ""
    measure_id: str = ""
    channel: Channel = ""
    cards: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def printed_names(self) -> tuple[str, ...]:
        """Everything by which a document may call it."""
        own = (self.institution_id, self.bic, self.name_kk, self.name_ru, self.name_en)
        return tuple(name for name in (*own, *self.other_names) if name)


class Register:
    """The institutions known on one date, found by what is printed.

    Of two institutions with one name, code or BIC the later given is found: what a case brings
    is appended, so it wins.
    """

    __slots__ = ("_by_card", "_by_code", "_by_name", "institutions")

    def __init__(self, institutions: Iterable[Institution]) -> None:
        self.institutions = tuple(institutions)
        names = ((institution_key(name), i) for i in self.institutions for name in i.printed_names)
        self._by_name = {name: i for name, i in names if name}
        self._by_code = {i.code: i for i in self.institutions if i.code}
        self._by_card = {start: i for i in self.institutions for start in i.cards}

    def __reduce__(self) -> tuple[type["Register"], tuple[tuple[Institution, ...]]]:
        """Cross process borders as the bare institutions; the indexes are made again."""
        return (Register, (self.institutions,))

    def named(self, printed: str) -> Institution | None:
        """Return the institution a document names, or None when no line knows the name.

        A name with its BIC in it is found by the BIC.
        """
        by_name = self._by_name.get(institution_key(printed))
        if by_name is not None or not printed.strip():
            return by_name
        found = {self.by_bic(bic) for bic in _BIC.findall(printed.upper())} - {None}
        return found.pop() if len(found) == 1 else None

    def by_bic(self, bic: str) -> Institution | None:
        """Return the institution of a BIC; a branch (eleven places) is its head office."""
        compact = bic.strip().upper()
        whole = self._by_name.get(institution_key(compact))
        return whole or self._by_name.get(institution_key(compact[:8]))

    def by_iban_code(self, code: str) -> Institution | None:
        """Return the institution of the three digits after the check digits of a KZ IBAN."""
        return self._by_code.get(code)

    def by_card(self, number: str) -> Institution | None:
        """Return who issued a card, whole or masked, by the longest beginning that is known."""
        starts = (number[:length] for length in range(_LONGEST_START, _SHORTEST_START - 1, -1))
        return next((self._by_card[one] for one in starts if one in self._by_card), None)

    def of_account(self, key: str) -> Institution | None:
        """Return who keeps the account, as far as its key says so.

        Args:
            key: An account key (``iban:KZ…``, ``card:<bank>:…``, ``acct:<bank>:…``, …).
        """
        prefix, _, rest = key.partition(":")
        if prefix == "iban":
            return self.by_iban_code(rest[_IBAN_CODE]) if rest.startswith("KZ") else None
        if prefix in _TOKEN_PREFIXES:
            bank, _, number = rest.partition(":")
            return self.named(bank) or (self.by_card(number) if prefix == "card" else None)
        return None

    def with_more(self, institutions: Iterable[Institution]) -> "Register":
        """Return a register in which the given institutions win over those already here."""
        more = tuple(institutions)
        given = {i.institution_id for i in more}
        return Register((*(i for i in self.institutions if i.institution_id not in given), *more))
