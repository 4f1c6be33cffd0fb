"""The app of the reception."""

from django.apps import AppConfig


class Reception(AppConfig):
    """What was sent to the office, and what it says back."""

    name = "izdes.web.reception"
    label = "reception"
