"""`izdes demo`: an office of invented people on this machine, with one login for each role.

The first start makes everything: tables, people, six weeks of complaints, by the real commands. A
note in the demo's folder says whose the folder is and whether this was finished. A start that finds
a whole demo opens at once, one that finds half of it begins anew, and one that finds a database
without a note touches nothing: that is somebody's work and no demo.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from izdes.adapters.words import Lang, say
from izdes.cli.frame import LangOption, progress, refusals
from izdes.cli.office import office
from izdes.core.errors import IzdesError

if TYPE_CHECKING:
    from izdes.web.signing_in.demo import DemoLogin

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

State = Literal["none", "half", "whole"]
_COMMAND = [sys.executable, "-c", "from izdes.cli.main import run; run()"]
_PATIENCE_SECONDS = 30
# The first page waits for no bank of the sandbox.
_BEHIND = 19
_CITIZENS = "citizens"
_SANDBOX = "sandbox"
# What is removed when a demo begins anew. Secrets stay: this process has read them already.
_KEPT = ("database", "files", "window", "institutions", _CITIZENS, _SANDBOX)
_NOTE = "demo.json"
_LOGINS = "demo-logins.json"
_LOG = "demo.log"


class NoDemoHere(IzdesError):
    """The folder keeps a database that no demo made."""

    code = "no_demo_here"


def demo(
    *,
    lang: LangOption,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew: the old demo is gone.")
    ] = False,
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Make everything and open nothing.")
    ] = False,
    complaints: Annotated[
        int, typer.Option("--complaints", min=24, help="How many; fewer are ready sooner.")
    ] = 400,
    delay: Annotated[
        float, typer.Option("--delay", min=0, help="Seconds until a bank of the sandbox answers.")
    ] = 5.0,
) -> None:
    """Open an office of invented people: complaints, cases, jobs; one login for each role."""
    os.environ.setdefault("IZDES_MODE", "demo")
    with refusals(lang.value, as_json=False):
        from izdes.web.config import NotTheDemo, configuration
        from izdes.web.database import service

        if configuration().mode != "demo":
            raise NotTheDemo
        home = configuration().home
        state = state_of(home)
        if state == "half" and not fresh:
            typer.echo(say("demo_begun_anew", lang.value), err=True)
        if fresh or state == "half":
            _forget(home)
        is_new = fresh or state != "whole"
        if is_new:
            _note(home, is_whole=False)
        service.start(home)
        try:
            office()
            is_renewed = _tables()
            if is_new:
                _made(home, lang.value, complaints=complaints)
            elif is_renewed:
                _enter_banks(home)
            _found_citizens(home)
            if not prepare:
                _open(home, lang.value, delay=delay)
        finally:
            service.stop(home)


def state_of(home: Path) -> State:
    """Return what a folder keeps: no demo yet, half of one, or a whole one.

    Raises:
        NoDemoHere: It keeps a database, and no note says that a demo made it.
    """
    note = home / _NOTE
    if note.is_file():
        return "whole" if json.loads(note.read_text(encoding="utf-8"))["is_whole"] else "half"
    if (home / "database").exists():
        raise NoDemoHere(home=str(home))
    return "none"


def _tables() -> bool:
    """Make tables, or bring them up to this version; say whether the law is another since."""
    from izdes.web.database.migrating import migrate
    from izdes.web.law.services.packs import install_packaged

    migrate()
    return install_packaged() is not None


def _made(home: Path, lang: Lang, *, complaints: int) -> None:
    """Make people and complaints."""
    from django.utils.timezone import now

    from izdes.cli.demo_month import load
    from izdes.cli.demo_sandbox import make_sandbox
    from izdes.cli.demo_story import demo_story
    from izdes.web.signing_in.demo import demo_logins

    typer.echo(say("demo_being_made", lang), err=True)
    moment = now()
    logins = demo_logins()
    _keep_logins(home, logins)
    _enter_banks(home)
    with progress() as bar:
        tasks = dict[str, Any]()

        def on_step(code: str, done: int, total: int) -> None:
            if code not in tasks:
                tasks[code] = bar.add_task(say(code, lang), total=total)
            bar.update(tasks[code], completed=done, total=total)

        story = demo_story(moment, complaints=complaints)
        loaded = load(story, moment, on_step)
    make_sandbox(home / _SANDBOX, story)
    _note(home, is_whole=True)
    typer.echo(say("demo_ready", lang, complaints=loaded.complaints, cases=len(loaded.cases)))


def _found_citizens(home: Path) -> None:
    """Found the authority whose certificates of citizens the demo trusts, where there is none."""
    from datetime import timedelta

    from django.utils.timezone import now

    from izdes.adapters.folder import new_folder
    from izdes.adapters.signatures.authority.folder import write_authority

    if (home / _CITIZENS).exists():
        return
    at = now().replace(microsecond=0)
    with new_folder(home / _CITIZENS, replace=False) as folder:
        write_authority(folder, {}, at=at, until=at + timedelta(days=365), password=b"demo")


def _enter_banks(home: Path) -> None:
    """Install the law with the invented banks, and found a body for each that has none."""
    from izdes.cli.demo_banks import enter_banks
    from izdes.web.acting import acting
    from izdes.web.signing_in.selectors import officer_with_login

    login = next(one["login"] for one in _logins_of(home) if one["role"] == "administrator")
    administrator = officer_with_login(login)
    if administrator is None:
        raise LookupError(login)
    with acting(administrator.pk):
        enter_banks(administrator, since=date(2020, 1, 1))


def _open(home: Path, lang: Lang, *, delay: float) -> None:
    """Print who may sign in, and serve until told to stop."""
    from izdes.web.config import configuration
    from izdes.web.database.address import addresses
    from izdes.web.operation.server import require_ready
    from izdes.web.operation.server import serve as serve_pages

    require_ready(addresses(configuration()).app)
    _print_logins(home, lang)
    with ExitStack() as beside:
        for words in (("worker",), ("window", "serve")):
            beside.enter_context(_beside(*words, log=home / _LOG))
        for command in _of_sandbox(home, delay=delay):
            beside.enter_context(_beside(*command, log=home / _LOG, niceness=_BEHIND))
        typer.echo(say("office_served", lang, address=configuration().address))
        typer.echo(say("demo_window_at", lang, address=configuration().window_address))
        typer.echo(say("demo_citizens_at", lang, folder=str(home / _CITIZENS)))
        _tell_sandbox(home, lang, delay=delay)
        serve_pages(configuration(), threads=8)


def _of_sandbox(home: Path, *, delay: float) -> Iterator[Sequence[str]]:
    """Yield what the banks of the sandbox need beside the pages; a demo may have none."""
    from izdes.cli.demo_sandbox import sandbox_words
    from izdes.web.config import configuration

    if (home / _SANDBOX).exists():
        yield "exchange", "serve"
        yield sandbox_words(home / _SANDBOX, configuration().institutions_address, delay=delay)


def _tell_sandbox(home: Path, lang: Lang, *, delay: float) -> None:
    """Print which banks answer by themselves."""
    from izdes.cli.demo_sandbox import banks_of
    from izdes.web.config import configuration

    if (home / _SANDBOX).exists():
        banks, address = banks_of(home / _SANDBOX, lang), configuration().institutions_address
        typer.echo(say("demo_sandbox_at", lang, banks=banks, delay=f"{delay:g}", address=address))


@contextmanager
def _beside(*words: str, log: Path, niceness: int = 0) -> Iterator[None]:
    """Let another command run beside the pages; what it says goes into a file.

    Args:
        niceness: How far it stands back for others, 0 to 19.
    """
    with log.open("ab") as out:
        process = subprocess.Popen([*_COMMAND, *words], stdout=out, stderr=out)
        if niceness:
            os.setpriority(os.PRIO_PROCESS, process.pid, niceness)
        try:
            yield
        finally:
            process.terminate()
            process.wait(_PATIENCE_SECONDS)


def _note(home: Path, *, is_whole: bool) -> None:
    """Note that this folder is a demo's, and whether it was made to its end."""
    home.mkdir(parents=True, exist_ok=True)
    (home / _NOTE).write_text(f"{json.dumps({'is_whole': is_whole})}\n", encoding="utf-8")


def _keep_logins(home: Path, logins: "tuple[DemoLogin, ...]") -> None:
    """Keep the logins of the demo: they guard nobody, and every start prints them."""
    with os.fdopen(
        os.open(home / _LOGINS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        json.dump([asdict(one) for one in logins], out, ensure_ascii=False)


def _print_logins(home: Path, lang: Lang) -> None:
    """Print the logins of the demo."""
    typer.echo(say("demo_logins_are", lang))
    for one in _logins_of(home):
        role = say(f"role_{one['role']}", lang)
        typer.echo(f"  {one['login']:<24} {one['password']:<20} {one['full_name']}, {role}")


def _logins_of(home: Path) -> list[dict[str, str]]:
    """Return the logins of the demo."""
    found: list[dict[str, str]] = json.loads((home / _LOGINS).read_text(encoding="utf-8"))
    return found


def _forget(home: Path) -> None:
    """Remove everything that a demo keeps."""
    from izdes.web.database import service

    service.stop(home)
    (home / _NOTE).unlink(missing_ok=True)
    for name in _KEPT:
        shutil.rmtree(home / name, ignore_errors=True)
