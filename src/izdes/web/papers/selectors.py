"""What an officer sees of papers, and what anybody may learn of one that he holds."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from izdes.web.officers.models import Officer
from izdes.web.papers import scopes
from izdes.web.papers.models import Paper


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What is told of a paper to whoever has its number and digest, and nothing else.

    Attributes:
        body: Which body issued it, by language; empty where it is not confirmed.
        made_on: The local day; None where it is not confirmed.
    """

    is_confirmed: bool
    body: dict[str, str]
    made_on: date | None


def papers_visible_to(officer: Officer) -> QuerySet[Paper]:
    """Return the papers that an officer sees."""
    return Paper.objects.filter(scopes.papers(officer))


def paper_confirmed(number: str, digest: str) -> Confirmed:
    """Say whether the office made a paper of this number with this content, and did not annul it.

    Whoever asks need not be signed in. A wrong number, a wrong digest and an annulled paper are one
    answer. That it was signed, the signature inside the PDF shows, not this.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body_kk, body_ru, body_en, made_on FROM paper_confirmed(%s, %s)",
            [number.replace("\0", ""), digest.replace("\0", "")],
        )
        row = cursor.fetchone()
    if row is None:
        return Confirmed(is_confirmed=False, body={}, made_on=None)
    kk, ru, en, made_on = row
    return Confirmed(is_confirmed=True, body={"kk": kk, "ru": ru, "en": en}, made_on=made_on)
