"""Reading: what a package says, as a report of the office.

Its window has signed it, and it may all the same be an old window or a wrong one: whatever is not
of its kind is refused by name, before anything is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from izdes.core.identifiers.complaint import ROLES, GivenIdentifier, Loan, Role
from izdes.web.cases.reports import Applicant, Payment, Precision, Report
from izdes.web.packages.sealing import PackageWrong, Sealed

SOURCE, BY_TELEPHONE = "window", "operator"
_FORMAT, _VERSION = "izdes-package", 1
_LANGUAGES = ("kk", "ru", "en")
_FRESH = timedelta(hours=24)
_YEARS = range(1900, 2200)
_PRECISIONS: dict[str, Precision] = {"second": "second", "minute": "minute", "day": "day"}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a package says beside the complaint.

    Attributes:
        kind: ``report``, ``addition``, or ``signature``.
        source: ``window``, or ``operator`` where somebody typed it while she was called.
        code_digest: By which the code of its receipt is known.
        report: None of an addition.
        text: Of an addition.
        statement: Digest of the file that was signed, of a signature; ``signature`` of its own.
    """

    kind: str
    number: str
    code_digest: bytes
    sequence: int
    sent_at: datetime
    report: Report | None = None
    source: str = SOURCE
    text: str = field(default="", repr=False)
    statement: str = ""
    signature: str = ""


def read(package: Sealed) -> Sent:
    """Return what a package says.

    Raises:
        PackageWrong: It is not what a package must be; the name of what is wrong stands with it.
    """
    said = package.manifest
    if said.get("format") != _FORMAT or said.get("version") != _VERSION:
        raise PackageWrong(what="format")
    kind = _text(said, "kind")
    if kind not in {"report", "addition", "signature"}:
        raise PackageWrong(what="kind")
    try:
        sent = Sent(
            kind=kind,
            number=_text(said, "number"),
            code_digest=bytes.fromhex(_text(said, "code_digest")),
            sequence=_whole(said, "sequence") or 0,
            sent_at=_sent_at(said),
            report=_report(said) if kind == "report" else None,
            source=_source(said),
            text=_text(said, "text"),
            statement=_text(said, "statement"),
            signature=_text(said, "signature"),
        )
    except ValueError:
        raise PackageWrong(what="code_digest") from None
    if not sent.number or len(sent.code_digest) != 32 or sent.sequence < 1:  # noqa: PLR2004 - SHA-256
        raise PackageWrong(what="number")
    return sent


def _report(said: Mapping[str, Any]) -> Report:
    """Return the report of a package."""
    told = _inside(said, "complaint")
    sent_at = _sent_at(said)
    payments = tuple(_payment(row) for row in _rows(told, "payments"))
    loans = tuple(_loan(row) for row in _rows(told, "loans"))
    language = _text(said, "language")
    return Report(
        reported_at=sent_at,
        language=language if language in _LANGUAGES else "kk",
        narrative=_text(told, "narrative"),
        region=_text(told, "region"),
        occurred_from=_moment(told, "occurred_from"),
        occurred_to=_moment(told, "occurred_to"),
        scheme=_text(told, "scheme"),
        applicant=_applicant(told),
        payments=payments,
        loans=loans,
        total_minor=_total(payments, loans),
        identifiers=tuple(_identifier(row) for row in _rows(told, "identifiers")),
        is_in_progress=told.get("is_fresh") is True or _is_fresh(payments, sent_at),
        organisation=_text(_inside(told, "applicant"), "organisation"),
        external_id=_text(said, "number"),
        code_digest=bytes.fromhex(_text(said, "code_digest")),
    )


def _source(said: Mapping[str, Any]) -> str:
    """Return where a report was typed, as the window says."""
    by = _text(_inside(said, "complaint"), "taken_by")
    return BY_TELEPHONE if by == BY_TELEPHONE else SOURCE


def _sent_at(said: Mapping[str, Any]) -> datetime:
    """Return when a package was sent."""
    found = _moment(said, "sent_at")
    if found is None:
        raise PackageWrong(what="sent_at")
    return found


