"""`izdes twin`: an invented country with its truth."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from izdes.adapters.folder import new_folder
from izdes.adapters.words import Lang, say
from izdes.cli.frame import (
    JobsOption,
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    progress,
    refusals,
)
from izdes.twin.crowd.write import write_crowd
from izdes.twin.score import score_case
from izdes.twin.write import write_case

twin = typer.Typer(no_args_is_help=True, help="An invented country, seeded, with its truth.")


@twin.command()
def write(
    *,
    out: OutOption,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same bytes.")] = 1,
    complaints: Annotated[int, typer.Option("--complaints", min=1)] = 60,
    jobs: JobsOption,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Write a case of invented people: complaints, bank answers, and what really happened."""
    started = time.perf_counter()
    with (
        refusals(lang.value, as_json=json),
        new_folder(out, replace=replace) as folder,
        progress() as bar,
    ):
        task = bar.add_task(say("step_twin", lang.value), total=None)

        def on_progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        summary = write_case(
            folder, seed=seed, complaints=complaints, jobs=jobs, on_progress=on_progress
        )
    if json:
        print_json(summary.as_json())
    else:
        seconds = f"{time.perf_counter() - started:.1f}"
        print(say("done_in", lang.value, seconds=seconds, out=str(out)))


@twin.command()
def crowd(
    *,
    out: OutOption,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same bytes.")] = 1,
    complaints: Annotated[int, typer.Option("--complaints", min=1)] = 200_000,
    jobs: JobsOption,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Write the complaints of a whole invented country over two years, with who did what."""
    started = time.perf_counter()
    with (
        refusals(lang.value, as_json=json),
        new_folder(out, replace=replace) as folder,
        progress() as bar,
    ):
        task = bar.add_task(say("step_crowd", lang.value), total=complaints)

        def on_progress(done: int, _total: int) -> None:
            bar.update(task, completed=done)

        summary = write_crowd(
            folder, seed=seed, complaints=complaints, jobs=jobs, on_progress=on_progress
        ).as_json()
    if json:
        print_json(summary)
    else:
        _print_figures("crowd", summary, lang.value)
        seconds = f"{time.perf_counter() - started:.1f}"
        print(say("done_in", lang.value, seconds=seconds, out=str(out)))


@twin.command()
def score(
    case: Annotated[Path, typer.Argument(help="A case that `izdes twin write` wrote.")],
    found: Annotated[Path, typer.Argument(help="What `izdes follow` made of it.")],
    *,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Compare what was found with what really happened."""
    with refusals(lang.value, as_json=json):
        result = score_case(case, found).as_json()
    if json:
        print_json(result)
    else:
        _print_figures("score", result, lang.value)


def _print_figures(topic: str, figures: Mapping[str, Any], lang: Lang) -> None:
    """Print each figure as a line."""
    table = Table(show_header=False)
    for name, value in figures.items():
        table.add_row(say(f"{topic}_{name}", lang), str(value))
    Console(highlight=False).print(table)
