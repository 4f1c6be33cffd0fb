"""Facts: what ties the accounts of a request to its case, hop by hop, each with its source row.

The hops are those of the case's current trace under the rule of the order. What else moves on the
account is what its statements in this case print: that tells how many others a hold would touch.
Where no statement is there, nobody knows, and the page says so.
"""

from dataclasses import dataclass

from django.db.models import Sum

from izdes.web.cases.models import Case
from izdes.web.correspondence.models import Request
from izdes.web.funds.selectors import HopShown, hops_of, statement_rows_of, trace_of
from izdes.web.funds.visible import rows_visible_to
from izdes.web.officers.models import Officer

_MOST_HOPS = 40


@dataclass(frozen=True, slots=True)
class Tie:
    """How one account of a request is tied to the case.

    Attributes:
        traced_minor: Traced money that came to it, under the rule.
        layer: How many steps it is from the victims.
        claims: How many payments of victims reached it, or left it.
        is_payer: The money left it: it is asked who got it.
        hops: The way there, in order; cut where it is long.
        credited_minor: All that came to it by its statements in this case; None without any.
    """

    account: str
    kind: str
    value: str
    traced_minor: int
    currency: str
    layer: int
    claims: int
    is_payer: bool
    hops: tuple[HopShown, ...]
    more: int
    credited_minor: int | None

    @property
    def other_minor(self) -> int | None:
        """Return what came to it besides the traced money; None where nobody knows."""
        if self.credited_minor is None:
            return None
        return max(0, self.credited_minor - self.traced_minor)


@dataclass(frozen=True, slots=True)
class Facts:
    """What ties a request to its case.

    Attributes:
        is_same_trace: The order was drafted from the trace that is shown.
        untied: How many of its subjects no trace leads to.
    """

    rule: str
    trace: int
    is_same_trace: bool
    ties: tuple[Tie, ...]
    untied: int

    @property
    def rule_code(self) -> str:
        """Return the rule as its words are named."""
        return self.rule.replace("-", "_")


def facts_of(officer: Officer, found: Request, rule: str = "") -> Facts | None:
    """Return what ties a request to its case; None where the case has no trace that is seen.

    Args:
        rule: Of the order; empty or unknown: that of the trace.
    """
    case = found.case
    shown = trace_of(officer, case) if case is not None else None
    if shown is None or case is None:
        return None
    rule = rule if rule in shown.trace.rules else shown.trace.rule
    hops = hops_of(officer, shown, rule=rule)
    subjects = list(found.subjects.order_by("position"))
    ties = [
        tie
        for one in subjects
        if one.account and (tie := _tie(officer, case, hops, one.account)) is not None
    ]
    return Facts(
        rule=rule,
        trace=shown.trace.number,
        is_same_trace=found.trace in {"", shown.trace.findings_digest},
        ties=tuple(ties),
        untied=len(subjects) - len(ties),
    )


def _tie(officer: Officer, case: Case, hops: list[HopShown], account: str) -> Tie | None:
    """Return how one account is tied to the case; None where no hop leads to it."""
    arriving = [one for one in hops if one.target.key == account]
    leaving = [] if arriving else [one for one in hops if one.source.key == account]
    found = arriving or leaving
    if not found:
        return None
    way = _way(hops, found)
    kind, _, rest = account.partition(":")
    return Tie(
        account=account,
        kind=kind,
        value=rest.rpartition(":")[2],
        traced_minor=sum(one.hop.amount_minor for one in found if not one.hop.behind),
        currency=found[0].hop.currency,
        layer=min(one.hop.step for one in found) - bool(leaving),
        claims=len({one.hop.claim_id for one in found}),
        is_payer=bool(leaving),
        hops=tuple(way[:_MOST_HOPS]),
        more=max(0, len(way) - _MOST_HOPS),
        credited_minor=None if leaving else _credited(officer, case, account),
    )


def _way(hops: list[HopShown], arriving: list[HopShown]) -> list[HopShown]:
    """Return the hops that lead to those that arrive, claim by claim, from the victims on."""
    reached = {(one.hop.claim_id, one.target.number): one.hop.step for one in arriving}
    found = set[int]()
    for one in sorted(hops, key=lambda h: -h.hop.step):
        claim = one.hop.claim_id
        if one.hop.step <= reached.get((claim, one.target.number), 0):
            found.add(one.hop.ordinal)
            before = reached.get((claim, one.source.number), 0)
            reached[claim, one.source.number] = max(before, one.hop.step - 1)
    return [one for one in hops if one.hop.ordinal in found]


def _credited(officer: Officer, case: Case, account: str) -> int | None:
    """Return what came to an account by its statements in a case; None where there is none."""
    statements = statement_rows_of(officer, case).filter(account=account)
    if not statements.exists():
        return None
    rows = rows_visible_to(officer).filter(statement__in=statements.values("pk"))
    return rows.filter(direction="credit").aggregate(total=Sum("amount_minor"))["total"] or 0
