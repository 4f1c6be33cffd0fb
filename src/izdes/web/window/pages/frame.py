"""The frame of every page of the window."""

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Return what the head of a page asks about; each language is called as it calls itself."""
    del request
    return {"languages": settings.LANGUAGES}
