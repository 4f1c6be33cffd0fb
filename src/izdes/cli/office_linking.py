"""`izdes linking`: the office's complaints linked anew, all of them at once."""

import typer

from izdes.adapters.words import say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

linking = typer.Typer(no_args_is_help=True, help="Series of the office's complaints.")


@linking.callback()
def group() -> None:
    """Series of the office's complaints."""


@linking.command()
def rebuild(*, lang: LangOption, json: JsonOption = False) -> None:
    """Link every complaint of the office anew; until it ends, series stand as they were."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.subjects.linking.rebuilding import rebuild as link_anew

        count = link_anew()
    if json:
        print_json({"complaints": count})
    else:
        print(say("linking_rebuilt", lang.value, count=count))
