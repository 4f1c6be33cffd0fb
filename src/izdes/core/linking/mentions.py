"""Mentions: the offender-side identifiers of complaints, as nodes that complaints share.

What links is what the complaint gives as the offender's contact, site or account, and the accounts
to which its payments went. What is the victim's own never links: it would join everything she
reports to everybody who reports her. A tail, a name and a filler number name nobody in particular.

A mention proves that somebody wrote the number down, not that it was used.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from izdes.core.identifiers import card, chain
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import OFFENDER_SIDE, Complaint, ComplaintId
from izdes.core.identifiers.domain import read_domain
from izdes.core.identifiers.reading import Reading
from izdes.core.linking.kinds import CHECKED
from izdes.core.money.account import AccountKey
from izdes.core.money.aliases import AliasBook

Node = tuple[str, str]
Certainty = Literal["exact", "masked", "mistyped"]
# From the surest to the least sure.
_CERTAINTIES: tuple[Certainty, ...] = ("exact", "masked", "mistyped")

_PAYMENT_KINDS = frozenset({"iban", "card", "phone", *chain.SHAPES})
_NOBODY = frozenset({"placeholder"})
_WORDS = frozenset({"name", "none"})
_HEAD, _TAIL, _PLACES = 6, 4, 16


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One identifier as one complaint names it.

    Attributes:
        value: Normal form; of a masked card the first six and the last four digits.
        at: When it was used, as far as the complaint says; aware, in UTC.
        role: Whose it is, as given.
        certainty: ``mistyped`` where check digits fail.
    """

    complaint_id: ComplaintId
    kind: str
    value: str
    at: datetime
    role: str = "unknown"
    certainty: Certainty = "exact"

    @property
    def node(self) -> Node:
        """The kind and the value."""
        return self.kind, self.value

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"Mention({self.complaint_id}, {self.kind}, {self.certainty})"


def mentions_of(complaint: Complaint, aliases: AliasBook | None = None) -> tuple[Mention, ...]:
    """Return the identifiers by which a complaint may be linked, each once, sorted.

    Args:
        aliases: Which card or phone is which account; without them each is only itself.
    """
    at = complaint.occurred_from or complaint.reported_at
    own = {node for reading, _ in _victims(complaint) for node, _ in _nodes(reading)}
    told = sorted(
        Mention(complaint.complaint_id, *node, at, role, certainty)
        for reading, role in _offenders(complaint)
        for node, certainty in _nodes(reading)
        if node not in own
    )
    return once([_known_as(m, aliases) for m in told] if aliases else told)


def once(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return each node of each complaint once: the surest mention, of equal ones the earliest."""
    ordered = sorted(mentions, key=lambda m: (_CERTAINTIES.index(m.certainty), m.at, m.role))
    kept: dict[tuple[ComplaintId, Node], Mention] = {}
    for mention in ordered:
        kept.setdefault((mention.complaint_id, mention.node), mention)
    return tuple(sorted(kept.values()))


def surely(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions, each as sure as the surest of its node: one value is right, or it is not."""
    told = list(mentions)
    surest: dict[Node, Certainty] = {}
    for mention in told:
        known = surest.setdefault(mention.node, mention.certainty)
        surest[mention.node] = min(known, mention.certainty, key=_CERTAINTIES.index)
    return [
        m if m.certainty == surest[m.node] else replace(m, certainty=surest[m.node]) for m in told
    ]


def _offenders(complaint: Complaint) -> Iterator[tuple[Reading, str]]:
    """Yield what is the offender's: given as such, or paid to."""
    for given in complaint.identifiers:
        if given.role in OFFENDER_SIDE:
            yield given.reading, given.role
    for written in (
        *(payment.paid_to for payment in complaint.payments),
        *(loan.paid_to for loan in complaint.loans),
    ):
        reading = read_account(written)
        if reading.kind in _PAYMENT_KINDS:
            yield reading, "recipient"


def _victims(complaint: Complaint) -> Iterator[tuple[Reading, str]]:
    """Yield what is the victim's own: given as such, or paid from."""
    for given in complaint.identifiers:
        if given.role == "victim":
            yield given.reading, given.role
    for payment in complaint.payments:
        yield read_account(payment.paid_from), "victim"


def _nodes(reading: Reading) -> Iterator[tuple[Node, Certainty]]:
    """Yield the node of a reading that names one thing, with how sure it is."""
    if reading.value is None or reading.code in _NOBODY or reading.kind in _WORDS:
        return
    kind, value = reading.kind, reading.value
    if kind == "whatsapp" and value.isdigit():
        # The account goes with the number: one thing under two names.
        kind, value = "phone", f"+{value}"
    if kind == "url" and not has_path(value) and (site := site_of(value)):
        # An address without a path is the site itself.
        kind, value = "domain", site
    if kind == "card" and not card.is_complete(value):
        if masked := masked_card(value):
            yield ("card_masked", masked), "masked"
        return
    is_wrong = reading.code == "wrong_check_digit" and kind in CHECKED
    yield (kind, value), "mistyped" if is_wrong else "exact"


def has_path(url: str) -> bool:
    """Say whether an address names a page, and not only where pages lie."""
    host, _, page = (url.partition("://")[2] or url).partition("/")
    return bool(page) or "?" in host or "#" in host


def site_of(url: str) -> str | None:
    """Return the registrable domain that an address lies in."""
    host = url.partition("://")[2] or url
    for mark in "/?#":
        host = host.partition(mark)[0]
    reading = read_domain(host.rpartition("@")[2].partition(":")[0])
    return reading.value if reading.kind == "domain" else None


def masked_card(value: str) -> str | None:
    """Return the first six and the last four digits of a card, None where they are not known."""
    head, tail = value[:_HEAD], value[-_TAIL:]
    if len(value) != _PLACES or not (head + tail).isdigit():
        return None
    return f"{head}{'*' * (_PLACES - _HEAD - _TAIL)}{tail}"


def _known_as(mention: Mention, aliases: AliasBook) -> Mention:
    """Return the mention of the account that a card or a phone was at the time."""
    if mention.kind in {"card", "card_masked"}:
        key = AccountKey(f"card:?:{mention.value}")
    elif mention.kind == "phone" and mention.role == "recipient":
        key = AccountKey(f"phone:{mention.value}")
    else:
        return mention
    kind, _, value = aliases.resolve(key, mention.at).partition(":")
    if kind != "iban":
        return mention
    return Mention(mention.complaint_id, kind, value, mention.at, mention.role)
