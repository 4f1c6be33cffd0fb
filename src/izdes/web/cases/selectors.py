"""What an officer sees of cases and complaints, and of identifiers through the complaints."""

from django.db.models import QuerySet

from izdes.web.cases import scopes
from izdes.web.cases.models import (
    AccessRequest,
    Applicant,
    Attachment,
    Case,
    Complaint,
    Episode,
    Grant,
    Loan,
    Member,
    NameToken,
    Outcome,
    Payment,
)
from izdes.web.officers.models import Officer
from izdes.web.subjects.models import Identifier, Lookup, Mention, Stated


def cases_visible_to(officer: Officer) -> QuerySet[Case]:
    """Return the cases that an officer sees."""
    return Case.objects.filter(scopes.cases(officer))


def complaints_visible_to(officer: Officer) -> QuerySet[Complaint]:
    """Return the complaints that an officer sees."""
    return Complaint.objects.filter(scopes.complaints(officer))


def applicants_visible_to(officer: Officer) -> QuerySet[Applicant]:
    """Return who complained, in the complaints that an officer sees."""
    return Applicant.objects.filter(scopes.of_complaints(officer))


def name_tokens_visible_to(officer: Officer) -> QuerySet[NameToken]:
    """Return the folded names of applicants, in the complaints that an officer sees."""
    return NameToken.objects.filter(scopes.of_complaints(officer))


def payments_visible_to(officer: Officer) -> QuerySet[Payment]:
    """Return the declared payments of the complaints that an officer sees."""
    return Payment.objects.filter(scopes.of_complaints(officer))


def loans_visible_to(officer: Officer) -> QuerySet[Loan]:
    """Return the declared loans of the complaints that an officer sees."""
    return Loan.objects.filter(scopes.of_complaints(officer))


def attachments_visible_to(officer: Officer) -> QuerySet[Attachment]:
    """Return the files that came with the complaints that an officer sees."""
    return Attachment.objects.filter(scopes.of_complaints(officer))


def outcomes_visible_to(officer: Officer) -> QuerySet[Outcome]:
    """Return what triage decided, as far as an officer sees it."""
    return Outcome.objects.filter(scopes.outcomes(officer))


def episodes_visible_to(officer: Officer) -> QuerySet[Episode]:
    """Return the episodes that an officer sees."""
    return Episode.objects.filter(scopes.of_cases(officer))


def members_visible_to(officer: Officer) -> QuerySet[Member]:
    """Return who is in which case, as far as an officer sees it."""
    return Member.objects.filter(scopes.of_cases(officer))


def access_requests_visible_to(officer: Officer) -> QuerySet[AccessRequest]:
    """Return the requests for access that an officer made, decides on or supervises."""
    return AccessRequest.objects.filter(scopes.access_requests(officer))


def grants_visible_to(officer: Officer) -> QuerySet[Grant]:
    """Return who was let into which case, as far as an officer sees it."""
    return Grant.objects.filter(scopes.grants(officer))


def lookups_visible_to(officer: Officer) -> QuerySet[Lookup]:
    """Return who looked up what for which case, for the cases that an officer sees."""
    return Lookup.objects.filter(scopes.of_cases(officer))


def stated_visible_to(officer: Officer) -> QuerySet[Stated]:
    """Return what answers state in the cases that an officer sees."""
    return Stated.objects.filter(scopes.of_cases(officer))


def mentions_visible_to(officer: Officer) -> QuerySet[Mention]:
    """Return the mentions that an officer sees."""
    return Mention.objects.filter(scopes.mentions(officer))


def identifiers_visible_to(officer: Officer) -> QuerySet[Identifier]:
    """Return the identifiers that an officer sees somewhere; to find one is a look-up."""
    return Identifier.objects.filter(scopes.identifiers(officer))
