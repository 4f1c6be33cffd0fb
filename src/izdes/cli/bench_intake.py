"""`izdes bench intake`: how many complaints a second the office takes in, with linking on."""

import json as jsonlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from izdes.adapters.folder import write_text
from izdes.adapters.words import Lang, say
from izdes.cli.bench_database import database, measured, server
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.machine import machine
from izdes.twin.crowd.write import write_crowd

Json = dict[str, Any]


def intake(
    *,
    complaints: Annotated[
        int, typer.Option("--complaints", min=100, help="How many are taken in.")
    ] = 10_000,
    cores: Annotated[
        int, typer.Option("--cores", min=1, help="Cores for everything, the database too.")
    ] = 2,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure complaints of a portal taken in by the real command while a worker links them."""
    with (
        refusals(lang.value, as_json=json),
        _cores(cores),
        TemporaryDirectory(prefix="izdes-bench-") as folder,
    ):
        load = round(os.getloadavg()[0], 1)
        write_crowd(Path(folder), seed=1, complaints=complaints, jobs=cores)
        asked = {"file": str(Path(folder) / "complaints.jsonl")}
        with server() as given, database(given) as addresses:
            found = measured("izdes.cli.benched_intake", asked, addresses)
        figures = {"machine": machine(), "cores": cores, "load": load, **found}
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    print_json(figures) if json else print_figures(figures, lang.value)


@contextmanager
def _cores(count: int) -> Iterator[None]:
    """Let this process, and whatever it starts, have so many cores; the server too."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def print_figures(figures: Json, lang: Lang) -> None:
    """Print the figures as sentences."""
    for name in ("taken", "taken_and_linked"):
        told = {
            "complaints": figures["complaints"],
            "seconds": f"{figures[name]['seconds']:.1f}",
            "rate": f"{figures[name]['per_second']:.0f}",
        }
        print(say(f"bench_intake_{name}", lang, **told))
