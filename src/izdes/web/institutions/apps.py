"""The app of the institutions' site; the office has its tables, the site only its login."""

from django.apps import AppConfig


class Institutions(AppConfig):
    """Clients, their secrets and tokens, what was told to them, and what they sent."""

    name = "izdes.web.institutions"
    label = "institutions"
