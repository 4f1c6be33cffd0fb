"""Proposing: what the trace of a case asks for next, as drafts, one an institution and a layer.

A proposal is the machine's: an officer chooses which become drafts, and each draft can be changed.
What was asked already, and what goes to an institution that the office has no body for, is shown
and not drafted. That an account lies on a layer depends on the rule of the trace.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from izdes.adapters.words import Lang, amount, entries, moment, say
from izdes.core.law.needed import what_is_needed
from izdes.core.orders.order import Cap, Period, Said
from izdes.core.orders.subjects import Subject, SubjectKind
from izdes.core.orders.wrong import PaperWrong
from izdes.web.cases.models import Case
from izdes.web.correspondence.models import RequestSubject
from izdes.web.correspondence.orders.drafts import Asked, Draft
from izdes.web.correspondence.selectors import subjects_visible_to
from izdes.web.funds.models import Claim, Hop
from izdes.web.funds.selectors import StepShown, TraceShown, claims_in, next_steps_in
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.selectors import bodies_visible_to

SUSPENSION = "freeze.suspension"
_OVER = ("withdrawn", "closed", "refused", "not_accepted")
_KINDS: Mapping[str, SubjectKind] = {"iban": "iban", "card": "card", "phone": "phone"}
_PAYEE = "request.identify_payee"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One request or order that the trace asks for.

    Attributes:
        key: Names it in a form.
        body: The institution as a body of the office; None where there is none.
        named: What the institution is called where it is no body.
        known: Number of the request that asked the same before; empty for none.
    """

    key: str
    layer: int
    measure: str
    body: Body | None
    named: str
    asked: tuple[Asked, ...]
    traced_minor: int
    currency: str
    because: tuple[str, ...]
    period: Period | None
    known: str = ""
    known_id: int | None = None
    steps: tuple[StepShown, ...] = field(default=(), repr=False)

    @property
    def can_be_drafted(self) -> bool:
        """Say whether there is somebody to send it to, something to ask about, and no doubt."""
        return bool(self.body and self.asked and not self.known)


def proposals(officer: Officer, case: Case, shown: TraceShown, lang: Lang) -> list[Proposal]:
    """Return what a trace asks for, layer by layer, what is held before what is asked."""
    layers = layers_of(shown)
    groups: defaultdict[tuple[int, str, str], list[StepShown]] = defaultdict(list)
    for one in next_steps_in(shown):
        kind = SUSPENSION if one.step.kind == "freeze" else str(one.step.details["measure"])
        named = one.step.institution or one.step.institution_printed
        groups[layers.get(one.step.place, 0), kind, named].append(one)
    bodies = _bodies(officer, (name for _, _, name in groups))
    before = _before(officer, case)
    return [
        _proposal(key, groups[key], bodies.get(key[2]), before, lang)
        for key in sorted(groups, key=lambda k: (k[0], not k[1].startswith("freeze"), k[2]))
    ]


def layers_of(shown: TraceShown) -> dict[int, int]:
    """Return how many steps each place of a trace is from the victims, under the trace's rule."""
    rows = Hop.objects.filter(trace=shown.trace, rule=shown.trace.rule)
    found: dict[int, int] = {}
    for place, step in rows.values_list("target", "step"):
        found[place] = min(step, found.get(place, step))
    return found


def subject_of_key(key: str) -> Subject | None:
    """Return an account of the ledger as a subject; None where an order cannot name it.

    >>> subject_of_key("@cash:HSBKKZKX") is None
    True
    """
    kind, _, rest = key.partition(":")
    if kind == "wallet":
        named, value = "wallet", rest
    else:
        named, value = str(_KINDS.get(kind, "")), rest.rpartition(":")[2]
    try:
        return Subject(named, value) if named else None  # type: ignore[arg-type] # checked inside
    except PaperWrong:
        return None


def draft_of_proposal(
    proposal: Proposal, case: Case, shown: TraceShown, *, at: datetime, lang: Lang
) -> Draft:
    """Return a draft with everything that the trace can say; an officer reads it through.

    Args:
        lang: The language of the proceedings: the words go into a paper.
    """
    law = pack_in_force()
    needed = what_is_needed(proposal.measure, on=at.date(), law=law)
    is_hold = proposal.measure == SUSPENSION
    words = _words(proposal, case, shown, at=at, lang=lang)
    said = (Said(name, words[name]) for name in sorted(words) if name in needed.measure.fields)
    return Draft(
        basis="; ".join(norm.cited.in_language(lang) for norm in needed.norms[:1]),
        demanded=() if is_hold or "demanded" not in needed.measure.fields else ("movements",),
        period=proposal.period if "period" in needed.measure.fields else None,
        cap=_cap(proposal, shown) if is_hold else None,
        days=needed.measure.term_days if is_hold else None,
        said=tuple(said),
        urgency="one_day" if is_hold else "three_days",
    )


