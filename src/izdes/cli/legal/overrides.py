"""`izdes law override`: what overrides the pack of this installation, by whoever keeps the office.

The page of the office does the same and shows what would change. Here an administrator is named as
he signs in; who stands at the machine is not asked to prove it, so the journal names whom he named.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from izdes.adapters.words import Lang, say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office
from izdes.cli.visible import visible

if TYPE_CHECKING:
    from izdes.web.law.models import Override
    from izdes.web.officers.models import Officer

# The office is set up by each command before it is imported: importing a table needs the settings.
# ruff: noqa: PLC0415

override = typer.Typer(
    no_args_is_help=True, help="What an act said after the release: propose, confirm, withdraw."
)
OfficerOption = Annotated[
    str, typer.Option("--officer", help="The administrator: how he signs in.")
]
NumberArgument = Annotated[int, typer.Argument(help="Number of the override.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]
Plain = str | int | bool | None


@override.command()
def propose(
    file: Annotated[str, typer.Argument(help="File of the pack, such as indexes.yaml.")],
    entry: Annotated[str, typer.Argument(help="Its entry: mci, 2026-12-18, fraud.large, a BIC.")],
    *,
    given: Annotated[
        list[str], typer.Option("--set", metavar="NAME=VALUE", help="A field; may be repeated.")
    ],
    ground: Annotated[str, typer.Option("--ground", help="The act by which.")],
    source: Annotated[str, typer.Option("--source", help="Where it can be read.")],
    since: Annotated[str, typer.Option("--since", help="First local day on which it is followed.")],
    until: Annotated[
        str | None, typer.Option("--until", help="First local day on which it no longer is.")
    ] = None,
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Propose that decisions follow something that the pack does not say."""
    fields = _fields(file, given)
    first, last = _day(since, "--since"), _day(until, "--until") if until else None

    def proposed(by: "Officer") -> "Override":
        from izdes.web.law.services.overrides import Said, propose_override

        said = Said(file=file, entry=entry, fields=fields, ground=ground, source=source)
        return propose_override(said=said, since=first, until=last, officer=by)

    _done(proposed, officer, "law_proposed_now", lang.value, as_json=json)


@override.command()
def confirm(
    number: NumberArgument, *, officer: OfficerOption, lang: LangOption, json: JsonOption = False
) -> None:
    """Confirm an override that another proposed."""

    def confirmed(by: "Officer") -> "Override":
        from izdes.web.law.services.overrides import confirm_override

        return confirm_override(override=_named(number), officer=by)

    _done(confirmed, officer, "law_confirmed_now", lang.value, as_json=json)


@override.command()
def refuse(
    number: NumberArgument,
    *,
    reason: ReasonOption,
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Refuse an override that another proposed."""

    def refused(by: "Officer") -> "Override":
        from izdes.web.law.services.overrides import refuse_override

        return refuse_override(override=_named(number), reason=reason, officer=by)

    _done(refused, officer, "law_refused_now", lang.value, as_json=json)


@override.command()
def withdraw(
    number: NumberArgument,
    *,
    reason: ReasonOption,
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Let decisions follow an override no longer, from now on."""

    def withdrawn(by: "Officer") -> "Override":
        from izdes.web.law.services.overrides import withdraw_override

        held = _named(number)
        withdraw_override(override=held, reason=reason, officer=by)
        return held

    _done(withdrawn, officer, "law_withdrawn_now", lang.value, as_json=json)


@override.command(name="list")
def listed(*, officer: OfficerOption, lang: LangOption, json: JsonOption = False) -> None:
    """List every override and how it stands, the latest first."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.acting import acting
        from izdes.web.journal.people import officer_called
        from izdes.web.law.shown import overrides_told_to
        from izdes.web.officers.models import Officer

        number = officer_called(officer)
        with acting(number):
            found = list(overrides_told_to(Officer.objects.get(pk=number)))
    if json:
        print_json({"overrides": [_as_json(one) for one in found]})
        return
    for one in found:
        print(visible(_line(one, lang.value)))
    if not found:
        print(say("law_overrides_none", lang.value))


def _done(
    act: Callable[["Officer"], "Override"], login: str, told: str, lang: Lang, *, as_json: bool
) -> None:
    """Let an administrator do something, and say what he did."""
    with refusals(lang, as_json=as_json):
        office()
        from izdes.web.acting import acting
        from izdes.web.journal.people import officer_called
        from izdes.web.law.shown import overrides_told_to
        from izdes.web.officers.models import Officer

        number = officer_called(login)
        with acting(number):
            officer = Officer.objects.get(pk=number)
            found = overrides_told_to(officer).get(pk=act(officer).pk)
    if as_json:
        print_json(_as_json(found))
    else:
        print(visible(say(told, lang, number=found.pk)))


def _named(number: int) -> "Override":
    """Return an override by its number."""
    from izdes.web.law.editions import override_numbered

    return override_numbered(number)


def _fields(file: str, given: list[str]) -> Mapping[str, Plain]:
    """Return the fields that are said; cells of tables are text, values of YAML what they are."""
    found: dict[str, Plain] = {}
    for pair in given:
        name, mark, value = pair.partition("=")
        if not mark or not name.strip():
            raise typer.BadParameter(pair, param_hint="--set")
        found[name.strip()] = value.strip() if file.endswith(".csv") else _value(value.strip())
    return found


def _value(text: str) -> Plain:
    """Return a value as YAML would hold it: nothing, true or false, a whole number, text."""
    if text in {"", "true", "false"}:
        return None if not text else text == "true"
    return int(text) if text.isascii() and text.isdigit() else text


def _day(text: str, option: str) -> date:
    """Return a day as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(text, param_hint=option) from None


def _line(one: "Override", lang: Lang) -> str:
    """Return an override as a line."""
    return say(
        "law_override_line",
        lang,
        number=one.pk,
        file=one.file,
        entry=one.entry,
        since=one.since.isoformat(),
        until=one.until.isoformat() if one.until else "…",
        state=say(f"law_state_{_standing(one)}", lang),
    )


def _as_json(one: "Override") -> dict[str, object]:
    """Return an override for machines."""
    return {
        "number": one.pk,
        "file": one.file,
        "entry": one.entry,
        "fields": one.fields,
        "ground": one.ground,
        "source": one.source,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "state": _standing(one),
    }


def _standing(one: "Override") -> str:
    """Return how an override stands now."""
    from django.utils.timezone import now

    from izdes.web.law.shown import standing_of

    return standing_of(one, now())
