"""Who is in a case: naming its members, releasing them, and taking it as its lead.

A page offers what an officer may; the commands say so once more.
"""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.models import Case, Member
from izdes.web.cases.selectors import members_visible_to
from izdes.web.cases.services.cases import take_case
from izdes.web.cases.services.members import KINDS, name_member, release_member
from izdes.web.language import language
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.selectors import officers_visible_to
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.case.frame import case_frame, case_to_lead, case_to_write, looked_at
from izdes.web.pages.case.named import (
    bodies_of_members,
    lasting,
    people_of,
    posts_of_members,
    releasable,
)
from izdes.web.pages.case.naming import worded
from izdes.web.pages.case.sealing import may_seal
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.keys import key_of
from izdes.web.pages.tables import Choice, Column, Listing, Text, page_of

_LONGEST = 1000


class NamingForm(forms.Form):
    """Who is named in the case, as what, and by which decree."""

    person = forms.ChoiceField()
    kind = forms.ChoiceField()
    ground = forms.CharField(max_length=_LONGEST)

    def __init__(self, data: Any, people: list[tuple[str, str]]) -> None:  # noqa: ANN401 - as Django
        super().__init__(data, prefix="name")
        cast("forms.ChoiceField", self.fields["person"]).choices = people
        kinds = cast("forms.ChoiceField", self.fields["kind"])
        kinds.choices = [(kind, worded("case_member", kind)) for kind in KINDS]


class ReleaseForm(forms.Form):
    """Who is released, and why."""

    member = forms.ChoiceField()
    reason = forms.CharField(max_length=_LONGEST)

    def __init__(self, data: Any, members: Iterable[Member]) -> None:  # noqa: ANN401 - as above
        super().__init__(data, prefix="release")
        cast("forms.ChoiceField", self.fields["member"]).choices = [
            (str(one.pk), f"{one.officer.full_name}, {worded('case_member', one.kind)}")
            for one in members
        ]


class TakingForm(forms.Form):
    """On which ground the case is taken."""

    ground = forms.CharField(max_length=_LONGEST)

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - as above
        super().__init__(data, prefix="take")


@looked_at
def members(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show who is in the case or was: as what, since when, on which ground."""
    return _shown(request, number)


@login_required
@require_POST
def name(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Name an officer in the case."""
    me = request.user
    case = case_to_lead(me, number)
    form = NamingForm(request.POST, people_of(me, _body(request, case)))

    def do() -> None:
        given = form.cleaned_data
        person = officers_visible_to(me).get(pk=given["person"])
        name_member(
            case=case, person=person, kind=given["kind"], ground=given["ground"], officer=me
        )

    if form.is_valid() and tried(form, do):
        messages.success(request, say("case_members_was_named", language()))
        return redirect("case_members", case.pk)
    return _shown(request, number, naming=form, wrong=form)


@login_required
@require_POST
def release(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Release a member from the case."""
    me = request.user
    case = case_to_lead(me, number)
    offered = {str(one.pk): one for one in releasable(me, case)}
    form = ReleaseForm(request.POST, offered.values())

    def do() -> None:
        given = form.cleaned_data
        release_member(member=offered[given["member"]], reason=given["reason"], officer=me)

    if form.is_valid() and tried(form, do):
        messages.success(request, say("case_members_was_released", language()))
        return redirect("case_members", case.pk)
    return _shown(request, number, releasing=form, wrong=form)


@login_required
@require_POST
def take(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Take the case, which nobody leads, into one's own proceedings."""
    me = request.user
    case = case_to_write(me, number)
    form = TakingForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: take_case(case=case, ground=form.cleaned_data["ground"], officer=me)
    ):
        messages.success(request, say("case_members_was_taken", language()))
        return redirect("case_overview", case.pk)
    return _shown(request, number, taking=form, wrong=form)


def _shown(
    request: OfficerRequest,
    number: int,
    *,
    naming: NamingForm | None = None,
    releasing: ReleaseForm | None = None,
    taking: TakingForm | None = None,
    wrong: forms.Form | None = None,
) -> HttpResponseBase:
    """Show the members of a case, and what may be done about them."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    listing = _listing(request, case)
    context = {
        **frame,
        "listing": listing,
        "may_take": _may_take(me, frame),
        "may_seal": may_seal(me, case),
        "taking": taking or TakingForm(),
        "wrong": wrong,
    }
    if frame["may_lead"]:
        body = _body(request, case)
        context |= {
            "bodies": bodies_of_members(me),
            "body": body,
            "naming": naming or NamingForm(None, people_of(me, body)),
            "releasing": releasing or ReleaseForm(None, releasable(me, case)),
        }
    status = status_of(wrong) if wrong is not None else 200
    return page_of(request, "case/members.html", context, listing, status=status)


def _listing(request: OfficerRequest, case: Case) -> Listing:
    """Return the table of members, the present and the released."""
    me = request.user
    posts = posts_of_members(me, case)
    kinds = {kind: worded("case_member", kind) for kind in ("lead", *KINDS)}
    return Listing(
        request,
        name="members",
        rows=members_visible_to(me).filter(case=case).select_related("officer").order_by("pk"),
        columns=(
            Column(
                "who",
                "officer.full_name",
                words="case_members_who",
                sort="officer__full_name",
                filter=Text("officer__full_name"),
            ),
            Column(
                "kind",
                lambda one: kinds[one.kind],
                words="case_members_kind",
                sort="kind",
                filter=Choice("kind", kinds),
            ),
            Column("posts", lambda one: posts.get(one.officer_id, ""), words="case_members_posts"),
            Column("since", "since", words="case_members_since", sort="since", kind="moment"),
            Column("until", "until", words="case_members_until", sort="until", kind="moment"),
            Column("ground", "ground", words="case_ground", sort="ground"),
        ),
        caption="case_members_caption",
        empty="case_members_empty",
        case=case.pk,
    )


def _body(request: OfficerRequest, case: Case) -> Body:
    """Return the body whose people a page offers: the one that was asked for, or the case's."""
    asked = key_of(request.POST.get("body", "") or request.GET.get("body", ""))
    return bodies_of_members(request.user).filter(pk=asked or 0).first() or case.unit


def _may_take(me: Officer, frame: dict[str, object]) -> bool:
    """Say whether a case waits for a lead, and an officer who is not in it yet may be that."""
    if frame["lead"] is not None or frame["main_case"] is not None or not frame["may_write"]:
        return False
    return not lasting(me, cast("Case", frame["case"])).filter(officer=me).exists()
