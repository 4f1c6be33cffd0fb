"""`izdes bench where`: how near what is expected on accounts comes to the truth."""

import json as jsonlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from izdes.adapters.folder import write_text
from izdes.adapters.words import Lang, say
from izdes.bench.invented import Invented, invented
from izdes.bench.whereabouts import ASKS, measure
from izdes.cli.benched_mules import seeds_of
from izdes.cli.frame import JsonOption, LangOption, print_json, progress, refusals
from izdes.twin.facts import facts_of
from izdes.twin.tables import case_tables, truth_tables

Json = dict[str, Any]


def where(
    *,
    seeds: Annotated[
        str, typer.Option("--seeds", help="Seeds of the invented cases: one, or FIRST-LAST.")
    ] = "301-308",
    complaints: Annotated[
        int, typer.Option("--complaints", min=1, help="Complaints in each case.")
    ] = 50,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure what is expected to be still on accounts, on invented cases known whole."""
    with refusals(lang.value, as_json=json), progress() as bar:
        named = seeds_of(seeds)
        task = bar.add_task(say("bench_mules_case", lang.value), total=len(named))
        cases = _cases(named, complaints, lambda: bar.advance(task))
        made_of = {"first": named[0], "last": named[-1]}
        figures: Json = {"seeds": made_of, "complaints": complaints, **measure(cases)}
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    print_json(figures) if json else _print(figures, lang.value)


def _cases(
    seeds: Sequence[int], complaints: int, on_case: Callable[[], None]
) -> Iterator[tuple[Invented, Mapping[str, str]]]:
    """Yield the cases with their crews, one at a time."""
    for seed in seeds:
        facts = facts_of(seed, complaints)
        truth = truth_tables(facts)
        case = invented(
            {**case_tables(facts), **truth},
            openings={a.side.key: a.opening_minor for a in facts.world.accounts},
            reported={c.complaint_id: str(c.document["reported_at"]) for c in facts.complaints},
        )
        _, rows = truth["series.csv"]
        yield case, {str(complaint): str(crew) for complaint, crew in rows}
        on_case()


def _print(figures: Json, lang: Lang) -> None:
    """Print the figures as tables."""
    console = Console(highlight=False)
    print(say("bench_where_counted", lang, cases=figures["cases"], moments=figures["moments"]))
    console.print(_estimates(figures, lang))
    console.print(_asks(figures["asks"], lang))


def _estimates(figures: Json, lang: Lang) -> Table:
    """Return how near the estimates come, whole and by fifths of what is expected."""
    ways = [figures["all"], figures["crew"]]
    table = Table(title=say("bench_where_estimates", lang), title_justify="left")
    table.add_column(say("bench_where_way", lang))
    for way in ("all", "crew"):
        table.add_column(say(f"bench_where_way_{way}", lang), justify="right")
    for name in ("expected_of_true", "error_of_traced"):
        table.add_row(say(f"bench_where_{name}", lang), *(f"{found[name]:.3f}" for found in ways))
    for bins in zip(*(found["bins"] for found in ways), strict=True):
        title = say("bench_where_bin", lang, percent=bins[0]["from_percent"])
        table.add_row(title, *(f"{one['expected']:.2f} / {one['true']:.2f}" for one in bins))
    return table


def _asks(asks: Json, lang: Lang) -> Table:
    """Return how much of the money the first accounts hold, in several orders."""
    table = Table(title=say("bench_mules_asks", lang), title_justify="left")
    table.add_column(say("bench_mules_order", lang))
    for number in ASKS:
        table.add_column(say("bench_mules_first", lang, number=number), justify="right")
    for order, shares in asks.items():
        name = say(f"bench_where_order_{order}", lang)
        table.add_row(name, *(f"{shares[str(number)]:.3f}" for number in ASKS))
    return table
