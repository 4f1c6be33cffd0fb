"""Matches while one types: whether the country knows an identifier, and no more than that.

It says how many complaints, in which regions, in how many series, and names nobody. That somebody
asked is in the journal of reading wherever there was something to tell; whose they are is a matter
of a look-up, for a case and a purpose.
"""

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from izdes.adapters.words import say
from izdes.core.identifiers.kinds import KINDS, normalise
from izdes.web.cases.masking import Sight
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.pages.figures import Chip
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.subjects.telling import region_word
from izdes.web.subjects.linking.selectors import Known, matches_of

_LONGEST = 200
_DIGITS = 16


@login_required
def known(request: OfficerRequest) -> HttpResponse:
    """Show what the country knows of what is being typed; nothing where it is no identifier.

    A form names the field that it sends: ``?kind=phone&field=to_raw&to_raw=…``.
    """
    given = request.GET
    text = given.get(given.get("field", "value"), "").strip()[:_LONGEST]
    kind = given.get("kind", "")
    reading = normalise(kind, text) if text and kind in KINDS else None
    if reading is None or reading.value is None:
        return render(request, "subjects/_known.html", {})
    found = matches_of(request.user, reading.kind, reading.value)
    if found.complaints:
        _note(request, reading.kind, reading.value)
    chip = Chip(
        reading.kind,
        reading.value,
        # What he has typed himself is no secret to him.
        sight=Sight.FULL,
        count=found.complaints,
        code=reading.code or "",
    )
    return render(request, "subjects/_known.html", {"chip": chip, **_words(found)})


def _words(found: Known) -> dict[str, object]:
    """Return what is said of an identifier."""
    return {
        "known": found,
        "regions": ", ".join(region_word(region) for region in found.regions),
    }


def _note(request: OfficerRequest, kind: str, value: str) -> None:
    """Note in the journal of reading that an officer was told; the value stands as a digest."""
    digest = hashlib.sha256(f"{kind}\n{value}".encode()).hexdigest()[:_DIGITS]
    purpose = say("subjects_known_purpose", language())
    read_by(request.user.pk, Subject("identifier", digest), case=None, purpose=purpose)
