"""Deciding: by whom, over which bytes, with which number; and what a refusal leads to."""

from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    IBAN,
    LEAD,
    MOVEMENTS,
    OTHER_IBAN,
    PROSECUTOR,
    SUSPENSION,
    arrest,
    asked,
    draft,
    drafted,
    extension,
    running_case,
    sanctioned,
    sent,
    submitted,
)

from izdes.core.law.clocks.zone import local_day
from izdes.core.orders.order import Period
from izdes.web.correspondence.errors import (
    ActDated,
    ActIncomplete,
    DeciderMayNot,
    GroundsMissing,
    PaperTampered,
    PartWrong,
    RefusalUnseen,
    RequestMoved,
    SignatureRefused,
    SignerOutside,
)
from izdes.web.correspondence.models import Decision, Request, Signature
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.selectors import packet_of, papers_of, queue_of
from izdes.web.correspondence.services import (
    change_draft,
    decide,
    record_act,
    redraft,
    send,
    sign_request,
    submit,
    withdraw,
)
from izdes.web.files.models import File
from izdes.web.files.services import store
from izdes.web.law.editions import pack_in_force

_HEAD = "head_of_prosecutors_a"


def _refused(cast: Cast, request: Request, login: str = PROSECUTOR) -> Decision:
    """Let a prosecutor refuse."""
    with cast.acts(login) as officer:
        return decide(
            request=request,
            outcome="refused",
            grounds=["too_wide"],
            why="A shorter period is enough",
            officer=officer,
        )


def test_a_sanction_is_numbered_in_the_register_of_its_office(cast: Cast) -> None:
    case = running_case(cast)
    numbers = []
    for request in (drafted(cast, case), drafted(cast, case, subjects=asked(OTHER_IBAN))):
        submitted(cast, request)
        with cast.acts(PROSECUTOR) as officer:
            numbers.append(decide(request=request, outcome="given", officer=officer).number)
    other = submitted(cast, drafted(cast, case))
    with cast.acts(_HEAD) as officer:
        another = decide(request=other, outcome="given", officer=officer)

    serials = [int(number.rpartition("/")[2]) for number in numbers]
    assert serials[1] == serials[0] + 1
    assert another.office.code == "a-pros"
    assert another.level == "region"


@pytest.mark.parametrize("login", ["prosecutor_b1", "duty_prosecutor_b", LEAD, "hq_analyst"])
def test_whoever_does_not_supervise_the_body_does_not_decide(cast: Cast, login: str) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))

    with cast.acts(login) as officer, pytest.raises((DeciderMayNot, RequestMoved)):
        decide(request=request, outcome="given", officer=officer)


def test_a_part_is_given_and_the_order_stays_as_it_was_signed(cast: Cast) -> None:
    subjects = asked(IBAN, OTHER_IBAN)
    request = submitted(cast, drafted(cast, running_case(cast), subjects=subjects))
    period = draft().period
    assert period is not None
    with cast.acts(PROSECUTOR) as officer:
        decision = decide(
            request=request,
            outcome="given_in_part",
            grounds=["too_wide"],
            why="One account, ten days",
            positions=[1],
            period=Period(period.since, period.since + timedelta(days=10)),
            officer=officer,
        )
    with cast.acts(LEAD) as officer:
        found = send(request=request, officer=officer)

        assert decision.order_digest == found.digest
        assert found.subjects.count() == 2


@pytest.mark.parametrize("positions", [[], [1, 2], [3], [0]])
def test_a_part_is_less_than_all_and_some_of_it(cast: Cast, positions: list[int]) -> None:
    subjects = asked(IBAN, OTHER_IBAN)
    request = submitted(cast, drafted(cast, running_case(cast), subjects=subjects))

    with cast.acts(PROSECUTOR) as officer, pytest.raises(PartWrong):
        decide(
            request=request,
            outcome="given_in_part",
            grounds=["too_wide"],
            why="Too many",
            positions=positions,
            officer=officer,
        )


def test_a_refusal_has_grounds_and_words(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))

    with cast.acts(PROSECUTOR) as officer:
        for grounds, why in (([], "No"), (["unclear"], " ")):
            with pytest.raises(GroundsMissing):
                decide(
                    request=request,
                    outcome="refused",
                    grounds=grounds,  # type: ignore[arg-type] # both are tried
                    why=why,
                    officer=officer,
                )


