"""A case folder: what an officer drops beside each other, read as far as it can be read.

``complaints.jsonl`` is needed. ``statements/`` may be empty or absent: complaints alone already
give the accounts to freeze and the first requests. Optional: ``accounts.csv`` (known accounts),
``aliases.csv`` (which card or phone is which account), ``profiles/`` (what the columns of odd
tables mean), ``institutions.csv`` (addressees that the packaged list lacks), ``hubs.csv``
(identifiers that link nobody), ``judgements.csv`` and ``verdicts.csv`` (what officers said of pairs
and of identifiers), ``facts.csv`` (hosts and registrants of sites), ``owners.csv`` (since when an
identifier is somebody else's), ``holders.csv`` (what banks answered of holders of accounts),
``kinds.yaml`` (what agreements are worth, as estimated), ``case.yaml`` (what stands on the papers),
``statements/manifest.csv`` (whose account a file is about).
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from izdes.adapters.complaints import read_complaints
from izdes.adapters.statements.manifest import ManifestEntry, read_manifest
from izdes.adapters.statements.profiles import Profile, read_profile
from izdes.adapters.tables.holders import read_holders
from izdes.adapters.tables.judgements import Said, about, read_judgements, read_verdicts
from izdes.adapters.tables.ledger import read_accounts, read_aliases
from izdes.adapters.tables.owners import read_owners
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.law.institutions import Institution, Register, packaged, read_institutions
from izdes.core.linking.holders.records import HolderRecord
from izdes.core.linking.hubs.known import Hub, read_hubs
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.kind_tables import read_kinds
from izdes.core.linking.kinds import Kind
from izdes.core.linking.kinds import packaged as packaged_kinds
from izdes.core.linking.owners import NewOwner
from izdes.core.linking.weak.domain_facts import DomainFact, read_facts
from izdes.core.money.account import Alias, Coverage
from izdes.follow.casefile import CaseFile, read_case_file

COMPLAINTS = "complaints.jsonl"
_MANIFEST = "manifest.csv"
_PROFILES = "profiles"
_JUDGEMENTS = "judgements.csv"
_OWN_FILES = (
    "accounts.csv",
    "aliases.csv",
    "institutions.csv",
    "hubs.csv",
    _JUDGEMENTS,
    "verdicts.csv",
    "facts.csv",
    "owners.csv",
    "holders.csv",
    "kinds.yaml",
    "case.yaml",
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """What a case folder holds, before any statement is read.

    Attributes:
        statements: Files with bank answers, in a fixed order.
        faults: What was wrong with the folder's own files.
        inputs: (what, SHA-256) of every file that takes part besides the statements.
    """

    complaints: tuple[Complaint, ...]
    statements: tuple[Path, ...]
    manifest: Mapping[str, ManifestEntry]
    register: Register
    accounts: tuple[Coverage, ...]
    aliases: tuple[Alias, ...]
    profiles: tuple[Profile, ...]
    hubs: tuple[Hub, ...]
    judgements: tuple[Judgement, ...]
    verdicts: tuple[Said, ...]
    facts: tuple[DomainFact, ...]
    owners: tuple[NewOwner, ...]
    holders: tuple[HolderRecord, ...]
    kinds: Mapping[str, Kind]
    paper: CaseFile
    faults: tuple[Fault, ...]
    inputs: tuple[tuple[str, str], ...]


def read_case(folder: Path) -> Case:
    """Read a case folder.

    Raises:
        InputRefused: There is no folder, no ``complaints.jsonl``, or not one complaint in it.
    """
    if not folder.is_dir():
        raise InputRefused(Fault("case_missing", file=folder.name))
    if not (folder / COMPLAINTS).is_file():
        raise InputRefused(Fault("complaints_missing", file=folder.name))
    complaints, faults = read_complaints(folder / COMPLAINTS)
    if not complaints:
        raise InputRefused(*faults, Fault("complaints_empty", file=COMPLAINTS))
    reader = _Reader(folder, list(faults))
    first = min(c.reported_at for c in complaints)
    return Case(
        complaints=complaints,
        statements=_statements(folder / "statements"),
        manifest=reader.optional(f"statements/{_MANIFEST}", read_manifest, {}),
        register=packaged(first.date()).with_more(
            reader.optional("institutions.csv", read_institutions_file, ())
        ),
        accounts=tuple(reader.optional("accounts.csv", read_accounts, [])),
        aliases=tuple(reader.optional("aliases.csv", read_aliases, [])),
        profiles=tuple(
            found
            for path in _profiles(folder)
            if (found := reader.optional(path, read_profile, None)) is not None
        ),
        hubs=reader.optional("hubs.csv", read_hubs_file, ()),
        judgements=reader.judgements({c.complaint_id for c in complaints}),
        verdicts=reader.optional("verdicts.csv", read_verdicts, ()),
        facts=reader.optional("facts.csv", read_facts_file, ()),
        owners=reader.optional("owners.csv", read_owners, ()),
        holders=reader.optional("holders.csv", read_holders, ()),
        kinds=reader.optional("kinds.yaml", read_kinds_file, packaged_kinds()),
        paper=reader.optional("case.yaml", read_case_file, CaseFile()),
        faults=tuple(reader.faults),
        inputs=tuple(_digests(folder)),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the optional files; a broken one is a fault, and the case goes on without it."""

    folder: Path
    faults: list[Fault]

    def optional(self, name: str, read: Callable[[Path], T], absent: T) -> T:
        """Return what a file holds, or ``absent`` when there is none or it is refused."""
        path = self.folder / name
        if not path.is_file():
            return absent
        try:
            return read(path)
        except InputRefused as refused:
            self.faults.extend(refused.faults)
            return absent

    def judgements(self, complaints: Collection[ComplaintId]) -> tuple[Judgement, ...]:
        """Return what officers said of pairs; a pair that is not there is a fault at its row."""
        rows: Mapping[int, Judgement] = self.optional(_JUDGEMENTS, read_judgements, {})
        kept, faults = about(complaints, rows, file=_JUDGEMENTS)
        self.faults.extend(faults)
        return kept


