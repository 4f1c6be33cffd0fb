"""The app of funds."""

from django.apps import AppConfig


class Funds(AppConfig):
    """Bank answers, statements, their rows, traces."""

    name = "izdes.web.funds"
    label = "funds"
