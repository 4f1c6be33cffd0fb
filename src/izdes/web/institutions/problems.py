"""Problems: how a refusal is told, after RFC 9457, with its code and words.

Nothing in it says anything of another institution: what is not to be seen is not there.

Source: RFC 9457 (Problem Details for HTTP APIs).
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from izdes.adapters.words import say
from izdes.core.errors import Fault, IzdesError
from izdes.web.institutions.refusals import STATUSES, UNREADABLE, TokenMissing, TooMany
from izdes.web.language import language

_Args = ParamSpec("_Args")
View = Callable[Concatenate[HttpRequest, _Args], HttpResponse]


def problems_told(view: View[_Args]) -> View[_Args]:
    """Let a view raise what it refuses; it is told as a problem."""

    @wraps(view)
    def told(request: HttpRequest, /, *args: _Args.args, **given: _Args.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **given)
        except IzdesError as error:
            return problem(error)

    return told


def problem(error: IzdesError) -> HttpResponse:
    """Return the problem of a refusal."""
    status = STATUSES.get(error.code, UNREADABLE)
    told: dict[str, Any] = {
        "type": f"urn:izdes:problem:{error.code}",
        "title": say(error.code, language(), **error.details),
        "status": status,
        "code": error.code,
    }
    faults = getattr(error, "faults", ())
    if faults:
        told["faults"] = [fault_told(one) for one in faults]
    response = said(told, status, media_type="application/problem+json")
    response["Content-Language"] = get_language() or "kk"
    response["Cache-Control"] = "no-store"
    if isinstance(error, TokenMissing):
        response["WWW-Authenticate"] = 'Bearer realm="izdes"'
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.details["seconds"])
    return response


def said(
    told: dict[str, Any], status: int = 200, *, media_type: str = "application/json"
) -> HttpResponse:
    """Return JSON whose words a person can read as they stand."""
    # Half a character out of a stranger's file stays escaped, as JSON has it.
    data = json.dumps(told, ensure_ascii=False).encode(errors="backslashreplace")
    return HttpResponse(data, status=status, content_type=media_type)


def fault_told(fault: Fault) -> dict[str, Any]:
    """Return one fault with its place, in the language that was asked for."""
    given = {"file": fault.file, "column": fault.column, **dict(fault.details)}
    words = say(fault.code, language(), **given)
    told = fault.as_json()
    del told["details"]
    return told | {"title": words}
