"""`izdes bench office-linking`: how soon a complaint finds its series in the office."""

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


def office_linking(
    *,
    complaints: Annotated[
        int, typer.Option("--complaints", min=2_000, help="How many the country has.")
    ] = 200_000,
    batch: Annotated[
        int, typer.Option("--batch", min=10, help="How many come at once, in the bulk path.")
    ] = 1_000,
    ones: Annotated[
        int, typer.Option("--ones", min=10, help="How many are registered one by one.")
    ] = 200,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure linking on the office's server, in a database made for it."""
    asked = {"complaints": complaints, "batch": batch, "ones": ones}
    with refusals(lang.value, as_json=json), server() as given, database(given) as addresses:
        # What else the machine does at the time is part of every figure.
        load = round(os.getloadavg()[0], 1)
        found = measured("izdes.cli.benched_office_linking", asked, addresses)
        figures = {
            "machine": machine(),
            "load": {"before": load, "after": round(os.getloadavg()[0], 1)},
            **found,
        }
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    print_json(figures) if json else print_figures(figures, lang.value)


def print_figures(figures: Json, lang: Lang) -> None:
    """Print the figures as sentences."""
    filled, followed = figures["filled"], figures["followed"]
    told = {
        "complaints": filled["complaints"],
        "fill": f"{filled['seconds']:.0f}",
        "p50": f"{followed['one_by_one']['p50'] * 1000:.0f}",
        "p95": f"{followed['one_by_one']['p95'] * 1000:.0f}",
        "bulk": f"{followed['bulk_complaints_per_second']:.0f}",
        "others": figures["store"]["otherwise_than_at_once"],
    }
    print(say("bench_office_linking", lang, **told))
