"""`izdes bench trace`: how fast the tracing engine is, beside what is usually done instead."""

import json as jsonlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from izdes.adapters.folder import write_text
from izdes.adapters.words import Lang, say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.machine import machine

Json = dict[str, Any]


def trace(
    *,
    scale: Annotated[
        int, typer.Option("--scale", min=10_000, help="Transfers of the large ledgers.")
    ] = 1_000_000,
    rounds: Annotated[
        int, typer.Option("--rounds", min=1, help="How often what takes long is repeated.")
    ] = 3,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure the tracing engine on simulated ledgers."""
    # Only here: loading the compiler takes longer than most commands.
    from izdes.bench.tracing import measure  # noqa: PLC0415

    with refusals(lang.value, as_json=json):
        figures: Json = {
            "machine": machine(),
            **measure(scale, rounds=rounds, say=_told(lang.value)),
        }
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    if json:
        print_json(figures)
    else:
        _print(figures, lang.value)


def _told(lang: Lang) -> Callable[[str], None]:
    """Return what tells a person at a terminal what is being done."""
    console = Console(stderr=True)

    def tell(code: str) -> None:
        if console.is_terminal:
            console.print(say(code, lang), style="dim")

    return tell


def _print(figures: Json, lang: Lang) -> None:
    """Print the figures that have a bar, as a table."""
    table = Table()
    table.add_column(say("bench_trace_what", lang))
    table.add_column(say("bench_trace_figure", lang), justify="right")
    for code, shown in _rows(figures):
        table.add_row(say(code, lang), shown)
    Console(highlight=False).print(table)


def _rows(figures: Json) -> Iterator[tuple[str, str]]:
    """Yield what was measured and the figure, as printed."""
    yield "bench_trace_million", _ms(figures["index_of_a_million"]["numba_seconds"]["median"])
    for name, ledger in figures["ledgers"].items():
        yield f"bench_trace_{name}", f"{ledger['transfers']:,}".replace(",", "\u202f")
        yield "bench_trace_index", _ms(ledger["index_seconds"]["median"])
        yield "bench_trace_bytes", f"{ledger['bytes_per_transfer']}"
        thefts = ledger["one_theft_with_certificate_seconds"]
        yield "bench_trace_p50", _ms(thefts["p50"])
        yield "bench_trace_p99", _ms(thefts["p99"])
        yield "bench_trace_batch", _ms(ledger["batch_seconds"]["median"])
        yield "bench_trace_all_rules", _ms(ledger["rules_seconds"]["total"])
    adversary = figures["adversary"]
    yield "bench_trace_adversary", _ms(adversary["seconds"]["median"])
    yield "bench_trace_adversary_memory", f"{adversary['megabytes']} MB"
    yield "bench_trace_whole_case", _ms(figures["case"]["seconds"]["median"])
    yield "bench_trace_read", _ms(figures["parquet"]["read_and_sort_seconds"])
    yield "bench_trace_deques", f"× {figures['baselines']['times_faster_than_deques']}"
    yield "bench_trace_graph", f"× {figures['baselines']['times_faster_than_graph']}"


def _ms(seconds: float) -> str:
    """Print a time in milliseconds."""
    return f"{seconds * 1000:.3g} ms"
