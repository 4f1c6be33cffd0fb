"""Qualification: suggested with its arithmetic, decided by an officer, kept with its law."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from tests.web.cast import Cast
from tests.web.investigation.casework import AT, FACTS, LEAD, OTHER, case_with

from izdes.core.law.qualification import suggest
from izdes.web.cases.models import Case
from izdes.web.investigation.changing import ChangedMeanwhile
from izdes.web.investigation.facts import Supposed, reckoned
from izdes.web.investigation.models import Qualification
from izdes.web.investigation.norms import NormNotInForce
from izdes.web.investigation.selectors import qualification_of
from izdes.web.investigation.services.noting import recognise_victim
from izdes.web.investigation.services.qualifying import (
    QualificationNamesNothing,
    QualificationReasonMissing,
    decide_qualification,
)
from izdes.web.journal.models import Entry
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.reach import NotPermitted

_SUGGESTED = ["cc.fraud_large"]


def test_sums_of_several_episodes_are_not_added_to_reach_a_threshold(cast: Cast) -> None:
    case = case_with(cast, "apart", 300_000_000, 250_000_000)

    with cast.acts(LEAD) as officer:
        law = pack_in_force()
        found = reckoned(officer, case, Supposed(means="deceived_online"), today=AT.date(), law=law)

    assert (found.total_minor, found.largest_minor) == (550_000_000, 300_000_000)
    assert found.facts.sum_minor == 300_000_000
    assert "cc.fraud_large" not in found.suggested
    assert {"cc.fraud_persons", "cc.fraud_repeated"} <= set(found.suggested)


def test_episodes_of_one_continuing_offence_are_added(cast: Cast) -> None:
    case = case_with(cast, "as-one", 300_000_000, 250_000_000)
    supposed = Supposed(means="deceived_online", is_continuing=True)

    with cast.acts(LEAD) as officer:
        found = reckoned(officer, case, supposed, today=AT.date(), law=pack_in_force())

    assert (found.counted, found.facts.sum_minor) == ("total", 550_000_000)
    assert "cc.fraud_large" in found.suggested


def test_an_established_damage_stands_before_the_declared_one(cast: Cast) -> None:
    case = case_with(cast, "established", 300_000_000)

    with cast.acts(LEAD) as officer:
        recognise_victim(
            episode=case.episodes.get(),
            number="1",
            decreed_on=AT.date(),
            damage_minor=120_000_000,
            officer=officer,
        )
        found = reckoned(officer, case, Supposed(), today=AT.date(), law=pack_in_force())

    assert found.facts.sum_minor == 120_000_000


def test_a_sum_that_nobody_named_is_not_zero(cast: Cast) -> None:
    case = case_with(cast, "unknown", None)

    with cast.acts(LEAD) as officer:
        found = reckoned(officer, case, Supposed(), today=AT.date(), law=pack_in_force())

    assert found.facts.sum_minor is None
    assert not any(one.is_complete for one in found.suggestions)


def test_a_decision_is_kept_with_the_digest_of_the_law(cast: Cast) -> None:
    case = case_with(cast, "decided", 450_000_000)

    with cast.acts(LEAD) as officer:
        made = decide_qualification(case=case, norms=_SUGGESTED, facts=FACTS, officer=officer)
        entry = Entry.objects.filter(case_id=case.pk).latest("number")

        assert made.pack == pack_in_force().ref.digest == entry.pack
        assert entry.event == "qualification.decided"
        assert entry.norm == "cc.fraud_large"
        assert qualification_of(officer, case).present == made


def test_a_decision_other_than_suggested_needs_a_reason(cast: Cast) -> None:
    case = case_with(cast, "otherwise", 450_000_000)

    with cast.acts(LEAD) as officer:
        with pytest.raises(QualificationReasonMissing):
            decide_qualification(case=case, norms=["cc.fraud"], facts=FACTS, officer=officer)
        made = decide_qualification(
            case=case, norms=["cc.fraud"], facts=FACTS, reason="No network", officer=officer
        )

    assert made.suggested == _SUGGESTED
    assert made.norms == ["cc.fraud"]


def test_one_of_two_suggestions_is_followed_without_a_reason(cast: Cast) -> None:
    case = case_with(cast, "either", 450_000_000)
    facts = replace(FACTS, means="unknown")

    with cast.acts(LEAD) as officer:
        either = [
            sorted(norm.norm_id for norm in one.points) for one in suggest(facts, pack_in_force())
        ]
        made = decide_qualification(case=case, norms=either[1], facts=facts, officer=officer)

    assert len(either) == 2
    assert made.norms == made.suggested == either[1]


def test_a_decision_names_norms_of_the_day_of_the_act(cast: Cast) -> None:
    case = case_with(cast, "wrong", 450_000_000)

    with cast.acts(LEAD) as officer:
        with pytest.raises(QualificationNamesNothing):
            decide_qualification(case=case, norms=[], facts=FACTS, officer=officer)
        with pytest.raises(NormNotInForce):
            decide_qualification(case=case, norms=["cc.none"], facts=FACTS, officer=officer)

        assert not qualification_of(officer, case).present


def test_of_two_officers_the_second_is_told_that_the_first_decided(cast: Cast) -> None:
    case = case_with(cast, "two", 450_000_000)
    with cast.acts(LEAD) as first:
        decide_qualification(case=case, norms=_SUGGESTED, facts=FACTS, officer=first)

    with cast.acts(OTHER) as second, pytest.raises(ChangedMeanwhile) as refused:
        decide_qualification(case=case, norms=_SUGGESTED, facts=FACTS, seen=0, officer=second)

    assert refused.value.details == {"by": "Investigator A1"}


def test_earlier_decisions_stay(cast: Cast) -> None:
    case = case_with(cast, "kept", 450_000_000)

    with cast.acts(LEAD) as officer:
        first = decide_qualification(case=case, norms=_SUGGESTED, facts=FACTS, officer=officer)
        second = decide_qualification(
            case=case,
            norms=["cc.fraud_online"],
            facts=FACTS,
            reason="Less was lost",
            seen=first.pk,
            officer=officer,
        )
        found = qualification_of(officer, case)

    assert (found.present, found.earlier) == (second, (first,))


def test_whoever_only_reads_decides_nothing(cast: Cast) -> None:
    case = case_with(cast, "readonly", 450_000_000)

    with cast.acts("prosecutor_a1") as officer, pytest.raises(NotPermitted):
        decide_qualification(case=case, norms=_SUGGESTED, facts=FACTS, officer=officer)


def test_the_database_refuses_a_decision_without_a_norm(cast: Cast) -> None:
    case = case_with(cast, "floor", 450_000_000)

    with cast.acts(LEAD) as officer, pytest.raises(IntegrityError), transaction.atomic():
        _bare(case, officer.pk)


def _bare(case: Case, officer: int) -> None:
    """Write a decision that names nothing, past the command."""
    Qualification.objects.create(
        case=case, norms=[], facts={}, decided_by_id=officer, decided_at=AT, pack="x"
    )
