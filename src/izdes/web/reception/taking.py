"""Taking in: a package becomes a complaint, or more of one, or is told why it does not.

In this order: the package is opened and read to its end; its files go to the disk; the complaint
is written by the office's own command; that the package was taken is noted. Whoever is killed in
between leaves a package that is taken again: what is there is found, and only what lacks is made.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.core.sealing.canonical import canonical_json
from izdes.web.cases.models import Complaint, Payment
from izdes.web.cases.reports import Received, Report
from izdes.web.cases.services.desk import tell_more
from izdes.web.cases.services.receiving import ComplaintKnown, receive_complaint
from izdes.web.database.calling import called
from izdes.web.files.services import store
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer
from izdes.web.packages.known import office_party, windows_of_office
from izdes.web.packages.sealing import Sealed, files_of, read_package
from izdes.web.reception.machine import reception
from izdes.web.reception.placing import unit_for
from izdes.web.reception.reading import Sent, read
from izdes.web.reception.signing import (
    ReportUnknown,
    check_signature,
    given_signature,
    require_its_report,
)

_KINDS = (("image/", "picture"), ("audio/", "recording"), ("video/", "recording"))


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a package.

    Attributes:
        outcome: ``taken``, ``added``, ``signed`` for a signature, ``known`` if it was taken before,
            or the code of why not.
        details: What its sentence needs.
    """

    name: str
    outcome: str
    complaint: int = 0
    details: tuple[tuple[str, str], ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether it was not taken."""
        return self.outcome not in {"taken", "added", "signed", "known"}


def take_all(places: Iterable[Path]) -> Iterator[TakenIn]:
    """Take packages in, each by itself: one that is refused stands in no other's way."""
    for place in sorted(places):
        try:
            yield take_in(place)
        except IzdesError as refused:
            details = tuple(sorted(refused.details.items()))
            yield TakenIn(place.name, refused.code, details=details)


def take_in(place: Path) -> TakenIn:
    """Take a package in; taking it again changes nothing.

    Raises:
        NotAPackage: The file is none.
        PackageNotOpened: It is for another key, was changed, or is not whole.
        PackageSignerUnknown: It is not signed by a window that is believed here.
        PackageWrong: It is signed, and not what a package must be.
        ReportUnknown: It adds to a report that has not arrived.
        ReceptionMissing: Nobody holds the post of the reception.
    """
    party = office_party()
    package = read_package(place, to=party, known=windows_of_office())
    sent = read(package)
    with reception() as officer:
        if (known := called("reception_package_of", [package.digest])) is not None:
            return TakenIn(place.name, "known", known)
        kept = _files(place, package, officer)
        if sent.kind == "signature":
            outcome, complaint = _signed(sent, package, kept, officer)
        else:
            outcome, complaint = _taken(sent, package, kept, officer)
        _note(package, sent, complaint, officer)
    return TakenIn(place.name, outcome, complaint)


def _taken(
    sent: Sent, package: Sealed, kept: tuple[Received, ...], officer: Officer
) -> tuple[str, int]:
    """Make of a package what it is."""
    known = _complaint_of(sent)
    if sent.report is None:
        if known is None:
            raise ReportUnknown(number=sent.number)
        return _added(known[0], sent, package, kept, officer)
    report = replace(sent.report, files=kept, source_file=kept[0].file)
    if known is None:
        return _received(report, sent, officer)
    if known[1]:
        complaint = Complaint.objects.get(pk=known[0])
        tell_more(complaint=complaint, report=_new_of(report, complaint), officer=officer)
        _placed(complaint, unit_for(report.region), officer)
        return "added", complaint.pk
    # Signed, or in a case: her words stand there, and what is new stands beside them.
    later = replace(sent, text=report.narrative)
    return _added(known[0], later, package, kept, officer)


def _signed(
    sent: Sent, package: Sealed, kept: tuple[Received, ...], officer: Officer
) -> tuple[str, int]:
    """Add a signature to its report, and check it."""
    known = _complaint_of(sent)
    if known is None:
        raise ReportUnknown(number=sent.number)
    came = given_signature(known[0], sent, package, kept)
    require_its_report(came)
    kinds = {came.statement_file: "statement", came.signature_file: "signature"}
    named = tuple(replace(one, kind=kinds.get(one.file, one.kind)) for one in kept)
    _added(known[0], sent, package, named, officer)
    check_signature(came, officer=officer)
    return "signed", known[0]


def _received(report: Report, sent: Sent, officer: Officer) -> tuple[str, int]:
    """Take a report as a complaint, where it has to go."""
    unit = unit_for(report.region)
    try:
        taken = receive_complaint(
            report=report, unit=unit, officer=officer, source=sent.source, receipt=sent.number
        )
    except ComplaintKnown:
        # Killed between this and the note, or another worker a moment ago.
        known = _complaint_of(sent)
        if known is None:
            raise
        return "taken", known[0]
    return "taken", taken.complaint.pk


def _new_of(report: Report, complaint: Complaint) -> Report:
    """Return of a report what its complaint does not say yet: a draft is always sent whole."""
    paid = {
        (one.at, one.amount_minor, one.to_raw)
        for one in Payment.objects.filter(complaint=complaint)
    }
    lent = {(one.lender, one.contract, one.amount_minor) for one in complaint.loans.all()}
    return replace(
        report,
        payments=tuple(
            one for one in report.payments if (one.at, one.amount_minor, one.to_raw) not in paid
        ),
        loans=tuple(
            one for one in report.loans if (one.lender, one.contract, one.amount_minor) not in lent
        ),
    )


@transaction.atomic(durable=True)
def _added(
    complaint: int, sent: Sent, package: Sealed, kept: tuple[Received, ...], officer: Officer
) -> tuple[str, int]:
    """Add what came later to a complaint, whatever has become of it."""
    given = [
        complaint,
        package.digest,
        sent.text,
        sent.sent_at,
        [one.file for one in kept],
        [one.name for one in kept],
        [one.kind if sent.kind == "signature" else "later" for one in kept],
    ]
    if called("reception_add", given):
        record(
            Event.ADDITION_TAKEN,
            officer=officer.pk,
            subject=Subject("complaint", str(complaint)),
            changes={
                "package": Change(None, package.digest),
                "files": Change(None, str(len(kept))),
            },
        )
    return "added", complaint


@transaction.atomic(durable=True)
def _placed(complaint: Complaint, unit: Body, officer: Officer) -> None:
    """Place a report that came without a region, once it is said."""
    if called("reception_place", [complaint.pk, unit.pk]):
        record(
            Event.COMPLAINT_PLACED,
            officer=officer.pk,
            subject=Subject("complaint", str(complaint.pk)),
            changes={"unit": Change(complaint.unit.code, unit.code)},
        )


@transaction.atomic(durable=True)
def _note(package: Sealed, sent: Sent, complaint: int, officer: Officer) -> None:
    """Note that a package was taken, from whom, and what it became."""
    sender = str(package.sender)
    given = [package.digest, sender, sent.number, sent.sequence, sent.kind, complaint]
    if called("reception_note", given):
        record(
            Event.PACKAGE_TAKEN,
            officer=officer.pk,
            subject=Subject("complaint", str(complaint)),
            changes={
                "package": Change(None, package.digest),
                "sender": Change(None, sender),
            },
        )


def _files(place: Path, package: Sealed, officer: Officer) -> tuple[Received, ...]:
    """Keep what came: the manifest as it was signed, then the files; none of them is opened."""
    manifest = store([canonical_json(package.manifest)], name="package.json", officer=officer.pk)
    kept = [Received(manifest, "package", "package.json")]
    for file, chunks in files_of(place, package, to=office_party()):
        number = store(chunks, name=str(file["name"]), officer=officer.pk)
        kind = str(file.get("media_type", ""))
        word = next((word for begun, word in _KINDS if kind.startswith(begun)), "document")
        kept.append(Received(number, word, str(file["name"])))
    return tuple({one.file: one for one in reversed(kept)}.values())[::-1]


def _complaint_of(sent: Sent) -> tuple[int, bool] | None:
    """Return the complaint of a report and whether more may be told of it, if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, is_open FROM reception_complaint_of(%s, %s)",
            [sent.number, sent.code_digest],
        )
        found = cursor.fetchone()
    return None if found is None else (int(found[0]), bool(found[1]))
