"""What a series passport is made from, as values: nothing here decides anything.

Whatever links the complaints gives these facts; a followed case adds where the money went.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.hubs.review import VerdictWord
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.possible import Possible
from izdes.core.linking.series import Link
from izdes.core.linking.services import Service
from izdes.core.linking.weak.received import Received


@dataclass(frozen=True, slots=True)
class SharedIdentifier:
    """An identifier of the offender's side as the complaints of a series name it.

    Attributes:
        complaints: Those of the series that name it, in order of time.
        first_seen: When the first of them says it was used; ``last_seen`` the last.
        silence_days: The longest time between two mentions, in whole days.
        weight_milli: What sharing it weighs, in thousandths of log10; 0 where it links nobody.
        reason: Code of the verdict's reason, empty where there is none.
    """

    kind: str
    value: str
    complaints: tuple[ComplaintId, ...]
    first_seen: datetime
    last_seen: datetime
    silence_days: int
    weight_milli: int
    verdict: VerdictWord = "links"
    reason: str = ""

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"SharedIdentifier({self.kind}, {len(self.complaints)})"


@dataclass(frozen=True, slots=True)
class MoneyPlace:
    """An account that received the victims' money.

    Attributes:
        layer: How many transfers lie between a victim and it, from 1.
        account: Its key, such as ``iban:KZ…``.
        institution: Names of who keeps it, by language; None where nobody knows.
        received_minor: What came to it from the layers before, in minor units of ``currency``.
        stopped: (ending, minor units) of what went no further.
        has_statement: A statement of it was read.
        complaints: Whose money it was.
    """

    layer: int
    account: str
    institution: Mapping[str, str] | None
    received_minor: int
    currency: str
    payments: int
    stopped: tuple[tuple[str, int], ...] = ()
    has_statement: bool = False
    complaints: tuple[ComplaintId, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """Where the money of a series went, as a trace of a followed case shows it.

    Attributes:
        rule: The rule of the trace.
        received_in: Region -> tiyn known to have been received or cashed there.
    """

    rule: str
    places: tuple[MoneyPlace, ...]
    received_in: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PassportInput:
    """Everything that a passport of one series is made from.

    Attributes:
        complaints: The episodes of the series, in any order.
        links: One less than the episodes.
        possible: Other series that may share a hand with this one.
        services: Who launders for this series and for others.
        received: Victims of the series to whose own accounts other victims' money came, or whose
            money came to another victim's.
        judgements: What officers said of pairs of which at least one lies in the series.
        contradictions: Judgements of "same hand" that a "not the same" outranks.
        campaigns: Episode -> its campaign within the series.
        registered: Episode -> when its case was registered, where that is known.
        money: None without a followed case.
        own_elsewhere: What victims of other complaints call their own, as (kind, value).
        digests: What each input and the result are identified by.
        parameters: Of the method.
    """

    series_id: ComplaintId
    complaints: tuple[Complaint, ...]
    as_of: datetime
    identifiers: tuple[SharedIdentifier, ...]
    links: tuple[Link, ...]
    possible: tuple[Possible, ...] = ()
    services: tuple[Service, ...] = ()
    received: tuple[Received, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    contradictions: tuple[Judgement, ...] = ()
    campaigns: Mapping[ComplaintId, ComplaintId] = field(default_factory=dict)
    registered: Mapping[ComplaintId, datetime] = field(default_factory=dict)
    money: Money | None = None
    own_elsewhere: frozenset[tuple[str, str]] = frozenset()
    digests: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, int] = field(default_factory=dict)
