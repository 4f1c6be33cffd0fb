"""Addresses of the loop: of a case, of a complaint before it is one, and of the limits."""

from django.urls import URLPattern, path

from izdes.web.pages.loop import limits, now

urlpatterns: list[URLPattern] = [
    path("cases/<int:number>/money/now/", now.of_case, name="case_money_now"),
    path("triage/<int:number>/now/", now.of_complaint, name="triage_now"),
    path("limits/", limits.limits, name="loop_limits"),
]
