"""Limits of a session: so long without a request, so long at all."""

import time
from enum import Enum

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.timezone import now

BEGAN, SEEN = "izdes_began", "izdes_seen"
# A request within the minute is not written down: looking at pages must not write all the time.
_NOTED_EACH_SECONDS = 60


class Lapse(Enum):
    """Why a session ended by itself."""

    IDLE = "page_session_idle"
    OLD = "page_session_old"


def begin(session: SessionBase) -> None:
    """Let a session begin now."""
    session[BEGAN] = session[SEEN] = time.time()


def lapse_of(session: SessionBase) -> Lapse | None:
    """Return why a session has ended, or None while it lasts."""
    moment = time.time()
    if moment - session.get(SEEN, moment) > settings.IDLE_SECONDS:
        return Lapse.IDLE
    if moment - session.get(BEGAN, moment) > settings.SESSION_COOKIE_AGE:
        return Lapse.OLD
    return None


def note_seen(session: SessionBase) -> None:
    """Note that a session was used, once a minute."""
    moment = time.time()
    if BEGAN not in session:
        begin(session)
    elif moment - session[SEEN] > _NOTED_EACH_SECONDS:
        session[SEEN] = moment
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now())
