"""What a case's pages ask of funds: answers, what they cover, the trace, what to do next.

Whoever has a trace in his hands was found to see it: what belongs to it is not asked for anew. What
names numbers and people in it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from izdes.core.money.account import AccountKey
from izdes.core.money.calendar import AccountCalendar, Certainty, Told, calendar_of
from izdes.web.cases.models import Case
from izdes.web.funds import visible
from izdes.web.funds.models import (
    Account,
    CaseAnswer,
    Claim,
    Correction,
    Ending,
    Fault,
    Hop,
    NextStep,
    Place,
    Row,
    Statement,
    Trace,
    Tracing,
    Transfer,
)
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.selectors import bodies_visible_to


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place of a trace as an officer is shown it.

    Attributes:
        key: The account's key where he may know it, or it is nobody's; else empty.
        label: Its number as people write it, or a mask.
        keepers: Whom he may ask to be let in, where it is masked.
    """

    number: int
    key: str
    label: str
    holder: str
    kind: str
    institution_names: Mapping[str, str] | None
    institution_printed: str
    is_masked: bool
    keepers: tuple[Body, ...]

    def institution(self, lang: str) -> str:
        """Return who keeps the account."""
        return (self.institution_names or {}).get(lang, "") or self.institution_printed


@dataclass(frozen=True, slots=True)
class HopShown:
    """A hop as an officer is shown it.

    Attributes:
        transfer: None where the transfer is another case's alone, which he does not see.
        rows: Rows that state it, of those that he sees.
    """

    hop: Hop
    receipt: str
    source: PlaceShown
    target: PlaceShown
    transfer: Transfer | None
    rows: tuple[Row, ...]
    keepers: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class EndingShown:
    """An ending as an officer is shown it."""

    ending: Ending
    receipt: str
    place: PlaceShown | None


@dataclass(frozen=True, slots=True)
class StepShown:
    """A proposal as an officer is shown it."""

    step: NextStep
    place: PlaceShown


@dataclass(frozen=True, slots=True)
class TraceShown:
    """A case's current trace.

    Attributes:
        receipts: Complaint's id in the trace -> its receipt.
    """

    trace: Trace
    places: Mapping[int, PlaceShown]
    receipts: Mapping[str, str]


def statements_of(officer: Officer, case: Case) -> QuerySet[CaseAnswer]:
    """Return the answers of a case, with their files and how many faults each has."""
    given = visible.case_answers_visible_to(officer).filter(case=case)
    refused = Count("answer__faults", filter=Q(answer__faults__severity="refused"), distinct=True)
    return given.select_related("answer__file", "officer").annotate(refused=refused)


def statement_rows_of(officer: Officer, case: Case) -> QuerySet[Statement]:
    """Return the statements in a case's answers."""
    answers = visible.case_answers_visible_to(officer).filter(case=case).values("answer")
    found = visible.statements_visible_to(officer).filter(answer__in=answers)
    return found.select_related("answer")


def rows_of(officer: Officer, statement: Statement) -> QuerySet[Row]:
    """Return the rows of a statement, in its own order."""
    return visible.rows_visible_to(officer).filter(statement=statement).order_by("position")


def faults_of(officer: Officer, statement: Statement) -> QuerySet[Fault]:
    """Return what is wrong with a statement, and with its file."""
    of_it = Q(statement=statement) | Q(statement__isnull=True, answer=statement.answer_id)
    return visible.faults_visible_to(officer).filter(of_it).order_by("row", "id")


def corrections_of(officer: Officer, case: Case) -> QuerySet[Correction]:
    """Return which answers of a case take the place of which."""
    found = visible.corrections_visible_to(officer).filter(case=case)
    return found.select_related("decided_by").order_by("decided_at")


def coverage_of(officer: Officer, case: Case) -> tuple[AccountCalendar, ...]:
    """Return which account is covered when by the case's own statements, and where gaps are."""
    replaced = set(corrections_of(officer, case).values_list("replaced_id", flat=True))
    found = statement_rows_of(officer, case).exclude(covered_from=None, period_from=None)
    return calendar_of(
        told for s in found if s.answer_id not in replaced and (told := _told(s)) is not None
    )


def tracing_of(officer: Officer, case: Case) -> Tracing | None:
    """Return how far a case's trace is; None where nothing was ever asked."""
    return visible.tracings_visible_to(officer).filter(case=case).first()


def traces_of(officer: Officer, case: Case) -> QuerySet[Trace]:
    """Return the traces of a case, the current one first."""
    return visible.traces_visible_to(officer).filter(case=case).order_by("-current_since")


def trace_of(officer: Officer, case: Case, *, number: int | None = None) -> TraceShown | None:
    """Return a case's current trace, or an older one by its number; None without one."""
    found = traces_of(officer, case)
    trace = (found if number is None else found.filter(number=number)).first()
    return None if trace is None else shown_of(officer, trace)


