"""An institution contests a figure; headquarters rules; the figure is counted by it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    BANK,
    LEAD,
    accepted,
    answered,
    connections,
    drafted,
    running_case,
    sent,
)

from izdes.web.cases.models import Case
from izdes.web.cases.services.members import name_member
from izdes.web.correspondence.errors import RulingGiven, ScoreContested, ScoreNoteWrong
from izdes.web.correspondence.models import Request, ScoreNote
from izdes.web.correspondence.scoring import Figure, Ruling
from izdes.web.correspondence.selectors import score_notes_visible_to
from izdes.web.correspondence.services import (
    contest_score,
    rule_on_score,
)
from izdes.web.journal.models import Entry
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.correspondence.scores import Score, score_of

HQ = "hq_analyst"


def _answered(cast: Cast) -> Request:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    answered(cast, request, files={"ops.csv": b"at;amount\n"})
    return request


def _contested(cast: Cast, request: Request, figure: Figure = "time") -> ScoreNote:
    with cast.acts(BANK) as officer:
        return contest_score(
            request=request, figure=figure, ground="The site was down", officer=officer
        )


def _ruled(cast: Cast, note: ScoreNote, ruling: Ruling, lost_minutes: int = 0) -> ScoreNote:
    with cast.acts(HQ) as officer:
        return rule_on_score(
            note=note, ruling=ruling, reason="So it was", lost_minutes=lost_minutes, officer=officer
        )


def _score(cast: Cast, request: Request) -> Score:
    with cast.acts(LEAD):
        found = Request.objects.get(pk=request.pk)
        # As if it had taken two days, one of them beyond the term.
        found.answered_at = (found.delivered_at or now()) + timedelta(days=2)
        found.due_at = (found.delivered_at or now()) + timedelta(days=1)
        return score_of([found], now())


def test_an_objection_alone_changes_no_figure(cast: Cast) -> None:
    request = _answered(cast)
    before = _score(cast, request)

    _contested(cast, request)

    assert _score(cast, request) == before


def test_time_that_was_ours_is_taken_off(cast: Cast) -> None:
    request = _answered(cast)

    _ruled(cast, _contested(cast, request), "lost_time", 24 * 60)
    _ruled(cast, _contested(cast, request, "overdue"), "lost_time", 24 * 60)

    score = _score(cast, request)
    assert (score.p50, score.overdue) == (timedelta(days=1), 0)


def test_a_request_is_taken_out_of_the_figure_and_of_no_other(cast: Cast) -> None:
    request = _answered(cast)

    _ruled(cast, _contested(cast, request, "overdue"), "taken_out")

    score = _score(cast, request)
    assert (score.overdue, score.answered, score.p50) == (0, 1, timedelta(days=2))


def test_what_is_not_granted_leaves_the_figure(cast: Cast) -> None:
    request = _answered(cast)
    before = _score(cast, request)

    _ruled(cast, _contested(cast, request, "overdue"), "refused")

    assert _score(cast, request) == before


def test_both_are_recorded(cast: Cast) -> None:
    request = _answered(cast)

    _ruled(cast, _contested(cast, request), "refused")

    with cast.acts(LEAD):
        mine = Entry.objects.filter(subject_type="request", subject_id=str(request.pk))
        events = [*mine.order_by("number").values_list("event", flat=True)]
    assert events[-2:] == ["score.contested", "score.ruled"]


def test_the_same_is_contested_once_at_a_time_and_ruled_on_once(cast: Cast) -> None:
    request = _answered(cast)
    note = _contested(cast, request)
    with pytest.raises(ScoreContested):
        _contested(cast, request)
    _ruled(cast, note, "refused")
    with pytest.raises(RulingGiven):
        _ruled(cast, note, "taken_out")

    assert _contested(cast, request).pk != note.pk


@pytest.mark.parametrize(
    ("figure", "ruling", "lost"),
    [("time", "lost_time", 0), ("time", "taken_out", 5), ("hits", "lost_time", 5)],
)
def test_lost_time_belongs_to_figures_of_time_and_has_a_length(
    cast: Cast, figure: Figure, ruling: Ruling, lost: int
) -> None:
    note = _contested(cast, _answered(cast), figure)

    with pytest.raises(ScoreNoteWrong):
        _ruled(cast, note, ruling, lost)


def test_neither_another_bank_contests_nor_a_bank_rules(cast: Cast) -> None:
    request = _answered(cast)
    note = _contested(cast, request)

    with cast.acts("liaison_two") as officer, pytest.raises(NotPermitted):
        contest_score(request=request, figure="hits", ground="x", officer=officer)
    for login in (BANK, LEAD):
        with cast.acts(login) as officer, pytest.raises(NotPermitted):
            rule_on_score(note=note, ruling="taken_out", reason="x", officer=officer)
    with cast.acts("liaison_two") as officer:
        assert not score_notes_visible_to(officer).filter(pk=note.pk).exists()


@pytest.mark.parametrize("login", [BANK, LEAD])
def test_the_database_lets_nobody_rule_but_headquarters(cast: Cast, login: str) -> None:
    note = _contested(cast, _answered(cast))

    with (
        cast.acts(login) as officer,
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO correspondence_score_note (request_id, kind, figure, note_id, text,"
            " officer_id, at) VALUES (%s, 'taken_out', 'time', %s, 'x', %s, now())",
            [note.request_id, note.pk, officer.pk],
        )


def test_it_is_contested_and_ruled_on_by_the_pages(cast: Cast) -> None:
    request = _answered(cast)
    bank, analyst = Client(), Client()
    bank.force_login(cast.officer(BANK))
    analyst.force_login(cast.officer(HQ))

    given = {"number": request.number, "figure": "overdue", "ground": "The site was down"}
    stray = bank.post(reverse("score_contest"), {**given, "number": "none-such"})
    made = bank.post(reverse("score_contest"), given)
    with cast.acts(BANK):
        note = ScoreNote.objects.get(request=request)
    day = analyst.get(reverse("home")).content.decode()
    bare = analyst.post(reverse("score_rule", args=[note.pk]), {"ruling": "lost_time"})
    ruled = analyst.post(
        reverse("score_rule", args=[note.pk]), {"ruling": "taken_out", "reason": "So it was"}
    )

    assert (stray.status_code, made.status_code) == (422, 302)
    assert reverse("score_notes") in day
    assert (bare.status_code, ruled.status_code) == (422, 302)
    for who in (bank, analyst):
        page = who.get(reverse("score_note", args=[note.pk])).content.decode()
        assert "The site was down" in page
        assert "So it was" in page
    assert request.number in bank.get(reverse("score_notes")).content.decode()


_PROOF = b"%PDF-1.7 the journal of the gate"


def _proved(cast: Cast, request: Request, content: bytes = _PROOF) -> ScoreNote:
    """Let the institution contest a figure with a file, by the page."""
    bank = Client()
    bank.force_login(cast.officer(BANK))
    proof = SimpleUploadedFile("gate.exe", content)
    given = {"number": request.number, "figure": "time", "ground": "Down", "proof": proof}
    assert bank.post(reverse("score_contest"), given).status_code == 302
    with cast.acts(BANK):
        return ScoreNote.objects.select_related("file").get(request=request, figure="time")


def test_a_proof_is_typed_by_its_bytes_and_seen_by_whoever_rules(cast: Cast) -> None:
    note = _proved(cast, _answered(cast))
    assert note.file is not None
    analyst = Client()
    analyst.force_login(cast.officer(HQ))

    page = analyst.get(reverse("score_note", args=[note.pk])).content.decode()
    sent_back = analyst.get(reverse("file_bytes", args=[note.file_id]))

    assert (note.file.media_type, note.file.size_bytes) == ("application/pdf", len(_PROOF))
    assert "gate.exe" in page
    assert reverse("file", args=[note.file_id]) in page
    assert b"".join(getattr(sent_back, "streaming_content", ())) == _PROOF
    assert sent_back["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent_back["Content-Security-Policy"]


@pytest.mark.parametrize("login", ["liaison_two", "investigator_b1", "statistician"])
def test_a_proof_is_seen_by_nobody_who_does_not_see_the_objection(cast: Cast, login: str) -> None:
    note = _proved(cast, _answered(cast))
    stranger = Client()
    stranger.force_login(cast.officer(login))

    assert stranger.get(reverse("file_bytes", args=[note.file_id])).status_code == 404


def test_nobody_lays_a_file_beside_that_he_does_not_see(cast: Cast) -> None:
    note = _proved(cast, _answered(cast), b"%PDF-1.7 of the first bank")
    other = accepted(
        cast, sent(cast, drafted(cast, running_case(cast, "two"), bank="bank-two")), "liaison_two"
    )

    with (
        cast.acts("liaison_two") as officer,
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO correspondence_score_note (request_id, kind, figure, text, file_id,"
            " file_name, officer_id, at)"
            " VALUES (%s, 'contested', 'time', 'x', %s, 'x', %s, now())",
            [other.pk, note.file_id, officer.pk],
        )


def _contested_connections(cast: Cast) -> ScoreNote:
    """Return what is contested of a sealed request: connections, by a judge's act."""
    return _contested(cast, connections(cast))


