"""Series in the office: who is told what of them, and what officers say of them."""

from collections.abc import Iterable

import pytest
from django.db import connection, connections
from tests.web.cast import Cast

from izdes.twin.numbers import phone
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.subjects.linking import identifiers, selectors
from izdes.web.subjects.linking.follow import follow
from izdes.web.subjects.linking.services import (
    ConfirmedSeries,
    NotTwo,
    WordEnded,
    WordMissing,
    confirm_series,
    judge,
    merge_series,
    part_series,
    say_of_hub,
    withdraw_judgement,
    withdraw_of_hub,
    withdraw_series,
)

_COMMON = phone(1)
_REASON = "The same voice"


def series(cast: Cast, login: str, receipt: str) -> selectors.SeriesView | None:
    """Return a series as somebody is told of it."""
    with cast.acts(login) as officer:
        return selectors.series_of(officer, cast.complaint(receipt).pk)


def units(cast: Cast, found: selectors.SeriesView) -> dict[str, int]:
    """Return of whose complaints somebody is told a number only."""
    codes = {cast.body(code).pk: code for code in ("a1", "a2", "a-inv", "b1", "c1")}
    return {codes[one.unit]: one.members for one in found.elsewhere}


def seen(cast: Cast, found: selectors.SeriesView, receipts: Iterable[str]) -> set[str]:
    """Return which of some complaints somebody is told of one by one."""
    keys = {cast.complaint(receipt).pk: receipt for receipt in receipts}
    return {keys[member.complaint] for member in found.seen}


def events(cast: Cast) -> list[str]:
    """Return what the journal says happened to series."""
    del cast
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT event FROM journal_entry WHERE event ~ '^(series|judgement|hub_verdict)' "
            "ORDER BY number"
        )
        return [event for (event,) in cursor.fetchall()]


def test_of_complaints_elsewhere_unit_region_and_number_are_told(linked: Cast) -> None:
    found = series(linked, "investigator_c1", "c1")

    assert found is not None
    assert units(linked, found) == {"a1": 1, "a2": 1, "a-inv": 1, "b1": 1}
    assert seen(linked, found, ["c1"]) == {"c1"}
    assert found.members == 5


def test_a_sealed_case_is_told_of_to_nobody_but_those_named_in_it(linked: Cast) -> None:
    told = {
        login: found.members
        for login in ("hq_analyst", "investigator_a1", "group_member_c1", "head_of_unit_a1")
        if (found := series(linked, login, "a1")) is not None
    }

    assert told == {
        "hq_analyst": 5,
        "head_of_unit_a1": 5,
        "investigator_a1": 6,
        "group_member_c1": 6,
    }


def test_what_only_a_sealed_case_names_joins_and_counts_for_nobody_else(linked: Cast) -> None:
    sealed = linked.complaint("a1-sealed").pk
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT kind, value FROM subjects_identifier JOIN subjects_mention "
            "ON identifier_id = subjects_identifier.id WHERE complaint_id = %s AND kind = 'card'",
            [sealed],
        )
        kind, value = cursor.fetchone()

    with linked.acts("hq_analyst") as officer:
        assert identifiers.matches_of(officer, kind, value) == identifiers.Known()
        assert not selectors.history_of(officer, linked.complaint("a1").pk)
        assert selectors.series_of(officer, sealed) is None
    with linked.acts("investigator_a1") as officer:
        assert identifiers.matches_of(officer, kind, value).complaints == 1
        assert selectors.history_of(officer, linked.complaint("a1").pk)


@pytest.mark.parametrize(
    "login", ["administrator", "auditor", "responder_one", "statistician", "ended_a1", "nobody"]
)
def test_who_works_on_no_cases_is_told_nothing(linked: Cast, login: str) -> None:
    key = linked.complaint("a1").pk

    with linked.acts(login) as officer:
        assert selectors.series_of(officer, key) is None
        assert not selectors.reasons_of(officer, key)
        assert not selectors.possible_of(officer, key)
        assert not identifiers.hubs_of(officer, key)
        assert not identifiers.hub_review(officer)
        assert not selectors.history_of(officer, key)
        assert identifiers.matches_of(officer, "phone", _COMMON) == identifiers.Known()


