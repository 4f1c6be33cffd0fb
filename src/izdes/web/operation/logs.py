"""Logs: one JSON object a line, in which no person is.

A sentence is written as the programmer wrote it, before anything was put into it; what was put in
stands beside it only under names that are listed here, and only if it is a number or a plain word.
An error is its type and the places it went through, never its text: texts quote their input.

It guards what goes through Python's logging. Whoever prints goes around it.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

# What may stand beside a sentence.
FIELDS = (
    "action",
    "count",
    "job_id",
    "method",
    "route",
    "seconds",
    "status_code",
    "step",
    "task",
    "worker_id",
)
# Loggers whose sentences are believed; the server of pages puts ports and numbers into its own.
_BELIEVED = frozenset({"izdes", "_granian"})
_PLAIN = re.compile(r"[A-Za-z][\w .:/<>-]{0,99}", re.ASCII)
# What no sentence of a programmer holds: five digits in a row, letters of our languages, addresses.
_PERSONAL = re.compile(r"(?:\d[ -]?){5,}|[^\x00-\x7f]+|\S+@\S+")
_FRAMES = 12


class PersonlessFormatter(logging.Formatter):
    """Writes a record as JSON without what may be a person's."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _sentence(record),
            **dict(_fields(record)),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = type(record.exc_info[1]).__name__
            told["places"] = _places(record.exc_info[1])
        return json.dumps(told, sort_keys=True)


def logging_settings(level: str = "INFO") -> dict[str, Any]:
    """Return the settings of logging for a process of the office."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"personless": {"()": f"{__name__}.PersonlessFormatter"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "personless",
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            name: {"handlers": ["stderr"], "level": level, "propagate": False}
            for name in ("_granian", "granian.access", "django", "django.server")
        },
    }


def _sentence(record: logging.LogRecord) -> str:
    """Return what the programmer wrote; of another's sentence that is put together, only where."""
    is_believed = record.name.split(".")[0] in _BELIEVED
    if isinstance(record.msg, str) and (is_believed or record.args):
        return _PERSONAL.sub("…", record.msg)
    return f"{record.module}:{record.lineno}"


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, int | float | str]]:
    """Yield what may stand beside the sentence."""
    for name in FIELDS:
        value = getattr(record, name, None)
        if isinstance(value, str) and _PLAIN.fullmatch(value):
            yield name, _PERSONAL.sub("…", value)
        elif isinstance(value, int | float):
            yield name, value
    job = getattr(record, "job", None)
    if isinstance(job, Mapping):
        yield from ((f"job_{key}", job[key]) for key in ("id",) if isinstance(job.get(key), int))


def _places(error: BaseException) -> list[str]:
    """Return the places that an error went through, the last ones."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
