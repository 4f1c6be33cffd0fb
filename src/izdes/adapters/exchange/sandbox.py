"""A sandbox institution: it asks for requests, accepts and answers them out of its books.

It talks the real protocol and nothing else, so that tests, the demo and measurements meet what a
real program of a bank would do. What it sends it writes down first; it may be stopped anywhere, and
goes on where it was. Money that it holds for one order is not there for the next; what it gave back
is there for none.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from izdes.adapters.exchange.client import Site
from izdes.adapters.exchange.conduct import Conduct, Manner, Rates, conduct_of
from izdes.adapters.exchange.faults import ExchangeRefused
from izdes.adapters.exchange.keeping import Held, Keeping, Task
from izdes.adapters.exchange.spoiling import half, spoiled
from izdes.adapters.messages.letters import read_answer, read_receipt
from izdes.adapters.messages.making.answer import MadeAnswer, make_answer
from izdes.adapters.messages.making.books import Books, Place
from izdes.adapters.messages.making.returns import returnable
from izdes.adapters.messages.package import Package, read_package
from izdes.core.money.account import AccountKey
from izdes.core.orders.answers import ANSWER_FILE, Answer, HoldAnswer, ReturnAnswer
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Answering, Receipt
from izdes.core.orders.subjects import Subject

_NAME = 24
_ANSWERS = ("answer", "correction")
_GONE = "Ақша бұрын қайтарылған / Деньги уже возвращены"
_WHY = "Толық емес жауап түзетілді / Исправлен неполный ответ"


@dataclass(frozen=True, slots=True)
class Manners:
    """How a sandbox behaves.

    Attributes:
        delay: From the arrival of an order to its answer.
        seed: Decides what goes wrong with which order.
    """

    delay: timedelta = timedelta(0)
    rates: Rates = field(default_factory=Rates)
    seed: int = 0


@dataclass(slots=True)
class Sandbox:
    """One institution.

    Attributes:
        books_at: The moment of the books that is now; balances are those of that moment.
    """

    site: Site
    books: Books
    keeping: Keeping
    manners: Manners
    clock: Callable[[], datetime]
    books_at: Callable[[], datetime]

    def step(self) -> int:
        """Read what is new, send what is due; return how many tasks ended.

        Raises:
            ExchangeUnreachable: Nobody answers; whatever was begun is finished by the next step.
        """
        self.read()
        return self.send()

    def read(self) -> None:
        """Read what the institution was told, and plan what follows from it."""
        more = True
        while more:
            page = self.site.tidings(self.keeping.cursor())
            for told in page["requests"]:
                self._plan(told)
            if page["requests"]:
                self.keeping.move_cursor(str(page["cursor"]))
            more = bool(page["more"])

    def send(self) -> int:
        """Send what is due, in order."""
        count = 0
        for task in self.keeping.tasks():
            if task.due <= self.clock():
                self._send(task)
                count += 1
        return count

    def _plan(self, told: Mapping[str, Any]) -> None:
        """Plan what follows from one tiding."""
        digest = str(told["digest"])
        if told["kind"] == "recalled":
            self._stop(digest)
        if told["kind"] != "sent":
            return
        data = self.site.package(str(told["number"]))
        package = read_package(data)
        self.keeping.keep_package(digest, data)
        place = f"{int(told['cursor']):08d}"
        for task in _tasks(package, self._conduct(package), self.clock(), place):
            self.keeping.plan(task)

    def _stop(self, digest: str) -> None:
        """Send nothing more to an order that was taken back, and hold nothing for it."""
        for task in self.keeping.tasks():
            if task.order == digest:
                self.keeping.end(task, refused="recalled")
        kept = tuple(one for one in self.keeping.holds() if one.order != digest)
        self.keeping.keep_holds(kept)

    def _send(self, task: Task) -> None:
        """Send what a task says, made before or now; note what became of it."""
        package = read_package(self.keeping.package(task.order))
        conduct = self._conduct(package)
        try:
            for _ in range(conduct.times):
                self._send_once(task, package, conduct)
        except ExchangeRefused as why:
            self.keeping.end(task, refused=str(why.details.get("problem") or why.code))
        else:
            self.keeping.end(task)

    def _send_once(self, task: Task, package: Package, conduct: Conduct) -> None:
        """Send what a task says, once."""
        if task.kind not in _ANSWERS:
            self.site.send_receipt(self._receipt(task, package))
            return
        answer, files = self._answer(task, package, conduct)
        if conduct.is_half and task.kind == "answer":
            self._send_half(answer, files)
        self.site.send_answer(answer, files)

    def _send_half(self, answer: Answer, files: Mapping[str, bytes]) -> None:
        """Send an answer that breaks off; the site refuses it, and nothing is lost by that."""
        if files:
            try:
                self.site.send_answer(answer, half(files))
            except ExchangeRefused:
                return

    def _receipt(self, task: Task, package: Package) -> Receipt:
        """Return a receipt, the same each time."""
        kept = self.keeping.letter(task.name)
        if kept is not None:
            return read_receipt(kept[ANSWER_FILE])
        made = Receipt(
            message_id=task.name,
            kind="delivered" if task.kind == "delivered" else "accepted",
            order_number=package.order.number,
            order_digest=package.order_digest,
            reason="",
            text="",
            asked_until=None,
            at=self.clock(),
            by=_speaker(package),
        )
        self.keeping.keep_letter(task.name, paper_bytes(made), {})
        return made

    def _answer(
        self, task: Task, package: Package, conduct: Conduct
    ) -> tuple[Answer, Mapping[str, bytes]]:
        """Return an answer with its files, the same each time."""
        kept = self.keeping.letter(task.name)
        if kept is None:
            manner: Manner = conduct.manner if task.kind == "answer" else "right"
            made = spoiled(self._made(task, package), manner)
            self.keeping.keep_letter(task.name, paper_bytes(made.answer), made.files)
            kept = self.keeping.letter(task.name) or {}
        files = {name: data for name, data in kept.items() if name != ANSWER_FILE}
        return read_answer(kept[ANSWER_FILE]), files

    def _made(self, task: Task, package: Package) -> MadeAnswer:
        """Make a right answer, as of now, and hold what it says is held."""
        at = self.clock()
        made = make_answer(package, self.books, at=self.books_at(), by=_speaker(package))
        returned = tuple(self._returned(package, made.answer.returned, at))
        holds = tuple(self._holds(package, made.answer.holds, at))
        is_gone = bool(made.answer.returned) and not returned
        answer = replace(
            made.answer,
            completeness="none" if is_gone else made.answer.completeness,
            text=_GONE if is_gone else made.answer.text,
            returned=returned,
            answer_id=task.name,
            answered_at=at,
            holds=holds,
            corrects=task.follows,
            why_corrected=_WHY if task.follows else "",
        )
        return MadeAnswer(answer, made.files)

    def _returned(
        self, package: Package, found: tuple[ReturnAnswer, ...], at: datetime
    ) -> Iterator[ReturnAnswer]:
        """Yield what goes back to the victim, less what went back for others; keep it."""
        own = package.order_digest
        others = tuple(one for one in self.keeping.holds() if one.order != own)
        given = list[Held]()
        for one in found:
            left = one.amount_minor
            for place in self.books.places_of(Subject(one.subject.kind, one.subject.value, "", 1)):
                minor = min(left, self._returnable(place, (*others, *given)))
                if minor > 0 and place[1] == one.currency:
                    given.append(Held(own, place[0], minor, None, is_returned=True))
                    left -= minor
            if left < one.amount_minor:
                yield replace(one, amount_minor=one.amount_minor - left, at=at)
        self.keeping.keep_holds((*others, *given))

    def _returnable(self, place: Place, others: tuple[Held, ...]) -> int:
        """Return what may still be given back of an account, less what was given back of it."""
        gone = sum(h.amount_minor for h in others if h.is_returned and h.account == place[0])
        return returnable(self.books, place, self.books_at()) - gone

    def _holds(
        self, package: Package, found: tuple[HoldAnswer, ...], at: datetime
    ) -> Iterator[HoldAnswer]:
        """Yield what is held of each account, less what is held there for others; keep it."""
        own = package.order_digest
        others = tuple(one for one in self.keeping.holds() if one.order != own)
        days = package.order.days
        until = None if days is None else at + timedelta(days=days)
        held = list[Held]()
        for one in found:
            minor = min(one.amount_minor, self._free(one, others, at))
            is_held = one.status == "held" and minor > 0
            if is_held:
                held.append(Held(own, one.account, minor, until))
            yield replace(
                one,
                status="empty" if one.status == "held" and not is_held else one.status,
                amount_minor=minor if is_held else 0,
                at=at,
                since=at if is_held else None,
                until=until if is_held else None,
            )
        back = tuple(one for one in self.keeping.holds() if one.order == own and one.is_returned)
        self.keeping.keep_holds((*others, *back, *held))

    def _free(self, one: HoldAnswer, others: tuple[Held, ...], at: datetime) -> int:
        """Return what lies on an account and is not held for another order."""
        if one.status != "held":
            return 0
        place = (AccountKey(one.account), one.currency)
        balance = self.books.balance_at(place, self.books_at()) or 0
        taken = sum(
            other.amount_minor
            for other in others
            if other.account == one.account and other.stands_at(at)
        )
        return max(0, balance - taken)

    def _conduct(self, package: Package) -> Conduct:
        """Return how an order is treated."""
        given = self.manners
        number = package.order.number
        return conduct_of(number, rates=given.rates, delay=given.delay, seed=given.seed)


def _tasks(package: Package, conduct: Conduct, at: datetime, place: str) -> Iterator[Task]:
    """Yield what an order asks of the institution; what came first is done first."""
    digest = package.order_digest
    stem = f"{place}-{digest[:_NAME]}"
    answered = at if conduct.is_early else at + conduct.delay
    received = at + conduct.delay if conduct.is_early else at
    yield Task(f"{stem}-1-delivered", "delivered", digest, received)
    yield Task(f"{stem}-2-accepted", "accepted", digest, received)
    first = Task(f"{stem}-3-answer", "answer", digest, answered)
    yield first
    if conduct.manner != "right":
        later = max(answered, received) + conduct.delay
        yield Task(f"{stem}-4-correction", "correction", digest, later, first.name)


def _speaker(package: Package) -> Answering:
    """Return who speaks for the institution."""
    return Answering("Құм жәшік", "бағдарлама", package.order.addressee.bin)
