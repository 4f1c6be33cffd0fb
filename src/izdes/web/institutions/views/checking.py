"""The page without a login: whether a paper of this number, body and digest left the house.

It says yes or no, and nothing else: not what the paper is about, nor to whom it went. That a paper
left the house does not prove that the one at hand is this paper: the digest of its own bytes does.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from izdes.adapters.words import LANGUAGES
from izdes.core.orders.subjects import is_body_number, is_digest
from izdes.web.institutions.limiting import address_of, require_within
from izdes.web.institutions.refusals import TooMany
from izdes.web.institutions.store import called
from izdes.web.language import language

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a paper: its number, the БИН of the body, the SHA-256 of its bytes."""

    number: str
    body: str
    digest: str

    @property
    def is_whole(self) -> bool:
        """Whether there is anything to look for."""
        is_number = bool(self.number) and self.number.isprintable()
        return is_number and is_body_number(self.body) and is_digest(self.digest)


def check(request: HttpRequest) -> HttpResponse:
    """Ask for a paper, or answer."""
    told = request.GET.get("lang", "")
    with translation.override(told if told in LANGUAGES else language()):
        return _checked(request)


def _checked(request: HttpRequest) -> HttpResponse:
    """Answer in the language of the page."""
    given = request.GET
    names = ("number", "body", "digest")
    number, body, digest = (given.get(name, "").strip()[:_LONGEST] for name in names)
    asked = Asked(number, body, digest.lower())
    outcome, status, wait = _answer(request, asked) if any((number, body, digest)) else ("", 200, 0)
    page = {"asked": asked, "outcome": outcome, "languages": LANGUAGES, "language": language()}
    response = render(request, "institutions/check.html", page, status=status)
    response["Cache-Control"] = "no-store"
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _answer(request: HttpRequest, asked: Asked) -> tuple[str, int, int]:
    """Return the word of the answer, the status of the page, and how many seconds to wait."""
    if not asked.is_whole:
        return "check_unclear", 422, 0
    try:
        require_within("check", address_of(request))
    except TooMany as why:
        return "check_too_many", 429, int(why.details["seconds"])
    return ("check_yes" if is_confirmed(asked) else "check_no"), 200, 0


def is_confirmed(asked: Asked) -> bool:
    """Say whether an order or a decision left the house, or a paper was made, with all of these."""
    return bool(called("institutions_confirms", [asked.number, asked.body, asked.digest]))