def shown_of(officer: Officer, trace: Trace) -> TraceShown:
    """Return a trace that was found for an officer, with its places as far as he sees them."""
    named = (
        Claim.objects.filter(trace=trace)
        .values_list("complaint_id", "complaint__receipt")
        .distinct()
    )
    return TraceShown(trace, _places(officer, trace), {str(key): receipt for key, receipt in named})


def claims_of(officer: Officer, case: Case) -> QuerySet[Claim]:
    """Return the claims of a case's current trace."""
    return claims_in(traces_of(officer, case).first())


def claims_in(trace: Trace | None) -> QuerySet[Claim]:
    """Return the claims of a trace that was found for an officer."""
    found = Claim.objects.filter(trace=trace)
    return found.select_related("complaint").order_by("complaint", "claim_id")


def hops_of(officer: Officer, shown: TraceShown, *, rule: str) -> list[HopShown]:
    """Return the way of the money under one rule, claim by claim in order of time."""
    hops = Hop.objects.filter(trace=shown.trace, rule=rule).order_by("ordinal")
    found = visible.transfers_visible_to(officer).filter(trace=shown.trace)
    transfers = {t.number: t for t in found}
    named = {row for t in transfers.values() for row in t.row_ids}
    rows: dict[str, Row] = {}
    for row in (
        visible.rows_visible_to(officer).filter(row_id__in=named).select_related("statement")
    ):
        rows.setdefault(row.row_id, row)
    bodies = _bodies(officer, (unit for hop in hops for unit in hop.keepers))
    return [
        HopShown(
            hop=hop,
            receipt=shown.receipts.get(hop.claim_id.rpartition("/")[0], ""),
            source=shown.places[hop.source],
            target=shown.places[hop.target],
            transfer=(t := transfers.get(hop.transfer)),
            rows=tuple(rows[r] for r in (t.row_ids if t else ()) if r in rows),
            keepers=tuple(bodies[unit] for unit in hop.keepers if unit in bodies),
        )
        for hop in hops
    ]


def endings_of(officer: Officer, case: Case, *, rule: str = "fifo") -> list[EndingShown]:
    """Return where the money of a case's current trace is, under one rule."""
    shown = trace_of(officer, case)
    return [] if shown is None else endings_in(shown, rule=rule)


def endings_in(shown: TraceShown, *, rule: str) -> list[EndingShown]:
    """Return where the money of a trace is, under one rule."""
    found = Ending.objects.filter(trace=shown.trace, rule=rule)
    return [
        EndingShown(
            e,
            shown.receipts.get(e.claim_id.rpartition("/")[0], ""),
            None if e.place is None else shown.places[e.place],
        )
        for e in found.order_by("ordinal")
    ]


def also_claimed(shown: TraceShown, *, rule: str) -> dict[int, int]:
    """Return at which places money is that other cases claim on the same account, and how many do.

    That both claim the same money this does not say: what came first belongs to the first victim,
    and the rest may suffice for the others.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM funds_also_claimed(%s, %s)", [shown.trace.pk, rule])
        return {int(place): int(cases) for place, cases in cursor.fetchall()}


def next_steps_in(shown: TraceShown) -> list[StepShown]:
    """Return what a trace proposes."""
    found = NextStep.objects.filter(trace=shown.trace).order_by("ordinal")
    return [StepShown(step, shown.places[step.place]) for step in found]


def _told(s: Statement) -> Told | None:
    """Return what a statement tells of its account."""
    start, end = s.covered_from or s.period_from, s.covered_to or s.period_to
    if start is None or end is None or start >= end:
        return None
    certainty: Certainty = "faulty"
    if s.outcome == "reconciled":
        certainty = "reconciled"
    elif s.outcome == "not_checkable":
        certainty = "stated" if s.period_from and s.period_to else "seen"
    account = AccountKey(s.account)
    return Told(account, s.currency, start, end, certainty, s.answer.name, str(s.answer_id))


def _places(officer: Officer, trace: Trace) -> dict[int, PlaceShown]:
    """Return the places of a trace, each as far as the officer sees it."""
    found = list(Place.objects.filter(trace=trace))
    accounts = {a.number: a for a in visible.accounts_visible_to(officer).filter(trace=trace)}
    bodies = _bodies(officer, (unit for place in found for unit in place.keepers))
    return {place.number: _place(place, accounts.get(place.number), bodies) for place in found}


def _place(place: Place, account: Account | None, bodies: Mapping[int, Body]) -> PlaceShown:
    """Return one place."""
    return PlaceShown(
        number=place.number,
        key=account.account if account else "",
        label=(account.printed or account.account) if account else place.masked,
        holder=account.holder if account else "",
        kind=place.kind,
        institution_names=place.institution_names,
        institution_printed=place.institution_printed,
        is_masked=account is None,
        keepers=tuple(bodies[unit] for unit in place.keepers if unit in bodies),
    )


def _bodies(officer: Officer, units: Iterable[int]) -> dict[int, Body]:
    """Return bodies by their keys, as far as an officer sees them."""
    wanted = set(units)
    if not wanted:
        return {}
    return {body.pk: body for body in bodies_visible_to(officer).filter(pk__in=wanted)}
