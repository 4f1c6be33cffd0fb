"""Drafting: what a plan proposes, written as the drafts that officers change, sign and send."""

from collections.abc import Iterable, Iterator
from typing import Any

from izdes.core.holds.asking import RequestDraft
from izdes.core.holds.caps import AccountCap
from izdes.core.holds.parts import units_in
from izdes.core.money.account import AccountKey
from izdes.core.orders.order import Cap, Period
from izdes.web.correspondence.orders.drafts import Asked, Draft, draft_json
from izdes.web.loop import wording
from izdes.web.loop.naming import subject_of
from izdes.web.loop.planning import SUSPENSION, Planned

Json = dict[str, Any]


def drafts_of(planned: Planned) -> Iterator[Json]:
    """Yield every draft of a plan: what to hold by rank, then what to ask."""
    for row, key, _ in planned.spots:
        if key:
            yield _order(planned, planned.caps[row.account, row.currency], key)
    for request in planned.asking[0]:
        yield _request(planned, request)


def _order(planned: Planned, cap: AccountCap, key: str) -> Json:
    """Return the draft of an order to hold money on one account."""
    parts = planned.open_parts(cap)
    minor, lang = units_in(parts), planned.scene.lang
    draft = Draft(
        basis=wording.ground_of_hold(cap, minor, lang),
        cap=Cap(minor, cap.currency, cap.rule, cap.digest()),
        days=planned.scene.measures[SUSPENSION].term_days or None,
        urgency="hot",
        parts=tuple(map(str, parts)),
    ).saying(
        fabula=wording.fabula(planned.followed, lang),
        why_hidden=wording.why_hidden(lang),
        found_at=wording.found_at(min(planned.followed.as_of, planned.scene.now)),
    )
    asked = _subject(cap.account, most_minor=minor)
    told = {"key": key, "layer": cap.layer, "trace": cap.digest(), "transfers": []}
    return {**_head(planned, SUSPENSION, cap.account), **told, **_body(draft, [asked])}


def _request(planned: Planned, request: RequestDraft) -> Json:
    """Return the draft of a request to one institution."""
    lang, questions = planned.scene.lang, request.questions
    demanded = dict.fromkeys(ask for q in questions for ask in q.ask)
    draft = Draft(
        basis=wording.ground_of_request(questions, lang),
        demanded=tuple(demanded),
        period=Period(request.period_from, request.period_to),
    ).saying(
        fabula=wording.fabula(planned.followed, lang),
        necessity=wording.necessity(questions, lang),
    )
    if "transfers" in planned.scene.measures[request.measure_id].fields:
        draft = draft.saying(transfers=wording.transfers(planned.followed, questions, lang))
    accounts = dict.fromkeys(q.account for q in questions)
    brought = {str(b.transfer_id) for q in questions for b in q.brought}
    return {
        **_head(planned, request.measure_id, questions[0].account),
        "key": f"{request.measure_id}:{request.institution}:{request.layer}",
        "layer": request.layer,
        "trace": "",
        "transfers": sorted(brought),
        **_body(draft, [_subject(account) for account in accounts]),
    }


def _head(planned: Planned, measure_id: str, account: AccountKey) -> Json:
    """Return to whom a draft goes, and what its measure needs."""
    measure = planned.scene.measures[measure_id]
    return {
        "measure": measure_id,
        "kind": measure.kind,
        "consent": measure.consent,
        "queue": measure.queue,
        "is_sealed": measure.is_sealed,
        "pack": planned.scene.law,
        "addressee": planned.scene.bodies[planned.institution_of(account)],
    }


def _subject(account: AccountKey, *, most_minor: int | None = None) -> Asked:
    """Return an account as the subject of a paper; whether it can be one was asked before."""
    subject = subject_of(account, most_minor=most_minor)
    if subject is None:
        raise LookupError(account.partition(":")[0])
    return Asked(subject, account)


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
