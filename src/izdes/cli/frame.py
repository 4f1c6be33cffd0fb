"""The outermost frame: languages, JSON, progress, and what a refusal looks like.

Exit status: 0 done, 1 input refused (reasons on standard error, as JSON with ``--json``),
2 wrong usage.
"""

import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.cli.visible import visible
from izdes.core.errors import Fault, InputRefused, IzdesError


class Language(StrEnum):
    """A language of the program."""

    kk = "kk"
    ru = "ru"
    en = "en"


def default_language() -> Language:
    """Return the language of ``IZDES_LANG`` or of the system, English where it is neither."""
    for name in ("IZDES_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if (lang := os.environ.get(name, "")[:2]) in LANGUAGES:
            return Language(lang)
    return Language.en


JsonOption = Annotated[
    bool, typer.Option("--json", help="One machine-readable result on standard output.")
]
LangOption = Annotated[
    Language, typer.Option("--lang", default_factory=default_language, help="kk, ru or en.")
]
OutOption = Annotated[Path, typer.Option("--out", help="Folder to write; it appears whole.")]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Replace OUT; the old one is kept as OUT.previous.")
]
JobsOption = Annotated[
    int, typer.Option("--jobs", min=1, default_factory=lambda: os.cpu_count() or 1)
]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Python from looking for cycles: a ledger has none, and looking doubles the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def print_json(value: object) -> None:
    """Print one machine-readable result."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n")


@contextmanager
def refusals(lang: Lang, *, as_json: bool) -> Iterator[None]:
    """Turn an error of ours into sentences, or JSON, on standard error and exit status 1."""
    try:
        yield
    except IzdesError as error:
        if as_json:
            sys.stderr.write(json.dumps(error_json(error), ensure_ascii=False) + "\n")
        else:
            sys.stderr.write(error_text(error, lang) + "\n")
        raise typer.Exit(1) from None


def error_json(error: IzdesError) -> dict[str, object]:
    """Return an error for machines."""
    faults = error.faults if isinstance(error, InputRefused) else ()
    return {
        "error": error.code,
        "details": error.details,
        "faults": [f.as_json() for f in faults],
    }


def error_text(error: IzdesError, lang: Lang) -> str:
    """Return an error for people: what happened, where, what to do."""
    head = f"{say(error.code, lang, **error.details)} [{error.code}]"
    faults = error.faults if isinstance(error, InputRefused) else ()
    return "\n".join([head, *(f"  {fault_text(f, lang)}" for f in faults)])


def fault_text(fault: Fault, lang: Lang) -> str:
    """Return a fault for people: place, sentence, code."""
    places = [
        fault.file,
        say("place_sheet", lang, sheet=fault.sheet) if fault.sheet else "",
        say("place_row", lang, row=fault.row) if fault.row else "",
        say("place_column", lang, column=fault.column) if fault.column else "",
    ]
    given = {"column": fault.column, "file": fault.file, **dict(fault.details)}
    text = f"{', '.join(filter(None, places))}: {say(fault.code, lang, **given)} [{fault.code}]"
    return visible(text)


def print_faults(faults: Iterable[Fault], lang: Lang) -> None:
    """Print faults on standard error, the grave ones first."""
    for fault in sorted(faults, key=lambda f: (f.severity != "refused", f)):
        sys.stderr.write(fault_text(fault, lang) + "\n")


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress on a terminal's standard error, and nothing on a pipe."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        yield bar
