"""Rounds of the loop: the machine plans, officers send, banks answer from a twin's files."""

import random
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import connections
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence import desk
from tests.web.funds.worked import answers_of, run_jobs, take_complaints

from izdes.adapters.statements import read_bytes
from izdes.cli.demo_banks import twin_law_texts
from izdes.core.law.institutions import register_on
from izdes.core.law.release import read_pack
from izdes.core.orders.answers import HoldAnswer
from izdes.follow.findings import findings_of
from izdes.follow.run import follow
from izdes.web.cases.models import Case
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.services import change_draft
from izdes.web.funds.models import Trace
from izdes.web.funds.tasks import trace_due
from izdes.web.loop.models import Plan
from izdes.web.loop.tasks import answers_due, plan_due

LEAD = desk.LEAD
_MOST_ROUNDS = 40


def complained(cast: Cast, twin: Path) -> Case:
    """Return a running case with a twin's complaints, traced and planned for."""
    case = desk.running_case(cast, "money")
    take_complaints(cast, LEAD, "money", twin)
    work()
    return case


def work() -> None:
    """Let the worker do what is due, until nothing is."""
    for step in (trace_due, answers_due, trace_due, plan_due):
        step()
        run_jobs()


def files_by_account(twin: Path) -> Mapping[str, dict[str, bytes]]:
    """Return a twin's bank files by the account that each is about."""
    register = register_on(now().date(), read_pack(twin_law_texts()))
    found: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
    for path in answers_of(twin):
        data = path.read_bytes()
        read = read_bytes(data, name=path.name, register=register, manifest={})
        for statement in read.statements:
            found[statement.account][path.name] = data
    return found


def drafts_of(case: Case) -> list[Request]:
    """Return what is drafted in a case; whoever acts must see it."""
    return list(Request.objects.filter(case=case, state="draft").order_by("pk"))


def plan_of(case: Case) -> Plan:
    """Return the latest plan of a case."""
    return Plan.objects.filter(case=case).latest("pk")


def sent(cast: Cast, request: Request) -> Request:
    """Let the lead complete what only he can say, sign and send, a prosecutor consenting."""
    if request.kind == "order":
        with cast.acts(LEAD) as lead:
            told = draft_of(request.draft).saying(protected_answer="asked")
            change_draft(request=request, draft=told, officer=lead)
    return desk.sent(cast, request)


def answered(cast: Cast, request: Request, files: Mapping[str, dict[str, bytes]]) -> None:
    """Let the addressee answer: with its files on the accounts asked, and that nothing is held."""
    with cast.acts(LEAD):
        bank = f"at_{(request.addressee.institution or '').lower()}"
        accounts = list(request.subjects.values_list("account", flat=True))
    desk.accepted(cast, request, bank)
    given = {name: data for a in accounts for name, data in files.get(a, {}).items()}
    holds: tuple[HoldAnswer, ...] = ()
    if request.kind == "order":
        holds, given = _empty(request, accounts), {}
    paper = desk.answer_to(request, files=given, holds=holds)
    desk.answered(cast, request, paper, files=given, login=bank)


def followed_to_the_end(
    cast: Cast, case: Case, files: Mapping[str, dict[str, bytes]], rng: random.Random | None = None
) -> int:
    """Let every request be sent and answered until none is drafted any more; return the rounds.

    Args:
        rng: Where given, each round answers some of the drafts, in an order of chance.
    """
    for done in range(_MOST_ROUNDS):
        with cast.acts(LEAD):
            drafts = [r for r in drafts_of(case) if r.kind == "request"]
        if not drafts:
            return done
        if rng is not None:
            drafts = rng.sample(drafts, rng.randint(1, len(drafts)))
        for request in drafts:
            answered(cast, sent(cast, request), files)
        work()
    return _MOST_ROUNDS


def asked_again(case: Case) -> None:
    """Let a plan be due once more, as after an answer."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT loop_ask_case(%s)", [case.pk])


def totals_of(trace: Trace) -> set[tuple[str, str, str]]:
    """Return how much ended in which way."""
    return _totals(trace.summary["by_rule"]["fifo"])


def totals_at_once(
    folder: Path, twin: Path, files: Mapping[str, bytes]
) -> set[tuple[str, str, str]]:
    """Return the same of a case folder that is given everything at once.

    Args:
        folder: Where the case folder is written; it does not exist yet.
    """
    (folder / "statements").mkdir(parents=True)
    for name in ("complaints.jsonl", "institutions.csv"):
        shutil.copy(twin / name, folder / name)
    for name, data in files.items():
        (folder / "statements" / name).write_bytes(data)
    followed = follow(folder, as_of=None, jobs=1, watch=lambda *_: None)
    return _totals(findings_of(followed)["summary"]["endings"])


def _totals(told: Iterable[Mapping[str, str]]) -> set[tuple[str, str, str]]:
    """Return totals as a set."""
    return {(e["ending"], e["currency"], e["amount_minor"]) for e in told}


def _empty(request: Request, accounts: list[str]) -> tuple[HoldAnswer, ...]:
    """Return that nothing lies on the accounts of an order."""
    return tuple(
        HoldAnswer(one, account, "empty", 0, "KZT", now(), None, None)
        for one, account in zip(desk.named(request), accounts, strict=True)
    )
