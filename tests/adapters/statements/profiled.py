"""Small tables and the profiles by which they are read."""

from collections.abc import Mapping, Sequence

from tests.adapters.statements.answers import REGISTER

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.adapters.statements.profiles import Profile, profile_of
from izdes.core.errors import InputRefused
from izdes.core.money.statement import FileReading, Statement

OWN = "KZ091010000000000001"
FAR = "KZ891020000000000001"
TABLE = f"""
profile: 1
name: t
kind: statement
match: {{titles: [Дата, Сумма]}}
columns: {{moment: Дата, amount: Сумма}}
constants: {{currency: KZT}}
amounts: {{negative: debit}}
account: {{is: {OWN}}}
"""
CALLS = """
profile: 1
name: c
kind: calls
match: {titles: [А, Б]}
columns: {moment: Начало, a_number: А, b_number: Б}
"""


def profile(text: str) -> Profile:
    return profile_of(text.encode("utf-8"), file="p.yaml")


def faults(text: str | bytes) -> list[tuple[str, str]]:
    """Return what is wrong with a profile: code and key."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    try:
        profile_of(data, file="p.yaml")
    except InputRefused as refused:
        return [(fault.code, fault.column) for fault in refused.faults]
    return []


def changed(text: str, **keys: str) -> str:
    """Return a profile with some top keys put in, or put in the place of those that are there."""
    lines = [line for line in text.splitlines() if line.partition(":")[0] not in keys]
    return "\n".join([*lines, *(f"{key}: {value}" for key, value in keys.items() if value)])


def reading(
    text: str,
    content: str | bytes,
    *,
    name: str = "",
    manifest: Mapping[str, ManifestEntry] | None = None,
) -> FileReading:
    """Read a table by one profile."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    given = (profile(text),)
    name = name or ("answer" if isinstance(content, bytes) else "answer.csv")
    return read_bytes(data, name=name, register=REGISTER, manifest=manifest or {}, profiles=given)


def statement(text: str, content: str | bytes) -> Statement:
    """Read a table that is one statement."""
    (found,) = reading(text, content).statements
    return found


def signed(found: Statement) -> list[int]:
    return [row.signed_minor for row in found.rows]


def codes(found: Statement) -> list[tuple[str, int]]:
    return [(fault.code, fault.row) for fault in found.faults]


def lines(*rows: Sequence[str]) -> str:
    """Return a table with semicolons."""
    return "\n".join(";".join(row) for row in rows)
