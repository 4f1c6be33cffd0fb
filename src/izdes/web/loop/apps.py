"""The app of the loop."""

from django.apps import AppConfig


class Loop(AppConfig):
    """Plans: what to ask and to hold next, and why not."""

    name = "izdes.web.loop"
    label = "loop"
