import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.orders.papers import MADE, PROSECUTOR, a_sanction, an_order

from izdes.core.law import sending as law
from izdes.core.orders.checks import (
    Check,
    SignatureReport,
    SignedPaper,
    VerificationReport,
    failed,
    not_checked,
    passed,
)
from izdes.core.orders.decision import Decision
from izdes.core.orders.order import Order
from izdes.core.orders.papers import paper_bytes, paper_digest
from izdes.core.orders.sending import lacks

ORDER = an_order()
SANCTION = a_sanction(ORDER)


def found(
    order: Order, decision: Decision | None, check: Check | None = None
) -> VerificationReport:
    """Return a report in which every signature is good, but for one check that is given."""
    papers: list[tuple[SignedPaper, Order | Decision]] = [("order", order)]
    if decision:
        papers.append(("decision", decision))
    return VerificationReport(
        order_digest=paper_digest(order),
        decision_digest=paper_digest(decision) if decision else "",
        trust_digest="12" * 32,
        at=MADE + timedelta(days=1),
        signatures=tuple(
            SignatureReport(
                paper=paper,
                form="cades",
                paper_digest=paper_digest(value),
                signature_digest=hashlib.sha256(paper_bytes(value)).hexdigest(),
                certificate_digest="34" * 32,
                claimed_at=MADE,
                proven_at=None,
                checks=(check or passed("sign_content_ok"),),
            )
            for paper, value in papers
        ),
        checks=(),
    )


def codes(order: Order, decision: Decision | None, report: VerificationReport) -> set[str]:
    return {lack.code for lack in lacks(order, decision, report)}


def test_a_signed_and_sanctioned_request_lacks_nothing() -> None:
    assert codes(ORDER, SANCTION, found(ORDER, SANCTION)) == set()


def test_a_request_for_secrets_of_a_bank_wants_a_sanction() -> None:
    assert codes(ORDER, None, found(ORDER, None)) == {"send_sanction_missing"}


@pytest.mark.parametrize(
    "check", [failed("sign_content_differs"), not_checked("sign_algorithm_unknown")]
)
def test_a_signature_that_is_not_good_is_none(check: Check) -> None:
    report = found(ORDER, SANCTION, check)

    assert codes(ORDER, SANCTION, report) == {"send_not_signed", "send_sanction_missing"}


def test_a_report_about_another_order_says_nothing() -> None:
    report = found(an_order("2026-000118"), SANCTION)

    assert codes(ORDER, SANCTION, report) == {"send_not_signed", "send_sanction_missing"}


def test_a_decision_that_the_report_does_not_know_is_none() -> None:
    other = replace(SANCTION, number="C-46")

    assert codes(ORDER, other, found(ORDER, SANCTION)) == {"send_sanction_missing"}


def test_a_refusal_is_no_permission() -> None:
    refusal = replace(SANCTION, outcome="refused", grounds=("unclear",), why="Түсініксіз.")

    assert codes(ORDER, refusal, found(ORDER, refusal)) == {"send_refused"}


def test_a_consent_of_another_kind_is_no_sanction() -> None:
    agreement = replace(SANCTION, kind="agreement")

    assert codes(ORDER, agreement, found(ORDER, agreement)) == {"send_sanction_missing"}


def test_who_may_not_decide_has_not_decided() -> None:
    other = replace(SANCTION, decided_by=replace(PROSECUTOR, role="investigator"))

    assert codes(ORDER, other, found(ORDER, other)) == {"send_decider_may_not"}


def test_money_is_not_held_longer_than_the_law_allows() -> None:
    hold = replace(ORDER, measure="freeze.suspension", days=11)

    assert "send_term_too_long" in codes(hold, None, found(hold, None))
    hold = replace(hold, days=10)
    assert "send_term_too_long" not in codes(hold, None, found(hold, None))


def test_what_the_measure_needs_stands_in_the_order() -> None:
    bare = replace(ORDER, said=(), period=None)
    sanction = a_sanction(bare)

    assert codes(bare, sanction, found(bare, sanction)) == {"send_field_missing"}


def test_what_a_judge_decides_wants_his_act_over_the_same_bytes() -> None:
    order = replace(ORDER, measure="seizure.secret_documents")
    report, digest = found(order, None), paper_digest(order)
    day = MADE.date()
    act = law.Decision("act", "given", "investigating_judge", day, digest, number="7599-1")

    without = {lack.code for lack in lacks(order, None, report)}
    with_it = {lack.code for lack in lacks(order, None, report, act=act)}
    of_another = replace(act, content="ab" * 32)

    assert without - with_it == {"send_judge_act_missing"}
    assert "send_other_content" in {
        lack.code for lack in lacks(order, None, report, act=of_another)
    }
