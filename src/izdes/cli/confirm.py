"""Whether a package holds the paper of a number, a body and a digest; and who signed it.

Nothing here asks a network or an office.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.exchange.confirming import differs
from izdes.adapters.exchange.directory import MOST_BYTES, Directory, Entry, read_directory
from izdes.adapters.exchange.signers import Signer, signers
from izdes.adapters.messages.package import package_in
from izdes.adapters.signatures.beside import bytes_of
from izdes.adapters.words import Lang, entries, say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.visible import visible
from izdes.core.law.clocks.zone import local_day


def confirm_package(
    package: Path, *, number: str, body: str, digest: str, lang: Lang, json: bool
) -> None:
    """Say whether a package holds the paper of a number, body and digest; exit status 1 if not."""
    with refusals(lang, as_json=json):
        found = differs(package_in(package), number=number, body=body, digest=digest)
    if json:
        print_json({"is_confirmed": not found, "differs": found})
    else:
        print(_confirmed(found, lang))
    if found:
        raise typer.Exit(1)


def directory(
    given: Annotated[Path, typer.Argument(metavar="FILE", help="The directory as it came.")],
    *,
    key: Annotated[str, typer.Option("--key", help="The office's verifier key.")],
    package: Annotated[
        Path | None, typer.Option("--package", help="Say who signed this package.")
    ] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Check the signed directory of officers and prosecutors; with a package, say who signed it."""
    with refusals(lang.value, as_json=json):
        found = read_directory(bytes_of(given, most=MOST_BYTES), key=key)
        seen = signers(package_in(package), found) if package else ()
    if json:
        print_json(_as_json(found, seen))
    else:
        print("\n".join(map(visible, _lines(found, seen, lang.value, is_asked=bool(package)))))
    if package and not _are_named(seen):
        raise typer.Exit(1)


def _confirmed(what: str, lang: Lang) -> str:
    """Return yes or no."""
    if not what:
        return say("exchange_confirmed", lang)
    return say("exchange_not_confirmed", lang, what=say(f"check_{what}", lang))


def _are_named(seen: Sequence[Signer]) -> bool:
    """Say whether the order is signed, and everybody who signed stands in the directory."""
    return any(one.paper == "order" for one in seen) and all(one.entry for one in seen)


def _lines(found: Directory, seen: Sequence[Signer], lang: Lang, *, is_asked: bool) -> list[str]:
    """Return what is to say: of the directory, then of each post or each signature."""
    count = len(found.entries)
    head = say("directory_holds", lang, issuer=found.issuer, as_of=found.as_of, count=count)
    if not is_asked:
        return [head, *(f"  {_entry_line(one, lang)}" for one in found.entries)]
    return [head, *(f"  {_signer_line(one, lang)}" for one in seen)]


def _entry_line(one: Entry, lang: Lang) -> str:
    """Return a post with its holder."""
    # The first moment that is no part of the post ends the day before, where it is a midnight.
    until = local_day(one.until - timedelta(microseconds=1)).isoformat() if one.until else "…"
    # An office that is newer than this program may know roles that this has no word for.
    role = say(f"role_{one.role}", lang) if f"role_{one.role}" in entries() else one.role
    return say(
        "directory_post",
        lang,
        name=one.name,
        role=role,
        body=one.body,
        body_bin=one.body_bin,
        since=local_day(one.since).isoformat(),
        until=until,
        count=len(one.certificates),
    )


def _signer_line(one: Signer, lang: Lang) -> str:
    """Return who made a signature, by the directory."""
    who = say("directory_nobody", lang) if one.entry is None else _entry_line(one.entry, lang)
    paper = say(f"sign_paper_{one.paper}", lang)
    return f"{say('sign_head', lang, paper=paper, form=one.form)} {who}"


def _as_json(found: Directory, seen: Sequence[Signer]) -> dict[str, object]:
    """Return it for machines."""
    return {
        "issuer": found.issuer,
        "as_of": found.as_of,
        "entries": [_told(one) for one in found.entries],
        "signers": [
            {
                "paper": one.paper,
                "form": one.form,
                "by": None if one.entry is None else _told(one.entry),
            }
            for one in seen
        ],
    }


def _told(one: Entry) -> dict[str, object]:
    """Return a post for machines."""
    return {
        "name": one.name,
        "role": one.role,
        "body": one.body,
        "body_bin": one.body_bin,
        "since": one.since.isoformat(),
        "until": one.until and one.until.isoformat(),
        "certificates": sorted(one.certificates),
    }
