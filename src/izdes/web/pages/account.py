"""One's own account: who one is here, and in which language the office speaks."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from izdes.web.officers.models import Officer
from izdes.web.officers.selectors import certificates_visible_to, posts_visible_to
from izdes.web.pages.frame import OfficerRequest
from izdes.web.signing_in.adapters import speak
from izdes.web.signing_in.selectors import factors_of
from izdes.web.signing_in.services.proofs import choose_language


@login_required
def account(request: OfficerRequest) -> HttpResponse:
    """Show who the officer is: name, posts from when to when, certificates."""
    me = request.user
    posts = posts_visible_to(me).filter(officer=me).select_related("body").order_by("-since", "-pk")
    certificates = certificates_visible_to(me).filter(officer=me).order_by("-issued_on", "-pk")
    context = {"posts": posts, "certificates": certificates, "factors": factors_of(me)}
    return render(request, "pages/account.html", context)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, and stay on the page; an officer's choice is kept."""
    chosen = request.POST.get("language", "")
    there = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(there, hosts, require_https=request.is_secure())
    answer = HttpResponseRedirect(there if is_ours else reverse("home"))
    if chosen in dict(settings.LANGUAGES):
        if isinstance(request.user, Officer) and request.user.language != chosen:
            choose_language(officer=request.user, language=chosen)
        speak(answer, chosen)
    return answer
