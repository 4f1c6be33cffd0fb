"""Shape: the parts of ``findings.json`` as the report reads them.

Amounts are decimal text of minor units, times canonical text in UTC, absent values None. The
report reads nothing else: whoever holds the findings can make the same page again.
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from izdes.adapters.documents.report.phrases import Names


class Sum(TypedDict):
    """An amount of one currency."""

    currency: str
    amount_minor: str


class Method(TypedDict):
    """How the money was followed."""

    rule: str
    parameters: Mapping[str, object]
    conventions: Sequence[str]


class Case(TypedDict):
    """What the case folder says of the case; anything may be absent."""

    register_number: str | None
    registered_at: str | None
    qualification: str | Mapping[str, object] | None
    body: str | None
    officer: Mapping[str, str | None] | None
    prosecutor: Mapping[str, str | None] | None
    language: str | None


class File(TypedDict):
    """An input file by its digest."""

    name: str


class EndingTotal(Sum):
    """How much of the claimed money ended in one way."""

    ending: str
    claims: int


class Summary(TypedDict):
    """Counts and totals of the case."""

    complaints: int
    claims: Mapping[str, int]
    claimed: Sequence[Sum]
    endings: Sequence[EndingTotal]
    freezes: int
    requests: int
    series: int
    statements: Mapping[str, int]
    files_unread: int


class Account(TypedDict):
    """What is known of one account.

    ``institution`` is None where the register does not know it; ``institution_printed`` is then
    what the statements call it.
    """

    printed: str
    holder: str
    holder_iin: str
    institution_id: str | None
    institution: Names | None
    institution_printed: NotRequired[str]
    kind: str
    covered: Sequence[Mapping[str, object]]
    marks: Sequence[str]


class Movement(TypedDict):
    """One transfer that the findings mention."""

    booked_at: str
    amount_minor: str
    currency: str
    payer: str
    payee: str
    kind: str
    rows: Sequence[str]


class NearMiss(Sum):
    """A transfer that resembles a declared payment and is not it."""

    transfer_id: str
    booked_at: str
    why: str
    claimed_by: str | None


class EndingPart(Sum):
    """Where one part of a claim stopped; ``local`` is what it is there after an exchange."""

    account: str
    ending: str
    arrived_first: str | None
    arrived_last: str | None
    as_of: str | None
    marks: Sequence[str]
    local_minor: NotRequired[str]
    local_currency: NotRequired[str]
    least_minor: NotRequired[str]
    most_minor: NotRequired[str]
    free_least_minor: NotRequired[str | None]
    free_most_minor: NotRequired[str | None]
    opening_least_minor: NotRequired[str | None]
    opening_most_minor: NotRequired[str | None]
    opening_is_exact: NotRequired[bool | None]


# "from" is a keyword of the language, so the class form cannot name it.
_From = TypedDict("_From", {"from": str})


class ClaimPart(Sum, _From):
    """One declared payment and what became of it."""

    claim_id: str
    state: str
    reason: str | None
    at: str | None
    to: str
    transfer_id: str | None
    evidence: Sequence[str]
    near_misses: Sequence[NearMiss]
    endings: Sequence[EndingPart]


class NamedPart(TypedDict):
    """An identifier that a complaint's own words name."""

    kind: str
    value: str
    raw: str
    role: str
    code: str | None


class SchemePart(TypedDict):
    """A scheme that the words speak for, with those that led to it."""

    scheme: str
    words: Sequence[str]


class WordsPart(TypedDict):
    """What a complaint's own words give."""

    identifiers: Sequence[NamedPart]
    schemes: Sequence[SchemePart]


class Victim(TypedDict):
    """One complaint."""

    complaint_id: str
    ref: str
    region: str
    reported_at: str
    language: str
    declared_minor: str | None
    payments_minor: str
    difference_minor: str | None
    currency: str
    series_id: str
    claims: Sequence[ClaimPart]
    words: WordsPart


class ClaimShare(TypedDict):
    """A claim's part of a cap."""

    claim_id: str
    amount_minor: str


class FreezePart(TypedDict):
    """One proposed freeze."""

    number: str
    rank: int
    account: str
    currency: str
    cap_minor: str
    held_minor: str
    held_as_of: str | None
    frontier_minor: str
    likely_minor: str | None
    likely_basis: str
    likely_stays: int
    loss_per_hour_minor: str | None
    older_minor: str
    arrived_first: str
    arrived_last: str
    hours_since: int
    claims: Sequence[ClaimShare]
    marks: Sequence[str]
    file: str
    by_rule: Mapping[str, str]
    free_least_minor: str | None
    free_most_minor: str | None


class MuleReason(TypedDict):
    """Why points were given: a code, and what its sentence needs."""

    code: str
    points: int
    details: Mapping[str, int]


class MulePart(TypedDict):
    """One account whose statement looks like money being passed on.

    ``freeze`` numbers the freeze that names it; None where no traced money is known to be there.
    """

    account: str
    currency: str
    points: int
    proposal: str
    reasons: Sequence[MuleReason]
    freeze: str | None


class MuleWeights(TypedDict):
    """The table that the points come from."""

    dated: str
    digest: str
    verified: bool
    ask_from: int
    hold_from: int


class Mules(TypedDict):
    """What is proposed about accounts, and how many with a statement there are of each kind."""

    weights: MuleWeights
    counts: Mapping[str, int]
    proposals: Sequence[MulePart]


class Subject(TypedDict):
    """One account that a request asks about."""

    account: str
    period_from: str | None
    period_to: str | None
    ask: Sequence[str]
    because: str
    traced_minor: str
    currency: str


class RequestPart(TypedDict):
    """One proposed request."""

    number: str
    measure: str
    institution_id: str | None
    institution: Names | None
    institution_printed: str
    subjects: Sequence[Subject]
    file: str


