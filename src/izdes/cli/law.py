"""`izdes law`: what the law pack says, what is wrong with it, and what another one would change."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.folder import new_folder
from izdes.adapters.lawpack import (
    NOTE,
    NoteWrong,
    Signer,
    read_folder,
    read_open_clocks,
    sign_note,
    write_pack,
)
from izdes.adapters.words import say
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    refusals,
)
from izdes.cli.legal.compared import (
    changes_json,
    changes_lines,
    checked_json,
    checked_lines,
    moved_lines,
)
from izdes.cli.legal.explained import explained_json, lines
from izdes.cli.legal.installed import install, installed
from izdes.cli.legal.moments import moment_given
from izdes.cli.legal.overrides import override
from izdes.cli.legal.packs import KeyOption, PackOption, given_pack
from izdes.cli.visible import visible
from izdes.core.errors import InputRefused
from izdes.core.law.changes import changes, moved
from izdes.core.law.checking import check_pack
from izdes.core.law.clocks.zone import LOCAL, local_day
from izdes.core.law.explaining import explain as explain_name
from izdes.core.law.release.packs import packaged_texts

law = typer.Typer(no_args_is_help=True, help="The law pack: check, compare, sign, install.")
law.command()(install)
law.command()(installed)
law.add_typer(override, name="override")


@law.command()
def check(
    *, pack: PackOption = None, key: KeyOption = None, lang: LangOption, json: JsonOption = False
) -> None:
    """Check a law pack as a whole; what nobody has verified is only listed."""
    with refusals(lang.value, as_json=json):
        given = given_pack(pack, key)
        found = check_pack(given.pack)
    if json:
        print_json({"pack": given.as_json(), **checked_json(found)})
    else:
        _print(given.line(lang.value), *checked_lines(found, lang.value))
    if found.faults:
        raise typer.Exit(1)


@law.command()
def explain(
    name: Annotated[str, typer.Argument(help="A clock, a measure, a norm or a task.")],
    *,
    since: Annotated[
        str | None, typer.Option("--from", help="When the clock started: RFC 3339 with offset.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", help="Local day; --from wins, and without both it is today."),
    ] = None,
    pack: PackOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Say what a name stands for, on which norms, and when a clock that started ends."""
    with refusals(lang.value, as_json=json):
        started = moment_given(since, option="--from")
        given = given_pack(pack)
        found = explain_name(name, on=_day(on, started), started_at=started, pack=given.pack)
    if json:
        print_json(explained_json(found, given, lang.value))
    else:
        _print(*lines(found, lang.value), given.line(lang.value))


@law.command()
def diff(
    old: Annotated[Path, typer.Argument(help="Folder of a pack; `-` is the packaged one.")],
    new: Annotated[Path, typer.Argument(help="Folder of a pack; `-` is the packaged one.")],
    *,
    clocks: Annotated[
        Path | None, typer.Option("--clocks", help="Open clocks: ref, clock, started_at.")
    ] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Say what differs between two packs, and which open clocks move."""
    with refusals(lang.value, as_json=json):
        before, after = (given_pack(None if str(p) == "-" else p).pack for p in (old, new))
        found = changes(before, after)
        running = read_open_clocks(clocks) if clocks else ()
        shifted = moved(running, before, after)
    if json:
        print_json(changes_json(found, shifted))
        return
    _print(*changes_lines(found, lang.value))
    if clocks:
        _print(*moved_lines(shifted, lang.value))


@law.command()
def write(
    *, out: OutOption, lang: LangOption, json: JsonOption = False, replace: ReplaceOption = False
) -> None:
    """Write the packaged pack as a folder, to be edited or read."""
    with (
        refusals(lang.value, as_json=json),
        new_folder(out, replace=replace) as folder,
    ):
        write_pack(packaged_texts(), folder)
    given = given_pack(out)
    if json:
        print_json(given.as_json())
    else:
        _print(given.line(lang.value))


@law.command()
def sign(
    pack: Annotated[Path, typer.Argument(help="Folder of the pack; its note is written there.")],
    *,
    key: Annotated[Path, typer.Option("--key", help="Ed25519 private key, PKCS #8 PEM.")],
    name: Annotated[str, typer.Option("--name", help="Under which name the key signs.")],
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Sign a pack that has no faults, and print the public key that others need."""
    with refusals(lang.value, as_json=json):
        read = read_folder(pack)
        faults = check_pack(read.pack).faults
        if faults:
            raise InputRefused(*faults)
        signer = Signer.from_pem(name, _bytes(key))
        note = sign_note(read.pack, signer, note=read.note)
        (pack / NOTE).write_text(note, encoding="utf-8", newline="\n")
    if json:
        print_json({"digest": read.pack.ref.digest, "name": name, "key": str(signer.key)})
    else:
        _print(say("law_signed_now", lang.value, name=name, key=str(signer.key)))


def _print(*said: str) -> None:
    """Print lines in which nothing can steer a terminal."""
    for line in said:
        print(visible(line))


def _day(text: str | None, started: datetime | None) -> date:
    """Return the day of the moment, the day asked for, or today."""
    try:
        asked = date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(str(text), param_hint="--on") from None
    if started is not None:
        return local_day(started)
    return asked or local_day(datetime.now(tz=LOCAL))


def _bytes(path: Path) -> bytes:
    """Read a private key."""
    try:
        return path.read_bytes()
    except OSError:
        raise NoteWrong(why="key") from None
