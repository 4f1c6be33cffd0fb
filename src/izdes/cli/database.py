"""`izdes database`: the embedded server, the logins of another, and the tables."""

from typing import Annotated

import typer

from izdes.adapters.words import say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

database = typer.Typer(no_args_is_help=True, help="The database server of this installation.")


@database.command()
def start(
    *,
    lang: LangOption,
    json: JsonOption = False,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Stay, and run it here: for a service manager.")
    ] = False,
) -> None:
    """Start the embedded server and wait until it is ready."""
    from izdes.web.database import service

    with refusals(lang.value, as_json=json):
        home = service.embedded_home()
        if foreground:
            service.run(home)
        else:
            service.start(home)
    if not foreground:
        _print_status(lang, as_json=json)


@database.command()
def stop(*, lang: LangOption, json: JsonOption = False) -> None:
    """Stop the embedded server."""
    from izdes.web.database import service

    with refusals(lang.value, as_json=json):
        service.stop(service.embedded_home())
    _print_status(lang, as_json=json)


@database.command()
def status(*, lang: LangOption, json: JsonOption = False) -> None:
    """Say how the server is."""
    _print_status(lang, as_json=json)


@database.command()
def migrate(*, lang: LangOption, json: JsonOption = False) -> None:
    """Bring the tables to what this version of the program wants."""
    from izdes.cli.office import either_side

    with refusals(lang.value, as_json=json):
        found = either_side()
        # Only here: it needs the settings, which need an address.
        from izdes.web.config import configuration
        from izdes.web.database.migrating import migrate as bring_forward
        from izdes.web.database.soundness import require_sound
        from izdes.web.institutions.apart.tables import bring_forward as tables_apart
        from izdes.web.law.services.packs import install_packaged
        from izdes.web.packages.known import is_site_apart

        require_sound(found.app, owner=found.owner)
        if is_site_apart(configuration()):
            tables_apart()
        else:
            bring_forward(is_quiet=json)
            install_packaged()
    _print_status(lang, as_json=json)


@database.command()
def establish(
    *,
    lang: LangOption,
    superuser_url: Annotated[
        str,
        typer.Option(
            envvar="IZDES_SUPERUSER_URL",
            help="Login of that server that may make logins; used once and not kept.",
            show_envvar=True,
        ),
    ],
    json: JsonOption = False,
) -> None:
    """Make the two logins and the database on a server of your own."""
    from izdes.web.config import configuration
    from izdes.web.database.outside import establish_outside

    with refusals(lang.value, as_json=json):
        made = establish_outside(configuration(), superuser_url)
    if json:
        print_json({"database": made})
    else:
        print(say("database_established", lang.value, database=made))


@database.command()
def schema(*, lang: LangOption) -> None:
    """Print the tables and the rows that migrations made: kept at each release."""
    from izdes.cli.office import office

    with refusals(lang.value, as_json=False):
        found = office()
        from izdes.web.database.schema import schema_with_rows

        written = schema_with_rows(found.owner)
    print(written, end="")


def _print_status(lang: LangOption, *, as_json: bool) -> None:
    """Print how the server is."""
    from izdes.web.config import configuration
    from izdes.web.database import service
    from izdes.web.database.outside import server_version

    with refusals(lang.value, as_json=as_json):
        if given := configuration().database_url:
            told = {"state": "external", "version": server_version(given)}
        else:
            found = service.status(configuration().home)
            told = {
                "state": found.state,
                "keeper": str(found.keeper),
                "folder": str(found.folder),
            }
    if as_json:
        print_json(told)
    else:
        print(say(f"database_{told['state']}", lang.value, **told))
