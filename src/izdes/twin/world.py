"""The world of one seed: people are born, crews gather, money moves, victims complain.

Everything happens here, in one thread and in one order; writing files comes after and adds
nothing. The story lasts three months, those of spring 2026 unless others are named; the crimes lie
inside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from izdes.twin.accounts import Branches, opening_balance
from izdes.twin.answers import Answer, answer_of
from izdes.twin.bank import LOCAL, Account, Transfer
from izdes.twin.books import Books
from izdes.twin.chance import between, stream
from izdes.twin.country import country
from izdes.twin.crews import Crew, Underworld, series_sizes
from izdes.twin.episodes import Episode, Stage, in_order_of_report
from izdes.twin.laundering import Laundry
from izdes.twin.life import Neighbours, Span, live
from izdes.twin.people import Registry

# A crew is at work for up to forty days.
_CRIMES = timedelta(days=45)
_WHOLE = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Story:
    """When everything happens.

    Attributes:
        span: The days of ordinary life, both counted; statements cover them.
        crimes_from: Before this nobody is deceived, and after ``crimes_to`` nobody any more.
        ends_at: From this moment on nothing more is paid.
    """

    span: Span
    crimes_from: datetime
    crimes_to: datetime
    ends_at: datetime


STORY = Story(
    Span(date(2026, 3, 1), date(2026, 5, 31)),
    datetime(2026, 3, 24, tzinfo=UTC),
    datetime(2026, 5, 12, tzinfo=UTC),
    datetime(2026, 6, 1, tzinfo=LOCAL),
)


def story_before(moment: datetime) -> Story:
    """Return a story that has just been told: three months of life, crimes in the last six weeks.

    Args:
        moment: Aware; nothing happens after the hour in which it lies began.
    """
    ends_at = moment.astimezone(LOCAL).replace(minute=0, second=0, microsecond=0)
    return Story(
        Span((ends_at - _WHOLE).date(), ends_at.date()), ends_at - _CRIMES, ends_at, ends_at
    )


@dataclass(frozen=True)
class World:
    """What truly happened.

    Attributes:
        transfers: Every movement, in the order in which they were debited.
        complaints: Complaint id, when it was made, and the episode it is about.
        known: Accounts that everybody knows: the exchange's and big shops', with their kind.
    """

    seed: int
    accounts: tuple[Account, ...]
    transfers: tuple[Transfer, ...]
    crews: tuple[Crew, ...]
    complaints: tuple[tuple[str, datetime, Episode], ...]
    known: tuple[tuple[Account, str], ...]

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """How banks answer, by account key."""
        return {a.side.key: answer_of(self.seed, a) for a in self.accounts}


def world_of(seed: int, complaints: int, story: Story = STORY) -> World:
    """Let the whole story happen.

    Args:
        seed: Decides everything.
        complaints: How many victims complain; everything else grows with it.
    """
    books = Books(stream(seed, "books"), story.ends_at)
    branches = Branches(books, stream(seed, "branches"))
    registry = Registry(stream(seed, "people"))
    others = _neighbours(branches, registry, complaints, seed)
    stage = _stage(branches, registry, others, seed)

    def settle(account: Account) -> None:
        live(
            books, account, others=others, span=story.span, rng=stream(seed, "life", account.serial)
        )

    underworld = Underworld(seed, registry, branches, settle, story.crimes_from, story.crimes_to)
    crews = underworld.gather(series_sizes(stream(seed, "series"), complaints))
    episodes = [episode for crew in crews for episode in stage.play(crew)]
    for episode in episodes:
        settle(episode.account)
    books.run()
    return World(
        seed=seed,
        accounts=tuple(branches.accounts),
        transfers=tuple(sorted(books.transfers, key=lambda t: t.transfer_id)),
        crews=tuple(crews),
        complaints=tuple(in_order_of_report(_reported(seed, episodes))),
        known=_known(stage, others),
    )


def _neighbours(branches: Branches, registry: Registry, complaints: int, seed: int) -> Neighbours:
    """Return the people and companies around everybody; more where more people live."""
    rng = stream(seed, "neighbours")
    count = 6 + complaints // 6
    names = country().employers

    def somebody() -> Account:
        person = registry.somebody()
        return branches.open_for(person, role="ordinary", opening_minor=20 * opening_balance(rng))

    return Neighbours(
        employers=[branches.open_company(names[n % len(names)]) for n in range(count)],
        landlords=[somebody() for _ in range(count)],
        friends=[somebody() for _ in range(3 * count)],
        big_shops=[branches.open_company(name) for name in country().big_shops],
    )


def _stage(branches: Branches, registry: Registry, others: Neighbours, seed: int) -> Stage:
    """Return the place where episodes are played."""
    exchange, lender = country().institution("exchange"), country().institution("mfo")
    laundry = Laundry(
        books=branches.books,
        exchange=branches.open_company(exchange.name_ru, bin_=exchange.bin),
        shops=others.big_shops,
        shows_card=lambda account: answer_of(seed, account).ties_card,
    )
    lending = branches.open_company(lender.name_ru, bin_=lender.bin)
    return Stage(branches.books, branches, registry, laundry, lending)


def _reported(seed: int, episodes: Sequence[Episode]) -> list[tuple[datetime, Episode]]:
    """Let every victim complain: half within a day, some after weeks."""
    found = []
    for episode in episodes:
        rng = stream(seed, "report", episode.crew.crew_id, episode.number)
        longest = rng.choice((timedelta(hours=5), timedelta(hours=30), timedelta(days=12)))
        wait = between(rng, timedelta(minutes=25), longest)
        found.append((episode.ends_at + wait, episode))
    return found


def _known(stage: Stage, others: Neighbours) -> tuple[tuple[Account, str], ...]:
    """Return the accounts that everybody knows."""
    shops = tuple((shop, "merchant") for shop in others.big_shops)
    return ((stage.laundry.exchange, "crypto_exchange"), *shops)