def _proposal(
    key: tuple[int, str, str],
    steps: list[StepShown],
    body: Body | None,
    before: Mapping[tuple[str, str, bool], tuple[int, str]],
    lang: Lang,
) -> Proposal:
    """Return the proposal of one group."""
    layer, measure, named = key
    is_hold = measure.startswith("freeze.")
    asked = tuple(_asked(steps))
    known = [before.get((a.subject.kind, a.subject.value, is_hold)) for a in asked]
    first = steps[0].step
    names = first.institution_names or {}
    # Where some were asked before and others not, only the others are asked.
    left = tuple(one for one, was in zip(asked, known, strict=True) if was is None)
    earlier = next((was for was in known if was is not None), None) if not left else None
    return Proposal(
        key=f"{layer}|{measure}|{named}",
        layer=layer,
        measure=measure,
        body=body,
        named=names.get(lang, "") or first.institution_printed or "—",
        asked=left or asked,
        traced_minor=sum(one.step.amount_minor for one in steps),
        currency=first.currency,
        because=tuple(dict.fromkeys(s.step.because for s in steps if s.step.because)),
        period=_period(steps),
        known=earlier[1] if earlier else "",
        known_id=earlier[0] if earlier else None,
        steps=tuple(steps),
    )


def _asked(steps: Iterable[StepShown]) -> Iterator[Asked]:
    """Yield the accounts of steps that a paper can name, each once; of a hold its own most."""
    seen = set[str]()
    for one in steps:
        subject = subject_of_key(one.place.key)
        if subject is None or one.place.key in seen:
            continue
        seen.add(one.place.key)
        if one.step.kind == "freeze":
            subject = Subject(subject.kind, subject.value, most_minor=one.step.amount_minor)
        yield Asked(subject, one.place.key)


def _period(steps: Iterable[StepShown]) -> Period | None:
    """Return the shortest period that holds those of all steps; None where they have none."""
    begins = [one.step.period_from for one in steps if one.step.period_from]
    ends = [one.step.period_to for one in steps if one.step.period_to]
    if not begins or not ends or min(begins) >= max(ends):
        return None
    return Period(min(begins), max(ends))


def _cap(proposal: Proposal, shown: TraceShown) -> Cap:
    """Return the most that may be held, as this trace says."""
    minor = sum(one.subject.most_minor or 0 for one in proposal.asked)
    return Cap(minor, proposal.currency, shown.trace.rule, shown.trace.findings_digest)


def _words(
    proposal: Proposal, case: Case, shown: TraceShown, *, at: datetime, lang: Lang
) -> dict[str, str]:
    """Return what a draft says in words, as far as the trace knows it."""
    claims = list(claims_in(shown.trace))
    known = entries()
    reasons = (f"paper_because.{name}" for name in proposal.because)
    because = "; ".join(say(code, lang) for code in reasons if code in known)
    return {
        "fabula": _fabula(claims, case, lang),
        "necessity": " ".join(filter(None, (because, _way(proposal, lang)))),
        "transfers": "; ".join(_transfers(proposal, shown)),
        "why_hidden": say("corr_why_hidden", lang),
        "why_instrument": say("corr_why_hidden", lang),
        "protected_answer": "asked",
        "found_at": moment(at),
        "moment": moment(at),
    }


def _fabula(claims: list[Claim], case: Case, lang: Lang) -> str:
    """Return what happened, as a sentence: how many were deceived, of how much."""
    total = sum(one.amount_minor for one in claims if one.currency == "KZT")
    victims = len({one.complaint_id for one in claims})
    return say("corr_fabula", lang, case=case.number, victims=victims, amount=amount(total, "KZT"))


def _way(proposal: Proposal, lang: Lang) -> str:
    """Return how much came to the accounts, and at which step."""
    came = amount(proposal.traced_minor, proposal.currency)
    return say("corr_way", lang, amount=came, layer=proposal.layer or "—")


def _transfers(proposal: Proposal, shown: TraceShown) -> Iterator[str]:
    """Yield the transfers whose payee is asked for."""
    if proposal.measure != _PAYEE:
        return
    numbers = {one.step.place for one in proposal.steps}
    for place in sorted(numbers):
        found = shown.places[place]
        yield found.label


def _bodies(officer: Officer, names: Iterable[str]) -> dict[str, Body]:
    """Return the bodies of institutions by their names in the law pack's register."""
    wanted = {name for name in names if name}
    found = bodies_visible_to(officer).filter(institution__in=wanted).exclude(bin="")
    return {str(body.institution): body for body in found}


def _before(officer: Officer, case: Case) -> dict[tuple[str, str, bool], tuple[int, str]]:
    """Return what was asked in a case and is not over: subject, and whether it was to be held."""
    rows = subjects_visible_to(officer).filter(request__case=case)
    rows = rows.exclude(request__state__in=_OVER).select_related("request").order_by("pk")
    return {_known_as(row): (row.request_id, row.request.number) for row in rows}


def _known_as(row: RequestSubject) -> tuple[str, str, bool]:
    """Return what a subject of an earlier request is known by."""
    return row.kind, row.value, row.request.measure.startswith("freeze.")
