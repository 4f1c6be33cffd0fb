"""`izdes files`: keys of files wrapped anew, bytes checked, leftovers swept."""

import typer

from izdes.adapters.words import say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

files = typer.Typer(no_args_is_help=True, help="Files at rest: keys, bytes, leftovers.")


@files.command()
def rewrap(*, lang: LangOption, json: JsonOption = False) -> None:
    """Wrap the keys of all files by the present key; safe to stop and to repeat."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.files.rotating import rewrap as wrap_anew
        from izdes.web.signing_in.ciphering import rewrap_factors

        done = wrap_anew()
        # Their keys follow from the same key, and are forgotten with it.
        rewrap_factors()
    if json:
        print_json({"wrapped": done})
    else:
        print(say("files_rewrapped", lang.value, count=done))


@files.command()
def check(*, lang: LangOption, json: JsonOption = False) -> None:
    """Read every file back; exit status 1 if one is not what came."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.files.rotating import broken_files

        broken = broken_files()
    if json:
        print_json({"broken": list(broken)})
    elif broken:
        print(say("files_broken", lang.value, numbers=", ".join(map(str, broken))))
    else:
        print(say("files_whole", lang.value))
    if broken:
        raise typer.Exit(1)


@files.command()
def sweep(*, lang: LangOption, json: JsonOption = False) -> None:
    """Take away bytes that have been nobody's for a day; the worker does it every hour."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.files.sweeping import sweep as take_away

        swept = take_away()
    if json:
        print_json({"swept": swept})
    else:
        print(say("files_swept", lang.value, count=swept))
