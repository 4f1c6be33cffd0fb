"""The language of the present page, as the words of the project know it."""

from django.utils.translation import get_language

from izdes.adapters.words import LANGUAGES, Lang


def language() -> Lang:
    """Return the language of the page."""
    asked = (get_language() or "")[:2]
    return asked if asked in LANGUAGES else "kk"
