"""Addresses of search and of access."""

from django.urls import URLPattern, path

from izdes.web.pages.search import access, asking, search

urlpatterns: list[URLPattern] = [
    path("search/", search.search, name="search"),
    path("search/known/", search.known, name="search_known"),
    path("access/", access.listed, name="access_list"),
    path("access/ask/", asking.ask, name="access_ask"),
    path("access/<int:number>/", access.shown, name="access_request"),
    path("access/<int:number>/grant/", access.grant, name="access_grant"),
    path("access/<int:number>/refuse/", access.refuse, name="access_refuse"),
    path("access/<int:number>/withdraw/", access.withdraw, name="access_withdraw"),
]
