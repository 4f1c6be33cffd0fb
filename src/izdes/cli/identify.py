"""`izdes identify`: identifiers out of words."""

import json as jsonlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import Annotated, cast

import typer

from izdes.adapters.narratives import Told, narrative_json, read_narratives
from izdes.adapters.words.figures import LOCAL
from izdes.cli.frame import JsonOption, LangOption, print_faults, progress, refusals
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.narrative.extract import read_narrative
from izdes.core.law.institutions import packaged


def identify(
    file: Annotated[
        Path, typer.Argument(help="Lines of JSON or one plain text; - is standard input.")
    ] = Path("-"),
    *,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Find identifiers in narratives: one line of JSON for each, with kind, value, place, role."""
    faults: list[Fault] = []
    with refusals(lang.value, as_json=json), _opened(file) as stream, progress() as bar:
        task = bar.add_task(str(file), total=None)
        for told in read_narratives(stream, file=file.name):
            if isinstance(told, Fault):
                faults.append(told)
            else:
                sys.stdout.write(_line(told))
            bar.advance(task)
        if any(fault.severity == "refused" for fault in faults) and json:
            raise InputRefused(*faults)
    print_faults(faults, lang.value)
    if any(fault.severity == "refused" for fault in faults):
        raise typer.Exit(1)


@contextmanager
def _opened(file: Path) -> Iterator[BufferedReader]:
    """Open a file, or standard input where it is ``-``."""
    if str(file) == "-":
        # Whatever standard input is, its first bytes are looked at before they are read.
        yield BufferedReader(cast("RawIOBase", sys.stdin.buffer))
        return
    try:
        with file.open("rb") as stream:
            yield stream
    except OSError as error:
        why = (("why", error.strerror or ""),)
        raise InputRefused(Fault("narratives_unreadable", file.name, details=why)) from None


def _line(told: Told) -> str:
    """Return the line of one narrative."""
    read = read_narrative(told.text, reported_at=told.reported_at, zone=LOCAL)
    register = packaged(told.reported_at.date()) if told.reported_at else None
    line = narrative_json(told.narrative_id, read, register=register)
    return jsonlib.dumps(line, ensure_ascii=False) + "\n"