def _payment(row: Mapping[str, Any]) -> Payment:
    """Return one payment."""
    return Payment(
        at=_moment(row, "at"),
        precision=_PRECISIONS.get(_text(row, "precision"), "minute"),
        amount_minor=_whole(row, "amount_minor"),
        currency=_text(row, "currency") or "KZT",
        from_raw=_text(row, "from"),
        to_raw=_text(row, "to"),
        from_bank=_text(row, "from_bank"),
        to_bank=_text(row, "to_bank"),
        channel=_text(row, "channel"),
    )


def _loan(row: Mapping[str, Any]) -> Loan:
    """Return one loan."""
    return Loan(
        lender=_text(row, "lender"),
        contract=_text(row, "contract"),
        at=_moment(row, "at"),
        amount_minor=_whole(row, "amount_minor"),
        currency=_text(row, "currency") or "KZT",
        paid_to=_text(row, "paid_to"),
    )


def _identifier(row: Mapping[str, Any]) -> GivenIdentifier:
    """Return one identifier that was given."""
    role: Role = next((one for one in ROLES if one == row.get("role")), "unknown")
    return GivenIdentifier(_text(row, "kind"), _text(row, "raw"), role)


def _applicant(told: Mapping[str, Any]) -> Applicant:
    """Return who complains."""
    said, victim = _inside(told, "applicant"), _inside(told, "victim")
    year = _whole(victim, "birth_year")
    return Applicant(
        full_name=_text(said, "full_name"),
        iin=_text(said, "iin"),
        phone=_text(said, "phone"),
        contact=_text(said, "contact"),
        birth_year=year if year and 1900 <= year <= 2100 else None,  # noqa: PLR2004 - four digits
        sex=_text(victim, "sex"),
        organisation_name=_text(said, "organisation_name"),
        representative=_text(said, "representative"),
    )


def _total(payments: tuple[Payment, ...], loans: tuple[Loan, ...]) -> int | None:
    """Return what she paid in all, in tenge; a loan in her name that was paid elsewhere too."""
    sums = [one.amount_minor for one in payments if one.currency == "KZT"]
    sums += [one.amount_minor for one in loans if one.currency == "KZT" and one.paid_to]
    told = [one for one in sums if one is not None]
    return sum(told) if told else None


def _is_fresh(payments: tuple[Payment, ...], sent_at: datetime) -> bool:
    """Say whether any money left less than a day before she reported."""
    return any(one.at is not None and timedelta(0) <= sent_at - one.at < _FRESH for one in payments)


def _inside(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object; an empty one where it is missing."""
    found: Mapping[str, Any] = _typed(said, name, dict, {})
    return found


def _rows(said: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return a list of objects."""
    rows: list[Mapping[str, Any]] = _typed(said, name, list, [])
    if not all(isinstance(row, dict) for row in rows):
        raise PackageWrong(what=name)
    return rows


def _text(said: Mapping[str, Any], name: str) -> str:
    """Return a text, empty where it is missing; a NUL stands in none."""
    found = _typed(said, name, str, "")
    if "\x00" in found or any("\ud800" <= sign <= "\udfff" for sign in found):
        raise PackageWrong(what=name)
    return found


def _whole(said: Mapping[str, Any], name: str) -> int | None:
    """Return a whole number that is not negative; None where it is missing."""
    found = said.get(name)
    if found is not None and (type(found) is not int or found < 0):
        raise PackageWrong(what=name)
    return found


def _moment(said: Mapping[str, Any], name: str) -> datetime | None:
    """Return a moment with its offset; None where it is missing. That of another age is wrong."""
    text = _text(said, name)
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise PackageWrong(what=name) from None
    if found is not None and (found.tzinfo is None or found.year not in _YEARS):
        raise PackageWrong(what=name)
    return found


def _typed(said: Mapping[str, Any], name: str, kind: type[_T], empty: _T) -> _T:
    """Return a value of a kind; an empty one where it is missing or null."""
    found = said.get(name)
    if found is None:
        return empty
    if not isinstance(found, kind):
        raise PackageWrong(what=name)
    return found
