"""Masks: what of a victim may stand in a passport, which goes to other regions.

A victim's own numbers show their last four places, even where another complaint names the same
number on the offender's side; so do all numbers of identification, for a holder may be deceived
too, and names of holders are left out. A reference to a victim that is itself a name or a personal
number is not shown.

>>> masked("KZ876010000000000000"), shown_reference("P000033"), shown_reference("Айгүл С.")
('…0000', 'P000033', '')
"""

import re
from collections.abc import Iterable, Iterator

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.card import is_same_card
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.identifiers.reading import Reading
from izdes.core.linking.kinds import NEAR

Node = tuple[str, str]

_SHOWN = 4
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]{0,23}")
_CODE = re.compile(r"[A-Za-z_]{2,40}|[0-9]{2}")
# Longer runs of digits are telephones, cards and numbers of identification.
_LONGEST_RUN = 8
_DECADE = 10


class OwnNumbers:
    """The victims' own accounts and contacts.

    Args:
        complaints: The episodes of a series.
        elsewhere: What victims of other complaints call their own.
    """

    def __init__(
        self, complaints: Iterable[Complaint], elsewhere: frozenset[Node] = frozenset()
    ) -> None:
        self.by_complaint: dict[ComplaintId, frozenset[Node]] = {
            c.complaint_id: frozenset(own_nodes(c)) for c in complaints
        }
        every = elsewhere.union(*self.by_complaint.values())
        self._values = frozenset(value for _, value in every)
        self._cards = sorted(value for kind, value in every if kind == "card")

    def holds(self, kind: str, value: str) -> bool:
        """Say whether a number is some victim's own, or may be the one behind her masked card.

        Args:
            value: As it is, or at the end of an account's key.
        """
        number = value.rpartition(":")[2]
        if kind.removesuffix(NEAR) in {"card", "card_masked"}:
            return any(is_same_card(own, number) for own in self._cards)
        return value in self._values or number in self._values

    def shown(self, kind: str, value: str) -> str:
        """Return a value as a passport may show it; a name is empty."""
        if kind == "holder":
            return ""
        is_of_a_person = kind.removesuffix(NEAR) == "iin" or self.holds(kind, value)
        return masked(value) if is_of_a_person else value


def masked(value: str) -> str:
    """Return the last places of a number."""
    return f"…{value[-_SHOWN:]}"


def shown_reference(ref: str) -> str:
    """Return the register's reference to a victim, or nothing where it would name her."""
    runs = [len(run) for run in re.findall(r"[0-9]+", ref)]
    is_a_number = bool(runs) and max(runs) <= _LONGEST_RUN
    return ref if is_a_number and _REFERENCE.fullmatch(ref) else ""


def shown_code(text: str) -> str:
    """Return a code of a region, a scheme or a language; what is no code may name somebody.

    >>> shown_code("SAFE_ACCOUNT"), shown_code("75"), shown_code("Айгүл")
    ('SAFE_ACCOUNT', '75', '')
    """
    return text if _CODE.fullmatch(text) else ""


def decade_of(year: int | None) -> int | None:
    """Return the decade of a year of birth.

    >>> decade_of(1957)
    1950
    """
    return None if year is None else year // _DECADE * _DECADE


def node_of(reading: Reading) -> Node | None:
    """Return what a reading names; a WhatsApp account goes with its telephone number."""
    if reading.value is None or reading.kind in {"name", "none"}:
        return None
    if reading.kind == "whatsapp" and reading.value.isdigit():
        return "phone", f"+{reading.value}"
    return reading.kind, reading.value


def own_nodes(complaint: Complaint) -> Iterator[Node]:
    """Yield what is the victim's own: given as such, or paid from."""
    given = (i.reading for i in complaint.identifiers if i.role == "victim")
    paid_from = (read_account(p.paid_from) for p in complaint.payments)
    for reading in (*given, *paid_from):
        node = node_of(reading)
        if node is not None:
            yield node