class FrontierPart(Sum):
    """How much went dark at one institution."""

    institution_id: str | None
    institution: Names | None
    institution_printed: NotRequired[str]
    accounts: int


class ReasonPart(TypedDict):
    """Why complaints are one series."""

    kind: str
    value: str
    reason: str
    count: int
    log10_lr_milli: int


class LinkPart(TypedDict):
    """One of the joins that hold a series together; its level says how strongly."""

    complaint_a: str
    complaint_b: str
    kind: str
    value: str
    reason: str
    log10_lr_milli: int
    evidence_milli: int
    level: int


class SplitPart(LinkPart):
    """The weakest join, and the two parts that it holds together."""

    parts: Sequence[Sequence[str]]


class CampaignPart(TypedDict):
    """Complaints that hold together more strongly within a series."""

    campaign_id: str
    complaints: Sequence[str]


class SeriesPart(TypedDict):
    """Complaints by the same hands."""

    series_id: str
    complaints: Sequence[str]
    campaigns: Sequence[CampaignPart]
    regions: Sequence[str]
    first: str
    last: str
    loss: Sequence[Sum]
    reasons: Sequence[ReasonPart]
    links: Sequence[LinkPart]
    split: SplitPart | None


class HubPart(TypedDict):
    """An identifier that many share, with what was said of it."""

    kind: str
    value: str
    degree: int
    verdict: str
    reason: str
    grounds: Sequence[Sequence[str | int]]


class GroundPart(TypedDict):
    """One thing that speaks for a possible join."""

    reason: str
    complaint_a: str
    complaint_b: str
    log10_lr_milli: int
    kind: str
    value: str


class PossiblePart(TypedDict):
    """Two series that may be of one hand; nothing joins them."""

    series_a: str
    series_b: str
    evidence_milli: int
    strength: int
    grounds: Sequence[GroundPart]


class ServedPart(TypedDict):
    """How many complaints of a series a service took money of."""

    series_id: str
    complaints: int


class ServiceAccountPart(TypedDict):
    """One account of a service."""

    kind: str
    value: str
    complaints: int
    first: str
    last: str
    holder: str
    holder_name: str


class ReceivedPart(TypedDict):
    """A victim to whose own account another victim's money came."""

    complaint_id: str
    origin: str
    account: str
    amount_minor: str
    currency: str
    first_at: str


class ServicePart(TypedDict):
    """Accounts that serve together: who launders, which joins no series."""

    service_id: str
    complaints: Sequence[str]
    series: Sequence[ServedPart]
    accounts: Sequence[ServiceAccountPart]


class ContradictionPart(TypedDict):
    """A judgement that another outranks."""

    judgement_id: str
    complaint_a: str
    complaint_b: str
    at: str
    by: str


class MapStop(TypedDict):
    """What stopped at one place of a map."""

    place: str
    ending: str
    amount_minor: str


class MapPart(TypedDict):
    """One victim's part of a flow."""

    complaint_id: str
    amount_minor: str


class MapFlow(TypedDict):
    """One flow of a map."""

    source: str
    target: str
    amount_minor: str
    transfers: int
    first: str | None
    last: str | None
    parts: Sequence[MapPart]


class MapPlace(TypedDict):
    """A place where money of a map stopped: its sum under each rule, and under any.

    ``least_minor`` and ``most_minor`` are None where an exchange of currency lies on the way.
    """

    place: str
    ending: str
    by_rule: Mapping[str, str]
    least_minor: str | None
    most_minor: str | None


class RuleMap(TypedDict):
    """What a map shows under one rule."""

    rule: str
    stops: Sequence[MapStop]
    flows: Sequence[MapFlow]


class MoneyMap(TypedDict):
    """The way of the money of one series; drawn under the default rule, others beside it."""

    map_id: str
    series_id: str | None
    series: int
    currency: str
    loss_minor: str
    complaints: Sequence[MapPart]
    stops: Sequence[MapStop]
    flows: Sequence[MapFlow]
    places: Sequence[MapPlace]
    other_rules: Sequence[RuleMap]


class StatementPart(TypedDict):
    """One statement as read."""

    sha256: str
    sheet: str | int
    form: str | None
    account: str
    currency: str
    bank: str
    period_from: str | None
    period_to: str | None
    opening_minor: str | None
    closing_minor: str | None
    rows: int
    outcome: str
    unread_rows: int


class FaultPart(TypedDict):
    """Something wrong at one place of an input."""

    code: str
    sha256: str | None
    file: str | None
    sheet: str | int | None
    row: int | None
    column: str | None
    details: Mapping[str, str]
    severity: str


class AmbiguousPart(Sum):
    """Rows of two statements that may be one transfer."""

    rows: Sequence[str]
    payer: str
    payee: str
    at: str | None


class Findings(TypedDict):
    """Everything the report says."""

    format: str
    version: str
    as_of: str
    method: Method
    case: Case
    files: Mapping[str, File]
    summary: Summary
    accounts: Mapping[str, Account]
    transfers: Mapping[str, Movement]
    victims: Sequence[Victim]
    freezes: Sequence[FreezePart]
    mules: Mules
    requests: Sequence[RequestPart]
    frontier: Sequence[FrontierPart]
    series: Sequence[SeriesPart]
    hubs: Sequence[HubPart]
    possible: Sequence[PossiblePart]
    services: Sequence[ServicePart]
    received: Sequence[ReceivedPart]
    contradictions: Sequence[ContradictionPart]
    maps: Sequence[MoneyMap]
    statements: Sequence[StatementPart]
    faults: Sequence[FaultPart]
    ambiguous: Sequence[AmbiguousPart]
    digests: Mapping[str, str]
    digest: str
