"""`izdes bench loop`: how soon the machine drafts, over the real protocol, with sandbox banks."""

import json as jsonlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated, Any

import typer

from izdes.adapters.folder import write_text
from izdes.adapters.words import Lang, say
from izdes.cli.bench_database import BenchFailed
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.machine import machine
from izdes.twin.write import write_case
from izdes.web.database import service

Json = dict[str, Any]


def loop(
    *,
    complaints: Annotated[int, typer.Option("--complaints", min=4, help="How many.")] = 100,
    a_case: Annotated[int, typer.Option("--a-case", min=1, help="How many in one case.")] = 10,
    seed: Annotated[int, typer.Option("--seed", help="Of the invented country.")] = 1,
    minutes: Annotated[int, typer.Option("--minutes", min=1, help="Of waiting at most.")] = 60,
    pace: Annotated[
        float, typer.Option("--pace", min=0, help="Seconds that officers take for a paper.")
    ] = 0.0,
    out: Annotated[Path | None, typer.Option("--out", help="File for the figures (JSON).")] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Measure complaints followed to their end: drafted, sanctioned, answered, drafted again."""
    with refusals(lang.value, as_json=json):
        load = round(os.getloadavg()[0], 1)
        found = _measured(
            {"a_case": a_case, "minutes": minutes, "pace": pace}, seed=seed, complaints=complaints
        )
        figures = {"machine": machine(), "load": load, "seed": seed, "pace": pace, **found}
        if out is not None:
            write_text(out, jsonlib.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    print_json(figures) if json else print_figures(figures, lang.value)


def print_figures(figures: Json, lang: Lang) -> None:
    """Print the figures as sentences."""
    for name in ("first_draft", "next_drafts"):
        p50, p95, most = (f"{figures[name][which]:.1f}" for which in ("p50", "p95", "most"))
        print(say(f"bench_loop_{name}", lang, p50=p50, p95=p95, most=most))
    for name in ("way", "endings", "unsanctioned"):
        print(say(f"bench_loop_{name}", lang, **figures[name]))
    if not figures["is_whole"]:
        print(say("bench_loop_not_whole", lang))


def _measured(asked: dict[str, float], *, seed: int, complaints: int) -> Json:
    """Return what is measured in an office made for it, which is gone afterwards.

    Args:
        asked: How it is measured, as `benched_loop.measure` is asked.
        seed: Of the invented country; `complaints`: how many victims it has.
    """
    home = Path(mkdtemp(prefix="izdes-bench-"))
    # The server may run as another user, who must get there.
    home.chmod(0o755)
    folder = home / "country"
    folder.mkdir()
    write_case(folder, seed=seed, complaints=complaints)
    environment = {
        **os.environ,
        "IZDES_MODE": "test",
        "IZDES_HOME": str(home),
        "IZDES_INSTITUTIONS_ADDRESS": f"127.0.0.1:{_free_port()}",
        "DJANGO_SETTINGS_MODULE": "izdes.web.settings",
    }
    given = jsonlib.dumps({"folder": str(folder), **asked})
    try:
        service.start(home)
        done = subprocess.run(
            [sys.executable, "-m", "izdes.cli.benched_loop", given],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        service.stop(home)
        shutil.rmtree(home, ignore_errors=True)
    if done.returncode:
        raise BenchFailed(why=(done.stderr.strip().splitlines() or [""])[-1])
    found: Json = jsonlib.loads(done.stdout.splitlines()[-1])
    return found


def _free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
