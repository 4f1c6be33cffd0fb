"""The app of officers."""

from django.apps import AppConfig


class Officers(AppConfig):
    """Bodies, people, posts, certificates."""

    name = "izdes.web.officers"
    label = "officers"
