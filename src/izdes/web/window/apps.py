"""The app of the single window."""

from django.apps import AppConfig


class Window(AppConfig):
    """Drafts, what was sent, and what is told back to whoever sent it."""

    name = "izdes.web.window"
    label = "window"
