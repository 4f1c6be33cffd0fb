"""The app of the course of cases."""

from django.apps import AppConfig


class Investigation(AppConfig):
    """Qualification, terms, tasks, notes, victims, movements."""

    name = "izdes.web.investigation"
    label = "investigation"
