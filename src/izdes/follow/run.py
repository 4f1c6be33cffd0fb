"""Following a case: from a folder of complaints and bank answers to endings, freezes, requests.

Nothing here writes; `izdes.follow.outputs` does. Every figure comes from the ledger that the
statements gave and, where no statement reaches, from what victims declared; each is marked so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from izdes.adapters.statements.decisions import decisions_in
from izdes.adapters.statements.isolation import read_paths
from izdes.adapters.tables.links import Linked
from izdes.adapters.tables.statements import Judged, faults_in, judge, without_replaced
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.identifiers.narrative.complaints import read_words
from izdes.core.identifiers.narrative.extract import NarrativeReading
from izdes.core.linking.series import Links
from izdes.core.money.account import AccountKey
from izdes.core.money.assemble import Assembly, assemble
from izdes.core.money.claims.declared import key_of
from izdes.core.money.claims.match import match_claims
from izdes.core.money.claims.named import with_named_accounts
from izdes.core.money.claims.outcome import ClaimedPayment, ClaimMatch
from izdes.core.money.known import known_at
from izdes.core.money.statement import FileReading
from izdes.core.money.transfer import Claim, Ledger, TransferId
from izdes.core.tracing.rules import RULES, RuleName
from izdes.core.tracing.trace import Trace
from izdes.engine.tracing.run import Bounds, Small, prepare
from izdes.follow.addresses import Addresses
from izdes.follow.arrivals import arrivals_of
from izdes.follow.case import COMPLAINTS, Case, read_case
from izdes.follow.freezes import Freeze, freezes_of
from izdes.follow.holders import printed_holders
from izdes.follow.linking import link_case
from izdes.follow.openings import Curves, curves_of
from izdes.follow.requests import Request, requests_of

# Told what is being done: a step's code, how far it is, how far it goes.
Watch = Callable[[str, int, int], None]
DEFAULT_RULE: RuleName = "fifo"
# How an account begins of which its number says who keeps it.
_AT_A_BANK = ("iban:", "card:")


@dataclass(frozen=True, slots=True)
class Followed:
    """A case, followed.

    Attributes:
        narratives: What the words of each complaint give.
        ledger: What statements say and, where none reaches, what victims declare.
        claims: Every claim, also those that found no transfer.
        prepared: The ledger, ready for any rule.
        traces: The claims under every rule. Papers and freezes follow the default one.
        bounds: The least and the most of each claim at each of its endings, under any rule.
        openings: What larger opening balances than the assumed ones would change, under the default
            rule; None where it was left out.
    """

    case: Case
    narratives: Mapping[ComplaintId, NarrativeReading]
    as_of: datetime
    readings: tuple[FileReading, ...]
    judged: tuple[Judged, ...]
    assembly: Assembly
    match: ClaimMatch
    ledger: Ledger
    claims: tuple[Claim, ...]
    prepared: Small
    traces: Mapping[RuleName, Trace]
    bounds: Bounds
    openings: Curves | None
    linked: Linked
    addresses: Addresses
    freezes: tuple[Freeze, ...]
    requests: tuple[Request, ...]

    @property
    def links(self) -> Links:
        """The series and what holds them together."""
        return self.linked.links

    @property
    def trace(self) -> Trace:
        """The claims under the default rule, which papers and freezes name."""
        return self.traces[DEFAULT_RULE]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that was wrong with the input, in a fixed order."""
        found = {*self.case.faults, *self.assembly.faults, *self._payments_set_aside()}
        return tuple(sorted(found | faults_in(self.readings, self.judged)))

    def _payments_set_aside(self) -> Iterator[Fault]:
        """Name the declared payments that are no claims: without a sum, or to herself."""
        lines = {c.complaint_id: c.line for c in self.case.complaints}
        for s in self.match.skipped:
            line = lines[s.complaint_id]
            yield Fault(s.reason, COMPLAINTS, row=line, column=s.claim_id, severity="noted")


@dataclass(frozen=True, slots=True)
class Booked:
    """A case with its ledger and its claims, before any rule is applied."""

    case: Case
    narratives: Mapping[ComplaintId, NarrativeReading]
    as_of: datetime
    readings: tuple[FileReading, ...]
    judged: tuple[Judged, ...]
    assembly: Assembly
    match: ClaimMatch
    ledger: Ledger
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """A case with its claims under every rule, before anything is said of it.

    Attributes:
        prepared: The ledger, ready for any rule.
    """

    book: Booked
    prepared: Small
    traces: Mapping[RuleName, Trace]


