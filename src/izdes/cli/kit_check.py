"""`izdes kit check`: everything that is wrong with an answer, before it is sent."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.messages.checking.check import check_answer
from izdes.adapters.messages.drop import Dropped, dropped
from izdes.adapters.messages.enclosures import enclosure_faults
from izdes.adapters.messages.package import Package, package_in
from izdes.adapters.messages.signed import signature_faults
from izdes.adapters.signatures.interface import OfflineVerifier
from izdes.adapters.signatures.trust import read_trust
from izdes.adapters.statements.isolation import read_paths
from izdes.adapters.statements.profiles import read_profile
from izdes.adapters.words import Lang, say
from izdes.adapters.words.signatures import report_lines, stamp_lines
from izdes.cli.frame import (
    JobsOption,
    JsonOption,
    LangOption,
    print_faults,
    print_json,
    refusals,
)
from izdes.cli.signed import AtOption, moment_of
from izdes.cli.visible import visible
from izdes.core.errors import Fault, IzdesError
from izdes.core.law.institutions import packaged
from izdes.core.money.statement import FileReading
from izdes.core.orders.answers import Answer
from izdes.core.orders.checks import SignatureReport, VerificationReport
from izdes.core.orders.sending import lacks
from izdes.follow.case import read_institutions_file

# A judge acts on paper: what the package says of the act, nobody signed.
_NO_ACT = "send_judge_act_missing"
AnswerArgument = Annotated[
    Path, typer.Argument(metavar="ANSWER", help="Folder or zip: answer.json and its files.")
]
PackageOption = Annotated[
    Path | None, typer.Option("--request", help="The package that is answered.")
]
TrustOption = Annotated[
    Path | None, typer.Option("--trust", help="Roots and lists: the signatures are checked too.")
]


def check(
    given: AnswerArgument,
    *,
    request: PackageOption = None,
    earlier: Annotated[
        Path | None, typer.Option("--earlier", help="The answer that this one corrects.")
    ] = None,
    trust: TrustOption = None,
    institutions: Annotated[
        Path | None, typer.Option("--institutions", help="Institutions of your own (CSV).")
    ] = None,
    profile: Annotated[
        list[Path] | None,
        typer.Option("--profile", help="What a table's columns mean (YAML); may be repeated."),
    ] = None,
    at: AtOption = None,
    jobs: JobsOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Check ANSWER against the order that it answers; needs no server and no database."""
    moment = moment_of(at)
    with refusals(lang.value, as_json=json):
        package = package_in(request) if request else None
        report = _report(package, trust, moment)
        faults = _order_faults(package, report, request) + _told_faults(package)
        if package is not None and request is not None:
            faults += (*enclosure_faults(package.order, request),)
        read = _reader(institutions, profile or (), jobs, moment)
        with dropped(given) as opened:
            faults += check_answer(
                opened, read=read, package=package, earlier=_earlier_of(earlier), on=moment.date()
            )
            found = opened
        if trust is not None:
            believed = read_trust(trust)
            faults += (*signature_faults(found.answer, found.signatures, believed, at=moment),)
    is_right = not any(fault.severity == "refused" for fault in faults)
    if json:
        print_json(_as_json(found, faults, report, is_right=is_right))
    else:
        _print(found, faults, report, lang.value)
    if not is_right:
        raise typer.Exit(1)


def _earlier_of(path: Path | None) -> Answer | None:
    """Return the answer that is corrected."""
    if path is None:
        return None
    with dropped(path) as opened:
        return opened.answer


def _reader(
    institutions: Path | None, profiles: Sequence[Path], jobs: int, at: datetime
) -> Callable[[Sequence[Path]], Sequence[FileReading]]:
    """Return what reads files of movements, each in a process of its own."""
    own = read_institutions_file(institutions) if institutions else ()
    return partial(
        read_paths,
        register=packaged(at.date()).with_more(own),
        manifest={},
        jobs=jobs,
        profiles=[read_profile(path) for path in profiles],
    )


def _report(package: Package | None, trust: Path | None, at: datetime) -> VerificationReport | None:
    """Return what is found about the signatures, where roots were given."""
    if trust is None:
        return None
    if package is None:
        raise typer.BadParameter("--trust needs --request")
    order, decision = package.signed()
    return OfflineVerifier(read_trust(trust)).verify(order, decision, at=at)


def _order_faults(
    package: Package | None, report: VerificationReport | None, request: Path | None
) -> tuple[Fault, ...]:
    """Return whether the order may be answered at all; unchecked signatures are only noted."""
    if package is None or request is None:
        return (Fault("kit_without_order", severity="noted"),)
    if report is None:
        return (Fault("kit_signatures_unchecked", request.name, severity="noted"),)
    wanting = [] if report.is_accepted else ["signatures"]
    try:
        wanting += [lack.code for lack in lacks(package.order, package.decision, report)]
    except IzdesError as error:
        wanting.append(error.code)
    if not wanting:
        return ()
    if wanting == [_NO_ACT] and package.notes.get("act"):
        act = (("act", package.notes["act"]),)
        return (Fault("kit_act_on_paper", request.name, details=act, severity="noted"),)
    return (Fault("kit_order_unproven", request.name, details=(("why", ", ".join(wanting)),)),)


def _told_faults(package: Package | None) -> tuple[Fault, ...]:
    """Return what whoever answers must not forget."""
    if package is None or not package.order.client_untold:
        return ()
    return (Fault("kit_client_untold", severity="noted"),)


def _print(
    found: Dropped, faults: Sequence[Fault], report: VerificationReport | None, lang: Lang
) -> None:
    """Say what was found: the verdict, then every fault, then what is wrong with signatures."""
    refused = sum(fault.severity == "refused" for fault in faults)
    verdict = "kit_wrong" if refused else "kit_right"
    said = say(verdict, lang, answer=found.answer.answer_id, count=refused)
    print(visible(said))
    print_faults(faults, lang)
    if report is not None:
        lines = stamp_lines if report.is_accepted else report_lines
        print("\n".join(map(visible, lines(report, lang))))


def _as_json(
    found: Dropped,
    faults: Sequence[Fault],
    report: VerificationReport | None,
    *,
    is_right: bool,
) -> dict[str, object]:
    """Return what was found for machines."""
    return {
        "answer": found.answer.answer_id,
        "order": found.answer.order_number,
        "is_right": is_right,
        "signatures": "unchecked" if report is None else _accepted(report),
        "stamped": [] if report is None else [_stamped(one) for one in report.signatures],
        "files": len(found.present),
        "faults": [fault.as_json() for fault in faults],
    }


def _accepted(report: VerificationReport) -> str:
    """Return whether signatures were accepted, as a word."""
    return "accepted" if report.is_accepted else "refused"


def _stamped(one: SignatureReport) -> dict[str, str | None]:
    """Return till when a signature was there at the latest; nothing where nobody stamped it."""
    at = one.proven_at
    return {"paper": one.paper, "form": one.form, "at": at.isoformat() if at else None}
