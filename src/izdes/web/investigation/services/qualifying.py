"""Qualifying: an officer puts the act under norms; the program only suggested."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.core.law.qualification import Facts, suggest
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.investigation.changing import require_unchanged
from izdes.web.investigation.facts import facts_json
from izdes.web.investigation.models import Qualification
from izdes.web.investigation.norms import require_norms
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer


class QualificationReasonMissing(IzdesError):
    """Whoever decides otherwise than was suggested says why."""

    code = "qualification_reason_missing"


class QualificationNamesNothing(IzdesError):
    """A qualification names at least one norm."""

    code = "qualification_names_nothing"


@transaction.atomic(durable=True)
def decide_qualification(
    *,
    case: Case,
    norms: Sequence[str],
    facts: Facts,
    officer: Officer,
    reason: str = "",
    seen: int = 0,
) -> Qualification:
    """Decide under which norms the act falls; decisions before it stay.

    Args:
        norms: Points of the law pack that hold on the day of the act.
        facts: What the suggestion was made for, as the officer supposed it.
        seen: Key of the decision that was shown as the present one; 0 where there was none.

    Raises:
        NotPermitted: The officer does not work on the case.
        ChangedMeanwhile: Another was decided since.
        QualificationNamesNothing: No norm is named.
        NormNotInForce: The law of the day of the act has no such norm.
        QualificationReasonMissing: It is not what is suggested, and nobody says why.
    """
    require_case(officer, case, "write")
    # Locked, so that of two decisions the second sees the first.
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    rows = Qualification.objects.filter(case=held).select_related("decided_by")
    if (last := rows.order_by("-pk").first()) is not None:
        require_unchanged(seen=seen, now=last.pk, by=last.decided_by)
    law = pack_in_force()
    if not norms:
        raise QualificationNamesNothing
    named = [norm.norm_id for norm in require_norms(norms, on=facts.day, law=law)]
    suggested = _suggested(facts, named, law)
    if named != suggested and not reason.strip():
        raise QualificationReasonMissing
    made = Qualification.objects.create(
        case=held,
        norms=named,
        suggested=suggested,
        facts=facts_json(facts),
        reason=reason.strip(),
        decided_by=officer,
        decided_at=Now(),
        pack=law.ref.digest,
    )
    changes = {"norms": Change(", ".join(last.norms) if last else None, ", ".join(named))}
    if made.reason:
        changes["reason"] = Change(None, made.reason)
    decided(
        Event.QUALIFICATION_DECIDED,
        under=law.ref,
        officer=officer,
        subject=Subject("case", str(held.pk)),
        changes=changes,
        case=held.pk,
        norm=named[0],
    )
    made.refresh_from_db()
    return made


def _suggested(facts: Facts, named: list[str], law: LawPack) -> list[str]:
    """Return the points of the suggestion that was followed, or of all where none was."""
    every = [sorted(norm.norm_id for norm in one.points) for one in suggest(facts, law)]
    if named in every:
        return named
    return sorted({name for points in every for name in points})