def test_whoever_does_not_see_a_complaint_is_told_nothing_of_its_series(linked: Cast) -> None:
    assert series(linked, "investigator_c1", "b1") is None
    assert series(linked, "investigator_c1", "b1-loose") is None
    with linked.acts("investigator_c1") as officer:
        key = linked.complaint("b1").pk
        assert not selectors.reasons_of(officer, key)
        assert not selectors.possible_of(officer, key)
        assert not selectors.judgements_of(officer, key)
        assert not selectors.history_of(officer, key)


def test_nothing_is_told_in_somebody_elses_name(linked: Cast) -> None:
    key = linked.complaint("c1").pk

    with linked.acts("investigator_c1"):
        assert selectors.series_of(linked.officer("investigator_b1"), key) is None


def test_the_reason_names_what_both_name_and_not_who_is_not_seen(linked: Cast) -> None:
    with linked.acts("investigator_c1") as officer:
        reasons = selectors.reasons_of(officer, linked.complaint("c1").pk)

    assert {reason.reason for reason in reasons} == {"same_phone"}
    named = {linked.complaint("c1").pk, None}
    assert {key for r in reasons for key in (r.complaint_a, r.complaint_b)} <= named
    assert {r.value for r in reasons if {r.complaint_a, r.complaint_b} == {None}} <= {""}


def test_an_identifier_is_known_by_number_regions_and_series(linked: Cast) -> None:
    with linked.acts("investigator_c1") as officer:
        known = identifiers.matches_of(officer, "phone", _COMMON)

    assert (known.complaints, known.seen, known.series) == (5, 1, 1)


def test_a_case_is_proposed_the_series_of_its_complaints(linked: Cast) -> None:
    with linked.acts("investigator_c1") as officer:
        (proposal,) = selectors.proposals_of(officer, linked.case("c1").pk)

    assert proposal.complaints == (linked.complaint("c1").pk,)
    assert proposal.members == 5


def test_a_confirmed_series_has_one_number_whoever_adds_to_it(linked: Cast) -> None:
    with linked.acts("investigator_c1") as officer:
        first = confirm_series(
            complaint=linked.complaint("c1").pk, ground="One script", officer=officer
        )
        again = confirm_series(
            complaint=linked.complaint("c1").pk, ground="One script", officer=officer
        )
    with linked.acts("investigator_a2") as officer:
        more = confirm_series(
            complaint=linked.complaint("a2").pk, ground="One script", officer=officer
        )
        found = selectors.series_of(officer, linked.complaint("a2").pk)

    assert first.number == again.number == more.number
    assert (len(first.added), again.added) == (1, ())
    assert more.added == (linked.complaint("a2").pk,)
    assert found is not None
    assert [one.number for one in found.confirmed] == [first.number]
    assert found.confirmed[0].confirmed_by == linked.officers["investigator_c1"]
    assert events(linked) == ["series.confirmed", "series.confirmed"]


def test_a_number_is_never_given_again(linked: Cast) -> None:
    key = linked.complaint("a1").pk
    with linked.acts("hq_analyst") as officer:
        first = confirm_series(complaint=key, ground="One script", officer=officer)
        withdraw_series(series=first.key, reason="An error", officer=officer)
        second = confirm_series(complaint=key, ground="One script", officer=officer)

        assert second.number != first.number
        with pytest.raises(WordEnded):
            withdraw_series(series=first.key, reason="An error", officer=officer)


def two_confirmed(linked: Cast) -> tuple[ConfirmedSeries, ConfirmedSeries]:
    """Return two confirmed series that the machine holds to be one, the elder first."""
    analyst = "hq_analyst"
    with linked.acts(analyst) as officer:
        word = judge(
            one=linked.complaint("a1").pk,
            other=linked.complaint("b1").pk,
            verdict="not_same",
            reason=_REASON,
            officer=officer,
        )
    follow()
    numbers = []
    for receipt in ("a1", "b1"):
        with linked.acts(analyst) as officer:
            numbers.append(
                confirm_series(
                    complaint=linked.complaint(receipt).pk, ground="One", officer=officer
                )
            )
    with linked.acts(analyst) as officer:
        withdraw_judgement(judgement=word, reason="It was", officer=officer)
    follow()
    return numbers[0], numbers[1]


