"""Reporting: the answers of a form as one complaint of the contract (docs/reference/complaints.md).

Answers are what pages save, step by step; all of them may be missing. Days and clocks are those of
Kazakhstan. To the contract are added, as it lets registers do: who complains, banks, and how
exactly a time was said.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

Answers = Mapping[str, Mapping[str, Any]]
_HERE = ZoneInfo("Asia/Almaty")
_KINDS_OF_CONTACT = re.compile(r"[a-z_]{1,30}")
_REGION = re.compile(r"[0-9]{2}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def says_something(answers: Answers) -> bool:
    """Say whether there is anything to send: a payment, or a story."""
    rows = answers.get("payments", {}).get("rows", ())
    return bool(rows) or bool(_text(answers, "story", "narrative").strip())


def complaint_of(answers: Answers) -> dict[str, Any]:
    """Return a complaint without its number and moment, which the package says."""
    when = answers.get("when", {})
    return {
        "occurred_from": _moment(when.get("from_day"), when.get("from_clock"))[0],
        "occurred_to": _moment(when.get("to_day"), when.get("to_clock"))[0],
        "region": _matching(_REGION, _text(answers, "reach", "region")),
        "narrative": _text(answers, "story", "narrative"),
        "scheme": _text(answers, "scheme", "scheme") or None,
        "victim": {
            "birth_year": _year(answers),
            "sex": _text(answers, "person", "sex"),
        },
        "payments": [_payment(row) for row in _rows(answers, "payments")],
        "loans": [_loan(row) for row in _rows(answers, "loans")],
        "identifiers": list(_identifiers(answers)),
        "is_fresh": _is_fresh(answers),
        "applicant": _applicant(answers),
        "signing": _text(answers, "signing", "how"),
        "taken_by": _text(answers, "start", "by"),
    }


def _payment(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one payment."""
    at, precision = _moment(row.get("day"), row.get("clock"))
    return {
        "at": at,
        "precision": precision,
        "amount_minor": _whole(row.get("amount_minor")),
        "currency": str(row.get("currency") or "KZT"),
        "from": str(row.get("from_account") or ""),
        "to": str(row.get("to") or ""),
        "from_bank": _bank(row.get("from_bank")),
        "to_bank": _bank(row.get("to_bank")),
        "channel": str(row.get("channel") or ""),
    }


def _loan(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one loan."""
    return {
        "lender": str(row.get("lender") or ""),
        "contract": str(row.get("contract") or ""),
        "at": _moment(row.get("day"), row.get("clock"))[0],
        "amount_minor": _whole(row.get("amount_minor")),
        "currency": str(row.get("currency") or "KZT"),
        "paid_to": str(row.get("paid_to") or ""),
    }


def _identifiers(answers: Answers) -> Iterator[dict[str, str]]:
    """Yield what was read out of how they reached her; the rest of the text stays in answers."""
    for found in _rows(answers, "contacts", "found"):
        kind = str(found.get("kind") or "")
        if _KINDS_OF_CONTACT.fullmatch(kind) and found.get("raw"):
            yield {"kind": kind, "raw": str(found["raw"]), "role": "offender_contact"}


def _applicant(answers: Answers) -> dict[str, str]:
    """Return who complains, and who speaks for her."""
    whose = _text(answers, "who", "who")
    speaks = answers.get("representative", {}) if whose in {"", "other"} else {}
    spoken = ", ".join(
        str(speaks[name]) for name in ("full_name", "iin", "ground", "phone") if speaks.get(name)
    )
    is_body = whose in {"", "organisation"}
    return {
        "full_name": _text(answers, "person", "full_name")
        or (_text(answers, "organisation", "signer") if whose == "organisation" else ""),
        "iin": _text(answers, "person", "iin"),
        "phone": _text(answers, "reach", "phone"),
        "contact": ", ".join(
            filter(None, (_text(answers, "reach", "address"), _text(answers, "reach", "way")))
        ),
        # What was answered before she said that she reports for somebody else is not sent.
        "organisation_name": _text(answers, "organisation", "name") if is_body else "",
        "organisation": _text(answers, "organisation", "bin") if is_body else "",
        "representative": spoken,
    }


def _is_fresh(answers: Answers) -> bool:
    """Say whether she reports while money can still be stopped."""
    return "yes" in {_text(answers, "start", "fresh"), _text(answers, "when", "going_on")}


def _moment(day: object, clock: object) -> tuple[str | None, str]:
    """Return a moment of the clocks of Kazakhstan and how exactly it was said."""
    try:
        said = datetime.fromisoformat(str(day or "")).date()
    except ValueError:
        return None, "day"
    try:
        at, precision = time.fromisoformat(str(clock or "")), "minute"
    except ValueError:
        at, precision = time(0), "day"
    return datetime.combine(said, at.replace(tzinfo=None), _HERE).isoformat(), precision


def _whole(given: object) -> int | None:
    """Return a whole number of minor units that JSON carries exactly."""
    return given if isinstance(given, int) and 0 <= given < 2**53 else None


def _bank(given: object) -> str:
    """Return the institution of a payment; another than those of the list is none."""
    return "" if given in {None, "", "other"} else str(given)


def _year(answers: Answers) -> int | None:
    """Return the year of birth that was typed."""
    typed = _matching(_YEAR, _text(answers, "person", "birth_year"))
    return int(typed) if typed else None


def _matching(pattern: re.Pattern[str], text: str) -> str:
    """Return a text that has a form, else nothing."""
    return text if pattern.fullmatch(text) else ""


def _rows(answers: Answers, step: str, name: str = "rows") -> list[Mapping[str, Any]]:
    """Return the rows of a step."""
    rows = answers.get(step, {}).get(name, [])
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _text(answers: Answers, step: str, name: str) -> str:
    """Return an answer as text."""
    given = answers.get(step, {}).get(name)
    return "" if given is None else str(given)
