"""Tokens over HTTP; refusals of this one address are told as RFC 6749 says."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from izdes.web.institutions.limiting import count, network_of, require_left, require_within
from izdes.web.institutions.problems import problems_told
from izdes.web.institutions.tokens import LASTS, credentials, signed_in


@problems_told
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for a name and its secret; only wrong ones are counted against whoever tries."""
    if request.POST.get("grant_type") != "client_credentials":
        return _refused("unsupported_grant_type", 400)
    name, secret = credentials(request)
    network = network_of(request)
    tried = {"secret": f"{name}\n{network}", "secrets": network}
    for what, whose in tried.items():
        require_left(what, whose)
    if not (given := signed_in(name, secret)):
        for what, whose in tried.items():
            count(what, whose)
        return _refused("invalid_client", 401)
    require_within("token", name)
    told = {
        "access_token": given,
        "token_type": "Bearer",
        "expires_in": int(LASTS.total_seconds()),
    }
    return _said(told, 200)


def _refused(code: str, status: int) -> HttpResponse:
    """Refuse; which of name and secret was wrong is not said."""
    response = _said({"error": code}, status)
    if code == "invalid_client":
        response["WWW-Authenticate"] = 'Basic realm="izdes"'
    return response


def _said(told: dict[str, object], status: int) -> HttpResponse:
    """Say something that nobody may keep."""
    response = JsonResponse(told, status=status)
    response["Cache-Control"] = "no-store"
    return response