def confirmed_in(officer: Officer, key: int) -> dict[int, int | None]:
    """Return in which confirmed series each complaint is."""
    found = selectors.series_of(officer, key)
    assert found is not None
    return {member.complaint: member.confirmed_in for member in found.seen}


def test_of_merged_series_the_elder_keeps_its_number(linked: Cast) -> None:
    elder, younger = two_confirmed(linked)

    with linked.acts("hq_analyst") as officer:
        kept = merge_series(one=younger.key, other=elder.key, reason="One crew", officer=officer)
        found = selectors.series_of(officer, linked.complaint("b1").pk)

    assert kept == elder.number
    assert found is not None
    assert [(one.number, one.merged) for one in found.confirmed] == [
        (elder.number, ((younger.key, younger.number),))
    ]


def test_a_merging_that_is_undone_leaves_both_as_they_were(linked: Cast) -> None:
    elder, younger = two_confirmed(linked)
    key = linked.complaint("b1").pk
    with linked.acts("hq_analyst") as officer:
        before = confirmed_in(officer, key)
        merge_series(one=elder.key, other=younger.key, reason="One crew", officer=officer)
        merged = confirmed_in(officer, key)

    with linked.acts("hq_analyst") as officer:
        number = part_series(series=younger.key, reason="It was not", officer=officer)
        after = confirmed_in(officer, key)
        with pytest.raises(WordEnded):
            part_series(series=younger.key, reason="Again", officer=officer)

    assert number == younger.number
    assert {*merged.values()} == {elder.key}
    assert after == before
    assert events(linked)[-2:] == ["series.merged", "series.parted"]


def test_only_an_analyst_of_headquarters_undoes_a_merging(linked: Cast) -> None:
    elder, younger = two_confirmed(linked)
    with linked.acts("hq_analyst") as officer:
        merge_series(one=elder.key, other=younger.key, reason="One crew", officer=officer)

    with linked.acts("investigator_a1") as officer, pytest.raises(NotPermitted):
        part_series(series=younger.key, reason="It was not", officer=officer)


def test_a_merging_into_what_was_withdrawn_since_is_not_undone(linked: Cast) -> None:
    elder, younger = two_confirmed(linked)
    with linked.acts("hq_analyst") as officer:
        merge_series(one=elder.key, other=younger.key, reason="One crew", officer=officer)
        withdraw_series(series=elder.key, reason="A mistake", officer=officer)

        with pytest.raises(WordEnded):
            part_series(series=younger.key, reason="It was not", officer=officer)


def test_who_does_not_see_all_of_a_confirmed_series_is_told_so(linked: Cast) -> None:
    with linked.acts("hq_analyst") as officer:
        made = confirm_series(complaint=linked.complaint("a1").pk, ground="One", officer=officer)
        (whole,) = selectors.confirmed_of(officer, [made.key])
    with linked.acts("investigator_c1") as officer:
        (part,) = selectors.confirmed_of(officer, [made.key])

    assert (whole.is_seen_whole, part.is_seen_whole) == (True, False)


def test_what_an_officer_judged_parts_a_series_until_he_withdraws_it(linked: Cast) -> None:
    pair = [linked.complaint(receipt).pk for receipt in ("a1", "c1")]
    with linked.acts("hq_analyst") as officer:
        word = judge(
            one=pair[0], other=pair[1], verdict="not_same", reason=_REASON, officer=officer
        )
    follow()
    with linked.acts("hq_analyst") as officer:
        parted = selectors.series_of(officer, pair[1])
        judged = selectors.judgements_of(officer, pair[0])
        withdraw_judgement(judgement=word, reason="A mistake", officer=officer)
    follow()

    together = series(linked, "hq_analyst", "c1")
    assert parted is None or pair[0] not in {member.complaint for member in parted.seen}
    assert [(one.verdict, one.by) for one in judged] == [("not_same", officer.pk)]
    with linked.acts("investigator_a1") as officer_a1:
        became = selectors.history_of(officer_a1, pair[0])
    assert "judgements" in {one.reason for one in became}
    assert together is not None
    assert together.members == 5


