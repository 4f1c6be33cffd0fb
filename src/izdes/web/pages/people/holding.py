"""Tables of posts and of certificates: of everybody, of a body, of a person."""

from collections.abc import Sequence

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Now
from django.urls import reverse

from izdes.web.language import language
from izdes.web.officers.models import Body, Certificate, Officer, Post
from izdes.web.officers.reach import LASTING, headed_by, with_above
from izdes.web.officers.selectors import (
    certificates_visible_to,
    posts_visible_to,
    supervisions_visible_to,
)
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people.telling import body_name, mark_of, role_name, roles, standings
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text


def posts_waiting(request: OfficerRequest) -> Listing:
    """Return the posts that another has to confirm or refuse."""
    rows = posts_visible_to(request.user).filter(state="proposed")
    more = (
        Column("ground", "ground", words="people_field_ground"),
        Column("proposed_by", "proposed_by.full_name", words="page_recovery_by"),
    )
    return _posts(
        request,
        rows.order_by("pk"),
        name="posts-waiting",
        empty="people_waiting_none",
        caption="people_waiting",
        more=more,
    )


def posts_of_body(request: OfficerRequest, body: Body) -> Listing:
    """Return every post of a body, the latest first."""
    rows = posts_visible_to(request.user).filter(body=body).order_by("-since", "-pk")
    return _posts(request, rows, name="posts-of-body", empty="people_body_no_posts", less="body")


def posts_of_person(request: OfficerRequest, person: Officer) -> Listing:
    """Return every post of a person, the latest first."""
    rows = posts_visible_to(request.user).filter(officer=person).order_by("-since", "-pk")
    return _posts(
        request, rows, name="posts-of-person", empty="people_person_no_posts", less="person"
    )


def posts_headed(request: OfficerRequest) -> Listing:
    """Return every post of the bodies that an officer heads, the latest first."""
    me = request.user
    rows = posts_visible_to(me).filter(body__in=headed_by(me)).order_by("-since", "-pk")
    return _posts(
        request,
        rows,
        name="posts-headed",
        empty="people_headed_no_posts",
        opens=False,
    )


def supervisions_headed(request: OfficerRequest) -> Listing:
    """Return who supervises the bodies that an officer heads, or a body above them."""
    me = request.user
    rows = supervisions_visible_to(me).filter(body__in=with_above(headed_by(me)))
    office, body = f"office__name_{language()}", f"body__name_{language()}"
    return Listing(
        request,
        name="supervisions-headed",
        rows=rows.select_related("office", "body").order_by("-since", "-pk"),
        columns=(
            Column(
                "office",
                lambda row: body_name(row.office),
                words="people_supervisor",
                sort=office,
                filter=Text(office),
            ),
            Column(
                "body",
                lambda row: body_name(row.body),
                words="people_supervised",
                sort=body,
                filter=Text(body),
            ),
            Column("since", "since", words="page_post_since", sort="since", kind="moment"),
            Column("until", "until", words="page_post_until", sort="until", kind="end"),
        ),
        caption="people_supervision",
        empty="people_headed_no_supervision",
        prefix="supervisions-",
    )


def certificates_of_body(request: OfficerRequest, body: Body) -> Listing:
    """Return the certificates of whoever holds a post in a body now."""
    me = request.user
    here = posts_visible_to(me).filter(LASTING, body=body, state="confirmed").values("officer")
    rows = certificates_visible_to(me).filter(officer__in=here)
    return _certificates(request, rows, empty="people_body_no_certificates")


def certificates_of_person(request: OfficerRequest, person: Officer) -> Listing:
    """Return the certificates of a person."""
    rows = certificates_visible_to(request.user).filter(officer=person)
    return _certificates(request, rows, empty="people_person_no_certificates")


def _posts(
    request: OfficerRequest,
    rows: QuerySet[Post],
    *,
    name: str,
    empty: str,
    caption: str = "page_posts",
    less: str = "",
    more: Sequence[Column] = (),
    opens: bool = True,
) -> Listing:
    """Return posts as a table; `less` is the column that the page says already.

    Args:
        opens: Whether a row leads to the page of its post, which is for administrators.
    """
    called, every, found = f"body__name_{language()}", roles(), standings()
    columns = (
        Column(
            "person",
            "officer.full_name",
            words="page_field_name",
            sort="officer__full_name",
            filter=Text("officer__full_name"),
        ),
        Column("role", _role, words="page_post_role", filter=Choice("role", choices=every)),
        Column("body", _body, words="page_post_body", sort=called, filter=Text(called)),
        Column(
            "since",
            "since",
            words="page_post_since",
            sort="since",
            kind="moment",
            filter=Days("since"),
        ),
        Column("until", "until", words="page_post_until", sort="until", kind="end"),
        Column(
            "state",
            lambda row: mark_of(row.standing),
            kind="state",
            filter=Choice("standing", choices=found),
        ),
        *more,
    )
    return Listing(
        request,
        name=name,
        rows=_with_standing(rows).select_related("officer", "body", "proposed_by"),
        columns=[one for one in columns if one.name != less],
        caption=caption,
        empty=empty,
        link=(lambda row: reverse("post", args=[row.pk])) if opens else None,
        prefix="posts-",
    )


def _certificates(request: OfficerRequest, rows: QuerySet[Certificate], *, empty: str) -> Listing:
    """Return certificates as a table."""
    return Listing(
        request,
        name="certificates",
        rows=rows.select_related("officer").order_by("-expires_on"),
        columns=(
            Column("person", "officer.full_name", words="page_field_name"),
            Column("area", "area", words="page_certificate_area", sort="area", filter=Text("area")),
            Column("number", "number", words="page_certificate_number", filter=Text("number")),
            Column(
                "issued_on",
                "issued_on",
                words="page_certificate_from",
                sort="issued_on",
                kind="day",
            ),
            Column(
                "expires_on",
                "expires_on",
                words="page_certificate_until",
                sort="expires_on",
                kind="day",
                filter=Days("expires_on", is_moment=False),
            ),
        ),
        caption="page_certificates",
        empty=empty,
        link=lambda row: reverse("person", args=[row.officer_id]),
        prefix="certificates-",
    )


def _with_standing(rows: QuerySet[Post]) -> QuerySet[Post]:
    """Return posts with how they stand at this moment (``standing``)."""
    return rows.annotate(
        standing=Case(
            When(state="confirmed", until__lte=Now(), then=Value("ended")),
            When(state="confirmed", since__gt=Now(), then=Value("awaited")),
            default=F("state"),
            output_field=TextField(),
        )
    )


def _role(row: Post) -> str:
    """Return the role of a post."""
    return role_name(row.role)


def _body(row: Post) -> str:
    """Return the body of a post."""
    return body_name(row.body)
