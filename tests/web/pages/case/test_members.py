"""Members of a case on its pages: named, released, and a case sealed for them alone."""

from http import HTTPStatus

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.investigation.casework import AT, HEAD, LEAD, OTHER, case_with
from tests.web.pages.case.test_opening import browser

from izdes.adapters.words import say
from izdes.web.cases.models import Case, Member
from izdes.web.cases.services.cases import register_case
from izdes.web.cases.services.members import release_member
from izdes.web.pages.case.members import ReleaseForm

_FORMS = ("case_members_name", "case_members_release", "case_members_take")


def _url(name: str, case: Case) -> str:
    """Return an address of a case."""
    return reverse(name, kwargs={"number": case.pk})


def _naming(cast: Cast, login: str, body: str, *, kind: str = "member") -> dict[str, object]:
    """Return what the form of naming sends."""
    return {
        "body": cast.body(body).pk,
        "name-person": cast.officer(login).pk,
        "name-kind": kind,
        "name-ground": "Decree 7",
    }


def _named(cast: Cast, case: Case, login: str, body: str, *, kind: str = "member") -> None:
    """Let the lead name somebody."""
    given = _naming(cast, login, body, kind=kind)
    answer = browser(cast).post(_url("case_members_name", case), given)
    assert answer.status_code == HTTPStatus.FOUND


def _sealed(cast: Cast, number: str) -> Case:
    """Let the lead seal a case."""
    case = case_with(cast, number, 100)
    given = {"ground": "Decree 9", "is_understood": "on"}
    answer = browser(cast).post(_url("case_members_seal", case), given)
    assert answer.status_code == HTTPStatus.FOUND
    return case


def test_an_officer_of_another_body_is_named_and_opens_the_case(cast: Cast) -> None:
    case = case_with(cast, "named", 100)
    there = browser(cast, "investigator_c1")
    before = there.get(_url("case_overview", case))

    page = browser(cast).get(_url("case_members", case), {"body": cast.body("c1").pk})
    _named(cast, case, "investigator_c1", "c1")

    assert before.status_code == HTTPStatus.NOT_FOUND
    assert f'value="{cast.officer("investigator_c1").pk}"' in page.content.decode()
    seen = there.get(_url("case_members", case)).content.decode()
    assert "Investigator C1" in seen
    assert "Decree 7" in seen
    told = browser(cast).get(_url("case_history", case)).content.decode()
    assert "іске қатысушы қосты" in told


def test_a_prosecutor_is_named_by_the_head_too(cast: Cast) -> None:
    case = case_with(cast, "headed", 100)
    given = _naming(cast, "prosecutor_a1", "a1-pros", kind="prosecutor")

    answer = browser(cast, HEAD).post(_url("case_members_name", case), given)

    assert answer.status_code == HTTPStatus.FOUND
    with cast.acts(LEAD):
        assert Member.objects.get(case=case, kind="prosecutor").officer.login == "prosecutor_a1"


