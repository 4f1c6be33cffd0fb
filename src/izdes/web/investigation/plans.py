"""Plans: the tactical plan of a case, by its methods and the routes by which its money left.

What a victim told of her payments only proposes routes; an officer adds those that he knows of. The
tasks, who does them and until when are data of the law pack; see `izdes.core.law.plans`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from izdes.core.law.plans import Task as PlanTask
from izdes.core.law.plans import in_order, plan_for, tasks
from izdes.core.law.recordings import Recording as RecordingKind
from izdes.core.law.recordings import recordings
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case, Payment
from izdes.web.cases.selectors import (
    complaints_visible_to,
    loans_visible_to,
    mentions_visible_to,
    payments_visible_to,
)
from izdes.web.investigation.models import Task
from izdes.web.investigation.visible import tasks_visible_to
from izdes.web.officers.models import Officer

# What must be offered before somebody travels or another region is asked.
REMOTE = "persons.remote"
INSTRUCTION = "persons.instruction"
EXAMINATION = "examination"
_UNKNOWN = "OTHER"
_OF_CHANNEL = {
    "cash": "cash_courier",
    "terminal": "e_wallet",
    "courier": "cash_courier",
    "atm": "cash_atm",
    "card": "card_payment",
    "qr": "card_payment",
    "phone": "phone_balance",
    "wallet": "e_wallet",
    "crypto": "crypto",
    "abroad": "abroad",
}
_CRYPTO = frozenset({"wallet", "btc", "eth", "tron", "ltc", "ton", "sol", "tx_hash"})


@dataclass(frozen=True, slots=True)
class Shown:
    """What the complaints of a case show: methods and routes, in the order of the law pack."""

    schemes: tuple[str, ...]
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The plan of a case: what it is made for, and its tasks that nobody has decided on yet."""

    shown: Shown
    tasks: tuple[PlanTask, ...]


def shown_by(officer: Officer, case: Case, law: LawPack) -> Shown:
    """Return which methods and routes a case shows so far."""
    told = list(
        complaints_visible_to(officer)
        .filter(case=case)
        .values_list("pk", "scheme", "proposed_scheme")
    )
    schemes = {case.scheme, *(said or proposed for _, said, proposed in told)}
    keys = [pk for pk, _, _ in told]
    paid = payments_visible_to(officer).filter(complaint__in=keys)
    routes = {route for payment in paid for route in _routes(payment)}
    kinds = mentions_visible_to(officer).filter(complaint__in=keys, role="recipient")
    if _CRYPTO & set(kinds.values_list("identifier__kind", flat=True)):
        routes.add("crypto")
    if loans_visible_to(officer).filter(complaint__in=keys).exists():
        routes.add("micro_loan")
    return Shown(known_schemes(schemes, law) or (_UNKNOWN,), known_routes(routes, law))


def proposed_plan(
    officer: Officer, case: Case, shown: Shown, *, on: date, law: LawPack
) -> Proposal:
    """Return the tasks for these methods and routes that stand neither open nor closed in a case.

    Raises:
        UnknownScheme: The law has no plan for such a method.
        UnknownRoute: The law knows no such route.
    """
    decided = set(tasks_visible_to(officer).filter(case=case).values_list("code", flat=True))
    return Proposal(
        shown, tuple(task for task in plan_of(shown, on=on, law=law) if task.task_id not in decided)
    )


def plan_of(shown: Shown, *, on: date, law: LawPack) -> tuple[PlanTask, ...]:
    """Return the plan for several methods: every task once, each after what it waits for."""
    found: dict[str, PlanTask] = {}
    for scheme in shown.schemes or (_UNKNOWN,):
        for task in plan_for(scheme, shown.routes, on, law=law):
            found.setdefault(task.task_id, task)
    return in_order(found.values())


def plan_tasks(law: LawPack) -> dict[str, PlanTask]:
    """Return every task of a law by its name."""
    return {task.task_id: task for task in tasks(law)}


def recording_kinds(law: LawPack) -> dict[str, RecordingKind]:
    """Return every kind of recording of a law by its name."""
    return {kind.recording_id: kind for kind in recordings(law)}


def known_schemes(given: Collection[str], law: LawPack) -> tuple[str, ...]:
    """Return those methods that a law knows, in its order."""
    return tuple(e["scheme"] for e in law.tables["schemes.yaml"] if e["scheme"] in given)


def known_routes(given: Collection[str], law: LawPack) -> tuple[str, ...]:
    """Return those routes that a law knows, in its order."""
    return tuple(e["route"] for e in law.tables["routes.yaml"] if e["route"] in given)


def is_remote_offered(rows: Iterable[Task]) -> bool:
    """Say whether remote interrogation stands in a case, be it that it was left out."""
    return any(row.code == REMOTE for row in rows)


def _routes(payment: Payment) -> set[str]:
    """Return by which routes a payment may have left."""
    found = {_OF_CHANNEL[payment.channel]} if payment.channel in _OF_CHANNEL else set()
    if payment.from_bank and payment.to_bank:
        found.add("same_bank" if payment.from_bank == payment.to_bank else "other_bank")
    elif payment.to_bank or payment.to_raw:
        # Where nothing says otherwise the money is looked for wherever it may have gone.
        found.add("other_bank")
    return found