def follow(folder: Path, *, as_of: datetime | None, jobs: int, watch: Watch) -> Followed:
    """Follow a case.

    Args:
        as_of: The moment the result speaks of; by default the latest of the reports and of the
            covered periods. Later complaints and movements are left out, as nobody knew them.
        jobs: How many files are read at once.

    Raises:
        InputRefused: The folder holds no complaint that can be read.
    """
    watch("step_complaints", 0, 1)
    case = _known_at(read_case(folder), as_of)
    readings = _read_statements(case, jobs=jobs, watch=watch)
    return follow_readings(case, readings, as_of=as_of, watch=watch)


def follow_readings(
    case: Case, readings: Sequence[FileReading], *, as_of: datetime | None, watch: Watch
) -> Followed:
    """Follow a case whose bank answers were read already; the same as from its folder.

    Raises:
        InputRefused: Every complaint was made after the moment asked for.
    """
    book = booked(case, readings, as_of=as_of, watch=watch)
    return conclude(trace_booked(book, watch=watch), until=as_of, watch=watch)


def trace_booked(book: Booked, *, watch: Watch) -> Traced:
    """Trace the claims of a case under every rule."""
    prepared = prepare(book.ledger)
    traces: dict[RuleName, Trace] = {}
    watch("step_trace", 0, len(RULES))
    for rule in RULES:
        traces[rule] = prepared.trace(book.claims, rule)
        watch("step_trace", len(traces), len(RULES))
    return Traced(book, prepared, traces)


def conclude(found: Traced, *, until: datetime | None, watch: Watch) -> Followed:
    """Say what a case traced under every rule comes to: limits, links, addresses, what to hold.

    Args:
        until: The moment that was asked for, as in `follow_readings`.
    """
    book, prepared, traces = found.book, found.prepared, found.traces
    trace = traces[DEFAULT_RULE]
    watch("step_envelope", 0, 1)
    bounds = prepared.bounds(book.claims, traces.values())
    watch("step_openings", 0, 1)
    openings = curves_of(prepared, book.claims, trace, DEFAULT_RULE)
    watch("step_links", 0, 1)
    arrivals = tuple(arrivals_of(trace, book.ledger, book.match.payments))
    statements = [j.statement for j in book.judged]
    printed = tuple(printed_holders(statements, book.ledger.transfers))
    linked = link_case(book.case, book.assembly.aliases, arrivals, printed, until=until)
    addresses = Addresses(
        book.ledger.transfers, statements, book.ledger.coverages, book.case.register
    )
    return Followed(
        case=book.case,
        narratives=book.narratives,
        as_of=book.as_of,
        readings=book.readings,
        judged=book.judged,
        assembly=book.assembly,
        match=book.match,
        ledger=book.ledger,
        claims=book.claims,
        prepared=prepared,
        traces=traces,
        bounds=bounds,
        openings=openings,
        linked=linked,
        addresses=addresses,
        freezes=freezes_of(trace, book.ledger, addresses, now=book.as_of),
        requests=_requests(
            trace,
            book.ledger,
            addresses,
            [j for j in book.judged if not j.is_superseded],
            said_payers(book.match),
            now=book.as_of,
        ),
    )


def booked(
    case: Case, readings: Sequence[FileReading], *, as_of: datetime | None, watch: Watch
) -> Booked:
    """Make the ledger of a case from its answers and what its victims declare.

    Raises:
        InputRefused: Every complaint was made after the moment asked for.
    """
    case, narratives = _with_words(_known_at(case, as_of))
    readings = _by_content(readings)
    case, judged = _judge_statements(case, readings)
    watch("step_ledger", 0, 1)
    counted = [j.statement for j in judged if j.is_traced]
    assembly = assemble(counted, known=case.accounts, aliases=case.aliases)
    moment = as_of or _latest(case, assembly)
    book = known_at(assembly.ledger, moment)
    watch("step_claims", 0, 1)
    match = match_claims(case.complaints, book, register=case.register, aliases=assembly.aliases)
    book = with_named_accounts(book, match.payments)
    # What only victims declare enters last: it never touches a covered account.
    book = Ledger.ordered([*book.transfers, *match.declared], list(book.coverages))
    claims = tuple(_claim_of(p) for p in match.payments)
    return Booked(case, narratives, moment, readings, judged, assembly, match, book, claims)


