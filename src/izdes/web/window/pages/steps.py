"""Steps: the questions of a report in their order, one a page.

A step that does not concern whoever reports is passed over; every step may be left empty but those
without which nobody can be found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from izdes.web.window.pages.forms import money, people, what
from izdes.web.window.pages.forms.asking import WindowForm

Everything = Mapping[str, Mapping[str, Any]]


def _always(answers: Everything) -> bool:
    """Say that a step concerns everybody."""
    del answers
    return True


def _reported_by(*whom: str) -> Callable[[Everything], bool]:
    """Return whether a step concerns those who report."""

    def concerns(answers: Everything) -> bool:
        return answers.get("who", {}).get("who", "me") in whom

    return concerns


def _has_loans(answers: Everything) -> bool:
    """Say whether there are loans to be told."""
    return answers.get("loans", {}).get("had") == "yes"


@dataclass(frozen=True, slots=True)
class Step:
    """One question.

    Attributes:
        name: Part of its address, and the name under which its answers are kept.
        form: What is asked; None where the step has a page of its own.
        page: Name of that page's address.
        concerns: Whether the question concerns whoever reports.
    """

    name: str
    form: type[WindowForm] | None = None
    page: str = "window_step"
    concerns: Callable[[Everything], bool] = _always

    @property
    def address(self) -> str:
        """Where the question is asked."""
        return reverse(self.page, args=[self.name] if self.page == "window_step" else [])


STEPS = (
    Step("scheme", what.SchemeForm),
    Step("story", what.StoryForm),
    Step("when", what.WhenForm),
    Step("contacts", what.ContactsForm),
    Step("payments", page="window_payments"),
    Step("loans", money.LoansForm),
    Step("loan_rows", page="window_loans", concerns=_has_loans),
    Step("files", page="window_files"),
    Step("who", people.WhoForm),
    Step("organisation", people.OrganisationForm, concerns=_reported_by("organisation")),
    Step("person", people.PersonForm, concerns=_reported_by("me", "other")),
    Step("representative", people.RepresentativeForm, concerns=_reported_by("other")),
    Step("reach", people.ReachForm),
    Step("check", page="window_check"),
)


def step_named(name: str) -> Step | None:
    """Return the step of a name that has a form."""
    return next((step for step in STEPS if step.name == name and step.form), None)


def next_after(name: str, answers: Everything) -> Step:
    """Return what is asked after a step."""
    follows = [step for step in STEPS[_place(name) + 1 :] if step.concerns(answers)]
    return follows[0]


def before(name: str, answers: Everything) -> Step | None:
    """Return what is asked before a step, None before the first."""
    asked = [step for step in STEPS[: _place(name)] if step.concerns(answers)]
    return asked[-1] if asked else None


def progress(name: str, answers: Everything) -> dict[str, int]:
    """Return the place of a step among those that concern whoever reports."""
    asked = [step.name for step in STEPS if step.concerns(answers)]
    return {"at": asked.index(name) + 1 if name in asked else 1, "of": len(asked)}


def _place(name: str) -> int:
    """Return where a step stands in the table."""
    return next(place for place, step in enumerate(STEPS) if step.name == name)
