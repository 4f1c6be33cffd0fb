"""`izdes follow`: the main job."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from izdes.adapters.folder import new_folder
from izdes.adapters.words import Lang, amount, say
from izdes.cli.frame import (
    JobsOption,
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    progress,
    refusals,
    undisturbed,
)
from izdes.cli.moments import as_moment
from izdes.follow.outputs import write_outputs
from izdes.follow.run import Watch
from izdes.follow.run import follow as follow_case


def follow(
    case: Annotated[Path, typer.Argument(help="Folder with complaints.jsonl and statements/.")],
    *,
    out: OutOption,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Moment the result speaks of; default: the latest known."),
    ] = None,
    jobs: JobsOption,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Follow a case: where the money went, what to hold now, whom to ask next, who did it again."""
    moment = as_moment(as_of)
    with (
        refusals(lang.value, as_json=json),
        new_folder(out, replace=replace) as folder,
        progress() as bar,
        undisturbed(),
    ):
        started = time.perf_counter()
        watch = _watching(bar, lang.value)
        followed = follow_case(case, as_of=moment, jobs=jobs, watch=watch)
        seconds = time.perf_counter() - started
        findings = write_outputs(folder, followed, jobs=jobs, seconds=seconds, watch=watch)
        total = time.perf_counter() - started
    if json:
        print_json({k: findings[k] for k in ("as_of", "summary", "digests", "digest", "faults")})
    else:
        _print_summary(findings, lang.value, out=out, seconds=total)


def _watching(bar: Progress, lang: Lang) -> Watch:
    """Return a watch that moves a bar for each step; a new step means that the last is done."""
    tasks: dict[str, TaskID] = {}

    def watch(step: str, done: int, total: int) -> None:
        if step not in tasks:
            for task in bar.tasks:
                bar.update(task.id, completed=task.total)
            tasks[step] = bar.add_task(say(step, lang), total=max(total, 1))
        bar.update(tasks[step], completed=done, total=max(total, 1))

    return watch


def _print_summary(findings: dict[str, Any], lang: Lang, *, out: Path, seconds: float) -> None:
    """Print what was found in a few lines, the next step first."""
    summary = findings["summary"]
    claimed = ", ".join(amount(int(c["amount_minor"]), c["currency"]) for c in summary["claimed"])
    lines = [
        say("follow_claimed", lang, complaints=summary["complaints"], claimed=claimed or "0"),
        *(
            f"  {amount(int(e['amount_minor']), e['currency']):>20}  {say(e['ending'], lang)}"
            for e in summary["endings"]
        ),
        say("follow_freezes", lang, freezes=summary["freezes"], requests=summary["requests"]),
        say("follow_series", lang, series=summary["series"]),
        say("follow_statements", lang, **summary["statements"], unread=summary["files_unread"]),
        say("follow_faults", lang, faults=len(findings["faults"])),
        say("follow_digest", lang, digest=findings["digest"][:16]),
        say("done_in", lang, seconds=f"{seconds:.1f}", out=str(out / "report.html")),
    ]
    Console(highlight=False, soft_wrap=True).print("\n".join(lines), markup=False)
