"""Checking: what came in as an answer, by the check that its institution has offline too.

The files are read in a process of their own before the command that keeps the answer, which holds
locks. What is wrong in an answer is kept with it: that it came is a fact, and so is how.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from izdes.adapters.messages.checking.arrived import Content, arrived_faults
from izdes.adapters.messages.letters import read_answer
from izdes.adapters.messages.package import Package
from izdes.adapters.messages.signed import SignatureReport, signature_report
from izdes.core.errors import Fault
from izdes.core.orders.answers import Answer as AnswerPaper
from izdes.core.orders.order import Order
from izdes.web.correspondence.errors import AnswerSignatureFails
from izdes.web.correspondence.models import Answer, Request
from izdes.web.correspondence.orders.papers import decision_paper, order_paper
from izdes.web.correspondence.orders.signers import trusted
from izdes.web.files.models import File
from izdes.web.files.selectors import bytes_of


def answer_faults(request: Request, answer: AnswerPaper, content: Content) -> tuple[Fault, ...]:
    """Return what is wrong with an answer to a request.

    Args:
        content: Gives the bytes of a file by its name; compared with the answer already.

    Raises:
        PaperTampered: What is kept of the request is not what was signed.
    """
    corrected = request.answers.filter(answer_id=answer.corrects).first()
    return arrived_faults(
        answer,
        content,
        package=package_of(request),
        on=localdate(),
        earlier=None if corrected is None else read_answer(bytes(corrected.paper)),
    )


def kept_faults(
    request: Request, answer: AnswerPaper, files: Mapping[str, File]
) -> tuple[Fault, ...]:
    """Return what is wrong with an answer whose files are stored; errors as of `answer_faults`."""
    return answer_faults(request, answer, lambda name: bytes_of(files[name]))


def package_of(request: Request) -> Package:
    """Return order and decision of a request as a check needs them, without signatures."""
    row = request.decisions.filter(order_digest=request.digest).exclude(outcome="refused").first()
    return Package(order_paper(request), None if row is None else decision_paper(row), ())


def owed_order(request: Request) -> Order:
    """Return the order as far as it must be answered: without what was not given to it.

    Raises:
        PaperTampered: What is kept of the request is not what was signed.
    """
    package = package_of(request)
    return replace(package.order, subjects=package.owed.subjects, period=package.owed.period)


def checked_signatures(
    answer: AnswerPaper, signatures: Sequence[bytes], *, at: datetime
) -> list[dict[str, Any]]:
    """Return signatures of an answer as they are kept, each with what was found about it.

    Args:
        at: When the answer was received.

    Raises:
        AnswerSignatureFails: One of them does not hold: nothing of such an answer is taken.
        CertificateUnreadable: This installation was given nothing to trust.
    """
    if not signatures:
        return []
    trust = trusted(at=at)
    return [_told(one, signature_report(answer, one, trust, at=at)) for one in signatures]


def signers_of(answer: Answer) -> list[str]:
    """Return who signed an answer, by the certificates."""
    return [*dict.fromkeys(one["signer"] for one in answer.signatures)]


def _told(signature: bytes, report: SignatureReport) -> dict[str, Any]:
    """Return a signature that holds as it is kept."""
    if report.failing:
        raise AnswerSignatureFails(why=", ".join(report.failing))
    return {
        "form": report.form,
        "value": base64.b64encode(signature).decode(),
        "signer": report.signer,
        "certificate": report.certificate,
        "checks": [{"code": one.code, "outcome": one.outcome} for one in report.checks],
    }
