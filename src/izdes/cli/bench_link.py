"""`izdes bench link`: how good and how fast linking is, beside what else is done."""

import json as jsonlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from izdes.adapters.folder import write_text
from izdes.adapters.words import Lang, say
from izdes.cli.benched_mules import seeds_of
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.machine import machine

Json = Mapping[str, Any]


def link(
    *,
    seeds: Annotated[
        str, typer.Option("--seeds", help="Seeds of the hub simulator: one, or FIRST-LAST.")
    ] = "11-13",
    complaints: Annotated[
        int, typer.Option("--complaints", min=1_000, help="Complaints of each of its countries.")
    ] = 200_000,
    quick: Annotated[
        bool, typer.Option("--quick", help="Small countries: says that it works, not how well.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure linking on invented countries of which it is known who did what."""
    # Only here: loading the compiler takes longer than most commands.
    from izdes.cli.benched_links import QUICK, WHOLE, measure_links  # noqa: PLC0415

    with refusals(lang.value, as_json=json):
        sizes = QUICK if quick else replace(WHOLE, simulated=complaints)
        figures = {
            "machine": machine(),
            **measure_links(seeds_of(seeds), sizes, say=_told(lang.value)),
        }
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    if json:
        print_json(figures)
    else:
        print_figures(figures, lang.value)


def _told(lang: Lang) -> Callable[[str], None]:
    """Return what tells a person at a terminal what is being done."""
    console = Console(stderr=True)

    def tell(code: str) -> None:
        if console.is_terminal:
            console.print(say(code, lang), style="dim")

    return tell


def print_figures(figures: Json, lang: Lang) -> None:
    """Print the figures as tables."""
    console = Console(highlight=False)
    console.print(_methods(figures["simulator"]["summary"]["methods"], lang))
    console.print(_goals(figures["simulator"]["summary"]["goals"], lang))
    for complaints, crowd in figures["crowds"].items():
        console.print(_traps(complaints, crowd["phenomena"], lang))
    if (scale := figures.get("scale")) is not None:
        print(
            say(
                "bench_link_at_scale",
                lang,
                complaints=_grouped(scale["complaints"]),
                mentions=_grouped(scale["mentions"]),
                seconds=f"{scale['seconds']['median']:.1f}",
                mib=_grouped(scale["peak_mib"]),
                disk_seconds=f"{scale['duckdb']['seconds']['median']:.1f}",
                disk_mib=_grouped(scale["duckdb"]["peak_mib"]),
            )
        )
    if (growing := figures.get("growing")) is not None:
        print(
            say(
                "bench_link_when_growing",
                lang,
                complaints=_grouped(growing["complaints"]),
                p95=f"{growing['seconds']['told']['p95'] * 1000:.0f}",
                bulk=_grouped(growing["bulk_complaints_per_second"]["all"]),
                disk_p95=f"{growing['duckdb']['seconds']['told']['p95'] * 1000:.0f}",
                disk_bulk=_grouped(growing["duckdb"]["bulk_complaints_per_second"]["all"]),
            )
        )


def _methods(methods: Json, lang: Lang) -> Table:
    """Return what each method reached in the countries of the hub simulator."""
    columns = ("method", "precision", "recall", "f1", "pairs_f1", "largest", "seconds")
    table = _table("bench_link_methods", [f"bench_link_{name}" for name in columns], lang)
    for name, found in methods.items():
        named = say(f"bench_link_{name.replace('.', '_')}", lang)
        if "library_missing" in found:
            table.add_row(named, say("bench_link_library_missing", lang))
            continue
        shares = [found[f"b_cubed_{share}"]["median"] for share in ("precision", "recall", "f1")]
        table.add_row(
            named,
            *(f"{share:.3f}" for share in shares),
            f"{found['pairs_f1']['median']:.3f}",
            f"× {found['largest_times_true']['median']:.2f}",
            f"{found['seconds']['median']:.1f}",
        )
    return table


def _goals(goals: Json, lang: Lang) -> Table:
    """Return which goals are reached in every country."""
    table = _table("bench_link_goals", ("bench_link_goal", "bench_link_reached"), lang)
    for name, is_reached in goals.items():
        answer = "bench_link_yes" if is_reached else "bench_link_no"
        table.add_row(say(f"bench_link_goal_{name}", lang), say(answer, lang))
    return table


def _traps(complaints: str, phenomena: Json, lang: Lang) -> Table:
    """Return what became of everything that a crowd holds for linking to survive."""
    columns = ("bench_link_phenomenon", "bench_link_of", "bench_link_share")
    table = _table("bench_link_phenomena", columns, lang, complaints=_grouped(int(complaints)))
    for name, share in _shares(phenomena):
        low, high = share["interval_95"]
        shown = f"{share['value']:.3f} ({low:.3f}–{high:.3f})"
        table.add_row(say(f"bench_link_{name}", lang), f"{share['hits']}/{share['of']}", shown)
    return table


def _shares(phenomena: Json) -> Iterator[tuple[str, Json]]:
    """Yield each phenomenon with its share, what crews keep one by one."""
    for name, found in phenomena.items():
        if "hits" in found:
            yield name, found
        else:
            yield from ((f"{name}_{kept}", share) for kept, share in found.items())


def _table(title: str, columns: Iterable[str], lang: Lang, **details: str) -> Table:
    """Return an empty table; figures stand to the right."""
    table = Table(title=say(title, lang, **details), title_justify="left")
    for number, code in enumerate(columns):
        table.add_column(say(code, lang), justify="right" if number else "left")
    return table


def _grouped(number: int) -> str:
    """Print a number with its digits in threes."""
    return f"{number:,}".replace(",", "\u202f")
