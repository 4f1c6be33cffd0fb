"""What an officer sees of the course of cases, table by table."""

from django.db.models import QuerySet

from izdes.web.investigation import scopes
from izdes.web.investigation.models import (
    Confirmation,
    Copy,
    Movement,
    Note,
    Qualification,
    Recording,
    ReturnedNumber,
    Task,
    TermDecree,
    Victim,
)
from izdes.web.officers.models import Officer


def qualifications_visible_to(officer: Officer) -> QuerySet[Qualification]:
    """Return the qualifications that were decided, in cases that an officer sees."""
    return Qualification.objects.filter(scopes.of_cases(officer))


def term_decrees_visible_to(officer: Officer) -> QuerySet[TermDecree]:
    """Return the decrees on terms of cases that an officer sees."""
    return TermDecree.objects.filter(scopes.of_cases(officer))


def tasks_visible_to(officer: Officer) -> QuerySet[Task]:
    """Return the tasks of cases that an officer sees."""
    return Task.objects.filter(scopes.of_cases(officer))


def recordings_visible_to(officer: Officer) -> QuerySet[Recording]:
    """Return the recordings that cases want which an officer sees."""
    return Recording.objects.filter(scopes.of_cases(officer))


def notes_visible_to(officer: Officer) -> QuerySet[Note]:
    """Return the notes of cases that an officer sees."""
    return Note.objects.filter(scopes.of_cases(officer))


def victims_visible_to(officer: Officer) -> QuerySet[Victim]:
    """Return the decrees on victims of cases that an officer sees."""
    return Victim.objects.filter(scopes.of_cases(officer))


def confirmations_visible_to(officer: Officer) -> QuerySet[Confirmation]:
    """Return what was confirmed in cases that an officer sees."""
    return Confirmation.objects.filter(scopes.of_cases(officer))


def movements_visible_to(officer: Officer) -> QuerySet[Movement]:
    """Return the movements of cases that an officer sees."""
    return Movement.objects.filter(scopes.of_cases(officer))


def copies_visible_to(officer: Officer) -> QuerySet[Copy]:
    """Return the copies of decrees that must reach somebody, in cases that an officer sees."""
    return Copy.objects.filter(scopes.of_cases(officer))


def returned_numbers_visible_to(officer: Officer) -> QuerySet[ReturnedNumber]:
    """Return the numbers that outside registers gave to cases that an officer sees."""
    return ReturnedNumber.objects.filter(scopes.of_cases(officer))
