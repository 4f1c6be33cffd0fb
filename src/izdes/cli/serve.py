"""`izdes serve` and `izdes worker`: the two processes of the office."""

import gc
import os
from typing import Annotated

import typer

from izdes.adapters.words import say
from izdes.cli.frame import LangOption, refusals
from izdes.cli.office import office

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

_MOST_PROCESSES = 4
_MADE_BETWEEN_LOOKS = 100_000


def serve(
    *,
    lang: LangOption,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Answers at once.")] = 8,
) -> None:
    """Serve the office's pages until told to stop."""
    with refusals(lang.value, as_json=False):
        found = office()
        from izdes.web.config import configuration
        from izdes.web.operation.server import require_ready
        from izdes.web.operation.server import serve as serve_pages

        require_ready(found.app)
        typer.echo(say("office_served", lang.value, address=configuration().address), err=True)
        serve_pages(configuration(), threads=threads)


def worker(
    *,
    lang: LangOption,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Jobs at once, of a process.")] = 2,
    processes: Annotated[
        int | None,
        typer.Option("--processes", min=1, help="Without it, one a core and at most four."),
    ] = None,
    share: Annotated[str, typer.Option("--share", hidden=True)] = "",
) -> None:
    """Run jobs and periodic steps until told to stop."""
    import asyncio
    from logging.config import dictConfig

    with refusals(lang.value, as_json=False):
        found = office()
        from izdes.web.operation.logs import logging_settings
        from izdes.web.operation.server import require_ready
        from izdes.web.operation.worker import PartEnded, work

        require_ready(found.app)
        dictConfig(logging_settings())
        # Much is made and nothing of it goes round in circles: what looks for such looks seldom.
        gc.set_threshold(_MADE_BETWEEN_LOOKS, *gc.get_threshold()[1:])
        count = processes or min(_MOST_PROCESSES, os.cpu_count() or 1)
        which, _, shares = share.partition("/")
        mine = (int(which), int(shares)) if share else None
        try:
            asyncio.run(work(concurrency=jobs, processes=count, share=mine))
        except PartEnded:
            raise typer.Exit(1) from None
