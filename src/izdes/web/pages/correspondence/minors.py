"""Minors: whether the holder of an account of a request is not eighteen, by papers of its case.

The day of birth is that which an officer wrote into a paper about the account; it is not read out
of a number. Where no paper names it, nobody knows, and nothing is said.
"""

from dataclasses import dataclass
from datetime import datetime

from izdes.adapters.documents.forms.figures import is_minor
from izdes.adapters.documents.forms.form import form_of
from izdes.web.cases.masking import Sight
from izdes.web.correspondence.models import Request
from izdes.web.officers.models import Officer
from izdes.web.pages.correspondence.naming import subject_chip
from izdes.web.pages.figures import Chip
from izdes.web.papers.models import Paper
from izdes.web.papers.selectors import papers_visible_to

_ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Minor:
    """A holder who is not eighteen.

    Attributes:
        account: Masked as the officer is shown it.
        paper: Which says when he was born.
    """

    account: Chip
    paper: Paper


def minors_of(officer: Officer, found: Request, sight: Sight, *, at: datetime) -> list[Minor]:
    """Return the accounts of a request whose holders are minors on the day of a moment.

    A paper that was annulled says nothing; of several about one account the latest counts.
    """
    if found.case_id is None:
        return []
    rows = papers_visible_to(officer).filter(case=found.case_id).exclude(state="annulled")
    papers = list(rows.only("form", "fields", "number", "request").order_by("-pk"))
    told = [(one, born) for one in papers if (born := _born_on(one))]
    minors = []
    for row in found.subjects.order_by("position"):
        latest = next((pair for pair in told if _is_about(pair[0], found, row.value)), None)
        if latest is not None and is_minor(latest[1], at):
            minors.append(Minor(subject_chip(row.kind, row.value, sight), latest[0]))
    return minors


def _born_on(paper: Paper) -> str:
    """Return when the holder of the account of a paper was born; empty where it does not say so."""
    names = [field.name for field in form_of(paper.form).fields if field.kind == "birth"]
    return next((str(paper.fields[name]) for name in names if paper.fields.get(name)), "")


def _is_about(paper: Paper, found: Request, value: str) -> bool:
    """Say whether a paper is about an account: by its words, or as the paper of its request."""
    named = "".join(str(paper.fields.get(_ACCOUNT, "")).split())
    return value in named if named else paper.request_id == found.pk
