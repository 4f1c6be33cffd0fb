"""Keeping: a plan and its drafts go into the tables in one transaction, and into the journal."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from izdes.web.correspondence.holds.money import keep_traced
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.loop.asking_database import rows_of
from izdes.web.loop.drafting import drafts_of
from izdes.web.loop.planning import Planned

Json = dict[str, Any]


def keep_nothing(turn: int, asked: int) -> None:
    """Note that there was nothing to plan from."""
    rows_of("SELECT loop_nothing(%s, %s)", turn, asked)


@transaction.atomic(durable=True)
def keep(turn: int, asked: int, planned: Planned, head: Json, *, case: int | None) -> int | None:
    """Keep a plan, and record it where it changed anything.

    None where another job was first, or an officer was: who signs or changes a draft while it is
    planned lets the turn stay due.

    Args:
        head: The trace that it rests on, and the digest of its findings.
    """
    rules = planned.limits
    told = {
        **head,
        "rules": rules and rules.pk,
        "is_at_the_end": planned.is_at_the_end,
        "drafts": planned.scene.drafts,
    }
    given = (told, list(drafts_of(planned)), list(_spots(planned)), list(_stops(planned)))
    texts = [json.dumps(one) for one in given]
    kept = rows_of("SELECT * FROM loop_keep(%s, %s, %s, %s, %s, %s)", turn, asked, *texts)
    if not kept:
        return None
    if case is not None:
        keep_traced(case, trace=head["findings"], pieces=planned.own)
    plan, *counts = kept[0]
    if any(counts):
        names = ("loop_drafted", "loop_changed", "loop_withdrawn")
        counted = {n: Change(None, str(count)) for n, count in zip(names, counts, strict=True)}
        record(
            Event.LOOP_PLANNED,
            officer=None,
            subject=Subject("plan", str(plan)),
            changes={**counted, "trace_findings": Change(None, head["findings"])},
            case=case,
            pack=planned.scene.law,
        )
    return int(plan)


def _spots(planned: Planned) -> Iterator[Json]:
    """Yield the accounts where money may be, as they are kept."""
    for row, key, reason in planned.spots:
        place = planned.scene.place_of(row.account)
        cap = planned.caps[row.account, row.currency]
        yield {
            "rank": row.rank,
            "place": place.number,
            "account": row.account if place.is_own else "",
            "masked": place.masked,
            "institution": planned.institution_of(row.account),
            "currency": row.currency,
            "traced_minor": row.traced_minor,
            "cap_minor": sum(part.units for part in planned.open_parts(cap)),
            "likely_minor": row.likely_minor,
            "caught_minor": row.caught_minor,
            "loss_per_hour_minor": row.loss_per_hour_minor,
            "basis": row.basis,
            "arrived_last": row.arrived_last.isoformat(),
            "key": key,
            "reason": reason,
        }


def _stops(planned: Planned) -> Iterator[Json]:
    """Yield the questions that are not asked, as they are kept."""
    for ordinal, (question, reason, expected) in enumerate(planned.asking[1]):
        place = planned.scene.place_of(question.account)
        yield {
            "ordinal": ordinal,
            "place": place.number,
            "masked": place.masked,
            "institution": planned.institution_of(question.account),
            "because": question.because,
            "reason": reason,
            "traced_minor": question.traced_minor,
            "expected_minor": expected,
            "currency": question.currency,
            "layer": question.layer,
        }
