"""The app of pages."""

from django.apps import AppConfig


class Pages(AppConfig):
    """Pages of the office."""

    name = "izdes.web.pages"
    label = "pages"
