"""`izdes sandbox`: institutions of nobody, which answer over the real protocol out of a ledger."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.exchange.books import code_of, sandbox_books
from izdes.adapters.exchange.client import Site, Transport
from izdes.adapters.exchange.conduct import LossyTransport, read_rates
from izdes.adapters.exchange.faults import ExchangeUnreachable
from izdes.adapters.exchange.keeping import Keeping
from izdes.adapters.exchange.network import network
from izdes.adapters.exchange.sandbox import Manners, Sandbox
from izdes.adapters.signatures.beside import bytes_of
from izdes.adapters.words import say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.moments import as_moment

_LOST = 10
_LONGEST_PAUSE = 30.0


def sandbox(
    *,
    ledger: Annotated[
        Path,
        typer.Option("--ledger", exists=True, file_okay=False, help="Ledger, or a twin's folder."),
    ],
    institution: Annotated[
        list[str], typer.Option("--institution", help="Its id; may be repeated.")
    ],
    client: Annotated[
        list[str],
        typer.Option("--client", metavar="NAME:FILE", help="Name and file of the secret, of each."),
    ],
    url: Annotated[str, typer.Option("--url", help="Of the site.")] = "http://127.0.0.1:8002",
    state: Annotated[Path, typer.Option("--state", help="Where it keeps what it does.")],
    delay: Annotated[float, typer.Option("--delay", min=0, help="Seconds to an answer.")] = 0.0,
    errors: Annotated[str, typer.Option("--errors", help="Percent: partial=10,late=5,…")] = "",
    chaos: Annotated[
        int | None, typer.Option("--chaos", help="Seed: calls and replies get lost.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Decides what goes wrong where.")] = 0,
    books_at: Annotated[
        str | None, typer.Option("--books-at", help="The books' moment now; without it, their end.")
    ] = None,
    every: Annotated[float, typer.Option("--every", min=0.1, help="Seconds between looks.")] = 2.0,
    once: Annotated[bool, typer.Option("--once", help="Until nothing is due, then stop.")] = False,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Answer requests as banks do, out of a ledger; for trying, never for real people's money."""
    if len(institution) != len(client):
        raise typer.BadParameter("--client", param_hint="--client")
    with refusals(lang.value, as_json=json):
        manners = Manners(timedelta(seconds=delay), read_rates(errors), seed)
        carried = network(url)
        if chaos is not None:
            carried = LossyTransport(carried, random.Random(chaos), _LOST)  # noqa: S311 - no secret
        began = (_now(), as_moment(books_at))
        made = [
            _made(_Place(ledger, state), one, named, carried, manners=manners, began=began)
            for one, named in zip(institution, client, strict=True)
        ]
        if not json:
            typer.echo(say("sandbox_runs", lang.value, count=len(made), url=url), err=True)
        counts = _run(made, every=every, once=once)
    print_json(counts) if json else print(say("sandbox_done", lang.value, **counts))


class _Place:
    """Where a sandbox reads, and where it keeps."""

    def __init__(self, ledger: Path, state: Path) -> None:
        self.ledger, self.state = ledger, state


def _made(
    place: _Place,
    institution: str,
    named: str,
    carried: Transport,
    *,
    manners: Manners,
    began: tuple[datetime, datetime | None],
) -> Sandbox:
    """Return the sandbox of one institution."""
    name, _, file = named.partition(":")
    secret = bytes_of(Path(file)).decode(errors="replace").strip()
    chance = random.Random(f"{manners.seed}:{name}")  # noqa: S311 - it spreads waiting
    started, books_at = began

    def moment() -> datetime:
        return _now() if books_at is None else books_at + (_now() - started)

    return Sandbox(
        site=Site(carried, name, secret, time.sleep, chance),
        books=sandbox_books(place.ledger, code_of(place.ledger, institution)),
        keeping=Keeping(place.state / name),
        manners=manners,
        clock=_now,
        books_at=moment,
    )


def _run(made: list[Sandbox], *, every: float, once: bool) -> dict[str, int]:
    """Let each take its steps until told to stop, or until nothing is due."""
    try:
        for pause in _pauses(made, every=every):
            if once and not any(one.keeping.tasks() for one in made):
                break
            time.sleep(pause)
    except KeyboardInterrupt:
        pass
    return {
        "sent": sum(len(list((one.keeping.folder / "done").iterdir())) for one in made),
        "refused": sum(len(one.keeping.refused()) for one in made),
        "waiting": sum(len(one.keeping.tasks()) for one in made),
    }


def _pauses(made: list[Sandbox], *, every: float) -> Iterator[float]:
    """Take steps for ever; yield how long to wait, ever longer where nobody answers."""
    pause = every
    while True:
        try:
            for one in made:
                one.step()
            pause = every
        except ExchangeUnreachable:
            pause = min(2 * pause, _LONGEST_PAUSE)
        yield pause


def _now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)
