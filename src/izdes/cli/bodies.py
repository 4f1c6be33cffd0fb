"""`izdes office bodies`: every body of the office with its code, for other commands."""

from typing import Annotated

import typer

from izdes.adapters.words import say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office
from izdes.cli.visible import visible

# The office is set up by the command before it is imported: importing a table needs the settings.
# ruff: noqa: PLC0415


def bodies(
    *,
    officer: Annotated[
        str, typer.Option("--officer", help="Whoever holds a post: how he signs in.")
    ],
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """List every body that an officer sees, by its code."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.acting import acting
        from izdes.web.journal.people import officer_called
        from izdes.web.officers.models import Officer
        from izdes.web.officers.selectors import bodies_visible_to

        number = officer_called(officer)
        with acting(number):
            rows = list(bodies_visible_to(Officer.objects.get(pk=number)).order_by("code"))
    found = [
        {
            "code": one.code,
            "kind": one.kind,
            "name": str(getattr(one, f"name_{lang.value}")),
            "bin": one.bin,
            "institution": one.institution or "",
            "until": one.until.isoformat() if one.until else "",
        }
        for one in rows
    ]
    if json:
        print_json({"bodies": found})
        return
    for told in found:
        words = {**told, "kind": say(f"body_{told['kind']}", lang.value)}
        given = {name: value or "—" for name, value in words.items()}
        line = say("people_body_line", lang.value, **given)
        if told["until"]:
            line = say("people_body_line_ended", lang.value, line=line, until=told["until"])
        print(visible(line))
    if not found:
        print(say("people_bodies_none", lang.value))
