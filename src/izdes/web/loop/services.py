"""Commands of the loop: a plan is made of a case, or of a complaint before it is one.

Nobody acts while it is made: it sees the whole country, drafts, and sends nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from izdes.adapters.words import Lang
from izdes.core.holds.parts import Part
from izdes.core.holds.pieces import Piece
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.measures import Measure
from izdes.core.law.pack import wordings
from izdes.core.law.release import LawPack
from izdes.core.money.account import AccountKey, is_virtual
from izdes.follow.findings import findings_of
from izdes.follow.run import Followed, follow_readings
from izdes.web.correspondence.holds.money import piece_of
from izdes.web.funds.case_folder import case_of, complaint_lines, told_of
from izdes.web.funds.services.tracing import found_in
from izdes.web.law.editions import as_reader, pack_for_machine, pack_in_force
from izdes.web.loop.asking_database import json_of, rows_of
from izdes.web.loop.before import before_of
from izdes.web.loop.keeping import keep, keep_nothing
from izdes.web.loop.limits import rules_now
from izdes.web.loop.models import Rules
from izdes.web.loop.planning import Planned
from izdes.web.loop.scene import Place, Scene

_TAIL = 4


def due_turns() -> list[tuple[int, int | None, int | None, int]]:
    """Return whose turn it is: turn, case or complaint, and what was asked; where nobody acts."""
    return [tuple(row) for row in rows_of("SELECT * FROM loop_due()")]


def plan_case(turn: int, case: int, *, asked: int) -> int | None:
    """Plan for a case; return the number of the plan, None where there is none.

    It is planned from what the current trace found. Where that is not in memory the trace is made
    again, and only where it says what is kept is it planned from: where something changed
    meanwhile, a further trace is on its way, and with it a turn.
    """
    kept = rows_of("SELECT * FROM loop_trace_of(%s)", case)
    found = None
    if kept:
        trace, findings, since = kept[0]
        found = found_in(case, trace, since=since, findings=findings)
    if found is None:
        keep_nothing(turn, asked)
        return None
    followed, parts = found.followed, found.parts
    places = {
        account: Place(number, case in parts.sources[account], _masked(followed, account))
        for account, number in parts.places.items()
    }
    planned = _planned(followed, places, case=case, complaint=None)
    return keep(turn, asked, planned, {"trace": trace, "findings": findings}, case=case)


def plan_complaint(turn: int, complaint: int, *, asked: int) -> int | None:
    """Plan for a complaint that nobody decided on; return the number of the plan, None for none."""
    told = told_of(rows_of("SELECT loop_complaint(%s)", complaint))
    case = case_of(complaint_lines(told), (), pack_for_machine())
    if case is None:
        keep_nothing(turn, asked)
        return None
    followed = follow_readings(case, (), as_of=None, watch=_unwatched)
    if not followed.claims:
        keep_nothing(turn, asked)
        return None
    planned = _planned(followed, {}, case=None, complaint=complaint)
    head = {"trace": None, "findings": findings_of(followed)["digest"]}
    return keep(turn, asked, planned, head, case=None)


def _planned(
    followed: Followed,
    places: Mapping[AccountKey, Place],
    *,
    case: int | None,
    complaint: int | None,
) -> Planned:
    """Return what is proposed, with all that the office knows beside the trace."""
    law, rules = _law_and_rules()
    now = timezone.now()
    # First of all: what is signed from here on is not in the plan, which then is not kept.
    ((drafts,),) = rows_of("SELECT loop_drafts(%s, %s)", case, complaint)
    before = before_of(
        [json_of(row) for row in rows_of("SELECT loop_before(%s, %s)", case, complaint)]
    )
    language, runs = rows_of("SELECT * FROM loop_standing(%s, %s)", case, complaint)[0]
    accounts = sorted({r.account for r in followed.trace.resting if not is_virtual(r.account)})
    scene = Scene(
        case="" if case is None else str(case),
        drafts=drafts,
        others=_others(accounts, case),
        taken=_taken(accounts, case),
        place_of=lambda account: (
            places.get(account) or Place(None, case is None, _masked(followed, account))
        ),
        bodies=_bodies(followed, accounts),
        measures=_measures(law, now),
        law=law.ref.digest,
        lang=_language(language),
        runs=runs,
        now=now,
    )
    return Planned(followed, before, rules, scene)


def _law_and_rules() -> tuple[LawPack, Rules | None]:
    """Return the law and the limits in force, which whoever holds a post may read."""
    with as_reader():
        return pack_in_force(), rules_now()


def _others(accounts: list[AccountKey], case: int | None) -> tuple[Piece, ...]:
    """Return the money of other cases on some accounts."""
    rows = rows_of("SELECT loop_pieces_on(%s, %s)", accounts, case or 0)
    return tuple(piece_of(json_of(row)) for row in rows)


def _taken(accounts: list[AccountKey], case: int | None) -> tuple[Part, ...]:
    """Return which money on them the standing orders of other cases are about."""
    rows = rows_of("SELECT loop_taken_on(%s, %s)", accounts, case or 0)
    return tuple(Part.parse(text) for (text,) in rows)


def _bodies(followed: Followed, accounts: Iterable[AccountKey]) -> Mapping[str, int]:
    """Return the bodies of the office that keep accounts of the trace, by institution."""
    payers = {t.payer.account for t in followed.ledger.transfers}
    keepers = (followed.addresses.of(a).institution for a in {*accounts, *payers})
    names = sorted({k.institution_id for k in keepers if k is not None})
    return dict(rows_of("SELECT * FROM loop_bodies(%s)", names))


def _measures(law: LawPack, now: datetime) -> Mapping[str, Measure]:
    """Return the measures in force."""
    return {m.measure_id: m for m in wordings(law) if m.holds_on(local_day(now))}


def _masked(followed: Followed, account: AccountKey) -> str:
    """Return a number of which only the end is shown."""
    digits = "".join(followed.addresses.of(account).printed.split())
    return f"•••• {digits[-_TAIL:]}" if len(digits) > _TAIL else "••••"


def _language(text: str) -> Lang:
    """Return the language of the proceedings; Kazakh where papers have no form in it."""
    return "ru" if text == "ru" else "kk"


def _unwatched(step: str, done: int, total: int) -> None:
    """Let nobody watch."""
