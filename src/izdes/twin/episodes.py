"""Episodes: one victim, one deception, and what she paid.

An episode puts its payments on the agenda and notes which of them were truly made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from izdes.twin.accounts import Branches, cash_at, purpose
from izdes.twin.bank import LOCAL, Account, Order, Purpose, Transfer
from izdes.twin.books import Books
from izdes.twin.chance import between, happens
from izdes.twin.country import material
from izdes.twin.crews import Crew, Mule
from izdes.twin.laundering import Laundry
from izdes.twin.people import Person, Registry

_TENGE = 100
_REVERSED_PERCENT = 5
_CARD_PERCENT = 35


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was made.

    Attributes:
        is_loan: A lender paid it in the victim's name.
        is_own: The loan reached the victim's own account.
    """

    transfer: Transfer
    mule: Mule | None
    is_loan: bool = False
    is_own: bool = False
    contract: str = ""


@dataclass(slots=True)
class Episode:
    """One victim of one crew; ``paid`` fills while the story runs, in order of time."""

    crew: Crew
    number: int
    victim: Person
    account: Account
    begins_at: datetime
    paid: list[Paid] = field(default_factory=list)

    @property
    def payments(self) -> list[Paid]:
        """What the victim paid herself, by time."""
        return [p for p in self.paid if not p.is_loan]

    @property
    def loans(self) -> list[Paid]:
        """What lenders paid in her name."""
        return [p for p in self.paid if p.is_loan]

    @property
    def ends_at(self) -> datetime:
        """The moment of the last payment, or of the deception where nothing was paid."""
        return max((p.transfer.credited_at for p in self.paid), default=self.begins_at)


@dataclass(slots=True)
class Stage:
    """Where episodes are played: the books, the launderers, the lenders."""

    books: Books
    branches: Branches
    registry: Registry
    laundry: Laundry
    lender: Account

    def play(self, crew: Crew) -> list[Episode]:
        """Put all episodes of a crew on the agenda."""
        return [self._episode(crew, number) for number in range(crew.size)]

    def _episode(self, crew: Crew, number: int) -> Episode:
        """Choose a victim with enough money and let the crew's script run on her."""
        rng, script = crew.rng, material("schemes.yaml")[crew.scheme]
        low, high = script["payments"]
        count = rng.randint(low, high) if low < high else low
        amounts = [_amount(crew, script) for _ in range(count)]
        savings = sum(amounts) + rng.randrange(40_000, 400_000) * _TENGE + rng.randrange(_TENGE)
        victim = self.registry.somebody()
        account = self.branches.open_for(victim, role="victim", opening_minor=savings)
        begins = _waking(crew)
        episode = Episode(crew, number, victim, account, begins)
        at = self._loan(episode, script)
        for place, amount in enumerate(amounts):
            at += _gap(crew, script)
            is_baited = place == 0 and happens(rng, script["bait_percent"])
            self.books.ask(self._payment(episode, script, amount, is_baited=is_baited), at)
        return episode

    def _loan(self, episode: Episode, script: dict[str, Any]) -> datetime:
        """Let a loan be taken in the victim's name; return when the payments may begin."""
        crew, rng = episode.crew, episode.crew.rng
        if not happens(rng, script["loan_percent"]):
            return episode.begins_at
        is_own = script["loan"] == "own"
        mule = rng.choice(crew.layers[0])
        payee = episode.account if is_own else mule.account
        order = Order(
            payer=self.lender.side,
            payee=payee.side,
            amount_minor=rng.randrange(90, 900) * 1_000 * _TENGE,
            kind="loan",
            purpose=purpose(rng, "loan"),
            then=partial(self._on_loan, episode, None if is_own else mule),
        )
        self.books.ask(order, episode.begins_at)
        return episode.begins_at + timedelta(minutes=20)

    def _on_loan(self, episode: Episode, mule: Mule | None, transfer: Transfer) -> None:
        """Note a loan; if it went to the crew, it goes on from there."""
        contract = f"TT-{episode.crew.rng.randrange(10**6):06d}"
        episode.paid.append(
            Paid(transfer, mule, is_loan=True, is_own=mule is None, contract=contract)
        )
        if mule is not None:
            self.laundry.on_arrival(episode.crew, 0, transfer)

    def _payment(
        self, episode: Episode, script: dict[str, Any], amount: int, *, is_baited: bool
    ) -> Order:
        """Return one payment of the victim, in cash where the script says so."""
        rng = episode.crew.rng
        mule = rng.choice(episode.crew.layers[0])
        then = partial(self._on_payment, episode, mule, is_baited=is_baited)
        if script["channel"] == "terminal":
            till = cash_at(mule.account.side.bank)
            why = purpose(rng, "cash_in")
            return Order(till, mule.account.side, amount, kind="cash_in", purpose=why, then=then)
        is_card = happens(rng, _CARD_PERCENT) and self.laundry.shows_card(mule.account)
        is_abroad_bank = episode.account.side.bank != mule.account.side.bank
        return Order(
            payer=episode.account.side,
            payee=mule.account.side,
            amount_minor=amount,
            purpose=purpose(rng, "card" if is_card else "transfer"),
            least_minor=amount // 3,
            fee_minor=rng.choice((0, 0, 200, 500)) * _TENGE if is_abroad_bank else 0,
            fee_purpose=purpose(rng, "fee"),
            is_card_shown=is_card,
            then=then,
        )

    def _on_payment(
        self, episode: Episode, mule: Mule, transfer: Transfer, *, is_baited: bool
    ) -> None:
        """Note a payment, and let the bank reverse it, the crew bait with it or launder it."""
        crew, rng = episode.crew, episode.crew.rng
        episode.paid.append(Paid(transfer, mule))
        at = transfer.credited_at
        if happens(rng, _REVERSED_PERCENT) and transfer.kind == "transfer":
            wait = between(rng, timedelta(minutes=3), timedelta(hours=9))
            self.books.ask(_reversal(transfer, purpose(rng, "refund")), at + wait)
            return
        if is_baited:
            wait = between(rng, timedelta(minutes=5), timedelta(hours=2))
            self.books.ask(_bait(transfer, rng.randint(6, 20), purpose(rng, "bait")), at + wait)
        self.laundry.on_arrival(crew, 0, transfer)


