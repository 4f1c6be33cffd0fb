"""Visiting pages: an officer who is signed in, and what a page says."""

from typing import Any

from django.test import Client
from tests.web.cast import Cast


def signed_in(cast: Cast, login: str) -> Client:
    """Return the browser of somebody of the cast."""
    client = Client()
    client.force_login(cast.officer(login))
    return client


def text_of(answer: Any) -> str:  # noqa: ANN401 - the client's own class
    """Return the words of a page, with its marks."""
    return str(answer.content.decode())
