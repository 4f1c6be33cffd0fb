"""A file of complaints into values: required fields, optional fields, one id once.

Fields that the contract does not know are left out without a fault: registers add their own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from izdes.adapters.complaints.fields import Fields
from izdes.adapters.complaints.lines import objects
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import (
    ROLES,
    Complaint,
    ComplaintId,
    GivenIdentifier,
    Loan,
    Payment,
    Role,
    Victim,
)

_LANGUAGES = ("kk", "ru", "en")
_LONGEST_ID = 200
_ROLES: dict[str, Role] = {role: role for role in ROLES}

Found = tuple[tuple[Complaint, ...], tuple[Fault, ...]]


def read_complaints(path: Path) -> Found:
    """Read a file of complaints, line by line.

    Args:
        path: ``complaints.jsonl``.

    Returns:
        The complaints in the file's order, every id once, and the faults of the rest.

    Raises:
        InputRefused: The file is missing, cannot be opened, or is not lines of text.
    """
    try:
        with path.open("rb") as stream:
            return read_complaint_stream(stream, file=path.name)
    except FileNotFoundError:
        raise InputRefused(Fault("complaints_file_missing", path.name)) from None
    except OSError:
        raise InputRefused(Fault("complaints_unreadable", path.name)) from None


def read_complaint_stream(stream: BinaryIO, *, file: str) -> Found:
    """Read complaints from a stream of bytes, such as standard input.

    Raises:
        InputRefused: The stream is not lines of text.
    """
    complaints: dict[str, Complaint] = {}
    faults: list[Fault] = []
    for found in objects(stream, file=file):
        if isinstance(found, Fault):
            faults.append(found)
            continue
        fields = Fields(found[1], file, found[0], faults=faults)
        complaint = _complaint(fields)
        if complaint is not None and (first := complaints.get(complaint.complaint_id)):
            _refuse_second(fields, first)
        elif complaint is not None:
            complaints[complaint.complaint_id] = complaint
    return tuple(complaints.values()), tuple(faults)


def _refuse_second(fields: Fields, first: Complaint) -> None:
    """Refuse a second complaint of one id, naming both lines."""
    details = (
        ("complaint_id", first.complaint_id),
        ("first_line", str(first.line)),
        ("line", str(fields.line)),
    )
    fields.faults.append(
        Fault("complaint_twice", fields.file, "", fields.line, "complaint_id", details)
    )


def _complaint(fields: Fields) -> Complaint | None:
    """Read one object, or nothing when what every complaint needs is missing."""
    complaint_id = _complaint_id(fields)
    reported_at = fields.moment("reported_at")
    if reported_at is None and fields.given.get("reported_at") is None:
        fields.fault("complaint_field_missing", "reported_at")
    if complaint_id is None or reported_at is None:
        return None
    complaint = Complaint(
        complaint_id,
        reported_at,
        occurred_from=fields.moment("occurred_from"),
        occurred_to=fields.moment("occurred_to"),
        region=fields.text("region").strip(),
        language=_language(fields),
        narrative=fields.text("narrative"),
        scheme=fields.text("scheme").strip(),
        victim=_victim(fields.inner("victim")),
        payments=tuple(_payments(fields)),
        loans=tuple(_loans(fields)),
        total_minor=fields.integer("total_minor"),
        identifiers=tuple(_identifiers(fields)),
        line=fields.line,
    )
    if not _says_something(fields, complaint):
        fields.fault("complaint_says_nothing", "narrative")
        return None
    return complaint


def _complaint_id(fields: Fields) -> ComplaintId | None:
    """Return the id, which must be a short plain text."""
    written = fields.given.get("complaint_id")
    if written is None or (isinstance(written, str) and not written.strip()):
        fields.fault("complaint_field_missing", "complaint_id")
        return None
    if isinstance(written, str) and len(written) <= _LONGEST_ID and written.isprintable():
        return ComplaintId(written.strip())
    fields.fault("complaint_id_expected", "complaint_id")
    return None


def _says_something(fields: Fields, complaint: Complaint) -> bool:
    """Say whether a narrative or identifiers are given; both may be empty beside payments."""
    if complaint.narrative.strip() or complaint.identifiers:
        return True
    has_money = bool(complaint.payments or complaint.loans)
    return has_money and not fields.given.keys().isdisjoint({"narrative", "identifiers"})


def _language(fields: Fields) -> str:
    """Return the language, empty and noted when it is none that the program speaks."""
    language = fields.text("language").strip().lower()
    if language in _LANGUAGES or not language:
        return language
    fields.fault("complaint_language_unknown", "language", severity="noted")
    return ""


def _victim(fields: Fields) -> Victim:
    """Read who complains."""
    return Victim(fields.text("ref"), fields.integer("birth_year"), fields.text("sex"))


def _payments(fields: Fields) -> Iterator[Payment]:
    """Read the payments; one that cannot be read keeps its place."""
    for payment in fields.each("payments"):
        yield Payment(
            at=payment.moment("at"),
            amount_minor=payment.integer("amount_minor"),
            currency=payment.currency("currency"),
            paid_from=payment.text("from"),
            paid_to=payment.text("to"),
            channel=payment.text("channel"),
        )


def _loans(fields: Fields) -> Iterator[Loan]:
    """Read the loans taken in the victim's name."""
    for loan in fields.each("loans"):
        yield Loan(
            lender=loan.text("lender"),
            contract=loan.text("contract"),
            at=loan.moment("at"),
            amount_minor=loan.integer("amount_minor"),
            currency=loan.currency("currency"),
            paid_to=loan.text("paid_to"),
        )


def _identifiers(fields: Fields) -> Iterator[GivenIdentifier]:
    """Read the identifiers given as such; one without text says nothing."""
    for given in fields.each("identifiers"):
        kind, raw = given.text("kind").strip(), given.text("raw")
        if given.given and not (kind and raw.strip()):
            given.fault("complaint_field_missing", "raw" if kind else "kind")
        elif given.given:
            yield GivenIdentifier(kind, raw, _role(given))


def _role(fields: Fields) -> Role:
    """Return the role; one that is not in the contract is unknown, and noted."""
    written = fields.text("role").strip()
    role = _ROLES.get(written)
    if role is None and written:
        fields.fault("complaint_role_unknown", "role", severity="noted")
    return role or "unknown"
