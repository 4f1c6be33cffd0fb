"""Invented cases, known whole, by which proposals about mules are measured; and the figures shown.

The cases are built here: measuring may not know how they came about.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from izdes.adapters.words import Lang, amount, say
from izdes.bench.invented import Invented, invented
from izdes.bench.mules import measure
from izdes.core.errors import Fault, InputRefused
from izdes.twin.facts import facts_of
from izdes.twin.tables import case_tables, truth_tables

Json = Mapping[str, Any]
_TRADERS = 8
_SEEDS = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
_MOST_SEEDS = 1_000
_CURRENCY = "KZT"


def seeds_of(text: str) -> Sequence[int]:
    """Return the seeds that an option names: one, or the first and the last.

    >>> list(seeds_of("101-103")), list(seeds_of("7"))
    ([101, 102, 103], [7])
    """
    named = _SEEDS.fullmatch(text)
    seeds = range(int(named[1]), int(named[2] or named[1]) + 1) if named else range(0)
    if not 0 < len(seeds) <= _MOST_SEEDS:
        raise InputRefused(Fault("bench_seeds_unclear", details=(("seeds", text),)))
    return seeds


def measure_mules(
    seeds: Sequence[int], complaints: int, *, on_case: Callable[[], None]
) -> dict[str, Any]:
    """Return the figures over the cases of some seeds; ``on_case`` is told of each that is made."""
    figures = measure(_cases(seeds, complaints, on_case))
    made_of = {"first": seeds[0], "last": seeds[-1]}
    return {"seeds": made_of, "complaints": complaints, **figures}


def _cases(
    seeds: Sequence[int], complaints: int, on_case: Callable[[], None]
) -> Iterator[Invented]:
    """Yield the cases, one at a time."""
    for seed in seeds:
        facts = facts_of(seed, complaints)
        yield invented(
            {**case_tables(facts), **truth_tables(facts)},
            openings={a.side.key: a.opening_minor for a in facts.world.accounts},
            reported={c.complaint_id: str(c.document["reported_at"]) for c in facts.complaints},
            traders=_TRADERS,
        )
        on_case()


def print_mules(figures: Json, lang: Lang) -> None:
    """Print the figures as tables."""
    console = Console(highlight=False)
    points = figures["points"]
    precision = points["average_precision"]
    print(
        say(
            "bench_mules_accounts",
            lang,
            cases=figures["cases"],
            **{name: points[name] for name in ("accounts", "mules", "traders", "too_little")},
            all=f"{precision['all']:.3f}",
            behaviour=f"{precision['by_behaviour_alone']:.3f}",
        )
    )
    console.print(_proposals(points, lang))
    console.print(_holds(figures["holds"], lang))
    console.print(_asks(figures["asks"], lang))
    basis = {name: figures["basis"].get(name, 0) for name in ("institution", "case", "none")}
    print(say("bench_mules_basis", lang, moments=figures["moments"], **basis))


def _proposals(points: Json, lang: Lang) -> Table:
    """Return how well the points tell mules apart."""
    columns = ("bench_precision", "bench_recall", "bench_mules_by_layer", "bench_mules_traders")
    table = _table("bench_mules_proposals", ("bench_mules_proposal", *columns), lang)
    for name in ("ask", "hold"):
        found = points[name]
        layers = found["recall_by_layer"].items()
        traders = found["traders"]
        table.add_row(
            say(f"bench_mules_{name}", lang, points=found["from"]),
            _share(found["precision"]),
            _share(found["recall"]),
            " ".join(f"{layer}: {share['value']:.2f}" for layer, share in layers),
            f"{traders['hits']}/{traders['of']}",
        )
    return table


def _holds(holds: Sequence[Json], lang: Lang) -> Table:
    """Return what holds from so many points on are worth."""
    columns = ("from", "held", "wrong", "saved", "per_hour")
    table = _table("bench_mules_holds", [f"bench_mules_{name}" for name in columns], lang)
    for hold in holds:
        table.add_row(
            str(hold["from"]),
            str(hold["holds"]),
            str(hold["wrong_holds"]),
            amount(hold["saved_minor"], _CURRENCY),
            _per_hour(hold, lang),
        )
    return table


def _per_hour(hold: Json, lang: Lang) -> str:
    """Print what an hour wrongly held saves; where none was, the least that may be."""
    exact, least = hold["saved_minor_per_wrong_hour"], hold["saved_minor_per_wrong_hour_at_least"]
    if exact is not None:
        return amount(exact, _CURRENCY)
    if least is None:
        return "—"
    return say("bench_mules_at_least", lang, sum=amount(least, _CURRENCY))


def _asks(asks: Json, lang: Lang) -> Table:
    """Return how much of the money the first accounts hold, in several orders."""
    numbers = list(asks["proposed"])
    table = _table("bench_mules_asks", ["bench_mules_order"], lang)
    for number in numbers:
        table.add_column(say("bench_mules_first", lang, number=number), justify="right")
    for order, shares in asks.items():
        name = say(f"bench_mules_order_{order}", lang)
        table.add_row(name, *(f"{shares[number]:.3f}" for number in numbers))
    return table


def _table(title: str, columns: Sequence[str], lang: Lang) -> Table:
    """Return an empty table; figures stand to the right."""
    table = Table(title=say(title, lang), title_justify="left")
    for number, code in enumerate(columns):
        table.add_column(say(code, lang), justify="right" if number else "left")
    return table


def _share(share: Json) -> str:
    """Print a share with its interval."""
    low, high = share["interval_95"]
    return f"{share['value']:.3f} ({low:.3f}–{high:.3f})"