@pytest.mark.parametrize(
    ("login", "body", "kind"),
    [("specialist", "centre", "member"), ("investigator_c1", "c1", "prosecutor")],
)
def test_nobody_is_named_as_what_no_post_of_his_lets_him_be(
    cast: Cast, login: str, body: str, kind: str
) -> None:
    case = case_with(cast, "unfit", 100)

    answer = browser(cast).post(
        _url("case_members_name", case), _naming(cast, login, body, kind=kind)
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert say("member_post_unfit", "kk", name=cast.officer(login).full_name) in page
    assert "Decree 7" in page


def test_an_officer_is_named_once(cast: Cast) -> None:
    case = case_with(cast, "once", 100)
    _named(cast, case, OTHER, "a1")

    answer = browser(cast).post(_url("case_members_name", case), _naming(cast, OTHER, "a1"))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("member_already", "kk", number=case.number) in answer.content.decode()


def test_whoever_works_on_no_cases_is_not_offered(cast: Cast) -> None:
    case = case_with(cast, "offered", 100)
    given = _naming(cast, "auditor", "centre")

    page = browser(cast).get(_url("case_members", case), {"body": cast.body("centre").pk})
    answer = browser(cast).post(_url("case_members_name", case), given)

    assert cast.officer("specialist").full_name in page.content.decode()
    assert cast.officer("auditor").full_name not in page.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_released_member_opens_the_case_no_more_and_stays_in_the_table(cast: Cast) -> None:
    case = case_with(cast, "released", 100)
    _named(cast, case, "investigator_c1", "c1")
    with cast.acts(LEAD):
        member = Member.objects.get(case=case, kind="member")
    bare = browser(cast).post(
        _url("case_members_release", case), {"release-member": member.pk, "release-reason": " "}
    )

    answer = browser(cast).post(
        _url("case_members_release", case), {"release-member": member.pk, "release-reason": "Done"}
    )

    assert bare.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.status_code == HTTPStatus.FOUND
    gone = browser(cast, "investigator_c1").get(_url("case_members", case))
    assert gone.status_code == HTTPStatus.NOT_FOUND
    assert "Investigator C1" in browser(cast).get(_url("case_members", case)).content.decode()


def test_the_lead_is_not_released(cast: Cast) -> None:
    case = case_with(cast, "kept", 100)
    with cast.acts(LEAD):
        member = Member.objects.get(case=case, kind="lead")

    answer = browser(cast).post(
        _url("case_members_release", case), {"release-member": member.pk, "release-reason": "x"}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    with cast.acts(LEAD):
        assert Member.objects.get(pk=member.pk).until is None


@pytest.mark.parametrize(
    ("login", "name", "status"),
    [
        *(("prosecutor_a1", name, HTTPStatus.FORBIDDEN) for name in _FORMS),
        *(("investigator_b1", name, HTTPStatus.NOT_FOUND) for name in _FORMS),
        (OTHER, "case_members_name", HTTPStatus.FORBIDDEN),
        (OTHER, "case_members_release", HTTPStatus.FORBIDDEN),
    ],
)
def test_whoever_may_not_is_refused(cast: Cast, login: str, name: str, status: HTTPStatus) -> None:
    case = case_with(cast, "refused", 100)

    assert browser(cast, login).post(_url(name, case)).status_code == status


def test_whoever_may_not_is_shown_no_form(cast: Cast) -> None:
    case = case_with(cast, "shown", 100)

    page = browser(cast, OTHER).get(_url("case_members", case)).content.decode()

    assert "Investigator A1" in page
    assert not any(_url(name, case) in page for name in (*_FORMS, "case_members_seal"))


def test_a_case_without_a_lead_is_taken_on_its_page_by_one(cast: Cast) -> None:
    with cast.acts(OTHER) as officer:
        case = register_case(
            number="untaken",
            unit=cast.body("a1"),
            registered_at=AT,
            form="investigation",
            category="ordinary",
            officer=officer,
        )
    url = _url("case_members_take", case)
    offered = browser(cast, OTHER).get(_url("case_members", case)).content.decode()

    taken = browser(cast, OTHER).post(url, {"take-ground": "Decree 1"})
    late = browser(cast).post(url, {"take-ground": "Decree 2"})

    assert url in offered
    assert taken.status_code == HTTPStatus.FOUND
    assert late.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("case_has_lead", "kk", number="untaken") in late.content.decode()
    assert url not in browser(cast).get(_url("case_members", case)).content.decode()


def test_a_sealed_case_is_gone_for_whoever_is_not_named(cast: Cast) -> None:
    case = case_with(cast, "to-be-sealed", 100)
    url = _url("case_members_seal", case)
    warned = browser(cast).get(url).content.decode()
    _named(cast, case, "prosecutor_a1", "a1-pros", kind="prosecutor")

    hasty = browser(cast).post(url, {"ground": "Decree 9"})
    sealed = browser(cast).post(url, {"ground": "Decree 9", "is_understood": "on"})

    assert say("case_seal_no_prosecutor", "kk") in warned
    assert hasty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("case_seal_no_prosecutor", "kk") not in hasty.content.decode()
    assert "Decree 9" in hasty.content.decode()
    assert sealed.status_code == HTTPStatus.FOUND
    for login in (HEAD, OTHER, "hq_analyst", "head_of_prosecutors_a"):
        client = browser(cast, login)
        assert client.get(_url("case_overview", case)).status_code == HTTPStatus.NOT_FOUND
        assert "to-be-sealed" not in client.get(reverse("case_list")).content.decode()
    for login in (LEAD, "prosecutor_a1"):
        page = browser(cast, login).get(_url("case_members", case)).content.decode()
        assert say("case_sealed", "kk") in page


def test_the_lead_of_a_sealed_case_names_others(cast: Cast) -> None:
    case = _sealed(cast, "sealed-and-led")

    _named(cast, case, OTHER, "a1")

    opened = browser(cast, OTHER).get(_url("case_members", case))
    assert opened.status_code == HTTPStatus.OK


def test_the_lead_of_a_sealed_case_hands_it_over_and_sees_it_no_more(cast: Cast) -> None:
    case = _sealed(cast, "handed-over")
    url = _url("case_movements_lead", case)
    offered = browser(cast).get(_url("case_movements", case)).content.decode()

    answer = browser(cast).post(url, {"person": cast.officer(OTHER).pk, "ground": "Order 3"})

    assert url in offered
    assert answer.headers["Location"] == reverse("case_list")
    gone, there = (browser(cast, one).get(_url("case_members", case)) for one in (LEAD, OTHER))
    assert (gone.status_code, there.status_code) == (HTTPStatus.NOT_FOUND, HTTPStatus.OK)


@pytest.mark.parametrize(
    ("login", "status"),
    [
        (HEAD, HTTPStatus.FORBIDDEN),
        ("prosecutor_a1", HTTPStatus.FORBIDDEN),
        ("investigator_b1", HTTPStatus.NOT_FOUND),
    ],
)
def test_nobody_but_its_lead_seals_a_case(cast: Cast, login: str, status: HTTPStatus) -> None:
    case = case_with(cast, "unsealed", 100)
    client = browser(cast, login)

    assert client.get(_url("case_members_seal", case)).status_code == status
    given = {"ground": "x", "is_understood": "on"}
    assert client.post(_url("case_members_seal", case), given).status_code == status
    with cast.acts(LEAD):
        assert not Case.objects.get(pk=case.pk).is_sealed


def test_a_second_click_on_sealing_finds_it_done(cast: Cast) -> None:
    case = _sealed(cast, "sealed-twice")
    given = {"ground": "Decree 9", "is_understood": "on"}

    again = browser(cast).post(_url("case_members_seal", case), given)

    assert again.headers["Location"] == _url("case_members", case)
    told = browser(cast).get(_url("case_history", case)).content.decode()
    assert told.count("Decree 9") == 1


def test_whoever_was_released_a_moment_ago_is_released(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_with(cast, "raced", 100)
    _named(cast, case, OTHER, "a1")
    with cast.acts(LEAD) as officer:
        member = Member.objects.get(case=case, officer=cast.officer(OTHER))

    def as_another_does(form: ReleaseForm) -> bool:
        release_member(member=member, reason="Decree 8", officer=officer)
        return super(ReleaseForm, form).is_valid()

    monkeypatch.setattr(ReleaseForm, "is_valid", as_another_does)
    given = {"release-member": member.pk, "release-reason": "Decree 9"}

    answer = browser(cast).post(_url("case_members_release", case), given)

    assert answer.status_code == HTTPStatus.FOUND


def test_a_case_is_sealed_once(cast: Cast) -> None:
    answer = browser(cast).get(_url("case_members_seal", cast.case("a1-sealed")))

    assert answer.status_code == HTTPStatus.FORBIDDEN
