"""The app of the law."""

from django.apps import AppConfig


class Law(AppConfig):
    """Packs, overrides, editions."""

    name = "izdes.web.law"
    label = "law"
