"""The app of the journal."""

from django.apps import AppConfig


class Journal(AppConfig):
    """Entries, their values, readings, heads."""

    name = "izdes.web.journal"
    label = "journal"