def test_a_refused_request_is_not_sent(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    _refused(cast, request)

    with cast.acts(LEAD) as officer, pytest.raises(RequestMoved):
        send(request=request, officer=officer)


def _again(cast: Cast, request: Request) -> Request:
    """Let the investigator draft a refused request anew, for fewer days, and lay it before him."""
    with cast.acts(LEAD) as officer:
        fresh = redraft(request=request, officer=officer)
        said = draft_of(fresh.draft).saying(necessity="Only the days of the transfers")
        change_draft(request=fresh, draft=said, officer=officer)
        sign_request(request=fresh, officer=officer)
        return submit(request=fresh, officer=officer)


def test_another_prosecutor_decides_only_when_he_has_seen_the_refusal(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    refusal = _refused(cast, request)
    fresh = _again(cast, request)

    with cast.acts(_HEAD) as officer:
        with pytest.raises(RefusalUnseen):
            decide(request=fresh, outcome="given", officer=officer)
        decided = decide(
            request=fresh, outcome="given", seen_refusal=refusal.digest, officer=officer
        )

    assert decided.earlier == refusal


def test_a_draft_of_before_the_refusal_does_not_go_round_it(cast: Cast) -> None:
    case = running_case(cast)
    request, twin = drafted(cast, case), drafted(cast, case)
    refusal = _refused(cast, submitted(cast, request))
    submitted(cast, twin)

    assert twin.same_matter is None
    with cast.acts(_HEAD) as officer:
        with pytest.raises(RefusalUnseen):
            decide(request=twin, outcome="given", officer=officer)
        decided = decide(
            request=twin, outcome="given", seen_refusal=refusal.digest, officer=officer
        )
        assert decided.earlier == refusal


def test_whoever_refused_sees_what_changed_and_may_give_it(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    refusal = _refused(cast, request)
    fresh = _again(cast, request)

    with cast.acts(PROSECUTOR) as officer:
        packet = packet_of(fresh, pack_in_force(), now=now())
        decided = decide(request=fresh, outcome="given", officer=officer)

        assert packet.refusals == (refusal,)
        assert [one.field for one in packet.changed] == ["necessity"]
        assert decided.earlier == refusal


def test_a_matter_that_was_refused_is_known_again_without_being_named(cast: Cast) -> None:
    case = running_case(cast)
    request = submitted(cast, drafted(cast, case))
    _refused(cast, request)

    fresh = submitted(cast, drafted(cast, case))

    assert fresh.same_matter == request
    with cast.acts(_HEAD) as officer, pytest.raises(RefusalUnseen):
        decide(request=fresh, outcome="given", officer=officer)


def test_what_was_refused_stays_as_it_was_signed(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))
    _refused(cast, request)
    fresh = _again(cast, request)

    with cast.acts(LEAD):
        before = Request.objects.get(pk=request.pk)

        assert (before.state, bool(before.paper)) == ("closed", True)
        assert fresh.number != before.number


def test_queues_are_apart(cast: Cast) -> None:
    case = running_case(cast)
    sanction = submitted(cast, drafted(cast, case, MOVEMENTS))
    told = sent(cast, drafted(cast, case, SUSPENSION))

    with cast.acts(PROSECUTOR) as officer:
        assert [*queue_of(officer, "sanction")] == [sanction]
        assert [*queue_of(officer, "notice")] == [told]
        assert not queue_of(officer, "consent").exists()
    with cast.acts("prosecutor_b1") as officer:
        assert not queue_of(officer, "sanction").exists()


@pytest.mark.parametrize("column", ["paper", "value"])
def test_a_changed_byte_of_what_is_kept_is_refused_and_shown(
    committed_cast: Cast, column: str
) -> None:
    cast = committed_cast
    request = submitted(cast, drafted(cast, running_case(cast)))
    with cast.acts(LEAD):
        row = (
            Request.objects.get(pk=request.pk)
            if column == "paper"
            else Signature.objects.filter(request=request, form="cades").get()
        )
        kept = bytearray(bytes(getattr(row, column)))
    kept[len(kept) // 2] ^= 1
    _overwrite(row._meta.db_table, column, row.pk, bytes(kept))  # noqa: SLF001 - Django's public name

    with cast.acts(PROSECUTOR) as officer, pytest.raises((PaperTampered, SignatureRefused)):
        decide(request=request, outcome="given", officer=officer)


def test_a_tampered_sanction_sends_nothing(committed_cast: Cast) -> None:
    cast = committed_cast
    request = sanctioned(cast, drafted(cast, running_case(cast)))
    with cast.acts(LEAD):
        decision = Decision.objects.get(request=request)
    paper = bytes(decision.paper or b"").replace(b'"given"', b'"gIven"')
    _overwrite("correspondence_decision", "paper", decision.pk, paper)

    with cast.acts(LEAD) as officer:
        with pytest.raises(PaperTampered):
            send(request=request, officer=officer)
        with pytest.raises(PaperTampered):
            papers_of(Request.objects.get(pk=request.pk))


def _overwrite(table: str, column: str, key: int, data: bytes) -> None:
    """Change bytes as somebody could who owns the tables: past every trigger."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [data, key])  # noqa: S608
        assert cursor.rowcount == 1


def _act(cast: Cast) -> File:
    """Return the file of an act that the investigator has scanned."""
    with cast.acts(LEAD) as officer:
        return File.objects.get(pk=store([b"act"], name="act.pdf", officer=officer.pk))


def _motion(cast: Cast, number: str = "run") -> Request:
    """Return a motion for arrest that waits for the judge."""
    return submitted(cast, arrest(cast, number))


def test_an_act_of_a_judge_is_entered_with_number_date_and_file(cast: Cast) -> None:
    request, file = _motion(cast), _act(cast)

    with cast.acts(LEAD) as officer:
        record_act(
            request=request,
            number="7599-26-00-3/1",
            decided_on=local_day(now()),
            outcome="given",
            judge="Judge A. B.",
            court=cast.body("court"),
            file=file,
            officer=officer,
        )
        assert send(request=request, officer=officer).state == "sent"


def test_one_act_of_a_judge_is_upon_several_motions(cast: Cast) -> None:
    motions, file = [_motion(cast), _motion(cast, "run-2")], _act(cast)

    with cast.acts(LEAD) as officer:
        for request in motions:
            record_act(
                request=request,
                number="7599-26-00-3/1",
                decided_on=local_day(now()),
                outcome="given",
                judge="Judge A. B.",
                court=cast.body("court"),
                file=file,
                officer=officer,
            )

        assert Decision.objects.filter(request__in=motions, outcome="given").count() == 2


@pytest.mark.parametrize(
    ("number", "judge", "court"),
    [(" ", "Judge", "court"), ("1", " ", "court"), ("1", "Judge", "bank-one")],
)
def test_an_act_without_number_judge_or_court_is_none(
    cast: Cast, number: str, judge: str, court: str
) -> None:
    request, file = _motion(cast), _act(cast)

    with cast.acts(LEAD) as officer, pytest.raises(ActIncomplete):
        record_act(
            request=request,
            number=number,
            decided_on=local_day(now()),
            outcome="given",
            judge=judge,
            court=cast.body(court),
            file=file,
            officer=officer,
        )


@pytest.mark.parametrize("days", [-1, 2])
def test_an_act_is_dated_from_the_signing_of_its_motion_until_today(cast: Cast, days: int) -> None:
    request, file = _motion(cast), _act(cast)

    with cast.acts(LEAD) as officer, pytest.raises(ActDated):
        record_act(
            request=request,
            number="1",
            decided_on=local_day(now()) + timedelta(days=days),
            outcome="given",
            judge="Judge",
            court=cast.body("court"),
            file=file,
            officer=officer,
        )


def test_a_prosecutor_does_not_decide_for_the_judge(cast: Cast) -> None:
    request = _motion(cast)

    with cast.acts(PROSECUTOR) as officer, pytest.raises((DeciderMayNot, RequestMoved)):
        decide(request=request, outcome="given", officer=officer)


def test_an_investigator_enters_no_act_where_a_prosecutor_decides(cast: Cast) -> None:
    request, file = submitted(cast, drafted(cast, running_case(cast))), _act(cast)

    with cast.acts(LEAD) as officer, pytest.raises(RequestMoved):
        record_act(
            request=request,
            number="1",
            decided_on=date(2026, 1, 1),
            outcome="given",
            judge="Judge",
            court=cast.body("court"),
            file=file,
            officer=officer,
        )


def test_a_request_that_waits_is_withdrawn_with_a_reason(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD) as officer:
        assert withdraw(request=request, reason="Found", officer=officer).state == "withdrawn"
    with cast.acts(PROSECUTOR) as officer, pytest.raises(RequestMoved):
        decide(request=request, outcome="given", officer=officer)


def test_a_duty_prosecutor_decides_in_his_time(cast: Cast) -> None:
    login = "investigator_b1"
    request = drafted(cast, running_case(cast, login=login), login=login)
    submitted(cast, request, login)

    with cast.acts("duty_prosecutor_b") as officer:
        decision = decide(request=request, outcome="given", officer=officer)

    assert (decision.role, decision.level) == ("duty_prosecutor", "region")


def test_an_extension_is_approved_from_the_level_that_the_law_names(cast: Cast) -> None:
    request = extension(cast, "approval.extension_region")

    with cast.acts(_HEAD) as officer:
        assert [*queue_of(officer, "approval")] == [request]
        decision = decide(request=request, outcome="given", officer=officer)

    assert (decision.kind, decision.level) == ("approval", "region")


def test_an_office_below_the_level_approves_nothing(cast: Cast) -> None:
    request = extension(cast, "approval.extension_general")

    with cast.acts(_HEAD) as officer, pytest.raises(DeciderMayNot):
        decide(request=request, outcome="given", officer=officer)


def test_a_head_signs_no_request_of_a_case_that_he_is_not_in(cast: Cast) -> None:
    login = "investigator_a_inv"
    case = running_case(cast, login=login, unit="a-inv")
    request = drafted(cast, case, login=login)

    with pytest.raises(SignerOutside):
        submitted(cast, request, "head_of_investigation_a")
