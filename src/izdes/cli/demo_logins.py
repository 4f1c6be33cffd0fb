"""`izdes office demo-logins`: one officer for each role, with passwords printed once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from izdes.adapters.words import Lang, say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office

if TYPE_CHECKING:
    from izdes.web.signing_in.demo import DemoLogin


def demo_logins(*, lang: LangOption, json: JsonOption = False) -> None:
    """Make one login for each role, in the demo alone; their passwords are printed once."""
    with refusals(lang.value, as_json=json):
        office()
        # Only here: it needs the settings, which need an address.
        from izdes.web.signing_in.demo import demo_logins as made  # noqa: PLC0415

        logins = made()
    if json:
        print_json(
            {"logins": [{"login": o.login, "role": o.role, "password": o.password} for o in logins]}
        )
        return
    print_logins(logins, lang.value)


def print_logins(logins: Iterable["DemoLogin"], lang: Lang) -> None:
    """Print logins with their passwords."""
    typer.echo(say("demo_logins_once", lang))
    for one in logins:
        role = say(f"role_{one.role}", lang)
        typer.echo(f"  {one.login:<24} {one.password:<20} {one.full_name}, {role}")
