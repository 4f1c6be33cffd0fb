"""Posts: one administrator proposes, another confirms or refuses; ending one needs nobody else."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.officers.models import Post
from izdes.web.officers.selectors import (
    bodies_visible_to,
    officers_visible_to,
    posts_visible_to,
)
from izdes.web.officers.services.posts import confirm_post, end_post, propose_post, refuse_post
from izdes.web.pages.access import for_administrators
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people import holding
from izdes.web.pages.people.forms import PostForm, ReasonForm
from izdes.web.pages.people.telling import mark_of, refusal_of, standing_of


@for_administrators
def waiting(request: OfficerRequest) -> HttpResponseBase:
    """Show the posts that wait for a second administrator."""
    return holding.posts_waiting(request).respond("people/waiting.html")


@for_administrators
def propose(request: OfficerRequest, number: int) -> HttpResponse:
    """Propose that a person holds a role in a body."""
    me = request.user
    colleague = get_object_or_404(officers_visible_to(me), pk=number)
    bodies = bodies_visible_to(me).filter(until__isnull=True).order_by("code")
    form = PostForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        post = form.tried(lambda: propose_post(person=colleague, **form.given(), officer=me))
        if post is not None:
            messages.success(request, say("people_post_proposed", language()))
            return redirect("post", post.pk)
    title = "people_propose"
    context = {"form": form, "title": title, "about": f"{title}_about", "colleague": colleague}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/enter.html", context, status=status)


@for_administrators
def shown(request: OfficerRequest, number: int) -> HttpResponse:
    """Show a post: who is to hold it, by which order, and who decided."""
    return _page(request, _seen(request, number), ReasonForm())


@for_administrators
@require_POST
def confirm(request: OfficerRequest, number: int) -> HttpResponse:
    """Confirm a post that another proposed."""
    post = _seen(request, number)
    return _done(
        request,
        post,
        lambda: confirm_post(post=post, officer=request.user),
        "people_post_confirmed",
    )


@for_administrators
@require_POST
def refuse(request: OfficerRequest, number: int) -> HttpResponse:
    """Refuse a post that another proposed, with a reason."""
    post, form = _seen(request, number), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, post, form)
    reason = form.cleaned_data["reason"]
    return _done(
        request,
        post,
        lambda: refuse_post(post=post, reason=reason, officer=request.user),
        "people_post_refused",
    )


@for_administrators
@require_POST
def end(request: OfficerRequest, number: int) -> HttpResponse:
    """End a confirmed post at once, on a ground."""
    post, form = _seen(request, number), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, post, form)
    reason = form.cleaned_data["reason"]
    return _done(
        request,
        post,
        lambda: end_post(post=post, reason=reason, officer=request.user),
        "people_post_ended",
    )


def _seen(request: OfficerRequest, number: int) -> Post:
    """Return a post that the officer sees."""
    beside = ("officer", "body", "proposed_by", "decided_by", "ended_by")
    return get_object_or_404(
        posts_visible_to(request.user).select_related(*beside),
        pk=number,
    )


def _done(
    request: OfficerRequest, post: Post, act: Callable[[], object], told: str
) -> HttpResponse:
    """Do what was decided and say so, or say why it was not done."""
    try:
        act()
    except IzdesError as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, say(told, language()))
    return redirect("post", post.pk)


def _page(request: OfficerRequest, post: Post, form: ReasonForm) -> HttpResponse:
    """Show a post."""
    standing = standing_of(post, now())
    is_barred = request.user.pk in {post.proposed_by_id, post.officer_id}
    context = {
        "post": post,
        "mark": mark_of(standing),
        "may_decide": standing == "proposed" and not is_barred,
        "is_barred": standing == "proposed" and is_barred,
        "may_end": standing == "confirmed",
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/post.html", context, status=status)