def _waking(crew: Crew) -> datetime:
    """Return a moment of the crew's time at which people answer their phones."""
    day = (crew.starts_at + timedelta(days=crew.rng.randrange(crew.days))).astimezone(LOCAL)
    return day.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(UTC) + timedelta(
        seconds=crew.rng.randrange(11 * 3600)
    )


def _amount(crew: Crew, script: dict[str, Any]) -> int:
    """Return what the crew asks for: mostly round, seldom above half of the most."""
    least, most = script["tenge"]
    rng = crew.rng
    thousands = min(rng.randint(least, most) for _ in range(2))
    odd = rng.choice((0, 0, 0, 500, rng.randrange(1_000)))
    return (thousands * 1_000 + odd) * _TENGE


def _gap(crew: Crew, script: dict[str, Any]) -> timedelta:
    """Return the time to the next payment."""
    least, most = script["gap_minutes"]
    return between(crew.rng, timedelta(minutes=least), timedelta(minutes=most))


def _reversal(paid: Transfer, why: Purpose) -> Order:
    """Return the bank's reversal of a payment; without the whole sum there is none."""
    return Order(
        payer=paid.payee,
        payee=paid.payer,
        amount_minor=paid.amount_minor,
        kind="refund",
        purpose=why,
        refund_of=paid.transfer_id,
    )


def _bait(paid: Transfer, percent: int, why: Purpose) -> Order:
    """Return a small "profit" paid back to win trust."""
    back = paid.amount_minor * percent // 100 // 100_000 * 100_000
    return Order(paid.payee, paid.payer, max(back, 100_000), purpose=why, least_minor=100_000)


def in_order_of_report(
    episodes: Sequence[tuple[datetime, Episode]],
) -> list[tuple[str, datetime, Episode]]:
    """Give complaints their ids in the order in which they were made."""
    ranked = sorted(episodes, key=lambda pair: (pair[0], pair[1].crew.crew_id, pair[1].number))
    return [(f"A{n:06d}", at, episode) for n, (at, episode) in enumerate(ranked, start=1)]