def test_what_names_the_same_and_was_parted_may_join(linked: Cast) -> None:
    one, other = linked.complaint("a1").pk, linked.complaint("c1").pk
    with linked.acts("hq_analyst") as officer:
        judge(one=one, other=other, verdict="not_same", reason=_REASON, officer=officer)
    follow()

    with linked.acts("hq_analyst") as officer:
        possible = selectors.possible_of(officer, one) + selectors.possible_of(officer, other)
    with linked.acts("investigator_c1") as officer:
        told = selectors.possible_of(officer, other)

    assert {kind for found in possible for kind in found.kinds} == {"phone"}
    assert all(found.evidence >= 1_000 for found in possible)
    assert {found.complaint for found in told} <= {None}


def test_a_hub_links_nobody_until_the_word_is_withdrawn(linked: Cast) -> None:
    with linked.acts("hq_analyst") as officer:
        word = say_of_hub(
            kind="phone", value=_COMMON, verdict="hub", reason="A hotline", officer=officer
        )
    follow()
    alone = series(linked, "hq_analyst", "a1")
    with linked.acts("hq_analyst") as officer:
        (hub,) = identifiers.hub_review(officer)
        withdraw_of_hub(verdict=word, reason="It is not", officer=officer)
    follow()

    assert alone is None
    assert (hub.kind, hub.value, hub.verdict, hub.by) == ("phone", _COMMON, "hub", officer.pk)
    assert series(linked, "hq_analyst", "a1") is not None


def test_only_analysts_of_headquarters_judge_hubs(linked: Cast) -> None:
    with linked.acts("investigator_a1") as officer, pytest.raises(NotPermitted):
        say_of_hub(kind="phone", value=_COMMON, verdict="hub", reason="x", officer=officer)


@pytest.mark.parametrize("login", ["investigator_c1", "prosecutor_a1", "auditor", "translator"])
def test_nobody_judges_what_he_does_not_see_or_only_reads(linked: Cast, login: str) -> None:
    one, other = linked.complaint("a1").pk, linked.complaint("b1").pk

    with linked.acts(login) as officer, pytest.raises(NotPermitted):
        judge(one=one, other=other, verdict="same", reason=_REASON, officer=officer)


def test_no_word_without_a_reason(linked: Cast) -> None:
    key = linked.complaint("a1").pk

    with linked.acts("investigator_a1") as officer:
        with pytest.raises(WordMissing):
            confirm_series(complaint=key, ground=" ", officer=officer)
        with pytest.raises(NotTwo):
            judge(one=key, other=key, verdict="same", reason=_REASON, officer=officer)


def test_linking_again_what_is_linked_changes_nothing(linked: Cast) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT complaint_id, series FROM linking.complaint ORDER BY 1")
        before = cursor.fetchall()
        cursor.execute("SELECT linking_leave('complaint', array(SELECT id FROM cases_complaint))")

    followed = follow()

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT complaint_id, series FROM linking.complaint ORDER BY 1")
        assert cursor.fetchall() == before
        cursor.execute("SELECT count(*) FROM linking.change WHERE number > 1")
        assert cursor.fetchone() == (0,)
    assert followed == len(before)
    assert linked.officers


def test_the_office_reads_no_table_of_linking(linked: Cast) -> None:
    with linked.acts("hq_analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_schema_privilege('linking', 'USAGE'), "
            "has_table_privilege('subjects_judgement', 'SELECT'), "
            "has_table_privilege('subjects_hub_verdict', 'SELECT')"
        )
        assert cursor.fetchone() == (False, False, False)


def test_linking_reads_no_name_and_no_narrative(linked: Cast) -> None:
    with connections["engine"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.column_privileges "
            "WHERE grantee = 'izdes_engine' AND table_schema = 'public' "
            "AND privilege_type <> 'SELECT'"
        )
        assert not cursor.fetchall()
        cursor.execute(
            "SELECT DISTINCT table_name::text FROM information_schema.column_privileges "
            "WHERE grantee = 'izdes_engine' AND table_schema = 'public' ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == [
            "cases_complaint",
            "cases_payment",
            "subjects_hub_verdict",
            "subjects_identifier",
            "subjects_judgement",
            "subjects_mention",
        ]
        cursor.execute("SELECT has_column_privilege('cases_complaint', 'narrative', 'SELECT')")
        assert cursor.fetchone() == (False,)
    assert linked.officers
