"""Sources: whether every entry says where it comes from, and which of them nobody has confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from izdes.core.errors import Fault
from izdes.core.law.release import LawPack
from izdes.core.law.release.shapes import dated_of, entries_of

# Names of things of this program, which no law defines.
_OUR_OWN = frozenset({"routes.yaml", "schemes.yaml"})
_BASES = ("source", "norm", "norms", "norm_id")


@dataclass(frozen=True, slots=True, order=True)
class Unverified:
    """An entry whose text was not read, or not confirmed by a second source."""

    file: str
    entry: str
    source: str


def source_faults(pack: LawPack) -> Iterator[Fault]:
    """Yield the entries that name neither a source nor a norm."""
    for file, table in pack.tables.items():
        if file in _OUR_OWN or isinstance(table, Mapping):
            continue
        for called, entry in entries_of(file, table):
            if not any(entry.get(name) for name in _BASES if not _is_its_own(name, file)):
                yield Fault("law_source_missing", file=file, details=(("entry", called or "—"),))


def unverified(pack: LawPack) -> tuple[Unverified, ...]:
    """Return the entries that say themselves that they are not verified."""
    return tuple(
        sorted(
            Unverified(file, called or "—", str(entry.get("source") or ""))
            for file, table in pack.tables.items()
            for called, entry in dated_of(file, table)
            if "verified" in entry and str(entry["verified"]).lower() != "true"
        )
    )


def _is_its_own(name: str, file: str) -> bool:
    """Say whether a field is the entry's own name and no basis: a norm is no source of itself."""
    return name == "norm_id" and file.startswith("norms")
