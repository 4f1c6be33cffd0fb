"""`izdes pki`: a local authority for demonstration, and what a certificate says."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.folder import new_folder
from izdes.adapters.signatures.authority.folder import (
    key_file,
    read_authority,
    read_stamping,
    write_authority,
)
from izdes.adapters.signatures.authority.issuing import Holder, issue
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.beside import FileUnusable, bytes_of
from izdes.adapters.signatures.faults import CertificateUnreadable
from izdes.adapters.signatures.showing import Shown, show_certificate
from izdes.adapters.words import Lang, say
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    refusals,
)
from izdes.cli.signed import tell_written, write_new
from izdes.cli.visible import visible
from izdes.twin.numbers import company_number, person_number

pki = typer.Typer(no_args_is_help=True, help="Certificates: a local authority, what one says.")
_PASSWORD = b"demo"
_COLUMNS = ("name", "holder", "iin", "body_bin")


@pki.command()
def demo(
    *,
    out: OutOption,
    holders: Annotated[
        Path | None, typer.Option("--holders", help="CSV: name, holder, iin, body_bin.")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How long valid.")] = 365,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Write a local authority for demonstration; whoever has the folder can sign as anybody."""
    at = datetime.now(tz=UTC).replace(microsecond=0)
    with refusals(lang.value, as_json=json):
        wanted = _holders(holders) if holders else _invented()
        with new_folder(out, replace=replace) as folder:
            write_authority(
                folder, wanted, at=at, until=at + timedelta(days=days), password=_PASSWORD
            )
    if json:
        print_json({"keys": sorted(wanted), "password": _PASSWORD.decode(), "out": str(out)})
    else:
        print(visible(say("pki_written", lang.value, out=str(out), count=len(wanted))))


@pki.command()
def citizen(
    *,
    authority: Annotated[Path, typer.Option("--authority", help="Folder of `izdes pki demo`.")],
    iin: Annotated[str, typer.Option("--iin", help="Individual number of an invented person.")],
    name: Annotated[str, typer.Option("--name", help="Name of an invented person.")] = "Азамат",
    body_bin: Annotated[
        str, typer.Option("--bin", help="Organisation for which she signs; without it, herself.")
    ] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How long valid.")] = 365,
    out: Annotated[Path, typer.Option("--out", help="The key (.p12).")],
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Write the key of an invented citizen, for trying the electronic way of the window."""
    at = datetime.now(tz=UTC).replace(microsecond=0)
    with refusals(lang.value, as_json=json):
        holder = Holder(name, iin, body_bin)
        key = issue(read_authority(authority), holder, at=at, until=at + timedelta(days=days))
        write_new(out, key_file(out.stem, key, _PASSWORD))
    if json:
        print_json({"key": str(out), "password": _PASSWORD.decode()})
    else:
        told = say("pki_citizen_written", lang.value, file=str(out), password=_PASSWORD.decode())
        print(visible(told))


@pki.command()
def show(
    certificate: Annotated[Path, typer.Argument(help="PEM or DER.")],
    *,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Say what a certificate says of itself; nothing is checked."""
    with refusals(lang.value, as_json=json):
        found = show_certificate(bytes_of(certificate), file=certificate.name)
    if json:
        print_json(found.as_json())
    else:
        print("\n".join(map(visible, _lines(found, lang.value))))


@pki.command()
def stamp(
    request: Annotated[Path, typer.Argument(help="Request for a timestamp (.tsq).")],
    *,
    authority: Annotated[Path, typer.Option("--authority", help="Folder of `izdes pki demo`.")],
    out: Annotated[Path, typer.Option("--out", help="The answer (.tsr).")],
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Answer a request for a timestamp as the local authority."""
    with refusals(lang.value, as_json=json):
        answer = answer_stamp(bytes_of(request), read_stamping(authority), at=datetime.now(tz=UTC))
        try:
            out.write_bytes(answer)
        except OSError:
            raise FileUnusable(file=out.name) from None
    tell_written(out, {"answer": str(out)}, lang.value, as_json=json)


def _holders(path: Path) -> dict[str, Holder]:
    """Return the holders of a table; the names become file names."""
    text = bytes_of(path).decode(errors="replace")
    try:
        rows = list(csv.DictReader(text.splitlines()))
    except csv.Error:
        raise CertificateUnreadable(file=path.name) from None
    found = {row["name"]: _holder(row, path) for row in rows if row.get("name")}
    if len(found) != len(rows) or not rows:
        raise CertificateUnreadable(file=path.name)
    return found


def _holder(row: dict[str, str], path: Path) -> Holder:
    """Return the holder of a row."""
    values = [row.get(column) for column in _COLUMNS]
    if not all(values) or not row["name"].isidentifier():
        raise CertificateUnreadable(file=path.name)
    return Holder(row["holder"], row["iin"], row["body_bin"])


def _invented() -> dict[str, Holder]:
    """Return an investigator and two prosecutors whom nobody has ever met."""
    police, prosecution = company_number(1), company_number(2)
    return {
        "investigator": Holder("Серік Демоұлы", person_number("900101", 5, is_odd=True), police),
        "prosecutor": Holder(
            "Айгүл Демоқызы", person_number("800202", 6, is_odd=False), prosecution
        ),
        "duty_prosecutor": Holder(
            "Ерлан Демо", person_number("850303", 7, is_odd=True), prosecution
        ),
    }


def _lines(found: Shown, lang: Lang) -> list[str]:
    """Return what a certificate says, a line each."""
    return [say(f"pki_show_{name}", lang, value=value) for name, value in found.as_json().items()]
