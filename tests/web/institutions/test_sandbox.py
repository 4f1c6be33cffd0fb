"""The sandbox against the real site: whatever goes wrong on the way, nothing is lost."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    IBAN,
    MOVEMENTS,
    OTHER_IBAN,
    SUSPENSION,
    asked,
    drafted,
    running_case,
    sent,
)
from tests.web.correspondence.refunds import HERS, refund_sent
from tests.web.institutions.conftest import Program
from tests.web.institutions.contours import SiteClient

from izdes.adapters.exchange.client import Call, Reply, Site, Transport
from izdes.adapters.exchange.conduct import LossyTransport, Rates
from izdes.adapters.exchange.faults import ExchangeUnreachable
from izdes.adapters.exchange.keeping import Keeping
from izdes.adapters.exchange.sandbox import Manners, Sandbox
from izdes.adapters.messages.letters import read_answer
from izdes.adapters.messages.making.books import Books, Holder, books_of
from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import Party, Transfer, TransferId
from izdes.web.correspondence.models import Answer, Hold, Request
from izdes.web.institutions.taking import take_waiting, undelivered

SINCE = datetime(2026, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)
# The same in one contour and in two.
both = pytest.mark.parametrize("contours", [1, 2], indirect=True)
MULE, OTHER = AccountKey(f"iban:{IBAN}"), AccountKey(f"iban:{OTHER_IBAN}")
VICTIM = AccountKey("iban:KZ86125KZT5004100100")


def books() -> Books:
    """Two accounts: one got money and sent half of it on to the other."""
    moved = (
        ("T1", 10, VICTIM, MULE, 600_000_00),
        ("T2", 11, MULE, OTHER, 200_000_00),
    )
    transfers = [
        Transfer(TransferId(name), SINCE + n * DAY, minor, "KZT", Party(payer), Party(payee))
        for name, n, payer, payee, minor in moved
    ]
    covered = [
        Coverage(account, "KZT", "bank", 0, SINCE - 30 * DAY, SINCE + 60 * DAY, "printed")
        for account in (MULE, OTHER)
    ]
    return books_of(transfers, covered, {MULE: Holder(), OTHER: Holder()})


def carried(call: Call) -> Reply:
    """Carry a call to the site of this process."""
    headers = {name.lower(): text for name, text in call.headers.items()}
    media = headers.pop("content-type", "application/octet-stream")
    asking = SiteClient()
    reply = asking.generic(call.method, call.path, call.body, content_type=media, headers=headers)
    return Reply(reply.status_code, reply.content)


@dataclass
class Clock:
    """A clock that goes on when somebody waits."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def sandbox_of(
    bank: Program,
    folder: Path,
    *,
    transport: Transport = carried,
    manners: Manners | None = None,
    clock: Clock | None = None,
) -> Sandbox:
    ticking = clock or Clock(now())
    keeping = Keeping(folder)
    if keeping.cursor() == "0":
        # What the cast was sent before is nobody's real paper.
        keeping.move_cursor(bank.begun)
    return Sandbox(
        site=Site(transport, bank.name, bank.secret, ticking.wait, random.Random(1)),
        books=books(),
        keeping=keeping,
        manners=manners or Manners(),
        clock=ticking,
        books_at=lambda: SINCE + 40 * DAY,
    )


def request_about(cast: Cast, number: str, *ibans: str, measure: str = MOVEMENTS) -> Request:
    case = running_case(cast, number)
    return sent(cast, drafted(cast, case, measure, subjects=asked(*ibans)))


def state_of(request: Request) -> str:
    return str(Request.objects.using("owner").get(pk=request.pk).state)


def answers_to(request: Request) -> list[Answer]:
    return list(Answer.objects.using("owner").filter(request=request).order_by("version"))


def files_of(answer: Answer) -> Mapping[str, str]:
    return dict(answer.files.using("owner").values_list("name", "digest"))


@both
def test_it_accepts_and_answers_what_it_is_sent(site: Cast, bank: Program, tmp_path: Path) -> None:
    request = request_about(site, "run", IBAN)

    ended = sandbox_of(bank, tmp_path / "bank").step()
    take_waiting()

    assert ended == 3
    assert state_of(request) == "answered"
    (answer,) = answers_to(request)
    assert answer.completeness == "full"
    assert len(files_of(answer)) == 1
    assert sandbox_of(bank, tmp_path / "bank").step() == 0


@both
def test_money_held_for_one_order_is_not_there_for_the_next(
    site: Cast, bank: Program, tmp_path: Path
) -> None:
    first = request_about(site, "run", IBAN, measure=SUSPENSION)
    second = request_about(site, "run-2", IBAN, measure=SUSPENSION)

    sandbox_of(bank, tmp_path / "bank").step()
    take_waiting()

    held = [Hold.objects.using("owner").get(request=one).amount_minor for one in (first, second)]
    assert held == [400_000_00, 0]


