from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.law.measures import Measure
from izdes.core.law.pack import wordings
from izdes.core.law.sending import (
    Decision,
    DecisionKind,
    Lack,
    Outcome,
    missing,
    missing_in_answer,
)

DAY = date(2026, 5, 21)
CONTENT = "a" * 64
HELD = [m for m in wordings() if m.holds_on(DAY)]
WITH_CONSENT = [m for m in HELD if m.consent != "none"]
SIGNED = Decision("signature", "given", "investigator", DAY, CONTENT)
SANCTIONED = Decision("sanction", "given", "prosecutor", DAY, CONTENT, "district", "17")


def filled(measure: Measure) -> dict[str, object]:
    """Every field of a measure, filled in."""
    fields: dict[str, object] = dict.fromkeys(measure.fields, "given")
    return fields | {"content": CONTENT, "protected_answer": "asked"}


def decided(measure: Measure) -> list[Decision]:
    """Everything a measure needs decided, by the first who may."""
    signature = replace(SIGNED, role=measure.signs[0])
    if measure.consent == "none":
        return [signature]
    level = measure.level or "district"
    consent = Decision(measure.consent, "given", measure.decides[0], DAY, CONTENT, level, "17")
    return [signature, consent]


def codes(measure_id: str, fields: dict[str, object], decisions: list[Decision]) -> list[str]:
    """The reasons against sending, as codes."""
    return [lack.code for lack in missing(measure_id, fields=fields, decisions=decisions, on=DAY)]


def movements() -> tuple[str, dict[str, object]]:
    """A request for movements with every field filled in."""
    (measure,) = (m for m in HELD if m.measure_id == "request.bank_movements")
    return measure.measure_id, filled(measure)


@pytest.mark.parametrize("measure", HELD, ids=lambda m: str(m.measure_id))
def test_a_paper_with_everything_may_be_sent(measure: Measure) -> None:
    found = missing(measure.measure_id, fields=filled(measure), decisions=decided(measure), on=DAY)

    assert found == ()


@pytest.mark.parametrize("measure", HELD, ids=lambda m: str(m.measure_id))
def test_each_field_is_missed_by_its_name(measure: Measure) -> None:
    for name in measure.fields:
        fields = filled(measure) | {name: "  "}

        found = missing(measure.measure_id, fields=fields, decisions=decided(measure), on=DAY)

        assert found == (Lack("send_field_missing", (("field", name),)),)


OUTCOMES: st.SearchStrategy[Outcome] = st.sampled_from(("given", "given_in_part", "refused"))
KINDS: st.SearchStrategy[DecisionKind] = st.sampled_from(
    ("signature", "sanction", "agreement", "approval", "act")
)
ROLES = st.sampled_from(
    ("duty_officer", "investigator", "prosecutor", "head_of_prosecutors", "anybody")
)
DECISIONS = st.lists(
    st.builds(
        Decision,
        KINDS,
        OUTCOMES,
        ROLES,
        st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3)),
        st.sampled_from((CONTENT, "b" * 64, "")),
        st.sampled_from(("", "district", "region", "general")),
        st.sampled_from(("", "17")),
    ),
    max_size=6,
)
VALUES = st.one_of(st.none(), st.text(max_size=5), st.integers(), st.lists(st.integers()))


@given(st.sampled_from(WITH_CONSENT), st.data())
def test_without_its_consent_nothing_makes_a_measure_sendable(
    measure: Measure, data: st.DataObject
) -> None:
    names = st.sampled_from((*measure.fields, "content", "intake_number", "why_urgent", "days"))
    fields = filled(measure) | data.draw(st.dictionaries(names, VALUES))
    decisions = [d for d in data.draw(DECISIONS) if d.kind != measure.consent]

    found = missing(measure.measure_id, fields=fields, decisions=decisions, on=DAY)

    assert found


@given(st.sampled_from(WITH_CONSENT), DECISIONS)
def test_what_may_be_sent_was_allowed_by_someone_who_may_about_these_contents(
    measure: Measure, decisions: list[Decision]
) -> None:
    found = missing(measure.measure_id, fields=filled(measure), decisions=decisions, on=DAY)

    if not found:
        latest = [d for d in decisions if d.kind == measure.consent and d.decided_on <= DAY][-1]
        assert latest.outcome != "refused"
        assert latest.content == CONTENT
        assert latest.role in measure.decides


def test_a_bank_request_without_a_sanction_is_not_sent() -> None:
    measure_id, fields = movements()

    assert codes(measure_id, fields, [SIGNED]) == ["send_sanction_missing"]


def test_a_consent_is_no_sanction() -> None:
    measure_id, fields = movements()

    found = codes(measure_id, fields, [SIGNED, replace(SANCTIONED, kind="agreement")])

    assert found == ["send_sanction_missing"]


def test_a_refusal_holds_until_somebody_decides_otherwise() -> None:
    measure_id, fields = movements()
    refused = replace(SANCTIONED, outcome="refused")

    assert codes(measure_id, fields, [SIGNED, SANCTIONED, refused]) == ["send_refused"]
    assert codes(measure_id, fields, [SIGNED, refused, SANCTIONED]) == []