def _by_content(readings: Sequence[FileReading]) -> tuple[FileReading, ...]:
    """Return readings in the order of their content, never of their names."""
    return tuple(sorted(readings, key=lambda r: (r.sha256, r.file)))


def _with_words(case: Case) -> tuple[Case, Mapping[ComplaintId, NarrativeReading]]:
    """Return the case with what each narrative names, and what each narrative gives."""
    read = [read_words(complaint, zone=LOCAL) for complaint in case.complaints]
    complaints = tuple(complaint for complaint, _ in read)
    return replace(case, complaints=complaints), {c.complaint_id: n for c, n in read}


def _known_at(case: Case, moment: datetime | None) -> Case:
    """Return the case as it was known at a moment, or whole without one."""
    if moment is None:
        return case
    known = tuple(c for c in case.complaints if c.reported_at <= moment)
    if not known:
        raise InputRefused(Fault("complaints_later"))
    return replace(case, complaints=known)


def _read_statements(case: Case, *, jobs: int, watch: Watch) -> tuple[FileReading, ...]:
    """Read every bank answer."""
    done = 0
    total = len(case.statements)
    watch("step_statements", done, total)

    def count(_: FileReading) -> None:
        nonlocal done
        done += 1
        watch("step_statements", done, total)

    readings = read_paths(
        case.statements,
        register=case.register,
        manifest=case.manifest,
        profiles=case.profiles,
        jobs=jobs,
        on_done=count,
    )
    return tuple(readings)


def _judge_statements(
    case: Case, readings: Sequence[FileReading]
) -> tuple[Case, tuple[Judged, ...]]:
    """Judge every statement, mark those that others replace by decision, and tell the case."""
    decisions, unclear = decisions_in(case.manifest, readings)
    judged, replaced = without_replaced(judge(readings), decisions)
    return replace(case, faults=(*case.faults, *unclear, *replaced)), judged


def _latest(case: Case, assembly: Assembly) -> datetime:
    """Return the latest moment the case knows of: a report, or the end of a covered period."""
    ends = [c.covered_to for c in assembly.ledger.coverages if c.covered_to is not None]
    return max([c.reported_at for c in case.complaints] + ends)


def _claim_of(payment: ClaimedPayment) -> Claim:
    """Return the claim to trace; one without a transfer names none that exists."""
    if payment.claim is not None:
        return payment.claim
    nowhere = TransferId(f"unmatched:{payment.claim_id}")
    return Claim(payment.claim_id, nowhere, payment.amount_minor, payment.currency)


def _requests(
    trace: Trace,
    ledger: Ledger,
    addresses: Addresses,
    judged: Sequence[Judged],
    said_payers: Mapping[TransferId, AccountKey],
    *,
    now: datetime,
) -> tuple[Request, ...]:
    """Return the requests that the trace and the statements call for."""
    return requests_of(
        trace,
        ledger,
        addresses,
        said_payers=said_payers,
        faulty=faulty_accounts(judged),
        without_balances=[
            j.statement
            for j in judged
            if j.reconciliation.outcome == "not_checkable" and j.statement.opening_minor is None
        ],
        now=now,
    )


def faulty_accounts(judged: Sequence[Judged]) -> frozenset[AccountKey]:
    """Return the accounts with a statement that was refused."""
    return frozenset(j.statement.account for j in judged if j.reconciliation.outcome == "faulty")


def said_payers(match: ClaimMatch) -> dict[TransferId, AccountKey]:
    """Return the accounts that victims say they paid from, for payments only they declare.

    Where she names none by which a bank is known, it is the one account from which she made all
    her other payments, if there is one: her own bank is asked about her own account.
    """
    others = _own_accounts(match)
    found: dict[TransferId, AccountKey] = {}
    for payment in match.payments:
        said, own = key_of(payment.payer), others[payment.complaint_id]
        if (said is None or not said.startswith(_AT_A_BANK)) and len(own) == 1:
            (said,) = own
        if payment.declared is not None and said is not None:
            found[payment.declared.transfer_id] = said
    return found


def _own_accounts(match: ClaimMatch) -> Mapping[ComplaintId, set[AccountKey]]:
    """Return the accounts from which each victim paid, as she says and as statements show."""
    found: defaultdict[ComplaintId, set[AccountKey]] = defaultdict(set)
    for payment in match.payments:
        for key in (key_of(payment.payer), payment.payer_key):
            if key is not None and key.startswith("iban:"):
                found[payment.complaint_id].add(key)
    return found
