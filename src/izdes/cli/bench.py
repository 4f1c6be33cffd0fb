"""`izdes bench`: how well and how fast, in figures that can be kept beside the code."""

import json as jsonlib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from izdes.adapters.folder import write_text
from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import LOCAL
from izdes.bench import schemes, speed
from izdes.bench.labelled import Labelled, read_labelled
from izdes.bench.quality import Tally
from izdes.bench.quality import measure as measure_quality
from izdes.cli.bench_intake import intake
from izdes.cli.bench_journal import journal
from izdes.cli.bench_link import link
from izdes.cli.bench_loop import loop
from izdes.cli.bench_office_linking import office_linking
from izdes.cli.bench_trace import trace
from izdes.cli.bench_where import where
from izdes.cli.benched import measure_reading, print_reading
from izdes.cli.benched_mules import measure_mules, print_mules, seeds_of
from izdes.cli.frame import JsonOption, LangOption, print_json, progress, refusals
from izdes.cli.machine import machine
from izdes.core.errors import Fault, InputRefused
from izdes.core.statistics.proportion import Proportion

bench = typer.Typer(no_args_is_help=True, help="Measure quality and speed.")
bench.command()(intake)
bench.command()(journal)
bench.command()(link)
bench.command()(loop)
bench.command("office-linking")(office_linking)
bench.command()(trace)
bench.command()(where)
_HALVES = ("open", "sealed")
Json = dict[str, Any]


@bench.callback()
def group() -> None:
    """Measure quality and speed."""


@bench.command()
def identify(
    folder: Annotated[
        Path, typer.Argument(help="Folder with the labelled narratives: open/, sealed/.")
    ] = Path("benchmarks/identify"),
    *,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    slips: Annotated[
        bool, typer.Option("--slips", help="List every disagreement of the open half.")
    ] = False,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure how well and how fast identifiers are found in labelled narratives."""
    with refusals(lang.value, as_json=json):
        halves = {half: _read(folder / half) for half in _HALVES}
        tallies = {half: measure_quality(found, zone=LOCAL) for half, found in halves.items()}
        texts = speed.texts_of([n for found in halves.values() for n in found])
        figures: Json = {
            "machine": machine(),
            "quality": {half: _quality(tally) for half, tally in tallies.items()},
            "schemes": {half: schemes.measure(found) for half, found in halves.items()},
            "speed": asdict(speed.measure(texts, zone=LOCAL)),
            "profile": [asdict(share) for share in speed.profile(texts, zone=LOCAL)],
        }
        if out is not None:
            text = jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n"
            write_text(out, text)
    if json:
        print_json(figures)
        return
    for half, tally in tallies.items():
        _print(half, tally, lang.value)
    if slips:
        for slip in tallies["open"].slips:
            print(slip.narrative_id, slip.what, slip.kind, "|", slip.said, "|", slip.marked)
    print(say("bench_speed", lang.value, **{k: f"{v:.0f}" for k, v in figures["speed"].items()}))


@bench.command()
def read(
    *,
    rows: Annotated[
        int,
        typer.Option("--rows", min=1, help="Rows in each file; some forms hold fewer."),
    ] = 20_000,
    form: Annotated[
        list[str] | None, typer.Option("--form", help="Only this form; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure how fast statements of each form are read, and in how much memory."""
    with refusals(lang.value, as_json=json):
        figures: Json = {"machine": machine(), "forms": measure_reading(rows, form or ())}
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    if json:
        print_json(figures)
    else:
        print_reading(figures["forms"], lang.value)


@bench.command()
def mules(
    *,
    seeds: Annotated[
        str, typer.Option("--seeds", help="Seeds of the invented cases: one, or FIRST-LAST.")
    ] = "101-108",
    complaints: Annotated[
        int, typer.Option("--complaints", min=1, help="Complaints in each case.")
    ] = 50,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure proposals about mules, and the order of asking, on invented cases known whole."""
    with refusals(lang.value, as_json=json), progress() as bar:
        named = seeds_of(seeds)
        task = bar.add_task(say("bench_mules_case", lang.value), total=len(named))
        figures = measure_mules(named, complaints, on_case=lambda: bar.advance(task))
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    if json:
        print_json(figures)
    else:
        print_mules(figures, lang.value)


def _read(folder: Path) -> list[Labelled]:
    """Read every file of one half."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise InputRefused(Fault("labelled_missing", folder.name))
    return [narrative for file in files for narrative in read_labelled(file)]


def _quality(tally: Tally) -> Json:
    """Return one half's figures."""
    kinds = {kind: _figures(tally, (kind,)) for kind in tally.kinds}
    right, of = tally.roles_right.total(), tally.roles.total()
    return {
        "narratives": tally.narratives,
        "overall": _figures(tally, tally.kinds),
        "kinds": kinds,
        "exact_places": _share(Proportion(tally.exact.total(), tally.hits.total())),
        "roles": {
            "overall": _share(Proportion(right, of)),
            "pages_as_contacts": _share(Proportion(right + tally.pages_for_contacts, of)),
            **{
                role: {
                    "recall": _share(Proportion(tally.roles_right[role], tally.roles[role])),
                    "precision": _share(
                        Proportion(tally.roles_right[role], tally.roles_given[role])
                    ),
                }
                for role in sorted(tally.roles)
            },
        },
    }


def _figures(tally: Tally, kinds: Iterable[str]) -> Json:
    """Return precision, recall and F1 of some kinds."""
    kinds = tuple(kinds)
    return {
        "precision": _share(tally.precision(*kinds)),
        "recall": _share(tally.recall(*kinds)),
        "f1": round(tally.f1(*kinds), 4),
    }


def _share(share: Proportion) -> Json:
    """Return a share with its interval of 95 % and its counts."""
    low, high = share.interval
    return {
        "value": round(share.value, 4),
        "interval_95": [round(low, 4), round(high, 4)],
        "hits": share.hits,
        "of": share.of,
    }


def _print(half: str, tally: Tally, lang: Lang) -> None:
    """Print one half as a table."""
    table = Table(title=say(f"bench_{half}", lang, narratives=tally.narratives))
    for code in ("bench_kind", "bench_marks", "bench_precision", "bench_recall", "bench_f1"):
        table.add_column(say(code, lang), justify="left" if code == "bench_kind" else "right")
    for name, kinds in (*((k, (k,)) for k in tally.kinds), (say("bench_all", lang), tally.kinds)):
        precision, recall = tally.precision(*kinds), tally.recall(*kinds)
        f1 = f"{tally.f1(*kinds):.3f}"
        table.add_row(name, str(recall.of), _shown(precision), _shown(recall), f1)
    Console(highlight=False).print(table)
    right, of = tally.roles_right.total(), tally.roles.total()
    either = Proportion(right + tally.pages_for_contacts, of)
    strict = _shown(Proportion(right, of))
    print(say("bench_roles", lang, roles=strict, of=of, either=_shown(either)))


def _shown(share: Proportion) -> str:
    """Print a share with its interval."""
    low, high = share.interval
    return f"{share.value:.3f} ({low:.3f}–{high:.3f})"
