"""What an officer sees of answers, rows and traces, table by table."""

from django.db.models import QuerySet

from izdes.web.funds import scopes
from izdes.web.funds.models import (
    Account,
    Alias,
    Answer,
    CaseAnswer,
    Claim,
    Correction,
    Ending,
    Fault,
    Hop,
    NextStep,
    Place,
    Row,
    Statement,
    Trace,
    Tracing,
    Transfer,
)
from izdes.web.officers.models import Officer


def answers_visible_to(officer: Officer) -> QuerySet[Answer]:
    """Return the answers of the cases that an officer sees."""
    return Answer.objects.filter(scopes.answers(officer))


def case_answers_visible_to(officer: Officer) -> QuerySet[CaseAnswer]:
    """Return which answers were given to the cases that an officer sees."""
    return CaseAnswer.objects.filter(scopes.of_cases(officer))


def statements_visible_to(officer: Officer) -> QuerySet[Statement]:
    """Return the statements of the answers that an officer sees."""
    return Statement.objects.filter(scopes.of_answers(officer))


def rows_visible_to(officer: Officer) -> QuerySet[Row]:
    """Return the rows of the statements that an officer sees."""
    return Row.objects.filter(scopes.of_statements(officer))


def faults_visible_to(officer: Officer) -> QuerySet[Fault]:
    """Return what is wrong with the answers that an officer sees."""
    return Fault.objects.filter(scopes.of_answers(officer))


def aliases_visible_to(officer: Officer) -> QuerySet[Alias]:
    """Return the cards and phones that statements tie to accounts, as far as an officer sees."""
    return Alias.objects.filter(scopes.of_statements(officer))


def corrections_visible_to(officer: Officer) -> QuerySet[Correction]:
    """Return the decisions on which answer counts, in the cases that an officer sees."""
    return Correction.objects.filter(scopes.of_cases(officer))


def tracings_visible_to(officer: Officer) -> QuerySet[Tracing]:
    """Return how far the traces are of the cases that an officer sees."""
    return Tracing.objects.filter(scopes.of_cases(officer))


def traces_visible_to(officer: Officer) -> QuerySet[Trace]:
    """Return the traces of the cases that an officer sees."""
    return Trace.objects.filter(scopes.of_cases(officer))


def claims_visible_to(officer: Officer) -> QuerySet[Claim]:
    """Return the claims of the traces that an officer sees."""
    return Claim.objects.filter(scopes.of_traces(officer))


def places_visible_to(officer: Officer) -> QuerySet[Place]:
    """Return the places of the traces that an officer sees."""
    return Place.objects.filter(scopes.of_traces(officer))


def accounts_visible_to(officer: Officer) -> QuerySet[Account]:
    """Return what names the places of traces, as far as an officer sees it."""
    return Account.objects.filter(scopes.named_in_traces(officer))


def transfers_visible_to(officer: Officer) -> QuerySet[Transfer]:
    """Return the transfers of traces, as far as an officer sees them."""
    return Transfer.objects.filter(scopes.named_in_traces(officer))


def hops_visible_to(officer: Officer) -> QuerySet[Hop]:
    """Return the hops of the traces that an officer sees."""
    return Hop.objects.filter(scopes.of_traces(officer))


def endings_visible_to(officer: Officer) -> QuerySet[Ending]:
    """Return the endings of the traces that an officer sees."""
    return Ending.objects.filter(scopes.of_traces(officer))


def next_steps_visible_to(officer: Officer) -> QuerySet[NextStep]:
    """Return what the traces propose that an officer sees."""
    return NextStep.objects.filter(scopes.of_traces(officer))