def read_institutions_file(path: Path) -> tuple[Institution, ...]:
    """Read institutions of one's own from a file."""
    return read_institutions(_text(path), file=path.name)


def read_hubs_file(path: Path) -> tuple[Hub, ...]:
    """Read hubs of one's own from a file."""
    return read_hubs(_text(path), file=path.name)


def read_facts_file(path: Path) -> tuple[DomainFact, ...]:
    """Read what somebody found out about sites from a file."""
    return read_facts(_text(path), file=path.name)


def read_kinds_file(path: Path) -> Mapping[str, Kind]:
    """Read what agreements on each kind are worth from a file."""
    return read_kinds(_text(path), file=path.name)


def _text(path: Path) -> str:
    """Return a file's text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = (("why", error.strerror or ""),)
        raise InputRefused(Fault("table_unreadable", file=path.name, details=why)) from None
    except UnicodeDecodeError:
        raise InputRefused(Fault("not_a_table", file=path.name)) from None


def _statements(folder: Path) -> tuple[Path, ...]:
    """Return the bank answers in a fixed order; hidden files and the manifest are none."""
    return tuple(
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != _MANIFEST and not path.name.startswith((".", "~$"))
    )


def _profiles(folder: Path) -> list[str]:
    """Return the profiles of a case, by name."""
    return [f"{_PROFILES}/{path.name}" for path in sorted((folder / _PROFILES).glob("*.yaml"))]


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Return what each of the folder's own files is, and its digest."""
    for name in (COMPLAINTS, *_OWN_FILES, f"statements/{_MANIFEST}", *_profiles(folder)):
        if (folder / name).is_file():
            yield name, hashlib.sha256((folder / name).read_bytes()).hexdigest()
