"""The app of correspondence."""

from django.apps import AppConfig


class Correspondence(AppConfig):
    """Requests."""

    name = "izdes.web.correspondence"
    label = "correspondence"
