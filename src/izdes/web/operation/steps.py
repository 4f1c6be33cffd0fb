"""Steps: what has to happen again and again, one worker at a time.

Each step finds its own work, may stop anywhere, and is harmless to repeat. Workers agree by a lock
of the database which of them walks; when it dies, another does.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, connections

from izdes.web.cases.services.access import lapse_access
from izdes.web.correspondence.services.holding import lapse_holds
from izdes.web.correspondence.tasks import correct_amounts, follow_overdue
from izdes.web.files.sweeping import sweep
from izdes.web.funds.tasks import trace_due
from izdes.web.institutions.directory import make_directory, renew_directory
from izdes.web.institutions.taking import forget_tokens, sweep_files, take_waiting
from izdes.web.journal.heads import make_head_when_due
from izdes.web.journal.readings import seal_readings
from izdes.web.loop.tasks import answers_due, plan_due
from izdes.web.operation.crossing import cross_by_folders
from izdes.web.operation.intake import gather_again, take_sent, tell_back
from izdes.web.signing_in.forgetting import forget_expired
from izdes.web.subjects.linking.upkeep import keep_linked
from izdes.web.window.forgetting import forget

_log = logging.getLogger(__name__)
_HOUR = 3_600.0
_DAY = 24 * _HOUR
_MINE = "SELECT pg_try_advisory_lock(hashtext(%s))"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that has to happen every so often."""

    name: str
    every_seconds: float
    run: Callable[[], object]


STEPS = (
    Step("readings_sealed", 1.0, seal_readings),
    Step("head_made", 10.0, make_head_when_due),
    Step("access_lapsed", 60.0, lapse_access),
    Step("holds_lapsed", 60.0, lapse_holds),
    Step("overdue_followed", 600.0, follow_overdue),
    Step("amounts_corrected", 60.0, correct_amounts),
    Step("linking_kept", 60.0, keep_linked),
    Step("sent_reports_taken", 2.0, take_sent),
    Step("contours_crossed", 15.0, cross_by_folders),
    Step("windows_told", 15.0, tell_back),
    Step("facts_gathered_again", _DAY, gather_again),
    Step("drafts_forgotten", _HOUR, forget),
    Step("files_swept", _HOUR, sweep),
    Step("files_of_messages_swept", _HOUR, sweep_files),
    Step("tokens_forgotten", _HOUR, forget_tokens),
    Step("directory_made", _HOUR, make_directory),
    Step("directory_renewed", 5.0, renew_directory),
    Step("sign_ins_forgotten", _HOUR, forget_expired),
)
# Money moves on meanwhile: these wait for none of the others, and the first, which may have a
# hundred messages to take, keeps none of the rest waiting.
TAKING_STEPS = (Step("messages_taken", 0.5, take_waiting),)
HOT_STEPS = (
    Step("traces_asked", 0.5, trace_due),
    Step("answers_asked", 0.5, answers_due),
    Step("plans_asked", 0.5, plan_due),
)


@dataclass(slots=True)
class Walk:
    """One worker's walk over the steps, in a thread of its own.

    Attributes:
        lock: Of walks with one lock, one walks at a time.
    """

    steps: tuple[Step, ...] = STEPS
    lock: str = "izdes.steps"
    told: threading.Event = field(default_factory=threading.Event)
    _due: dict[str, float] = field(default_factory=dict)

    def until_told(self) -> None:
        """Walk until told to stop; a step that fails is logged and comes again."""
        try:
            while not self.told.wait(0.25):
                self.once()
        finally:
            connections.close_all()

    def once(self, now: float | None = None) -> None:
        """Run what is due, if no other worker walks."""
        now = time.monotonic() if now is None else now
        due = [step for step in self.steps if self._due.get(step.name, now) <= now]
        if not due or not self._is_mine():
            return
        for step in due:
            self._due[step.name] = now + step.every_seconds
            self._run(step)

    def _is_mine(self) -> bool:
        """Say whether this worker walks; the lock is the connection's, and ends with it."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(_MINE, [self.lock])
                return bool(cursor.fetchone()[0])
        except DatabaseError:
            connection.close()
            return False

    def _run(self, step: Step) -> None:
        """Run a step; whatever it fails by is logged, and keeps no other from its turn."""
        try:
            step.run()
        except Exception:  # noqa: BLE001 - a thread that ends would be missed by nobody
            _log.exception("a step failed", extra={"step": step.name})
            connection.close()
