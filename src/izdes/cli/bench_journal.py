"""`izdes bench journal`: how many commands a second one journal carries."""

import json as jsonlib
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from izdes.adapters.folder import write_text
from izdes.adapters.words import Lang, say
from izdes.cli.bench_database import database, measured, server
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.machine import machine

Json = dict[str, Any]


def journal(
    *,
    writers: Annotated[
        int, typer.Option("--writers", min=1, max=64, help="Processes that write at once.")
    ] = 8,
    work: Annotated[
        int, typer.Option("--work", min=0, help="Milliseconds of other work in each command.")
    ] = 20,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, max=60, help="How long each way runs at a time.")
    ] = 2.0,
    rounds: Annotated[
        int, typer.Option("--rounds", min=1, max=20, help="How often each way runs.")
    ] = 3,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure writers at one journal, beside a naive early lock, in a database made for it."""
    asked = {"writers": writers, "work_ms": work, "seconds": seconds, "rounds": rounds}
    with refusals(lang.value, as_json=json), server() as given, database(given) as addresses:
        # What else the machine does at the time matters more here than in other measures.
        load = round(os.getloadavg()[0], 1)
        figures = {
            "machine": machine(),
            "load": load,
            **measured("izdes.cli.benched_journal", asked, addresses),
        }
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    if json:
        print_json(figures)
    else:
        print_figures(figures, lang.value)


def print_figures(figures: Json, lang: Lang) -> None:
    """Print the figures as sentences."""
    for way in ("lock_last", "lock_first"):
        rate, took = figures[way]["commands_per_second"], figures[way]["command_seconds"]
        told = {
            "median": f"{rate['median']:.0f}",
            "least": f"{rate['least']:.0f}",
            "most": f"{rate['most']:.0f}",
            "p50": f"{took['p50'] * 1000:.0f}",
            "p99": f"{took['p99'] * 1000:.0f}",
        }
        print(say(f"bench_journal_{way}", lang, **told))
    whole = "whole" if figures["chain_is_whole"] else "broken"
    print(say(f"bench_journal_{whole}", lang, entries=figures["entries"]))
