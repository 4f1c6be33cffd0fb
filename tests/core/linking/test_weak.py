from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier, Payment
from izdes.core.linking.weak.near_scripts import Near, near_scripts_of
from izdes.core.linking.weak.proposals import Hint, weak_evidence

ALMATY = timezone(timedelta(hours=5))
NOON = datetime(2026, 5, 19, 12, tzinfo=UTC)
STORY = (
    "Мне написали в мессенджере и предложили оценивать гостиницы за вознаграждение, первые задания "
    "оплатили сразу, потом потребовали пополнить кошелек, чтобы открыть премиальный уровень, после "
    "пополнения кабинет заморозили и потребовали страховой взнос."
)


def complaint(
    name: str, *, day: int, story: str = "", handle: str = "", sum_: int = 1
) -> Complaint:
    at = NOON + timedelta(days=day)
    told = (GivenIdentifier("telegram", handle, "offender_contact"),) if handle else ()
    return Complaint(
        ComplaintId(name),
        reported_at=at,
        occurred_from=at,
        narrative=story,
        scheme="JOB_TASK",
        payments=(Payment(at, sum_ * 100, channel="bank_app"),),
        identifiers=told,
    )


def four() -> list[Complaint]:
    return [
        complaint("d", day=0, story=STORY, sum_=87_350),
        complaint("a", day=1, story=STORY, sum_=87_350),
        complaint("b", day=2, handle="hotel_dana_01", sum_=40_000),
        complaint("c", day=900, handle="hoteldana_kz", sum_=912_345),
    ]


def test_stories_and_names_propose_and_habits_rank() -> None:
    found = weak_evidence(four(), zone=ALMATY)

    reasons = {
        pair: {hint.reason for hint in found if (hint.complaint_a, hint.complaint_b) == pair}
        for pair in {(hint.complaint_a, hint.complaint_b) for hint in found}
    }
    # The complaint reported first stands in front.
    assert reasons == {
        ("d", "a"): {"same_script", "near_sums", "near_days"},
        ("b", "c"): {"look_alike_handle", "far_days"},
    }


def test_weak_evidence_stays_below_what_joins() -> None:
    best = [hint for hint in weak_evidence(four(), zone=ALMATY) if hint.complaint_a == "d"]

    assert sum(hint.log10_lr_milli for hint in best) > 1_000
    assert all(hint.log10_lr_milli < 2_500 for hint in best)


def test_habits_alone_propose_nobody() -> None:
    alike = [complaint(name, day=0, sum_=87_350) for name in "ab"]

    assert weak_evidence(alike, zone=ALMATY) == ()


@given(st.permutations(four()))
def test_the_order_of_complaints_decides_nothing(complaints: list[Complaint]) -> None:
    assert weak_evidence(complaints, zone=ALMATY) == weak_evidence(four(), zone=ALMATY)


def test_what_the_engine_found_is_taken_as_it_is() -> None:
    stories = [one.narrative for one in sorted(four(), key=lambda c: c.sort_key)]

    found = weak_evidence(four(), zone=ALMATY, near=near_scripts_of(stories))

    assert found == weak_evidence(four(), zone=ALMATY)
    other = weak_evidence(four(), zone=ALMATY, near=[Near(2, 3, 1_000, 2)])
    assert Hint(ComplaintId("b"), ComplaintId("c"), "same_script", 1_500) in other
