"""A cast: bodies of three regions with everybody who may work there; `casting` makes them.

Whatever a test asks the cast for it gets, whether or not whoever acts may see it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model

from izdes.web.acting import acting
from izdes.web.cases.models import AccessRequest, Case, Complaint, Grant, Member
from izdes.web.officers.models import Body, Officer, Post

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people, bodies and cases by the names that they have here."""

    officers: dict[str, int] = field(repr=False)

    @contextmanager
    def acts(self, login: str) -> Iterator[Officer]:
        """Let somebody act on this connection."""
        with acting(self.officers[login]):
            yield self.officer(login)

    def officer(self, login: str) -> Officer:
        """Return somebody, whether or not whoever acts sees him."""
        return _unseen(Officer, login=login)

    def body(self, code: str) -> Body:
        """Return a body."""
        return _unseen(Body, code=code)

    def case(self, number: str) -> Case:
        """Return a case."""
        return _unseen(Case, number=number)

    def complaint(self, receipt: str) -> Complaint:
        """Return a complaint."""
        return _unseen(Complaint, receipt=receipt)

    def post(self, login: str) -> Post:
        """Return the one post of somebody."""
        return _unseen(Post, officer__login=login)

    def member(self, login: str, number: str) -> Member:
        """Return somebody's place in a case."""
        return _unseen(Member, officer__login=login, case__number=number)

    def request(self, asker: str) -> AccessRequest:
        """Return the one request for access of somebody."""
        return _unseen(AccessRequest, asker__login=asker)

    def grant(self, login: str, number: str) -> Grant:
        """Return what let somebody into a case."""
        return _unseen(Grant, officer__login=login, case__number=number)


def _unseen(model: type[_Row], **by: str) -> _Row:
    """Return a row whoever acts, as if whoever acts had found it."""
    row = model._default_manager.using("owner").get(**by)  # noqa: SLF001 - Django's public name
    row._state.db = "default"  # noqa: SLF001 - otherwise commands would write as the owner
    return row
