"""`izdes order`: sign an order or a decision, and check one as its receiver would, offline."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.messages.enclosures import enclosure_faults
from izdes.adapters.messages.package import PACKAGE_FILE, package_in
from izdes.adapters.signatures.beside import (
    REQUEST,
    SUFFIXES,
    bytes_of,
    named,
    read_beside,
)
from izdes.adapters.signatures.cades import read_cades, sign_cades
from izdes.adapters.signatures.jws import read_jws, sign_jws
from izdes.adapters.signatures.stamps import stamp_request
from izdes.adapters.signatures.trust import read_trust
from izdes.adapters.signatures.verifying import Signed
from izdes.adapters.signatures.verifying import verify as verify_papers
from izdes.adapters.words import Lang, say
from izdes.adapters.words.signatures import STAMP, report_lines
from izdes.cli.frame import JsonOption, LangOption, print_faults, print_json, refusals
from izdes.cli.signed import (
    AtOption,
    KeyOption,
    PasswordOption,
    ReportOption,
    TrustOption,
    held_key,
    moment_of,
    tell_written,
    write_new,
)
from izdes.cli.visible import visible
from izdes.core.law.sending import Lack
from izdes.core.orders.checks import Check, VerificationReport
from izdes.core.orders.papers import paper_bytes, read_decision, read_order, read_paper
from izdes.core.orders.sending import lacks

order = typer.Typer(no_args_is_help=True, help="Orders and decisions: sign, check.")


class Form(StrEnum):
    """In which form a paper is signed."""

    cades = "cades"
    jws = "jws"


@order.command()
def sign(
    paper: Annotated[Path, typer.Argument(help="An order or a decision, canonical JSON.")],
    *,
    key: KeyOption,
    password_file: PasswordOption = None,
    form: Annotated[Form, typer.Option("--form", help="CAdES or JWS.")] = Form.cades,
    out: Annotated[
        Path | None, typer.Option("--out", help="The signature; without it, beside PAPER.")
    ] = None,
    at: AtOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Sign PAPER; beside the signature lies the request for a timestamp (`.tsq`)."""
    moment = moment_of(at)
    with refusals(lang.value, as_json=json):
        content = bytes_of(paper)
        read_paper(content)
        held = held_key(key, password_file)
        signature = (sign_jws if form == Form.jws else sign_cades)(content, held, at=moment)
        seen = (read_jws if form == Form.jws else read_cades)(signature, content)
        target = out or named(paper, SUFFIXES[form.value])
        write_new(target, signature)
        write_new(named(target, REQUEST), stamp_request(seen.value))
    told = {"signature": str(target), "request": str(named(target, REQUEST))}
    tell_written(target, told, lang.value, as_json=json)


@order.command()
def verify(
    paper: Annotated[
        Path,
        typer.Argument(metavar="ORDER", help="Signatures lie beside it; or a ….package.json."),
    ],
    decision: Annotated[
        Path | None, typer.Argument(help="The decision; its signatures lie beside it.")
    ] = None,
    *,
    trust: TrustOption,
    at: AtOption = None,
    report: ReportOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Check an order with its decision: signatures, certificates, times, and what the law needs."""
    moment = moment_of(at)
    with refusals(lang.value, as_json=json):
        given, decided = _given(paper, decision)
        found = verify_papers(given, decided, read_trust(trust), at=moment)
        wanting = lacks(
            read_order(given.data), read_decision(decided.data) if decided else None, found
        )
        enclosed = tuple(enclosure_faults(read_order(given.data), paper))
        if report:
            write_new(report, paper_bytes(found))
    is_wrong = any(one.severity == "refused" for one in enclosed)
    is_accepted = found.is_accepted and not wanting and not is_wrong
    if json:
        told = _as_json(found, wanting, is_accepted=is_accepted)
        print_json(told | {"enclosures": [one.as_json() for one in enclosed]})
    else:
        print(visible_lines(found, wanting, lang.value, is_accepted=is_accepted))
        print_faults(enclosed, lang.value)
    if not is_accepted:
        raise typer.Exit(1)


def _given(paper: Path, decision: Path | None) -> tuple[Signed, Signed | None]:
    """Return what is to be checked: out of a package, or with the signatures that lie beside."""
    if not paper.name.endswith(PACKAGE_FILE):
        return read_beside(paper), read_beside(decision) if decision else None
    if decision is not None:
        raise typer.BadParameter("a package has its decision inside")
    return package_in(paper).signed()


def visible_lines(
    found: VerificationReport, wanting: tuple[Lack, ...], lang: Lang, *, is_accepted: bool
) -> str:
    """Return everything that is to be said, the verdict first."""
    verdict = "sign_accepted" if is_accepted else "sign_refused"
    said = [say(verdict, lang, at=found.at.isoformat()), *report_lines(found, lang)]
    if wanting:
        said.append(say("sign_law", lang))
    said += [f"  {say(one.code, lang, **dict(one.details))} [{one.code}]" for one in wanting]
    return "\n".join(map(visible, said))


def _as_json(
    found: VerificationReport, wanting: tuple[Lack, ...], *, is_accepted: bool
) -> dict[str, object]:
    """Return what was found for machines."""
    return {
        "is_accepted": is_accepted,
        "report": paper_bytes(found).decode(),
        "stamps": [
            {"paper": one.paper, "form": one.form, "check": check.code, **_told(check)}
            for one in found.signatures
            for check in one.checks
            if check.code.startswith(STAMP)
        ],
        "failed": [
            check.code
            for checks in (*(s.checks for s in found.signatures), found.checks)
            for check in checks
            if not check.is_good
        ],
        "lacks": [one.code for one in wanting],
    }


def _told(check: Check) -> dict[str, str]:
    """Return by whom a timestamp was given and when, where that is proven."""
    return {detail.name: detail.text for detail in check.details}