def test_a_text_changed_after_the_sanction_needs_a_new_one() -> None:
    measure_id, fields = movements()
    fields["content"] = "b" * 64

    found = codes(measure_id, fields, [SIGNED, SANCTIONED])

    assert found == ["send_other_content", "send_other_content"]


def test_a_part_that_was_sanctioned_may_be_sent_as_that_part() -> None:
    measure_id, fields = movements()

    found = codes(measure_id, fields, [SIGNED, replace(SANCTIONED, outcome="given_in_part")])

    assert found == []


def test_a_sanction_of_tomorrow_is_none_today() -> None:
    measure_id, fields = movements()
    tomorrow = replace(SANCTIONED, decided_on=DAY + timedelta(days=1))

    assert codes(measure_id, fields, [SIGNED, tomorrow]) == ["send_sanction_missing"]


def test_an_investigator_sanctions_nothing() -> None:
    measure_id, fields = movements()

    found = codes(measure_id, fields, [SIGNED, replace(SANCTIONED, role="investigator")])

    assert found == ["send_decider_may_not"]


def test_a_duty_officers_signature_does_not_send() -> None:
    measure_id, fields = movements()

    found = codes(measure_id, fields, [replace(SIGNED, role="duty_officer"), SANCTIONED])

    assert found == ["send_signer_may_not"]


@pytest.mark.parametrize(
    ("given_by", "needed", "reasons"),
    [
        ("district", "district", []),
        ("district", "region", ["send_level_too_low"]),
        ("region", "region", []),
        ("region", "general", ["send_level_too_low"]),
        ("general", "district", []),
        ("", "district", ["send_level_too_low"]),
    ],
)
def test_an_extension_needs_a_prosecutor_high_enough(
    given_by: str, needed: str, reasons: list[str]
) -> None:
    (measure,) = (m for m in HELD if m.measure_id == f"approval.extension_{needed}")
    signature, consent = decided(measure)

    found = codes(
        measure.measure_id, filled(measure), [signature, replace(consent, level=given_by)]
    )

    assert found == reasons


def test_a_judges_act_has_a_number() -> None:
    (measure,) = (m for m in HELD if m.measure_id == "request.connections")
    signature, act = decided(measure)

    found = codes(measure.measure_id, filled(measure), [signature, replace(act, number=" ")])

    assert found == ["send_act_number_missing"]


@pytest.mark.parametrize(
    ("measure_id", "extra", "reasons"),
    [
        ("freeze.suspension", {"intake_number": "4501", "why_urgent": "leaves in minutes"}, []),
        ("freeze.suspension", {"intake_number": "4501"}, ["send_field_missing"]),
        ("freeze.arrest", {"intake_number": "4501"}, ["send_not_before_registration"]),
        ("freeze.suspension", {}, ["send_field_missing"]),
    ],
)
def test_only_urgent_measures_go_before_registration_and_say_why(
    measure_id: str, extra: dict[str, object], reasons: list[str]
) -> None:
    (measure,) = (m for m in HELD if m.measure_id == measure_id)
    fields = filled(measure) | {"case_number": None} | extra

    assert codes(measure_id, fields, decided(measure)) == reasons


@pytest.mark.parametrize(("days", "reasons"), [(10, []), (11, ["send_term_too_long"])])
def test_a_suspension_lasts_ten_days_at_most(days: int, reasons: list[str]) -> None:
    (measure,) = (m for m in HELD if m.measure_id == "freeze.suspension")

    assert codes(measure.measure_id, filled(measure) | {"days": days}, decided(measure)) == reasons


@pytest.mark.parametrize(
    ("answer", "reasons"),
    [
        ("asked", []),
        ("not_known", []),
        ("not_protected", []),
        ("protected", ["send_protected_money"]),
        ("perhaps", ["send_protected_answer_unknown"]),
        ("", ["send_field_missing"]),
    ],
)
def test_a_freeze_answers_the_question_of_protected_money(answer: str, reasons: list[str]) -> None:
    (measure,) = (m for m in HELD if m.measure_id == "freeze.suspension")

    found = codes(
        measure.measure_id, filled(measure) | {"protected_answer": answer}, decided(measure)
    )

    assert found == reasons


@pytest.mark.parametrize("absent", ["judge_act", "period", "subjects", "cover_letter"])
def test_connections_are_not_filed_without_act_period_numbers_and_letter(absent: str) -> None:
    given: dict[str, object] = dict.fromkeys(
        ("judge_act", "period", "subjects", "cover_letter"), "given"
    )

    whole = missing_in_answer("request.connections", fields=given, on=DAY)
    part = missing_in_answer("request.connections", fields=given | {absent: ""}, on=DAY)

    assert whole == ()
    assert part == (Lack("answer_field_missing", (("field", absent),)),)


def test_an_answer_that_is_not_sealed_needs_nothing_beside_it() -> None:
    assert missing_in_answer("request.bank_movements", fields={}, on=DAY) == ()
