"""Addresses of the law."""

from django.urls import URLPattern, path

from izdes.web.pages.law import overrides, reading

urlpatterns: list[URLPattern] = [
    path("law/", reading.law, name="law"),
    path("law/day/", reading.day, name="law_day"),
    path("law/institutions/", reading.institutions, name="law_institutions"),
    path("law/unverified/", reading.unverified, name="law_unverified"),
    path("law/overrides/", overrides.listed, name="law_overrides"),
    path("law/overrides/new/<slug:what>/", overrides.propose, name="law_propose"),
    path("law/overrides/<int:number>/", overrides.shown, name="law_override"),
    path("law/overrides/<int:number>/confirm/", overrides.confirm, name="law_confirm"),
    path("law/overrides/<int:number>/refuse/", overrides.refuse, name="law_refuse"),
    path("law/overrides/<int:number>/withdraw/", overrides.withdraw, name="law_withdraw"),
]
