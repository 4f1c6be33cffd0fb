"""What was confirmed follows its episodes; what was judged apart is shown before a joinder."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.investigation.casework import AT, HEAD, LEAD, case_with, decree, order

from izdes.web.cases.models import Case
from izdes.web.cases.services.cases import register_case
from izdes.web.investigation.models import Confirmation
from izdes.web.investigation.movements import exclusions_of, joinder_preview
from izdes.web.investigation.selectors import clocks_of
from izdes.web.investigation.services.joining import join_cases
from izdes.web.investigation.services.noting import confirm_identifier
from izdes.web.investigation.services.separating import separate_case
from izdes.web.investigation.services.terms import record_covert_end, record_custody
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.subjects.linking.follow import follow
from izdes.web.subjects.linking.services import judge
from izdes.web.subjects.models import Mention

_APART = "kept_apart"


def _confirmed(case: Case, episode: int, officer: Officer) -> Confirmation:
    """Confirm what the offender of an episode called from."""
    mention = Mention.objects.get(
        complaint__episode__case=case,
        complaint__episode__number=episode,
        role="offender_contact",
    )
    return confirm_identifier(
        case=case, identifier=mention.identifier, basis="answer № 5", officer=officer
    )


def _kept(case: Case) -> list[tuple[int, str, int, datetime]]:
    """Return what is confirmed in a case."""
    rows = Confirmation.objects.filter(case=case).order_by("identifier_id")
    return list(rows.values_list("identifier_id", "basis", "confirmed_by_id", "confirmed_at"))


def test_what_was_confirmed_follows_a_separated_episode_as_it_was_confirmed(cast: Cast) -> None:
    main = case_with(cast, "follow", 100, 200)
    with cast.acts(HEAD) as head:
        mine = _confirmed(main, 2, head)
        mine.refresh_from_db()
    with cast.acts(LEAD) as lead:
        staying = _confirmed(main, 1, lead)
        new = separate_case(
            main=main,
            episodes=(2,),
            number="follow-new",
            registered_at=AT + timedelta(days=30),
            is_new_offence=False,
            order=order(norms=("cpc.separation_episodes",)),
            officer=lead,
        )

        assert _kept(new) == [(mine.identifier_id, "answer № 5", head.pk, mine.confirmed_at)]
        assert staying.identifier_id in {one[0] for one in _kept(main)}


def test_what_was_confirmed_follows_a_joined_case(cast: Cast) -> None:
    main, other = case_with(cast, "joining", 100), case_with(cast, "goes-in", 200)
    with cast.acts(LEAD) as lead:
        found = _confirmed(other, 1, lead)
        join_cases(
            main=main,
            others=[other],
            order=order(norms=("cpc.joinder_unknown",)),
            checked=exclusions_of(pack_in_force()),
            officer=lead,
        )

        assert [one[0] for one in _kept(main)] == [found.identifier_id]


def test_a_word_that_two_are_not_the_same_is_a_sign_against_joining(
    committed_cast: Cast,
) -> None:
    cast = committed_cast
    follow()
    with cast.acts("hq_analyst") as analyst:
        one, other = cast.complaint("a1"), cast.complaint("c1")
        judge(one=one.pk, other=other.pk, verdict="not_same", reason="Voices", officer=analyst)
        preview = joinder_preview(
            analyst, cast.case("a1"), [cast.case("c1")], on=AT.date(), law=pack_in_force()
        )
        apart = {check.sign: check for check in preview.exclusions}[_APART]
        without = joinder_preview(
            analyst, cast.case("a1"), [cast.case("a2")], on=AT.date(), law=pack_in_force()
        )

    assert apart.status == "found"
    found = {check.sign: check for check in without.exclusions}[_APART]
    assert found.status == "to_be_checked_by_a_person"


def _last_day(case: Case, officer: Officer) -> date | None:
    term = clocks_of(officer, case).term
    return None if term is None else term.due.last_day


def test_a_joined_case_counts_from_the_one_with_somebody_in_custody(cast: Cast) -> None:
    early = case_with(cast, "early", 100)
    with cast.acts(LEAD) as lead:
        late = register_case(
            number="late",
            unit=cast.body("a1"),
            registered_at=AT + timedelta(days=10),
            form="investigation",
            category="ordinary",
            officer=lead,
        )
        alone = _last_day(late, lead)
        record_custody(case=late, since=AT + timedelta(days=11), decree=decree(), officer=lead)
        after = joinder_preview(lead, early, [late], on=AT.date(), law=pack_in_force()).after

    assert after is not None
    assert after.due.last_day == alone


def test_an_accelerated_case_counts_from_the_end_of_covert_actions(cast: Cast) -> None:
    case = case_with(cast, "covert", 100)
    with cast.acts(LEAD) as lead:
        Case.objects.filter(pk=case.pk).update(form="accelerated")
        case.refresh_from_db()
        before = _last_day(case, lead)
        ended = datetime(2026, 6, 2, 6, 0, tzinfo=UTC)
        record_covert_end(case=case, ended_at=ended, decree=decree(), officer=lead)

        assert before is not None
        assert (_last_day(case, lead) or before) > before


@pytest.mark.parametrize(("kind", "field"), [("custody", "since"), ("covert", "ended_at")])
def test_both_are_recorded_on_the_page_of_the_term(cast: Cast, kind: str, field: str) -> None:
    case = case_with(cast, f"page-{kind}", 100)
    client = Client()
    client.force_login(cast.officer(LEAD))
    given = {
        "kind": kind,
        f"{kind}-{field}": "2026-06-02T10:00",
        f"{kind}-decree_number": "5",
        f"{kind}-decreed_on": "2026-06-02",
        f"{kind}-decreed_by": "judge",
        f"{kind}-ground": "flight",
    }

    answer = client.post(reverse("case_terms", args=[case.pk]), given)

    assert answer.status_code == 302
    page = client.get(reverse("case_terms", args=[case.pk])).content.decode()
    assert "flight" in page


def test_an_identifier_says_how_often_the_country_names_it(committed_cast: Cast) -> None:
    follow()
    client = Client()
    client.force_login(committed_cast.officer(LEAD))
    its_case = committed_cast.case("a1")

    page = client.get(reverse("case_identifiers", args=[its_case.pk])).content.decode()

    assert 'class="known"' in page
