"""`izdes law install` and `izdes law installed`: the packs of this installation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from izdes.adapters.lawpack import read_texts
from izdes.adapters.words import Lang, say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.legal.moments import moment_given
from izdes.cli.office import office
from izdes.cli.visible import visible
from izdes.core.law.clocks.zone import printed
from izdes.core.law.release.packs import packaged_texts

if TYPE_CHECKING:
    from izdes.web.law.models import Pack

# The office is set up by each command before it is imported: importing a table needs the settings.
# ruff: noqa: PLC0415

_PACKAGED = "packaged"


def install(
    pack: Annotated[
        str, typer.Argument(help="Folder of a pack; `packaged` is the one of the program.")
    ],
    *,
    officer: Annotated[str, typer.Option("--officer", help="The administrator: how he signs in.")],
    since: Annotated[
        str | None, typer.Option("--since", help="In force from: RFC 3339 with offset.")
    ] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Install a pack in the office; a pack that is installed already stays as it is."""
    begin = moment_given(since, option="--since")
    with refusals(lang.value, as_json=json):
        texts, note = (packaged_texts(), "") if pack == _PACKAGED else read_texts(Path(pack))
        office()
        from izdes.web.acting import acting
        from izdes.web.journal.people import officer_called
        from izdes.web.law.services.packs import install_pack
        from izdes.web.officers.models import Officer

        number = officer_called(officer)
        with acting(number):
            found = install_pack(
                texts=texts,
                note=note,
                officer=Officer.objects.get(pk=number),
                in_force_since=begin,
            )
    if json:
        print_json(_as_json(found))
    else:
        told = {"version": found.version, "digest": found.digest, "since": _since(found)}
        print(visible(say("law_installed_now", lang.value, **told)))


def installed(*, lang: LangOption, json: JsonOption = False) -> None:
    """List the packs of the office, in the order in which they came into force."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.database.migrating import OWNER_ALIAS
        from izdes.web.law.models import Pack

        found = list(Pack.objects.using(OWNER_ALIAS))
    if json:
        print_json({"packs": [_as_json(pack) for pack in found]})
        return
    for pack in found:
        print(visible(_line(pack, lang.value)))
    if not found:
        print(say("law_installed_none", lang.value))


def _line(pack: "Pack", lang: Lang) -> str:
    """Return a pack as a line."""
    origin = say(f"law_origin_{pack.origin}", lang, names=pack.signed_by)
    told = {"version": pack.version, "digest": pack.digest, "since": _since(pack)}
    return say("law_installed_line", lang, origin=origin, **told)


def _as_json(pack: "Pack") -> dict[str, object]:
    """Return a pack for machines."""
    return {
        "version": pack.version,
        "digest": pack.digest,
        "released_on": pack.released_on.isoformat(),
        "origin": pack.origin,
        "signed_by": pack.signed_by,
        "installed_at": pack.installed_at.isoformat(),
        "in_force_since": pack.in_force_since.isoformat(),
    }


def _since(pack: "Pack") -> str:
    """Return from when a pack is in force, as people of the office read time."""
    return printed(pack.in_force_since)
