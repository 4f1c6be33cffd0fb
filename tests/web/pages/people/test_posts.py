"""Pages of posts: one administrator proposes, another confirms or refuses; what ends is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from tests.web.cast import Cast
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.officers.models import Post
from izdes.web.officers.reach import roles_of

ORDER = {"role": "operative", "ground": "Бұйрық 12"}


def proposed(cast: Cast, by: str = "administrator", **other: str) -> Post:
    """Propose that nobody works in a1, on the page."""
    person = cast.officer("nobody")
    given = {"body": str(cast.body("a1").pk), **ORDER, **other}
    answer = signed_in(cast, by).post(reverse("post_new", args=[person.pk]), given)
    assert answer.status_code == 302, text_of(answer)
    with cast.acts("auditor"):
        return Post.objects.get(officer=person, state="proposed")


def stored(cast: Cast, post: Post) -> Post:
    with cast.acts("auditor"):
        return Post.objects.get(pk=post.pk)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_proposed_waits_for_another(cast: Cast, lang: Lang) -> None:
    another = signed_in(cast, "administrator_2")
    another.post(reverse("set_language"), {"language": lang})
    post = proposed(cast)

    queue = text_of(another.get(reverse("posts_waiting")))
    page = text_of(another.get(reverse("post", args=[post.pk])))

    assert reverse("post", args=[post.pk]) in queue
    assert "Бұйрық 12" in queue
    assert reverse("post_confirm", args=[post.pk]) in page
    assert say("people_confirm", lang) in page
    assert reverse("posts_waiting") in text_of(another.get(reverse("people")))


def test_another_confirms_and_the_queue_is_shorter(cast: Cast) -> None:
    another, post = signed_in(cast, "administrator_2"), proposed(cast)

    page = text_of(another.post(reverse("post_confirm", args=[post.pk]), follow=True))

    queue = text_of(another.get(reverse("posts_waiting")))
    assert say("people_post_confirmed", "kk") in page
    assert reverse("post", args=[post.pk]) not in queue
    with cast.acts("nobody") as person:
        assert roles_of(person) == {"operative"}


def test_nobody_confirms_on_the_page_what_he_proposed(cast: Cast) -> None:
    client, post = signed_in(cast, "administrator"), proposed(cast)

    shown = text_of(client.get(reverse("post", args=[post.pk])))
    page = text_of(client.post(reverse("post_confirm", args=[post.pk]), follow=True))

    assert reverse("post_confirm", args=[post.pk]) not in shown
    assert say("same_person", "kk") in shown
    assert say("same_person", "kk") in page
    assert stored(cast, post).state == "proposed"


def test_a_refusal_needs_a_reason_and_is_kept(cast: Cast) -> None:
    client, post = signed_in(cast, "administrator_2"), proposed(cast)
    address = reverse("post_refuse", args=[post.pk])

    silent = client.post(address, {"reason": ""})
    page = text_of(client.post(address, {"reason": "Бұйрық жоқ"}, follow=True))
    late = text_of(client.post(reverse("post_confirm", args=[post.pk]), follow=True))

    told = say("post_decided", "kk", state=say("page_post_state_refused", "kk"))
    assert silent.status_code == 422
    assert say("people_post_refused", "kk") in page
    assert told in late
    assert stored(cast, post).state == "refused"


def test_a_post_ends_on_a_ground_at_once(cast: Cast) -> None:
    client, post = signed_in(cast, "administrator"), cast.post("investigator_a2")
    address = reverse("post_end", args=[post.pk])

    silent = client.post(address, {"reason": ""})
    page = text_of(client.post(address, {"reason": "Бұйрық 13"}, follow=True))

    assert silent.status_code == 422
    assert say("people_post_ended", "kk") in page
    assert say("page_post_state_ended", "kk") in page
    assert reverse("post_end", args=[post.pk]) not in page
    with cast.acts("investigator_a2") as person:
        assert roles_of(person) == frozenset()


def test_two_administrators_remain(cast: Cast) -> None:
    post = cast.post("administrator_2")

    page = text_of(
        signed_in(cast, "administrator").post(
            reverse("post_end", args=[post.pk]), {"reason": "x"}, follow=True
        )
    )

    assert say("last_administrators", "kk") in page
    assert stored(cast, post).until is None


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"role": "prosecutor"}, say("role_prosecutor", "kk")),
        ({"role": ""}, "Бұйрық 12"),
        ({"role": "king"}, "Бұйрық 12"),
        ({"body": "0"}, "Бұйрық 12"),
        ({"body": "x"}, "Бұйрық 12"),
        ({"ground": ""}, say("people_propose", "kk")),
        ({"since": "2026-05-02", "until": "2026-05-01"}, say("people_ends_before", "kk")),
        ({"until": "2020-01-01"}, say("people_ends_before", "kk")),
    ],
)
def test_what_cannot_be_a_post_comes_back_with_the_form(
    cast: Cast, other: dict[str, str], told: str
) -> None:
    person = cast.officer("nobody")
    given = {"body": str(cast.body("a1").pk), **ORDER, **other}

    answer = signed_in(cast, "administrator").post(reverse("post_new", args=[person.pk]), given)

    assert answer.status_code == 422
    assert told in text_of(answer)


def test_the_same_post_is_proposed_once(cast: Cast) -> None:
    post = proposed(cast)
    given = {"body": str(post.body_id), **ORDER}

    address = reverse("post_new", args=[post.officer_id])
    again = signed_in(cast, "administrator_2").post(address, given)

    assert again.status_code == 422
    assert "a1" in text_of(again)


def test_whoever_stands_in_does_so_until_the_end_of_a_day(cast: Cast) -> None:
    last = localdate() + timedelta(days=9)
    body = str(cast.body("a1-pros").pk)

    post = proposed(cast, body=body, role="duty_prosecutor", until=last.isoformat())

    # 24:00 in Almaty is 19:00 of the same day in UTC.
    assert post.until == datetime(last.year, last.month, last.day, 19, tzinfo=UTC)


def test_whoever_stands_in_needs_an_end(cast: Cast) -> None:
    given = {"body": cast.body("a1-pros").pk, "role": "duty_prosecutor", "ground": "x"}
    address = reverse("post_new", args=[cast.officers["nobody"]])

    answer = signed_in(cast, "administrator").post(address, given)

    assert answer.status_code == 422
    assert say("end_missing", "kk", role=say("role_duty_prosecutor", "kk")) in text_of(answer)


def test_the_queue_asks_as_many_questions_however_long_it_is(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast, "administrator_2")
    proposed(cast)

    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(reverse("posts_waiting"))
