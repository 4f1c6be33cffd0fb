"""The app of papers."""

from django.apps import AppConfig


class Papers(AppConfig):
    """Procedural papers of cases."""

    name = "izdes.web.papers"
    label = "papers"
