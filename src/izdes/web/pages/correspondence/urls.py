"""Addresses of correspondence: a case's tab, a request, the prosecutor's and the institution's."""

from django.urls import URLPattern, path

from izdes.web.pages.correspondence import (
    act,
    answering,
    contesting,
    deciding,
    drafting,
    holds,
    inbox,
    loans,
    notices,
    packages,
    packet,
    requests,
    scoreboard,
    signals,
    signing,
    steps,
    undelivered,
    urgent,
)

_CASE = "cases/<int:number>/requests"
_COMPLAINT = "triage/<int:number>/requests"
_ONE = "requests/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{_CASE}/", requests.requests, name="case_requests"),
    path(f"{_CASE}/trace/", drafting.from_trace, name="case_requests_trace"),
    path(f"{_CASE}/new/", drafting.new, name="case_requests_new"),
    path(f"{_CASE}/sign/", signing.sign, name="case_requests_sign"),
    path(f"{_CASE}/submit/", signing.submit_signed, name="case_requests_submit"),
    path(f"{_CASE}/holds/", holds.holds, name="case_requests_holds"),
    path(f"{_CASE}/loans/", loans.loans, name="case_requests_loans"),
    path(f"{_COMPLAINT}/", urgent.requests, name="complaint_requests"),
    path(f"{_COMPLAINT}/new/", urgent.new, name="complaint_requests_new"),
    path(f"{_COMPLAINT}/sign/", urgent.sign, name="complaint_requests_sign"),
    path(f"{_COMPLAINT}/submit/", urgent.submit, name="complaint_requests_submit"),
    path(f"{_ONE}/", packet.packet, name="request"),
    path(f"{_ONE}/change/", drafting.change, name="request_change"),
    path(f"{_ONE}/step/", steps.step, name="request_step"),
    path(f"{_ONE}/act/", act.act, name="request_act"),
    path(f"{_ONE}/motion/", holds.motion, name="request_motion"),
    path("holds/<int:number>/release/", holds.release, name="hold_release"),
    path("holds/<int:number>/clear/", holds.clear, name="hold_clear"),
    path("notices/<int:number>/told/", notices.told, name="notice_told"),
    path("notices/<int:number>/waive/", notices.waived, name="notice_waive"),
    path("decisions/", deciding.queues, name="decisions"),
    path("decisions/<slug:queue>/queue/", deciding.queues, name="decision_queue"),
    path("decisions/<int:number>/", deciding.decision, name="decision"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/signals/", signals.signals, name="inbox_signals"),
    path("inbox/<int:number>/", inbox.inbox_request, name="inbox_request"),
    path("inbox/<int:number>/say/", inbox.tell_office, name="inbox_say"),
    path("inbox/<int:number>/answer/", answering.answer, name="inbox_answer"),
    path("scoreboard/", scoreboard.scoreboard, name="scoreboard"),
    path("scoreboard/notes/", contesting.notes, name="score_notes"),
    path("scoreboard/notes/contest/", contesting.contest, name="score_contest"),
    path("scoreboard/notes/<int:number>/", contesting.note, name="score_note"),
    path("scoreboard/notes/<int:number>/rule/", contesting.rule, name="score_rule"),
    path("undelivered/", undelivered.messages_left, name="undelivered"),
    path("packages-refused/", packages.packages_refused, name="packages_refused"),
    path("undelivered/<int:number>/", undelivered.message_left, name="undelivered_message"),
    path("undelivered/<int:number>/again/", undelivered.again, name="undelivered_again"),
]
