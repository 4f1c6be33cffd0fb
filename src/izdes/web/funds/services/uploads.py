"""Uploads: a file from outside is looked at, kept, and taken into a case; or refused, and why.

What is refused is not kept, unless the officer says that it is evidence: then it lies in
quarantine, where nobody opens it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.files.quarantine import quarantine
from izdes.web.files.services import store
from izdes.web.funds.hostile import UploadRefused, UploadTooLong, plain_name, require_harmless
from izdes.web.funds.models import CaseAnswer
from izdes.web.funds.services.evidence import keep_as_evidence
from izdes.web.funds.services.statements import Said, take_statement
from izdes.web.officers.models import Officer

_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of one file.

    Attributes:
        given: It was taken into the case; None where it was refused.
        is_known: It was in the case already.
        refused: Why it was refused.
        is_quarantined: It was refused, and kept as evidence.
    """

    name: str
    given: CaseAnswer | None = None
    is_known: bool = False
    refused: IzdesError | None = None
    is_quarantined: bool = False


def receive_answer(
    *,
    case: Case,
    opened: BinaryIO,
    name: str,
    size: int,
    officer: Officer,
    said: Said | None = None,
    is_evidence: bool = False,
) -> Uploaded:
    """Receive one file for a case; see `take_statement`.

    Raises:
        NotPermitted: The officer does not change the case.
    """
    require_case(officer, case, "write")
    shown = plain_name(name)
    try:
        require_harmless(opened, name=name, size=size)
    except UploadRefused as refused:
        is_kept = is_evidence and not isinstance(refused, UploadTooLong)
        if is_kept:
            _put_away(case, opened, shown, refused, officer)
        return Uploaded(shown, refused=refused, is_quarantined=is_kept)
    file = store(_chunks(opened), name=shown, officer=officer.pk)
    known = CaseAnswer.objects.filter(case=case, answer__file_id=file).exists()
    try:
        given = take_statement(case=case, file=file, name=shown, officer=officer, said=said)
    except IzdesError as refused:
        return Uploaded(shown, refused=refused)
    return Uploaded(shown, given=given, is_known=known)


def _put_away(
    case: Case, opened: BinaryIO, name: str, refused: IzdesError, officer: Officer
) -> None:
    """Keep a refused file as evidence, where nobody opens it."""
    file = store(_chunks(opened), name=name, officer=officer.pk)
    keep_as_evidence(case=case, file=file, officer=officer)
    quarantine(file, reason=refused.code, officer=officer.pk)


def _chunks(opened: BinaryIO) -> Iterator[bytes]:
    """Yield a file from its beginning."""
    opened.seek(0)
    while chunk := opened.read(_CHUNK):
        yield chunk
