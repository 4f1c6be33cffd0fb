"""`izdes office client`: programs of institutions, entered by two administrators.

Here an administrator is named as he signs in; who stands at the machine is not asked to prove it,
so the journal names whom he named.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from izdes.adapters.words import Lang, say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office
from izdes.cli.visible import visible

if TYPE_CHECKING:
    from izdes.web.officers.models import Officer

# The office is set up by each command before it is imported: importing a table needs the settings.
# ruff: noqa: PLC0415

client = typer.Typer(no_args_is_help=True, help="Programs of institutions, and their secrets.")
NameArgument = Annotated[str, typer.Argument(help="Name of the client.")]
OfficerOption = Annotated[
    str, typer.Option("--officer", help="The administrator: how he signs in.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]


@client.command()
def add(
    name: NameArgument,
    *,
    institution: Annotated[str, typer.Option("--institution", help="Code of the body.")],
    responder: Annotated[
        str, typer.Option("--responder", help="Who answers for it: how he signs in.")
    ],
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Propose a program of an institution; another administrator confirms it."""

    def proposed(by: "Officer") -> dict[str, str]:
        from izdes.web.institutions.clients import ClientWrong, propose_client
        from izdes.web.officers.models import Body, Officer

        body = Body.objects.filter(code=institution).first()
        person = Officer.objects.filter(login=responder).first()
        if body is None or person is None:
            raise ClientWrong(name=name)
        propose_client(name=name, responder=person, body=body, officer=by)
        return {"name": name}

    _done(proposed, officer, "client_proposed_now", lang.value, as_json=json)


@client.command()
def confirm(
    name: NameArgument, *, officer: OfficerOption, lang: LangOption, json: JsonOption = False
) -> None:
    """Confirm a program that another proposed; its secret is shown once."""

    def confirmed(by: "Officer") -> dict[str, str]:
        from izdes.web.institutions.clients import confirm_client

        return {"name": name, "secret": confirm_client(name=name, officer=by)}

    _done(confirmed, officer, "client_secret_now", lang.value, as_json=json)


@client.command()
def refuse(
    name: NameArgument,
    *,
    reason: ReasonOption,
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Refuse a program that another proposed."""

    def refused(by: "Officer") -> dict[str, str]:
        from izdes.web.institutions.clients import refuse_client

        refuse_client(name=name, reason=reason, officer=by)
        return {"name": name}

    _done(refused, officer, "client_refused_now", lang.value, as_json=json)


@client.command()
def rotate(
    name: NameArgument,
    *,
    overlap_hours: Annotated[
        int,
        typer.Option("--overlap-hours", min=0, help="How long the earlier secret still works."),
    ] = 24,
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Give a program a new secret, which is shown once."""

    def rotated(by: "Officer") -> dict[str, str]:
        from izdes.web.institutions.clients import rotate_secret

        overlap = timedelta(hours=overlap_hours)
        return {"name": name, "secret": rotate_secret(name=name, overlap=overlap, officer=by)}

    _done(rotated, officer, "client_secret_now", lang.value, as_json=json)


@client.command()
def signing(
    name: NameArgument,
    *,
    required: Annotated[
        bool, typer.Option("--required/--not-required", help="Whether answers must be signed.")
    ],
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Decide whether answers of a program must be signed by its institution."""

    def decided(by: "Officer") -> dict[str, str]:
        from izdes.web.institutions.clients import require_signing

        require_signing(name=name, is_required=required, officer=by)
        return {"name": name}

    told = "client_signing_now" if required else "client_signing_not_now"
    _done(decided, officer, told, lang.value, as_json=json)


@client.command()
def end(
    name: NameArgument,
    *,
    reason: ReasonOption,
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """End a program at once, with its secret and its tokens."""

    def ended(by: "Officer") -> dict[str, str]:
        from izdes.web.institutions.clients import end_client

        end_client(name=name, reason=reason, officer=by)
        return {"name": name}

    _done(ended, officer, "client_ended_now", lang.value, as_json=json)


@client.command(name="list")
def listed(*, officer: OfficerOption, lang: LangOption, json: JsonOption = False) -> None:
    """List every program and how it stands."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.acting import acting
        from izdes.web.institutions.clients import clients_told_to
        from izdes.web.journal.people import officer_called
        from izdes.web.officers.models import Officer

        number = officer_called(officer)
        with acting(number):
            rows = clients_told_to(Officer.objects.get(pk=number))
    found: list[dict[str, str | int]] = [
        {
            "name": one.name,
            "institution": one.institution,
            "responder": one.responder,
            "state": one.state,
            "must_sign": one.must_sign,
        }
        for one in rows
    ]
    if json:
        print_json({"clients": found})
        return
    for one in found:
        print(visible(say("client_line", lang.value, **one)))
    if not found:
        print(say("clients_none", lang.value))


def _done(
    act: Callable[["Officer"], dict[str, str]],
    login: str,
    told: str,
    lang: Lang,
    *,
    as_json: bool,
) -> None:
    """Let an administrator do something, and say what he did."""
    with refusals(lang, as_json=as_json):
        office()
        from izdes.web.acting import acting
        from izdes.web.journal.people import officer_called
        from izdes.web.officers.models import Officer

        number = officer_called(login)
        with acting(number):
            found = act(Officer.objects.get(pk=number))
    print_json(found) if as_json else print(visible(say(told, lang, **found)))
