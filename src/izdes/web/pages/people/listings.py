"""Tables of bodies and of people."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import LASTING
from izdes.web.officers.selectors import bodies_visible_to, officers_visible_to, posts_visible_to
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people.telling import body_name, kinds, regions, role_name
from izdes.web.pages.tables import Choice, Column, Listing, Text


def people(request: OfficerRequest) -> Listing:
    """Return everybody with the posts that he holds now, and whether he has come in."""
    me = request.user
    held = posts_visible_to(me).filter(LASTING, state="confirmed").select_related("body")
    rows = officers_visible_to(me).prefetch_related(Prefetch("posts", held, to_attr="held"))
    states = {"True": "page_person_let_in", "False": "page_person_shut_out"}
    words = {value: say(code, language()) for value, code in states.items()}
    return Listing(
        request,
        name="people",
        rows=rows,
        columns=(
            Column(
                "name",
                "full_name",
                words="page_field_name",
                sort="full_name",
                filter=Text("full_name"),
            ),
            Column("login", "login", words="page_field_login", sort="login", filter=Text("login")),
            Column("posts", _held, words="page_posts"),
            Column("password", _opened, words="people_opened", kind="state"),
            Column(
                "state",
                lambda row: Mark(words[str(row.is_active)], "" if row.is_active else "late"),
                words="page_person_state",
                kind="state",
                sort="is_active",
                filter=Choice("is_active", choices=words),
            ),
        ),
        caption="people_officers",
        empty="page_people_nobody",
        link=lambda row: reverse("person", args=[row.pk]),
        order="name",
    )


def bodies(request: OfficerRequest) -> Listing:
    """Return every body, and what is above it."""
    name = f"name_{language()}"
    every, places = kinds(), regions()
    return Listing(
        request,
        name="bodies",
        rows=bodies_visible_to(request.user).select_related("parent"),
        columns=(
            Column("code", "code", words="people_field_code", sort="code", filter=Text("code")),
            Column("name", name, sort=name, filter=Text(name)),
            Column(
                "kind",
                lambda row: every[row.kind],
                sort="kind",
                filter=Choice("kind", choices=every),
            ),
            Column(
                "region",
                lambda row: places.get(row.region, row.region),
                sort="region",
                filter=Choice("region", choices=places),
            ),
            Column("bin", "bin", words="people_field_body_bin", filter=Text("bin")),
            Column(
                "institution",
                "institution",
                words="people_field_institution",
                filter=Text("institution"),
            ),
            Column("parent", f"parent.{name}", words="people_field_parent"),
            Column("since", "since", words="page_post_since", sort="since", kind="day"),
            Column("until", "until", words="page_post_until", sort="until", kind="day"),
        ),
        caption="people_bodies",
        empty="people_bodies_none",
        link=lambda row: reverse("body", args=[row.pk]),
        order="code",
    )


def _held(row: Any) -> str:  # noqa: ANN401 - an officer with `held`
    """Return the posts that somebody holds now."""
    return "; ".join(f"{role_name(post.role)}, {body_name(post.body)}" for post in row.held)


def _opened(row: Officer) -> Mark:
    """Return whether somebody has set a password of her own."""
    if row.has_usable_password():
        return Mark(say("people_opened_yes", language()), "held")
    return Mark(say("people_opened_no", language()), "due")
