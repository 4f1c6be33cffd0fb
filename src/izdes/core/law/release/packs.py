"""Packs: a release of the law as one value, and the reference to it that a decision keeps.

A pack holds exactly the files that this program reads: a file it does not know would be law that
nobody applies, and a missing one a question without an answer. Both are refused.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.release.lines import Line, digest_of, lines_of
from izdes.core.law.release.shapes import faults_of
from izdes.core.law.release.strict import read_yaml
from izdes.core.law.tables import cut_offs, days, history, institutions, office_hours

HEAD = "pack.yaml"
# Tables whose own readers refuse what is not well-formed.
_TABLES: Mapping[str, Callable[..., object]] = {
    "institutions.csv": institutions.read_institutions,
    "institutions_history.csv": history.read_history,
    "clocks/cut_offs.csv": cut_offs.read_cut_offs,
    "clocks/days.csv": days.read_days,
    "clocks/office_hours.csv": office_hours.read_office_hours,
}
# Columns that a row cannot do without; in a pack a comma stands between them, and nothing else.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "institutions.csv": institutions.REQUIRED,
    "institutions_history.csv": history.COLUMNS,
    "clocks/cut_offs.csv": cut_offs.COLUMNS,
    "clocks/days.csv": days.COLUMNS,
    "clocks/office_hours.csv": office_hours.COLUMNS,
}
_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,3}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, order=True)
class PackRef:
    """Which law a decision was made under.

    Attributes:
        version: Year and number of the release, ``2026.11``.
        digest: SHA-256 (hex) over the pack's canonical lines; decides where versions agree.
    """

    version: str
    digest: str

    def __post_init__(self) -> None:
        """Refuse what names no pack."""
        if not _VERSION.fullmatch(self.version) or not _DIGEST.fullmatch(self.digest):
            raise InputRefused(Fault("law_ref_wrong"))

    def __str__(self) -> str:
        """Write it as papers and journals carry it."""
        return f"{self.version} sha256:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> "PackRef":
        """Read what ``str`` wrote.

        Raises:
            InputRefused: The text names no pack.
        """
        version, _, digest = text.partition(" sha256:")
        return cls(version, digest)


@dataclass(frozen=True, slots=True)
class LawPack:
    """A release of the law: every file of it, read. One digest is one pack.

    Attributes:
        released_on: Day of the release, not the day on which any norm of it begins to hold.
        tables: File -> what it holds. Mappings, lists, text, whole numbers, days.
        known_gaps: Spans in which a thing is known not to be known.
    """

    ref: PackRef
    released_on: date
    tables: Mapping[str, Any] = field(repr=False, compare=False)
    known_gaps: tuple[Mapping[str, Any], ...] = field(default=(), repr=False, compare=False)

    def lines(self) -> tuple[Line, ...]:
        """Return the canonical lines of the whole pack."""
        return tuple(line for name in sorted(self.tables) for line in self.lines_of(name))

    def lines_of(self, file: str) -> tuple[Line, ...]:
        """Return the canonical lines of one file."""
        return lines_of(file, self.tables[file])

    def folder(self, name: str) -> Iterator[Any]:
        """Yield what the files of one folder hold, in order of their names."""
        return (self.tables[file] for file in sorted(self.tables) if file.startswith(f"{name}/"))


def read_pack(texts: Mapping[str, str]) -> LawPack:
    """Read a pack from the texts of its files.

    Args:
        texts: Name inside the pack (``norms.yaml``, ``plans/cash.yaml``) -> text.

    Raises:
        InputRefused: Every fault found, each with file, and entry and field where it has them.
    """
    faults = [*_wrong_names(texts)]
    tables: dict[str, Any] = {}
    for name in sorted(texts.keys() - {fault.file for fault in faults}):
        try:
            tables[name] = read_file(name, texts[name])
        except InputRefused as refused:
            faults += refused.faults
    if faults:
        raise InputRefused(*sorted(faults))
    head = tables[HEAD]
    digest = digest_of(line for name in tables for line in lines_of(name, tables[name]))
    return LawPack(
        ref=PackRef(head["version"], digest),
        released_on=head["released_on"],
        tables=MappingProxyType(tables),
        known_gaps=tuple(head["known_gaps"]),
    )


def read_file(name: str, text: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    """Read one file of a pack.

    Raises:
        InputRefused: Every fault of the file.
    """
    table = _table(name, text)
    if faults := [*faults_of(name, table)]:
        raise InputRefused(*faults)
    return table


@cache
def packaged_pack() -> LawPack:
    """Return the pack that the program brings along."""
    return read_pack(packaged_texts())


def packaged_texts() -> dict[str, str]:
    """Return the texts of the packaged pack: name -> text.

    A room of the law with data of its own adds them under its name: ``clocks/days.csv``.
    """
    law = files("izdes.core.law")
    rooms = sorted((r for r in law.iterdir() if r.joinpath("data").is_dir()), key=lambda r: r.name)
    found = dict(_texts(law.joinpath("data"), ""))
    for room in rooms:
        found.update(_texts(room.joinpath("data"), f"{room.name}/"))
    return found


def _texts(folder: Traversable, above: str) -> Iterator[tuple[str, str]]:
    """Yield the files of a packaged folder and of those inside it."""
    for inner in sorted(folder.iterdir(), key=lambda f: f.name):
        if inner.is_dir():
            yield from _texts(inner, f"{above}{inner.name}/")
        elif inner.name.endswith((".yaml", ".csv")):
            yield f"{above}{inner.name}", inner.read_text(encoding="utf-8")


def _wrong_names(given: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the files that the program needs and does not get, or gets and does not know."""
    needed = packaged_texts().keys()
    for name in sorted(needed - given.keys()):
        yield Fault("law_file_missing", file=name)
    for name in sorted(given.keys() - needed):
        yield Fault("law_file_unknown", file=name[:80])


def _table(name: str, text: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    """Return what one file holds."""
    if not text.isascii() and not _is_unicode(text):
        raise InputRefused(Fault("law_not_text", file=name))
    if name.endswith(".yaml"):
        return read_yaml(text, file=name)
    if name in _TABLES:
        _TABLES[name](text, file=name)
    rows = csv.DictReader(text.lstrip("\ufeff").splitlines(), restval="", strict=True)
    try:
        table = [{k: v for k, v in row.items() if isinstance(k, str)} for row in rows]
        columns = rows.fieldnames or ()
    except csv.Error:
        raise InputRefused(Fault("law_not_csv", file=name, row=rows.line_num)) from None
    if len(columns) != len(set(columns)):
        raise InputRefused(Fault("law_key_twice", file=name, row=1, details=(("field", "—"),)))
    if missing := [column for column in _COLUMNS.get(name, ()) if column not in columns]:
        given = (("entry", "1"), ("field", missing[0]))
        raise InputRefused(Fault("law_field_missing", file=name, row=1, details=given))
    return table


def _is_unicode(text: str) -> bool:
    """Say whether a text can be written down: half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
