"""`izdes office`: founding an office, by whoever stands at the machine."""

from typing import Annotated

import typer

from izdes.adapters.words import say
from izdes.cli.bodies import bodies
from izdes.cli.clients import client
from izdes.cli.demo_logins import demo_logins
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office as set_up

office = typer.Typer(no_args_is_help=True, help="The office: its first administrators, its bodies.")

office.command()(demo_logins)
office.command()(bodies)
office.add_typer(client, name="client")

PasswordOption = Annotated[
    str,
    typer.Option(
        "--password", prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for."
    ),
]


@office.command()
def first_administrator(
    login: Annotated[str, typer.Argument(help="How the administrator signs in.")],
    name: Annotated[str, typer.Option("--name", help="Surname and name.")],
    password: PasswordOption,
    *,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Name one of the first two administrators; when both are named it refuses for ever."""
    with refusals(lang.value, as_json=json):
        set_up()
        # Only here: it needs the settings, which need an address.
        from izdes.web.officers.services.founding import (  # noqa: PLC0415
            first_administrator as named,
        )

        post = named(login=login, full_name=name, password=password)
    number = post.founding or 0
    if json:
        print_json({"login": login, "number": number})
    else:
        print(say("first_administrator_named", lang.value, login=login, number=number))
