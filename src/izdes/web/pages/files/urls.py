"""Addresses of files."""

from django.urls import URLPattern, path

from izdes.web.pages.files import views

urlpatterns: list[URLPattern] = [
    path("files/<int:number>/", views.file_page, name="file"),
    path("files/<int:number>/bytes/", views.file_bytes, name="file_bytes"),
]
