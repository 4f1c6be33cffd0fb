"""Bodies that stand: renamed, and ended once nobody and nothing is left in them."""

from datetime import date

import pytest
from tests.web.cast import Cast

from izdes.web.cases.services.ending import BodyNeeded, end_body
from izdes.web.journal.models import Entry
from izdes.web.officers.models import Body
from izdes.web.officers.reach import BodyEnded, NotPermitted, headed_by, with_above
from izdes.web.officers.roles import BodyKind, Role
from izdes.web.officers.services.bodies import Names, begin_supervision, found_body, rename_body
from izdes.web.officers.services.posts import propose_post, refuse_post

_SINCE = date(2026, 1, 1)
_NAMES = Names("Жаңа бөлім", "Новый отдел", "New unit")


def _founded(cast: Cast, code: str = "new", *, parent: Body | None = None) -> Body:
    with cast.acts("administrator") as officer:
        return found_body(
            code=code,
            kind=BodyKind.POLICE_UNIT,
            names=Names(code, code, code),
            since=_SINCE,
            region="75",
            parent=parent or cast.body("a-hq"),
            officer=officer,
        )


def _ended(cast: Cast, body: Body) -> Body:
    with cast.acts("administrator") as officer:
        return end_body(body=body, ground="order 9", officer=officer)


def test_a_renamed_body_keeps_all_but_its_name(cast: Cast) -> None:
    body = _founded(cast)

    with cast.acts("administrator") as officer:
        rename_body(body=body, names=_NAMES, ground="order 8", officer=officer)
        found = Body.objects.get(pk=body.pk)

    assert (found.name_kk, found.name_ru, found.name_en) == (_NAMES.kk, _NAMES.ru, _NAMES.en)
    assert (found.code, found.kind, found.since) == (body.code, body.kind, body.since)


def test_the_same_name_once_more_is_no_event(cast: Cast) -> None:
    body = _founded(cast)

    with cast.acts("administrator") as officer:
        rename_body(body=body, names=_NAMES, ground="order 8", officer=officer)
        rename_body(body=body, names=_NAMES, ground="order 8", officer=officer)
    with cast.acts("auditor"):
        told = Entry.objects.filter(event="body.renamed", subject_id=str(body.pk))

        assert told.count() == 1


def test_an_empty_body_ends_today_and_once(cast: Cast) -> None:
    body = _founded(cast)

    ended = _ended(cast, body)
    again = _ended(cast, body)

    assert ended.until is not None
    assert ended.until == again.until
    with cast.acts("auditor"):
        assert Entry.objects.filter(event="body.ended", subject_id=str(body.pk)).count() == 1


def test_a_head_neither_renames_nor_ends_a_body(cast: Cast) -> None:
    body = _founded(cast)

    with cast.acts("head_of_unit_a_hq") as head:
        with pytest.raises(NotPermitted):
            rename_body(body=body, names=_NAMES, ground="order", officer=head)
        with pytest.raises(NotPermitted):
            end_body(body=body, ground="order", officer=head)


def test_what_is_left_in_a_body_is_said(cast: Cast) -> None:
    with pytest.raises(BodyNeeded) as refused:
        _ended(cast, cast.body("a1"))

    left = refused.value.details
    assert "investigator_a1" in left["posts"]
    assert (left["bodies"], left["supervisions"]) == ("—", "1")
    # Of cases only how many: an administrator sees none, and this one is sealed.
    assert int(left["cases"]) >= 2
    assert "a1-sealed" not in str(left)


def test_a_body_above_others_is_not_ended(cast: Cast) -> None:
    above = _founded(cast)
    _founded(cast, "newer", parent=above)

    with pytest.raises(BodyNeeded) as refused:
        _ended(cast, above)

    assert refused.value.details["bodies"] == "newer"


def test_a_body_with_a_proposed_post_or_supervision_is_not_ended(cast: Cast) -> None:
    body, person = _founded(cast), cast.officer("nobody")
    with cast.acts("administrator") as officer:
        post = propose_post(
            person=person, body=body, role=Role.INVESTIGATOR, ground="order", officer=officer
        )
        begin_supervision(office=cast.body("a1-pros"), body=body, officer=officer)
    with pytest.raises(BodyNeeded) as refused:
        _ended(cast, body)
    with cast.acts("administrator_2") as another:
        refuse_post(post=post, reason="no", officer=another)
    with pytest.raises(BodyNeeded) as still:
        _ended(cast, body)

    assert refused.value.details["posts"] == "nobody"
    assert (still.value.details["posts"], still.value.details["supervisions"]) == ("—", "1")


def test_nothing_comes_to_a_body_that_is_no_more(cast: Cast) -> None:
    body = _ended(cast, _founded(cast))

    with cast.acts("administrator") as officer:
        with pytest.raises(BodyEnded):
            propose_post(
                person=cast.officer("nobody"),
                body=body,
                role=Role.INVESTIGATOR,
                ground="order",
                officer=officer,
            )
        with pytest.raises(BodyEnded):
            begin_supervision(office=cast.body("a1-pros"), body=body, officer=officer)
        with pytest.raises(BodyEnded):
            rename_body(body=body, names=_NAMES, ground="order", officer=officer)
    with pytest.raises(BodyEnded):
        _founded(cast, "newer", parent=body)


@pytest.mark.parametrize(
    ("login", "bodies"),
    [
        ("head_of_unit_a1", {"a1"}),
        ("head_of_prosecutors_a", {"a-pros", "a1-pros"}),
        ("head_of_unit_a_hq", {"a-hq", "a-inv", "a1", "a2"}),
        ("investigator_a1", set()),
        ("prosecutor_a1", set()),
        ("administrator", set()),
    ],
)
def test_a_head_has_his_body_and_all_below_it(cast: Cast, login: str, bodies: set[str]) -> None:
    with cast.acts(login) as officer:
        assert headed_by(officer) == {cast.body(code).pk for code in bodies}


def test_above_a_body_is_all_that_it_is_below(cast: Cast) -> None:
    expected = {cast.body(code).pk for code in ("a1", "a-hq", "centre")}

    with cast.acts("head_of_unit_a1"):
        assert with_above([cast.body("a1").pk]) == expected
        assert with_above([]) == frozenset()
