"""What a report names: its identifiers with their roles, and the scheme that its words speak for.

Given identifiers, both sides of payments, where loans were paid, the applicant's own numbers, and
what stands in her words. The machine reads the words; whoever works with them decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from izdes.core.identifiers import complaint as told
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import ComplaintId, GivenIdentifier, Role
from izdes.core.identifiers.name import keys
from izdes.core.identifiers.narrative.complaints import read_words
from izdes.core.identifiers.reading import Reading
from izdes.core.law.clocks.zone import LOCAL
from izdes.web.cases.reports import Report

# Words that name somebody are no identifier: the search for names has its own tokens.
_NOT_NUMBERS = frozenset({"name", "none"})
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Named:
    """What a report names.

    Attributes:
        mentions: Each kind, value and role once.
        proposed_scheme: Empty where the words speak for none.
    """

    mentions: tuple[tuple[Reading, Role], ...]
    proposed_scheme: str

    def __repr__(self) -> str:
        """Count, and name nobody."""
        return f"Named({len(self.mentions)})"


def named_in(report: Report) -> Named:
    """Return what a report names."""
    complaint = told.Complaint(
        ComplaintId(""),
        reported_at=report.reported_at,
        narrative=report.narrative,
        identifiers=report.identifiers,
    )
    read, words = read_words(complaint, zone=LOCAL)
    found: dict[tuple[str, str, str], tuple[Reading, Role]] = {}
    for reading, role in (*_given(read.identifiers), *_paid(report), *_own(report)):
        if reading.value is not None and reading.kind not in _NOT_NUMBERS:
            found.setdefault((reading.kind, reading.value, role), (reading, role))
    proposed = words.schemes[0].scheme if words.schemes else ""
    return Named(tuple(found.values()), proposed)


def name_tokens(full_name: str) -> tuple[str, ...]:
    """Return the folded parts of a name by which it is searched; an initial is none."""
    return tuple(sorted({token for token in keys(full_name) if len(token) >= _SHORTEST_NAME}))


def _given(identifiers: tuple[GivenIdentifier, ...]) -> Iterator[tuple[Reading, Role]]:
    """Yield what was given as such, and what her words name."""
    for one in identifiers:
        yield one.reading, one.role


def _paid(report: Report) -> Iterator[tuple[Reading, Role]]:
    """Yield both sides of payments, and where loans were paid."""
    for payment in report.payments:
        yield read_account(payment.from_raw), "victim"
        yield read_account(payment.to_raw), "recipient"
    for loan in report.loans:
        yield read_account(loan.paid_to), "recipient"


def _own(report: Report) -> Iterator[tuple[Reading, Role]]:
    """Yield the applicant's own numbers."""
    for kind, raw in (
        ("phone", report.applicant.phone),
        ("iin", report.applicant.iin),
        ("bin", report.organisation),
    ):
        if raw.strip():
            yield GivenIdentifier(kind, raw).reading, "victim"
