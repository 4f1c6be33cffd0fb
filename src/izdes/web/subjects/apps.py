"""The app of subjects."""

from django.apps import AppConfig


class Subjects(AppConfig):
    """Identifiers, mentions, look-ups."""

    name = "izdes.web.subjects"
    label = "subjects"
