"""Addresses of series, and of the review of hubs."""

from django.urls import URLPattern, path

from izdes.web.pages.subjects import hubs, series, tab

urlpatterns: list[URLPattern] = [
    path("cases/<int:number>/series/", tab.case_series, name="case_series"),
    path("series/<int:complaint>/", series.series, name="series"),
    path("series/<int:complaint>/confirm/", series.confirm, name="series_confirm"),
    path("series/<int:complaint>/withdraw/<int:number>/", series.withdraw, name="series_withdraw"),
    path("series/<int:complaint>/merge/<int:one>/<int:other>/", series.merge, name="series_merge"),
    path("series/<int:complaint>/part/<int:number>/", series.part, name="series_part"),
    path("series/<int:complaint>/judge/", series.judged, name="series_judge"),
    path(
        "series/<int:complaint>/judgements/<int:judgement>/withdraw/",
        series.unjudge,
        name="series_unjudge",
    ),
    path("hubs/", hubs.review, name="hubs"),
    path("hubs/say/", hubs.said, name="hubs_say"),
    path("hubs/<int:verdict>/withdraw/", hubs.withdraw, name="hubs_withdraw"),
]
