"""Typed fields of one line: each is read or becomes a fault that names line and field.

A field that cannot be read is left out and named; nothing is converted silently. A float is no
amount: it may already have been rounded by whoever wrote it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from izdes.core.errors import Fault, Severity

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_CURRENCY = re.compile(r"[A-Z][A-Z0-9]{2,9}", re.ASCII)
_LARGE_AS_TEXT = re.compile(r"-?[0-9]{16,19}", re.ASCII)
# What every table the program writes can carry.
_LARGEST = 2**63
_EXACT_JSON = 2**53
_HOME_CURRENCY = "KZT"
# Control characters (blank, tab and line ends apart), halves of surrogate pairs, non-characters.
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one JSON object, with its place and the faults of its line.

    Attributes:
        given: The object as parsed.
        file: Name of the file, for faults.
        line: Its line, from 1.
        prefix: Path of the object inside the line, such as ``payments[2].``.
        faults: Where what could not be read is noted.
    """

    given: Mapping[str, object]
    file: str
    line: int
    prefix: str = ""
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, name: str, *, severity: Severity = "refused") -> None:
        """Note that a field was left out, or used in another way than written."""
        path = self.prefix + name
        details = (("field", path), ("line", str(self.line)))
        self.faults.append(Fault(code, self.file, "", self.line, path, details, severity))

    def text(self, name: str) -> str:
        """Return a text; empty when absent. What no document can carry becomes U+FFFD, noted."""
        value = self.given.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault("complaint_text_expected", name)
            return ""
        if _BROKEN.search(value):
            self.fault("complaint_text_mended", name, severity="noted")
            return _BROKEN.sub("\ufffd", value)
        return value

    def moment(self, name: str) -> datetime | None:
        """Return an instant in UTC; None when absent."""
        value = self.given.get(name)
        if value is None:
            return None
        if isinstance(value, str) and _RFC3339.fullmatch(value):
            try:
                return datetime.fromisoformat(value.upper()).astimezone(UTC)
            except (ValueError, OverflowError):
                pass  # A 31 June or a year 0: the same fault as another form.
        self.fault("complaint_time_expected", name)
        return None

    def integer(self, name: str) -> int | None:
        """Return an integer; None when absent. From 2^53 on it may be written as text."""
        value = self.given.get(name)
        if value is None:
            return None
        if isinstance(value, str) and _LARGE_AS_TEXT.fullmatch(value):
            value = int(value) if abs(int(value)) >= _EXACT_JSON else value
        if type(value) is int and abs(value) < _LARGEST:
            return value
        self.fault("complaint_integer_expected", name)
        return None

    def currency(self, name: str) -> str:
        """Return a currency code; the tenge, noted, where an amount has none."""
        value = self.text(name).strip().upper()
        if _CURRENCY.fullmatch(value):
            return value
        if self.given.get("amount_minor") is not None:
            self.fault("complaint_currency_assumed", name, severity="noted")
        return _HOME_CURRENCY

    def inner(self, name: str) -> "Fields":
        """Return the fields of an object inside; of an empty one when absent."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, dict):
            self.fault("complaint_object_expected", name)
        return self._below(value, f"{name}.")

    def each(self, name: str) -> Iterator["Fields"]:
        """Yield the fields of every object in a list, an empty one for what is no object.

        Places are kept, since a payment's place is its name.
        """
        value = self.given.get(name)
        if value is not None and not isinstance(value, list):
            self.fault("complaint_list_expected", name)
        for place, item in enumerate(value if isinstance(value, list) else []):
            if not isinstance(item, dict):
                self.fault("complaint_object_expected", f"{name}[{place}]")
            yield self._below(item, f"{name}[{place}].")

    def _below(self, value: object, path: str) -> "Fields":
        """Return the fields of an inner object, with its path."""
        given = value if isinstance(value, dict) else {}
        return Fields(given, self.file, self.line, self.prefix + path, self.faults)
