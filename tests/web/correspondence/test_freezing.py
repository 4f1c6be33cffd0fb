"""Freezing: the same money once, the sum that is traced, and how a hold ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    IBAN,
    LEAD,
    OTHER_IBAN,
    PROSECUTOR,
    SUSPENSION,
    accepted,
    answer_to,
    answered,
    asked,
    draft,
    drafted,
    held_answer,
    receipt,
    running_case,
    sent,
    signed,
)

from izdes.core.holds.again import HeldAlready
from izdes.core.holds.harm import harm_of
from izdes.core.holds.parts import Part
from izdes.core.holds.pieces import Piece
from izdes.core.law.clocks.due import due_of
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId
from izdes.web.cases.models import Case
from izdes.web.correspondence.errors import (
    AmountLower,
    HoldEnded,
    NoticeGiven,
    NoticeOwed,
    RequestMoved,
)
from izdes.web.correspondence.holds.money import caps_on, keep_traced, others_on
from izdes.web.correspondence.models import Hold, Notice, Request
from izdes.web.correspondence.nexts import nexts_of
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.selectors import (
    harm_data,
    ladder_of,
    lapsing_visible_to,
    notices_owed,
    priced,
    rechecked,
)
from izdes.web.correspondence.services import (
    change_draft,
    clear_hold,
    correct_amount,
    draft_release,
    draft_supplement,
    lapse_holds,
    send,
    take_receipt,
    tell,
    waive,
)
from izdes.web.correspondence.services.amounts import correct_delivered
from izdes.web.correspondence.tasks import correct_amounts
from izdes.web.journal.models import Entry
from izdes.web.law.editions import pack_in_force

_AMOUNT = 500_000_00


def _traced(case: Case, *parts: tuple[str, int], iban: str = IBAN) -> None:
    """Let a trace of a case say what came to an account and is not shown to have left."""
    keep_traced(
        case.pk,
        trace="ab" * 32,
        pieces=[_piece(case, transfer, minor, iban) for transfer, minor in parts],
    )


def _piece(case: Case, transfer: str, minor: int, iban: str) -> Piece:
    """Return money that was last seen going to an account."""
    at = now() - timedelta(hours=2)
    return Piece(
        case=str(case.pk),
        claim_id=ClaimId(f"{case.number}-{transfer}"),
        account=AccountKey(f"iban:{iban}"),
        currency="KZT",
        part=Part(transfer, 0, minor),
        ending="frontier",
        arrived_at=at,
        as_of=None,
        claimed_at=at,
        claimed_seq=0,
        reported_at=at,
        layer=1,
        rule="fifo",
    )


def _priced(cast: Cast, request: Request) -> Request:
    """Let the investigator take over the sum that may be held now."""
    with cast.acts(LEAD) as officer:
        found = priced(request, pack_in_force())
        assert found is not None
        return change_draft(request=request, draft=found, officer=officer)


def _held(cast: Cast, request: Request, minor: int = 300_000_00) -> Hold:
    """Let a suspension be sent, and the bank answer that it holds money."""
    found = accepted(cast, sent(cast, request))
    answered(cast, found, answer_to(found, holds=(held_answer(found, minor),)))
    with cast.acts(LEAD):
        return Hold.objects.select_related("request", "subject").get(request=found)


def test_the_sum_is_that_of_the_trace(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", 200_000_00), ("t-2", 100_000_00))

    request = _priced(cast, drafted(cast, case, SUSPENSION))

    cap = draft_of(request.draft).cap
    assert cap is not None
    assert (cap.amount_minor, cap.rule) == (300_000_00, "fifo")
    assert draft_of(request.draft).parts == ("t-1:0-20000000", "t-2:0-10000000")


def test_money_of_victims_of_other_regions_counts_too(cast: Cast) -> None:
    case, other = running_case(cast), cast.case("b1")
    _traced(case, ("t-1", 200_000_00))
    _traced(other, ("t-9", 50_000_00))

    request = drafted(cast, case, SUSPENSION)

    with cast.acts(LEAD):
        assert [one.amount_minor for one in caps_on(request)] == [250_000_00]


def test_an_order_for_more_than_is_traced_is_not_signed(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT - 1))

    with pytest.raises(AmountLower):
        signed(cast, drafted(cast, case, SUSPENSION))


def test_an_order_is_not_sent_when_less_is_traced_by_then(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    request = signed(cast, drafted(cast, case, SUSPENSION))
    _traced(case, ("t-1", 100_00))

    with cast.acts(LEAD) as officer:
        with pytest.raises(AmountLower):
            send(request=request, officer=officer)
        ((found, compared),) = rechecked(officer, case, pack_in_force())

        assert (found, compared.then, compared.redraft_minor) == (request, "withdraw", 100_00)


def test_the_signed_number_stays_when_less_is_traced_at_delivery(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    request = sent(cast, drafted(cast, case, SUSPENSION))
    _traced(case, ("t-1", 100_00))

    with cast.acts("responder_one") as officer:
        take_receipt(request=request, receipt=receipt(request, "delivered"), officer=officer)
    with cast.acts(LEAD) as officer:
        ((found, compared),) = rechecked(officer, case, pack_in_force())

        assert (found.digest, compared.then) == (request.digest, "recall")


def test_more_money_leads_to_a_supplement_for_the_difference(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    request = sent(cast, _priced(cast, drafted(cast, case, SUSPENSION)))
    with cast.acts(LEAD) as officer, pytest.raises(RequestMoved):
        draft_supplement(request=request, officer=officer)
    _traced(case, ("t-1", _AMOUNT), ("t-2", 70_00))

    with cast.acts(LEAD) as officer:
        more = draft_supplement(request=request, officer=officer)

        cap = draft_of(more.draft).cap
        assert (more.relation, more.related) == ("supplements", request)
        assert cap is not None
        assert cap.amount_minor == 70_00
    assert signed(cast, more).state == "signed"


def test_the_same_money_is_not_suspended_twice(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    first = drafted(cast, case, SUSPENSION)
    again = _priced(cast, drafted(cast, case, SUSPENSION))
    sent(cast, _priced(cast, first))

    with pytest.raises(HeldAlready):
        signed(cast, again)


def test_a_restriction_does_not_go_round_a_suspension(cast: Cast) -> None:
    case = running_case(cast)
    sent(cast, drafted(cast, case, SUSPENSION))

    with pytest.raises(HeldAlready):
        signed(cast, drafted(cast, case, "freeze.restriction"))


def test_other_money_on_the_same_account_may_be_suspended(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    sent(cast, _priced(cast, drafted(cast, case, SUSPENSION)))
    _traced(case, ("t-1", _AMOUNT), ("t-2", 70_00))

    fresh = _priced(cast, drafted(cast, case, SUSPENSION))

    cap = draft_of(fresh.draft).cap
    assert cap is not None
    assert cap.amount_minor == 70_00
    assert signed(cast, fresh).state == "signed"


def test_an_account_of_another_holder_may_be_suspended(cast: Cast) -> None:
    case = running_case(cast)
    sent(cast, drafted(cast, case, SUSPENSION))

    other = drafted(cast, case, SUSPENSION, subjects=asked(OTHER_IBAN))

    assert signed(cast, other).state == "signed"


def test_the_orders_of_other_cases_on_an_account_are_known_and_not_named(cast: Cast) -> None:
    case = running_case(cast)
    sent(cast, drafted(cast, case, SUSPENSION))
    another = running_case(cast, "another", login="investigator_b1")
    request = drafted(cast, another, SUSPENSION, login="investigator_b1")

    with cast.acts("investigator_b1"):
        (one,) = others_on(request, pack_in_force())

    assert (one.hold.number, one.is_standing) == ("", True)


def test_a_hold_lapses_by_the_clock_of_the_law(cast: Cast) -> None:
    hold = _held(cast, drafted(cast, running_case(cast), SUSPENSION))

    assert hold.since is not None
    assert hold.until == due_of("DL_FREEZE_SELF_10D", hold.since).at
    assert lapse_holds() == 0


def test_a_hold_whose_term_is_over_lapses_once(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    before = now() - timedelta(days=40)
    old = replace(held_answer(request), since=before, at=before, until=None)
    answered(cast, request, answer_to(request, holds=(old,)))

    assert (lapse_holds(), lapse_holds()) == (1, 0)
    with cast.acts(LEAD):
        assert Hold.objects.get(request=request).ended_why == "lapsed"
        assert Entry.objects.filter(event="hold.lapsed").count() == 1


def test_only_the_system_lets_holds_lapse_and_keeps_traces(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    before = now() - timedelta(days=40)
    old = replace(held_answer(request), since=before, at=before, until=None)
    answered(cast, request, answer_to(request, holds=(old,)))

    with cast.acts(LEAD):
        assert lapse_holds() == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            keep_traced(request.case_id or 0, trace="x", pieces=())


def test_holds_that_will_lapse_are_shown_with_their_ladder(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    since = now() - timedelta(days=9)
    answered(
        cast,
        request,
        answer_to(request, holds=(replace(held_answer(request), since=since, at=since),)),
    )

    with cast.acts(LEAD) as officer:
        # Days off may move the end of a term by more than a week.
        lapsing = lapsing_visible_to(officer, now=now(), hours=24 * 20)
        line = ladder_of(request, pack_in_force(), now=now())

        assert [one.request for one in lapsing] == [request]
        assert line.lapse is not None
        assert [one.rung for one in line.standing][:1] == ["suspension"]


def test_a_release_lets_one_account_go_and_no_other_order(cast: Cast) -> None:
    case = running_case(cast)
    hold = _held(cast, drafted(cast, case, SUSPENSION))
    other = _held(cast, drafted(cast, case, SUSPENSION, subjects=asked(OTHER_IBAN)))
    with cast.acts(LEAD) as officer:
        release = draft_release(hold=hold, why="Not the money of the case", officer=officer)

    accepted(cast, sent(cast, release))

    with cast.acts(LEAD) as officer:
        hold.refresh_from_db()
        other.refresh_from_db()
        assert (hold.ended_why, other.ended_at) == ("released", None)
        with pytest.raises(HoldEnded):
            draft_release(hold=hold, why="Again", officer=officer)


def test_a_corrected_answer_ends_what_the_first_said_was_held(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    answered(cast, request, answer_to(request, holds=(held_answer(request),)))
    lower = answer_to(
        request, answer_id="a-2", corrects="a-1", holds=(held_answer(request, 10_00),)
    )

    answered(cast, request, lower)

    with cast.acts(LEAD):
        standing = Hold.objects.filter(request=request, ended_at__isnull=True)
        assert [one.amount_minor for one in standing] == [10_00]
        assert Hold.objects.filter(request=request, ended_why="corrected").count() == 1


def test_money_held_from_somebody_who_is_cleared_counts_as_harm(cast: Cast) -> None:
    hold = _held(cast, drafted(cast, running_case(cast), SUSPENSION))

    with cast.acts(LEAD) as officer:
        clear_hold(hold=hold, why="His own salary", officer=officer)
        with pytest.raises(HoldEnded):
            clear_hold(hold=hold, why="Again", officer=officer)
        (harm,) = harm_of(harm_data(officer), now=now())

        assert (harm.cleared, harm.cleared_minor) == (1, 300_000_00)


def test_whoever_must_be_told_is_told_once(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast), SUSPENSION))

    with cast.acts(LEAD) as officer:
        owed = [*notices_owed(officer).filter(request=request)]
        tell(notice=owed[0], how="No 12", officer=officer)
        with pytest.raises(NoticeOwed):
            waive(notice=owed[1], norm="cpc.owner_not_told", reason="Covert", officer=officer)
        tell(notice=owed[1], how="No 13", officer=officer)

        assert {one.to for one in owed} == {"prosecutor", "court"}
        assert not notices_owed(officer).filter(request=request).exists()
        with pytest.raises(NoticeGiven):
            tell(notice=owed[0], how="Again", officer=officer)
    with cast.acts(PROSECUTOR):
        assert Notice.objects.filter(request=request).count() == 2


def test_a_supplement_holds_nothing_that_its_first_order_holds(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", 200_000_00))
    request = sent(cast, _priced(cast, drafted(cast, case, SUSPENSION)))
    _traced(case, ("t-1", 200_000_00), ("t-2", 50_000_00))
    with cast.acts(LEAD) as officer:
        made = draft_supplement(request=_fresh(request), officer=officer)
        whole = replace(draft(SUSPENSION, amount_minor=250_000_00), parts=())
        change_draft(request=made, draft=whole, officer=officer)

    with pytest.raises(HeldAlready):
        signed(cast, made)


def test_of_two_signed_suspensions_of_the_same_money_one_leaves(cast: Cast) -> None:
    case = running_case(cast)
    first, second = (signed(cast, drafted(cast, case, SUSPENSION)) for _ in range(2))

    with cast.acts(LEAD) as officer:
        send(request=first, officer=officer)

        with pytest.raises(HeldAlready):
            send(request=second, officer=officer)


def test_a_suspension_of_a_holder_sums_all_his_accounts(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", 200_00))
    request = drafted(cast, case, SUSPENSION, subjects=asked(OTHER_IBAN))
    with cast.acts(LEAD) as officer:
        said = replace(draft(SUSPENSION), accounts=(f"iban:{IBAN}",))
        found = change_draft(request=request, draft=said, officer=officer)

        assert [one.amount_minor for one in caps_on(found)] == [200_00]


def test_a_lower_sum_before_sending_is_withdrawn_and_drafted_anew(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    request = signed(cast, _priced(cast, drafted(cast, case, SUSPENSION)))
    _traced(case, ("t-1", 100_000_00))

    with cast.acts(LEAD) as officer:
        made = correct_amount(request=_fresh(request), officer=officer)

        cap = draft_of(made.draft).cap
        assert cap is not None
        assert (cap.amount_minor, made.same_matter, made.state) == (100_000_00, request, "draft")
        assert _fresh(request).state == "withdrawn"
        assert draft_of(_fresh(request).draft).cap != cap
    assert signed(cast, made).state == "signed"


def test_a_lower_sum_at_delivery_has_an_order_drafted_in_its_place(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    request = sent(cast, _priced(cast, drafted(cast, case, SUSPENSION)))
    _traced(case, ("t-1", 100_000_00))
    accepted(cast, request)

    assert correct_amounts() == 1
    made = _corrected(cast, request)
    assert correct_amounts() == 0

    assert (made.relation, made.state) == ("supersedes", "draft")
    cap = draft_of(made.draft).cap
    assert cap is not None
    assert cap.amount_minor == 100_000_00
    with cast.acts(LEAD):
        assert _fresh(request).state == "accepted"
    sent(cast, made)
    with cast.acts(LEAD):
        first = _fresh(request)
        assert first.state == "withdrawn"
        assert first.receipts.filter(kind="recalled", text=made.number).exists()


def test_no_order_goes_in_the_place_of_one_that_was_answered(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    request = accepted(cast, sent(cast, _priced(cast, drafted(cast, case, SUSPENSION))))
    _traced(case, ("t-1", 100_000_00))
    with cast.acts(LEAD) as officer:
        made = correct_amount(request=_fresh(request), officer=officer)
    answered(cast, request, answer_to(request, holds=(held_answer(request),)))

    with pytest.raises(RequestMoved):
        signed(cast, made)


def test_a_higher_sum_at_delivery_has_a_supplement_drafted(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", 200_000_00))
    request = sent(cast, _priced(cast, drafted(cast, case, SUSPENSION)))
    _traced(case, ("t-1", 200_000_00), ("t-2", 50_000_00))
    accepted(cast, request)

    assert correct_amounts() == 1
    made = _corrected(cast, request)

    cap = draft_of(made.draft).cap
    assert cap is not None
    assert (made.relation, cap.amount_minor) == ("supplements", 50_000_00)
    accepted(cast, sent(cast, made))
    assert correct_amounts() == 0
    with cast.acts(LEAD):
        assert _fresh(request).state == "accepted"
        assert nexts_of(_fresh(made), pack_in_force(), now=now()) == ()
        assert nexts_of(_fresh(request), pack_in_force(), now=now()) == ()


def test_the_machine_drafts_and_recalls_nothing_where_no_money_is_left(cast: Cast) -> None:
    case = running_case(cast)
    _traced(case, ("t-1", _AMOUNT))
    request = accepted(cast, sent(cast, _priced(cast, drafted(cast, case, SUSPENSION))))

    assert correct_amounts() == 0
    with cast.acts(LEAD) as officer, pytest.raises(RequestMoved):
        correct_amount(request=_fresh(request), officer=officer)


def _corrected(cast: Cast, request: Request) -> Request:
    """Do twice what the job of the worker does in the lead's name; return the draft."""
    with cast.acts(LEAD) as officer:
        made = correct_delivered(request=_fresh(request), officer=officer)
        assert correct_delivered(request=_fresh(request), officer=officer) is None
    assert made is not None
    return made


def _fresh(request: Request) -> Request:
    """Return a request as it stands now."""
    return Request.objects.select_related("case", "complaint", "related").get(pk=request.pk)
