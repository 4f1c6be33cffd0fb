"""Limits: at what a trail is not followed further, as an officer set it for the whole country."""

from dataclasses import asdict
from datetime import timedelta

from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.core.holds.stopping import StopRules
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.editions import the_moment
from izdes.web.loop.models import Rules
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, roles_of
from izdes.web.officers.roles import Role

_WHOLE = 1000


class LimitsWrong(IzdesError):
    """A limit is outside of what it may be, or has no ground."""

    code = "loop_limits_wrong"


@transaction.atomic(durable=True)
def set_rules(*, rules: StopRules, ground: str, officer: Officer) -> Rules:
    """Set the limits at which trails of the whole country are not followed further.

    Raises:
        NotPermitted: He is no analyst of the headquarters.
        LimitsWrong: A limit is outside of what it may be, or no ground is named.
    """
    if Role.HQ_ANALYST not in roles_of(officer):
        raise NotPermitted(needs="set_loop_rules")
    again = rules.again_after // timedelta(hours=1)
    numbers = (rules.floor_minor, rules.cost_minor, again, rules.most_layers or 0)
    if min(numbers) < 0 or not 0 <= rules.onward_milli <= _WHOLE or not ground.strip():
        raise LimitsWrong
    kept = Rules.objects.create(
        floor_minor=rules.floor_minor,
        most_layers=rules.most_layers,
        cost_minor=rules.cost_minor,
        onward_milli=rules.onward_milli,
        again_hours=again,
        since=the_moment(),
        set_by=officer,
        ground=ground.strip(),
    )
    told = {**asdict(rules), "again_after": again}
    record(
        Event.LOOP_RULES_SET,
        officer=officer.pk,
        subject=Subject("loop_rules", str(kept.pk)),
        changes={f"loop_{name}": Change(None, str(value)) for name, value in told.items()}
        | {"ground": Change(None, kept.ground)},
    )
    return kept


def rules_now() -> Rules | None:
    """Return the limits that hold; None where nobody set any."""
    return Rules.objects.order_by("-since", "-pk").first()


def stop_rules(rules: Rules | None) -> StopRules:
    """Return limits as the plan takes them; without any everything is followed."""
    if rules is None:
        return StopRules()
    return StopRules(
        floor_minor=rules.floor_minor,
        most_layers=rules.most_layers,
        cost_minor=rules.cost_minor,
        onward_milli=rules.onward_milli,
        again_after=timedelta(hours=rules.again_hours),
    )
