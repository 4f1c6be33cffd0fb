"""`izdes case`: bringing along the cases that an office has already."""

from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.words import say
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    print_faults,
    print_json,
    progress,
    refusals,
)
from izdes.cli.office import office

case = typer.Typer(no_args_is_help=True, help="Cases that an office brings along.")


@case.callback()
def group() -> None:
    """Cases that an office brings along."""


@case.command(name="import")
def import_(
    register: Annotated[Path, typer.Argument(help="Table of open cases: CSV or a workbook.")],
    *,
    officer: Annotated[str, typer.Option("--officer", help="Login of whoever answers for it.")],
    answers: Annotated[
        Path | None, typer.Option("--answers", help="Folder with the old answers of banks.")
    ] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Take open cases and old bank answers into the office; to repeat it is harmless."""
    with refusals(lang.value, as_json=json), progress() as bar:
        office()
        # Only here: it needs the settings, which need an address.
        from izdes.web.acting import acting  # noqa: PLC0415
        from izdes.web.funds.services.importing import import_cases  # noqa: PLC0415
        from izdes.web.journal.people import officer_called  # noqa: PLC0415
        from izdes.web.officers.models import Officer  # noqa: PLC0415

        number = officer_called(officer)
        task = bar.add_task(say("step_register", lang.value), total=None)

        def watch(done: int, total: int) -> None:
            bar.update(task, completed=done, total=max(total, 1))

        with acting(number):
            who = Officer.objects.get(pk=number)
            taken = import_cases(register, answers=answers, officer=who, watch=watch)
    counts = {
        "cases": taken.cases,
        "known": taken.known,
        "answers": taken.answers,
        "known_answers": taken.known_answers,
    }
    if json:
        print_json({**counts, "faults": [fault.as_json() for fault in taken.faults]})
    else:
        print(say("cases_imported", lang.value, **counts))
        print_faults(taken.faults, lang.value)
    if taken.faults:
        raise typer.Exit(1)
