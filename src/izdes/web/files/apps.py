"""The app of files."""

from django.apps import AppConfig


class Files(AppConfig):
    """Files, who gave them, what refers to them."""

    name = "izdes.web.files"
    label = "files"