def _name(cast: Cast, note: ScoreNote, login: str) -> None:
    """Name a prosecutor in the case of what is contested."""
    with cast.acts(LEAD) as officer:
        case = Case.objects.get(requests=note.request_id)
        person = cast.officer(login)
        name_member(case=case, person=person, kind="prosecutor", ground="order", officer=officer)


@pytest.mark.parametrize("login", [HQ, "prosecutor_a1", LEAD, BANK])
def test_what_is_sealed_is_ruled_on_by_nobody_who_does_not_see_it_or_made_it(
    cast: Cast, login: str
) -> None:
    note = _contested_connections(cast)

    with cast.acts(login) as officer, pytest.raises(NotPermitted):
        rule_on_score(note=note, ruling="taken_out", reason="x", officer=officer)
    with (
        cast.acts(login) as officer,
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO correspondence_score_note (request_id, kind, figure, note_id, text,"
            " officer_id, at) VALUES (%s, 'taken_out', 'time', %s, 'x', %s, now())",
            [note.request_id, note.pk, officer.pk],
        )


def test_a_prosecutor_named_in_the_case_rules_on_what_is_sealed(cast: Cast) -> None:
    note = _contested_connections(cast)
    _name(cast, note, "prosecutor_a1")
    named, analyst = Client(), Client()
    named.force_login(cast.officer("prosecutor_a1"))
    analyst.force_login(cast.officer(HQ))

    day = named.get(reverse("home")).content.decode()
    page = named.get(reverse("score_note", args=[note.pk])).content.decode()
    ruled = named.post(
        reverse("score_rule", args=[note.pk]), {"ruling": "taken_out", "reason": "So it was"}
    )

    assert reverse("score_notes") in day
    assert reverse("score_rule", args=[note.pk]) in page
    assert ruled.status_code == 302
    assert analyst.get(reverse("score_note", args=[note.pk])).status_code == 404
    with cast.acts(BANK):
        assert ScoreNote.objects.get(note=note).kind == "taken_out"


def test_a_prosecutor_who_is_named_rules_on_nothing_that_headquarters_sees(cast: Cast) -> None:
    note = _contested(cast, _answered(cast))
    _name(cast, note, "prosecutor_a1")

    with cast.acts("prosecutor_a1") as officer, pytest.raises(NotPermitted):
        rule_on_score(note=note, ruling="taken_out", reason="x", officer=officer)
