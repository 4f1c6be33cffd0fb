"""Planning: from a followed case to drafts, and to what is not drafted with its reason.

A trace leaves accounts where money may still lie, and accounts of which nobody knows what came
next. The first become orders to hold money, each for what came there of all victims' money and no
order is about yet; the second become requests, one an institution, layer and measure. The
arithmetic stands in `core.holds`; here it is given the names and addresses of an office.

The plan proposes. It drafts nothing about an account that another case's papers alone name: that
needs access first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from izdes.adapters.tables.statements import Judged
from izdes.adapters.words import Lang
from izdes.core.holds.asking import PAYEE, SECRECY, Desk, RequestDraft, asking_plan
from izdes.core.holds.balances import balance_questions
from izdes.core.holds.caps import AccountCap, caps_of, not_yet_held
from izdes.core.holds.parts import Part, Parts, units_in
from izdes.core.holds.pieces import Piece, pieces_of
from izdes.core.holds.questions import OF_TRANSFERS, Known, Question, questions_of
from izdes.core.holds.stays import departures
from izdes.core.holds.stopping import AskedBefore, Stopped, StopRules
from izdes.core.holds.whereabouts import Whereabout, whereabouts
from izdes.core.law.measures import Measure
from izdes.core.money.account import AccountKey
from izdes.core.orders.order import Cap, Period
from izdes.follow.run import Followed, faulty_accounts, said_payers
from izdes.web.correspondence.drafts import Asked, Draft, draft_json
from izdes.web.loop import wording
from izdes.web.loop.before import Before
from izdes.web.loop.limits import stop_rules
from izdes.web.loop.models import Rules
from izdes.web.loop.naming import subject_of

Json = dict[str, Any]
SUSPENSION = "freeze.suspension"
# Under which measure an institution of a kind is asked; banks and all others under secrecy.
_MEASURES = {"exchange": "request.crypto_exchange", "payment": "request.payment_organisation"}


@dataclass(frozen=True, slots=True)
class Place:
    """What the case may know of an account.

    Attributes:
        number: In the trace; None where there is none.
        is_own: The case's own papers name the account.
        masked: Its number with all but its end hidden.
    """

    number: int | None
    is_own: bool
    masked: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What a plan is made from, beside the trace.

    Attributes:
        case: Key of the case; empty for a complaint before it is one.
        others: Money of other cases on the same accounts.
        taken: Which of it their standing orders are about.
        place_of: What the case may know of an account.
        bodies: Institution of the register -> key of the body that it is in the office.
        measures: Measures in force, by name; what is missing is not drafted.
        law: Digest of the pack.
        runs: Whether anything may be drafted: the case is neither interrupted nor closed.
    """

    case: str
    others: tuple[Piece, ...]
    taken: tuple[Part, ...]
    place_of: Callable[[AccountKey], Place]
    bodies: Mapping[str, int]
    measures: Mapping[str, Measure]
    law: str
    lang: Lang
    runs: bool
    now: datetime


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

    def drafts(self) -> Iterator[Json]:
        """Yield every draft: what to hold by rank, then what to ask."""
        for row, key, _ in self.spots:
            if key:
                yield self._order(self.caps[row.account, row.currency], key)
        for request in self.asking[0]:
            yield self._request(request)

    def _order(self, cap: AccountCap, key: str) -> Json:
        """Return the draft of an order to hold money on one account."""
        parts = self.open_parts(cap)
        minor, lang = units_in(parts), self.scene.lang
        draft = Draft(
            basis=wording.ground_of_hold(cap, minor, lang),
            cap=Cap(minor, cap.currency, cap.rule, cap.digest()),
            days=self.scene.measures[SUSPENSION].term_days or None,
            urgency="hot",
            parts=tuple(map(str, parts)),
        ).saying(
            fabula=wording.fabula(self.followed, lang),
            why_hidden=wording.why_hidden(lang),
            found_at=wording.found_at(min(self.followed.as_of, self.scene.now)),
        )
        asked = self._subject(cap.account, most_minor=minor)
        told = {"key": key, "layer": cap.layer, "trace": cap.digest(), "transfers": []}
        return {**self._head(SUSPENSION, cap.account), **told, **_body(draft, [asked])}

    def _request(self, request: RequestDraft) -> Json:
        """Return the draft of a request to one institution."""
        lang, questions = self.scene.lang, request.questions
        demanded = dict.fromkeys(ask for q in questions for ask in q.ask)
        draft = Draft(
            basis=wording.ground_of_request(questions, lang),
            demanded=tuple(demanded),
            period=Period(request.period_from, request.period_to),
        ).saying(
            fabula=wording.fabula(self.followed, lang),
            necessity=wording.necessity(questions, lang),
        )
        if "transfers" in self.scene.measures[request.measure_id].fields:
            draft = draft.saying(transfers=wording.transfers(self.followed, questions, lang))
        accounts = dict.fromkeys(q.account for q in questions)
        brought = {str(b.transfer_id) for q in questions for b in q.brought}
        return {
            **self._head(request.measure_id, questions[0].account),
            "key": f"{request.measure_id}:{request.institution}:{request.layer}",
            "layer": request.layer,
            "trace": "",
            "transfers": sorted(brought),
            **_body(draft, [self._subject(account) for account in accounts]),
        }

    def _head(self, measure_id: str, account: AccountKey) -> Json:
        """Return to whom a draft goes, and what its measure needs."""
        measure = self.scene.measures[measure_id]
        return {
            "measure": measure_id,
            "kind": measure.kind,
            "consent": measure.consent,
            "queue": measure.queue,
            "is_sealed": measure.is_sealed,
            "pack": self.scene.law,
            "addressee": self.scene.bodies[self.institution_of(account)],
        }

    def _subject(self, account: AccountKey, *, most_minor: int | None = None) -> Asked:
        """Return an account as the subject of a paper; whether it can be one was asked before."""
        subject = subject_of(account, most_minor=most_minor)
        if subject is None:
            raise LookupError(account.partition(":")[0])
        return Asked(subject, account)

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


def _body(draft: Draft, asked: Iterable[Asked]) -> Json:
    """Return what a draft says, as it is kept."""
    return {"draft": draft_json(draft), "subjects": [_subject_json(one) for one in asked]}


def _subject_json(one: Asked) -> Json:
    """Return a subject as it is kept."""
    return {
        "kind": one.subject.kind,
        "value": one.subject.value,
        "card_digest": one.subject.digest,
        "most_minor": one.subject.most_minor,
        "account": one.account,
    }


def _prints_no_balance(judged: Judged) -> bool:
    """Say whether a statement was traced without a balance that would prove it."""
    is_unproven = judged.reconciliation.outcome == "not_checkable"
    return is_unproven and judged.statement.opening_minor is None


def _told(stopped: Stopped) -> str:
    """Return why a question is not asked."""
    return str(stopped.reason)