@both
def test_it_gives_back_what_is_there_once_and_to_the_victim(
    site: Cast, bank: Program, tmp_path: Path
) -> None:
    case = running_case(site)
    requests = [refund_sent(site, case) for _ in range(3)]

    sandbox_of(bank, tmp_path / "bank").step()
    take_waiting()

    answers = [one for request in requests for one in answers_to(request)]
    assert [one.completeness for one in answers] == ["full", "full", "none"]
    assert [one.faults for one in answers] == [[], [], []]
    told = [one for answer in answers for one in read_answer(bytes(answer.paper)).returned]
    assert [one.amount_minor for one in told] == [300_000_00, 100_000_00]
    assert {one.account for one in told} == {f"iban:{HERS}"}


@both
@pytest.mark.parametrize("manner", ["partial", "wrong"])
def test_a_spoilt_answer_is_corrected(
    site: Cast, bank: Program, tmp_path: Path, manner: str
) -> None:
    request = request_about(site, "run", IBAN, OTHER_IBAN)
    manners = Manners(timedelta(seconds=5), Rates(**{manner: 100}))
    clock = Clock(now())
    institution = sandbox_of(bank, tmp_path / "bank", manners=manners, clock=clock)

    for _ in range(4):
        institution.step()
        take_waiting()
        clock.wait(10)

    first, second = answers_to(request)
    assert second.corrects_id == first.pk
    assert second.completeness == "full"
    assert len(files_of(second)) == 2
    assert files_of(first) != files_of(second)


@both
def test_a_recalled_order_is_not_answered(site: Cast, bank: Program, tmp_path: Path) -> None:
    from izdes.web.correspondence.services import recall  # noqa: PLC0415 - beside its only use

    request = request_about(site, "run", IBAN)
    manners = Manners(timedelta(hours=1))
    clock = Clock(now())
    institution = sandbox_of(bank, tmp_path / "bank", manners=manners, clock=clock)
    institution.step()
    take_waiting()
    with site.acts("investigator_a1") as officer:
        recall(request=Request.objects.get(pk=request.pk), reason="Found", officer=officer)

    clock.wait(7_200)
    institution.step()

    assert institution.keeping.tasks() == ()
    assert list(institution.keeping.refused().values()) == ["recalled"]


class Stopped(Exception):
    """The process was killed here."""


@dataclass
class Killing:
    """Carries so many calls and dies: before a call, or after it and before its reply is seen."""

    calls: int
    is_after: bool

    def __call__(self, call: Call) -> Reply:
        self.calls -= 1
        if self.calls < 0 and not self.is_after:
            raise Stopped
        reply = carried(call)
        if self.calls < 0:
            raise Stopped
        return reply


@pytest.mark.parametrize("is_after", [False, True])
def test_a_restart_anywhere_loses_nothing_and_repeats_nothing(
    site: Cast, bank: Program, tmp_path: Path, *, is_after: bool
) -> None:
    request = request_about(site, "run", IBAN)
    manners = Manners(rates=Rates(half=100))

    calls, done = 0, False
    while not done:
        killing: Transport = Killing(calls, is_after)
        try:
            sandbox_of(bank, tmp_path / "bank", transport=killing, manners=manners).step()
            done = True
        except Stopped:
            calls += 1
    take_waiting()

    assert calls >= 5
    assert state_of(request) == "answered"
    assert len(answers_to(request)) == 1
    assert undelivered() == ()


def until_settled(step: Callable[[], None], requests: list[Request], clock: Clock) -> None:
    """Take steps until every request is answered; a bound keeps a fault from going on for ever."""
    for _ in range(60):
        step()
        take_waiting(ahead=timedelta(days=1))
        if all(len(answers_to(one)) > 0 for one in requests):
            break
        clock.wait(30)
    for _ in range(6):
        clock.wait(600)
        step()
        take_waiting(ahead=timedelta(days=1))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_chaos_loses_nothing(site: Cast, bank: Program, tmp_path: Path, seed: int) -> None:
    requests = [request_about(site, f"run-{n}", *(IBAN, OTHER_IBAN)[: 1 + n % 2]) for n in range(4)]
    rates = Rates(partial=30, wrong=30, late=30, twice=50, early=50, half=50)
    manners = Manners(timedelta(seconds=20), rates, seed)
    chance, clock = random.Random(seed), Clock(now())

    def step() -> None:
        # A new one each time: nothing but the folder is remembered.
        lossy = LossyTransport(carried, chance, 15)
        institution = sandbox_of(
            bank, tmp_path / "bank", transport=lossy, manners=manners, clock=clock
        )
        institution.site.tries = 3
        try:
            institution.step()
        except ExchangeUnreachable:
            return

    until_settled(step, requests, clock)

    assert [state_of(one) for one in requests] == ["answered"] * len(requests)
    assert undelivered() == ()
    wanted = sandbox_of(bank, tmp_path / "calm", clock=clock)
    for one in requests:
        final = answers_to(one)[-1]
        assert final.completeness == "full"
        assert len(files_of(final)) == one.subjects.using("owner").count()
    assert wanted.keeping.refused() == {}
    assert Keeping(tmp_path / "bank").refused() == {}
    assert Keeping(tmp_path / "bank").tasks() == ()
