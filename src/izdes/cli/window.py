"""`izdes window`: the public single window, and what crosses between it and the office."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.words import say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office, set_up

# Only inside: what the window stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

window = typer.Typer(
    no_args_is_help=True, help="The public single window, and its packages for the office."
)
ToOption = Annotated[
    Path, typer.Option("--to", file_okay=False, help="Folder that goes to the other side.")
]


@window.command()
def serve(
    *,
    lang: LangOption,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Answers at once.")] = 8,
) -> None:
    """Serve the window's pages until told to stop."""
    with refusals(lang.value, as_json=False):
        # Whatever started this may have had the office's.
        os.environ["DJANGO_SETTINGS_MODULE"] = "izdes.web.window.settings"
        set_up(os.environ["DJANGO_SETTINGS_MODULE"])
        from izdes.web.config import configuration
        from izdes.web.operation.server import serve_window
        from izdes.web.packages.known import office_of_window, window_party

        # Before the first report and not after it: whom packages are from, and for.
        window_party(), office_of_window()
        typer.echo(say("window_served", lang.value, address=configuration().window_address))
        serve_window(configuration(), threads=threads)


@window.command()
def key(*, lang: LangOption, json: JsonOption = False) -> None:
    """Print the window's public key, which the office enters as IZDES_INTAKE_WINDOWS."""
    with refusals(lang.value, as_json=json):
        from izdes.web.packages.known import window_party

        public = str(window_party().public)
    print_json({"public": public}) if json else print(public)


@window.command()
def export(
    *,
    to: ToOption,
    lang: LangOption,
    again_since: Annotated[
        datetime | None,
        typer.Option(
            "--again-since", help="Also packages made since then: what carried them was lost."
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Write every report that waits into a folder, as one signed and enciphered file each."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.window.forgetting import forget
        from izdes.web.window.outgoing import export as write

        count = write(to, again_since=again_since and again_since.astimezone())
        forget()
    if json:
        print_json({"count": count, "folder": str(to)})
    else:
        print(say("window_exported", lang.value, count=count, folder=str(to)))


@window.command()
def import_status(
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="Files of the office's words.")
    ],
    *,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Take what the office says of reports; whoever reported reads it in the window."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.reception.telling import read_words
        from izdes.web.window.outgoing import tell

        words = [word for file in sorted(files) for word in read_words(file)]
        known = tell(words)
    if json:
        print_json({"count": len(words), "known": known})
    else:
        print(say("window_words_imported", lang.value, count=len(words), known=known))


@window.command()
def forget(*, lang: LangOption, json: JsonOption = False) -> None:
    """Forget drafts whose time is over; a worker does it each hour, where there is one."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.window.forgetting import forget as forget_old

        count = forget_old()
    print_json({"count": count}) if json else print(
        say("window_forgotten", lang.value, count=count)
    )
