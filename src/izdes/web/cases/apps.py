"""The app of cases."""

from django.apps import AppConfig


class Cases(AppConfig):
    """Complaints, cases, members, access."""

    name = "izdes.web.cases"
    label = "cases"
