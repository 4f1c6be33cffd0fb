"""Addresses of triage."""

from django.urls import URLPattern, path

from izdes.web.pages.triage import call, checking, complaint, new, outcomes, papers, queue

_ONE = "triage/<int:number>/"
urlpatterns: list[URLPattern] = [
    path("triage/", queue.queue, name="triage_queue"),
    path("triage/call/", call.call, name="triage_call"),
    path("triage/new/", new.new, name="triage_new"),
    path("triage/check/", checking.check, name="triage_check"),
    path("triage/outcomes/", outcomes.outcomes, name="triage_outcomes"),
    path("triage/outcomes/<int:number>/", outcomes.outcome, name="triage_outcome"),
    path(_ONE, complaint.complaint, name="triage_complaint"),
    path(f"{_ONE}more/", new.more, name="triage_more"),
    path(f"{_ONE}packet/", papers.packet, name="triage_packet"),
    path(f"{_ONE}protocol/", papers.protocol, name="triage_protocol"),
    path(f"{_ONE}book/", complaint.book, name="triage_book"),
    path(f"{_ONE}sign/", complaint.sign, name="triage_sign"),
    path(f"{_ONE}register/", complaint.register, name="triage_register"),
    path(f"{_ONE}join/", complaint.join, name="triage_join"),
    path(f"{_ONE}send/", complaint.send, name="triage_send"),
    path(f"{_ONE}leave/", complaint.leave, name="triage_leave"),
]
