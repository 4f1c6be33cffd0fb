"""Source and content: what a reader is given besides the bytes, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from izdes.adapters.statements.manifest import ManifestEntry
from izdes.core.errors import Fault
from izdes.core.law.institutions import Register
from izdes.core.money.statement import Finding, Statement
from izdes.core.telecom.call import Call

if TYPE_CHECKING:
    # Profiles are read with sources.
    from izdes.adapters.statements.profiles.profile import Profile


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table comes from, and what is known around it.

    Attributes:
        sheet: Number of the sheet, page or message inside the file, from 1.
        sheet_name: Its name as its user knows it; empty where it has none.
        profiles: Profiles that were given for the case; they win over everything else.
    """

    file: str
    sha256: str
    sheet: int
    sheet_name: str
    register: Register
    manifest: Mapping[str, ManifestEntry] = field(default_factory=dict)
    profiles: tuple["Profile", ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader made of a file that it knows.

    Attributes:
        form: The form's name, as it is reported.
        reason: What in the content shows it, as a code.
        faults: Those of the file; statements carry their own.
    """

    form: str
    reason: str
    statements: tuple[Statement, ...] = ()
    faults: tuple[Fault, ...] = ()
    calls: tuple[Call, ...] = ()
    explained: tuple[Finding, ...] = ()
