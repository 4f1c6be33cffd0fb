"""`izdes kit answer`: a right answer to an order, out of an institution's own ledger."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.exchange.books import code_of, sandbox_books
from izdes.adapters.folder import new_folder
from izdes.adapters.messages.drop import dropped, zip_answer
from izdes.adapters.messages.making.answer import MadeAnswer, make_answer
from izdes.adapters.messages.making.books import Books, read_books, with_clients
from izdes.adapters.messages.package import package_in
from izdes.adapters.signatures.interface import FileSigner
from izdes.adapters.words import Lang, say
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    refusals,
)
from izdes.cli.signed import AtOption, PasswordOption, held_key, moment_of
from izdes.cli.visible import visible
from izdes.core.errors import OutputExists
from izdes.core.orders.answers import Answer
from izdes.core.orders.receipts import Answering

_ZIP = ".zip"


def answer(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="The order as it came.")],
    *,
    ledger: Annotated[
        Path, typer.Option("--ledger", help="transfers.csv or .parquet, or a twin's folder.")
    ],
    accounts: Annotated[Path | None, typer.Option("--accounts", help="accounts.csv")] = None,
    aliases: Annotated[Path | None, typer.Option("--aliases", help="aliases.csv")] = None,
    clients: Annotated[Path | None, typer.Option("--clients", help="clients.csv")] = None,
    logins: Annotated[Path | None, typer.Option("--logins", help="logins.csv")] = None,
    name: Annotated[str, typer.Option("--name", help="Who answers.")] = "—",
    post: Annotated[str, typer.Option("--post", help="In which post.")] = "—",
    key: Annotated[
        Path | None, typer.Option("--key", help="Signs the answer: PKCS #12, or PEM.")
    ] = None,
    password_file: PasswordOption = None,
    at: AtOption = None,
    corrects: Annotated[
        Path | None, typer.Option("--corrects", help="An earlier answer that this one replaces.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="What was wrong with it.")] = "",
    zipped: Annotated[bool, typer.Option("--zip", help="Write OUT.zip beside OUT.")] = False,
    out: OutOption,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Make an answer: these subjects, this period, and nothing else."""
    if bool(corrects) != bool(why.strip()):
        raise typer.BadParameter("--corrects and --why belong together")
    moment = moment_of(at)
    books = _books(ledger, accounts, aliases, clients, logins)
    with refusals(lang.value, as_json=json):
        given = package_in(package)
        made = make_answer(
            given,
            books(given.order.addressee.bin),
            at=moment,
            by=Answering(name, post, given.order.addressee.bin),
            corrects=_earlier(corrects),
            why_corrected=why,
        )
        out = out.with_suffix("") if zipped and out.suffix == _ZIP else out
        packed = out.with_name(f"{out.name}{_ZIP}")
        if zipped and packed.exists() and not replace:
            raise OutputExists(out=packed.name)
        with new_folder(out, replace=replace) as folder:
            made.write(folder, _signer(key, password_file))
        if zipped:
            zip_answer(out, packed)
    if json:
        print_json(_as_json(made, out))
    else:
        print(visible(_said(made, out, lang.value)))


def _books(
    ledger: Path,
    accounts: Path | None,
    aliases: Path | None,
    clients: Path | None,
    logins: Path | None,
) -> Callable[[str], Books]:
    """Return what reads the books of an institution by its БИН: of files it does not matter."""
    if ledger.is_dir():
        if accounts or aliases or clients or logins:
            raise typer.BadParameter("a folder stands for all tables", param_hint="--ledger")
        return lambda body_bin: sandbox_books(ledger, code_of(ledger, body_bin))
    if accounts is None:
        raise typer.BadParameter("needed beside a file", param_hint="--accounts")
    return lambda _: with_clients(read_books(ledger, accounts, aliases), clients, logins)


def _signer(key: Path | None, password_file: Path | None) -> FileSigner | None:
    """Return what signs the answer, where a key was given."""
    if key is None:
        return None
    return FileSigner(held_key(key, password_file))


def _earlier(path: Path | None) -> Answer | None:
    """Return the answer that is corrected."""
    if path is None:
        return None
    with dropped(path) as opened:
        return opened.answer


def _as_json(made: MadeAnswer, out: Path) -> dict[str, object]:
    """Return what was made for machines."""
    return {
        "answer": made.answer.answer_id,
        "completeness": made.answer.completeness,
        "files": sorted(made.files),
        "held": [
            {"account": one.account, "status": one.status, "amount_minor": one.amount_minor}
            for one in made.answer.holds
        ],
        "out": str(out),
    }


def _said(made: MadeAnswer, out: Path, lang: Lang) -> str:
    """Return what was made for people."""
    return say(
        "kit_made",
        lang,
        out=str(out),
        completeness=say(f"kit_{made.answer.completeness}", lang),
        files=len(made.files),
        holds=sum(one.status == "held" for one in made.answer.holds),
    )
