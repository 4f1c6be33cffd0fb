"""Planning: from a followed case to drafts, and to what is not drafted with its reason.

A trace leaves accounts where money may still lie, and accounts of which nobody knows what came
next. The first become orders to hold money, each for what came there of all victims' money and no
order is about yet; the second become requests, one an institution, layer and measure. The
arithmetic stands in `core.holds`; here it is given the names and addresses of an office.

The plan proposes. It drafts nothing about an account that another case's papers alone name: that
needs access first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from izdes.adapters.tables.statements import Judged
from izdes.core.holds.asking import PAYEE, SECRECY, Desk, RequestDraft, asking_plan
from izdes.core.holds.balances import balance_questions
from izdes.core.holds.caps import AccountCap, caps_of, not_yet_held
from izdes.core.holds.parts import Parts, units_in
from izdes.core.holds.pieces import Piece, pieces_of
from izdes.core.holds.questions import OF_TRANSFERS, Known, Question, questions_of
from izdes.core.holds.stays import departures
from izdes.core.holds.stopping import AskedBefore, Stopped, StopRules
from izdes.core.holds.whereabouts import Whereabout, whereabouts
from izdes.core.money.account import AccountKey
from izdes.follow.run import Followed, faulty_accounts, said_payers
from izdes.web.loop.before import Before
from izdes.web.loop.limits import stop_rules
from izdes.web.loop.models import Rules
from izdes.web.loop.naming import subject_of
from izdes.web.loop.scene import Scene

SUSPENSION = "freeze.suspension"
# Under which measure an institution of a kind is asked; banks and all others under secrecy.
_MEASURES = {"exchange": "request.crypto_exchange", "payment": "request.payment_organisation"}


@dataclass(frozen=True)
class Planned:
    """What is proposed next, ready to be kept."""

    followed: Followed
    before: Before
    limits: Rules | None
    scene: Scene

    @cached_property
    def rules(self) -> StopRules:
        """The limits as the arithmetic takes them."""
        return stop_rules(self.limits)

    @cached_property
    def own(self) -> tuple[Piece, ...]:
        """The money of this case that may be held, piece by piece."""
        reported = {c.complaint_id: c.reported_at for c in self.followed.case.complaints}
        told = {p.claim_id: reported[p.complaint_id] for p in self.followed.match.payments}
        trace, ledger = self.followed.trace, self.followed.ledger
        return pieces_of(trace, ledger, case=self.scene.case, reported_at=told)

    @cached_property
    def caps(self) -> Mapping[tuple[AccountKey, str], AccountCap]:
        """The cap of every account of this case, over all cases."""
        own = {(p.account, p.currency) for p in self.own}
        every = [*self.own, *(p for p in self.scene.others if (p.account, p.currency) in own)]
        return {(c.account, c.currency): c for c in caps_of(every)}

    def open_parts(self, cap: AccountCap) -> Parts:
        """Return the money of a cap that no order of this case, and no standing one, is about."""
        return not_yet_held(cap, [*self.before.ordered, *self.scene.taken])

    @cached_property
    def ranked(self) -> tuple[Whereabout, ...]:
        """Where the money likely is, the most that no order holds first."""
        crews = dict(self.followed.links.series)
        whose = {p.claim_id: crews.get(p.complaint_id, "") for p in self.followed.match.payments}
        return whereabouts(
            self.own,
            departures(self.followed.trace, self.followed.ledger),
            crew_of=lambda claim: str(whose.get(claim, "")),
            looks=self.before.looks,
            now=self.scene.now,
        )

    @cached_property
    def spots(self) -> tuple[tuple[Whereabout, str, str], ...]:
        """Each account with the key of its draft, or with the reason why there is none."""
        found = []
        for row in self.ranked:
            reason = self._why_not_held(row)
            key = "" if reason else f"{SUSPENSION}:{row.account}:{row.currency}"
            found.append((row, key, reason))
        return tuple(found)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Everything that the trace leaves open."""
        judged = [j for j in self.followed.judged if not j.is_superseded]
        known = Known(
            can_be_named=lambda account: self.followed.addresses.of(account).can_be_frozen,
            said_payers=said_payers(self.followed.match),
            faulty=faulty_accounts(judged),
            not_ours=self.before.not_ours,
        )
        trace, ledger = self.followed.trace, self.followed.ledger
        unbalanced = (j.statement for j in judged if _prints_no_balance(j))
        return (
            *questions_of(trace, ledger, known, now=self.scene.now),
            *balance_questions(trace, ledger, unbalanced),
        )

    @cached_property
    def asking(self) -> tuple[tuple[RequestDraft, ...], tuple[tuple[Question, str, int], ...]]:
        """The requests to draft, and what is not asked with its reason and what it might find."""
        reasons = [(q, self._why_not_asked(q)) for q in self.questions]
        plan = asking_plan((q for q, reason in reasons if not reason), self._desk(), self.rules)
        stops = [(q, reason, q.traced_minor) for q, reason in reasons if reason]
        stops += [(s.question, _told(s), s.expected_minor) for s in plan.stopped]
        return plan.requests, tuple(stops)

    @property
    def is_at_the_end(self) -> bool:
        """Whether nothing is proposed and no answer is awaited."""
        requests, stops = self.asking
        asked = any(reason == "asked" for _, reason, _ in stops)
        return not (requests or asked or self.before.awaits or any(k for _, k, _ in self.spots))

    def institution_of(self, account: AccountKey) -> str:
        """Return the institution that keeps an account; empty where nobody knows."""
        found = self.followed.addresses.of(account).institution
        return "" if found is None else found.institution_id

    def _measure_of(self, institution: str) -> str:
        """Return the measure under which an institution is asked for what it keeps secret."""
        for found in self.followed.case.register.institutions:
            if found.institution_id == institution:
                return _MEASURES.get(found.kind, SECRECY)
        return SECRECY

    def _desk(self) -> Desk:
        """Return what the office knows when it asks."""
        likely = {(r.account, r.currency): r.likely_minor for r in self.ranked}
        return Desk(
            institution_of=self.institution_of,
            measure_of=self._measure_of,
            likely={place: minor for place, minor in likely.items() if minor is not None},
            held=self.before.held,
            before=tuple(self._awaited(one) for one in self.before.asked),
        )

    def _awaited(self, asked: AskedBefore) -> AskedBefore:
        """Return an open question as one up to now: what came since is asked after the answer."""
        if asked.state != "open":
            return asked
        return replace(asked, period_to=max(asked.period_to, self.scene.now))

    def _why_not_asked(self, question: Question) -> str:
        """Return why no question may be put at all; empty where it may."""
        if ("request", question.account) in self.before.left_alone:
            return "left_alone"
        is_of_payee = question.because in OF_TRANSFERS
        measure = self._measure_of(self.institution_of(question.account))
        return self._why_not_named(question.account, PAYEE if is_of_payee else measure)

    def _why_not_held(self, row: Whereabout) -> str:
        """Return why no order is drafted for an account; empty where one is."""
        cap = self.caps[row.account, row.currency]
        if not units_in(self.open_parts(cap)):
            return "held"
        if ("order", row.account) in self.before.left_alone:
            return "left_alone"
        if row.seen_minor == 0:
            return "empty"
        if row.traced_minor < self.rules.floor_minor:
            return "amount_floor"
        return self._why_not_named(row.account, SUSPENSION)

    def _why_not_named(self, account: AccountKey, measure_id: str) -> str:
        """Return why nothing is drafted about an account; empty where something may be."""
        measure = self.scene.measures.get(measure_id)
        if measure is None or not self.scene.runs:
            return "not_running"
        if not self.scene.case and not measure.may_precede_registration:
            return "not_registered"
        if not self.scene.place_of(account).is_own:
            return "access_needed"
        institution = self.institution_of(account)
        if not institution:
            return "institution_unknown"
        if institution not in self.scene.bodies:
            return "not_connected"
        return "" if subject_of(account) else "unnamed"


def _prints_no_balance(judged: Judged) -> bool:
    """Say whether a statement was traced without a balance that would prove it."""
    is_unproven = judged.reconciliation.outcome == "not_checkable"
    return is_unproven and judged.statement.opening_minor is None


def _told(stopped: Stopped) -> str:
    """Return why a question is not asked."""
    return str(stopped.reason)
