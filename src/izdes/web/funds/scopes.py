"""Scopes: which rows of funds an officer sees, as conditions; the policies say the same.

An answer is seen in every case that it was given to. What names numbers and people in a trace is
seen by whoever sees the trace and some case whose papers name it.
"""

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from izdes.web.cases import scopes as case_scopes
from izdes.web.cases.models import Case
from izdes.web.funds.models import Answer, CaseAnswer, Statement, Trace
from izdes.web.officers.models import Officer


class _IsAnyOf(Func):
    """Whether a value stands in an array: ``value = ANY (array)``."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def of_cases(officer: Officer) -> Q:
    """Whatever belongs to a case that he sees."""
    return case_scopes.of_cases(officer)


def answers(officer: Officer) -> Q:
    """Answers that were given to a case that he sees."""
    given = CaseAnswer.objects.filter(of_cases(officer), answer=OuterRef("pk"))
    return Q(Exists(given))


def of_answers(officer: Officer) -> Q:
    """Whatever belongs to an answer that he sees."""
    return Q(answer__in=Answer.objects.filter(answers(officer)).values("pk"))


def of_statements(officer: Officer) -> Q:
    """Whatever belongs to a statement that he sees."""
    return Q(statement__in=Statement.objects.filter(of_answers(officer)).values("pk"))


def of_traces(officer: Officer) -> Q:
    """Whatever belongs to a trace that he sees."""
    return Q(trace__in=Trace.objects.filter(of_cases(officer)).values("pk"))


def named_in_traces(officer: Officer) -> Q:
    """What names numbers and people, where he sees a case whose papers name it."""
    seen = Case.objects.filter(case_scopes.cases(officer), _IsAnyOf(F("pk"), OuterRef("sources")))
    return of_traces(officer) & Q(Exists(seen))
