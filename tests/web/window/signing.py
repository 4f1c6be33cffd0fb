"""An authority of invented citizens that a window and an office trust, and what it signs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now
from tests.web.window.writing import FULL

from izdes.adapters.signatures.authority.folder import write_trust
from izdes.adapters.signatures.authority.issuing import (
    Authority,
    Holder,
    found_authority,
    issue,
)
from izdes.adapters.signatures.authority.revoking import revocation_list
from izdes.adapters.signatures.cades import sign_cades
from izdes.twin.numbers import company_number, person_number
from izdes.web.config import configuration

IIN: str = FULL["person"]["iin"]
ANOTHER = person_number("910101", 78, is_odd=True)
BIN = company_number(17)
FOR_ANOTHER: dict[str, dict[str, Any]] = {
    **FULL,
    "who": {"who": "other"},
    "representative": {"full_name": "Ойдан Өкіл", "ground": "ұлы", "iin": ANOTHER, "phone": ""},
}
OF_BODY: dict[str, dict[str, Any]] = {
    **FULL,
    "who": {"who": "organisation"},
    "organisation": {"name": "Ойдан ЖШС", "bin": BIN, "signer": "Ойдан Директор"},
}


@dataclass
class Citizens:
    """An authority, and the folder of what is trusted of it."""

    folder: Path
    authority: Authority
    at: datetime

    def signs(self, data: bytes, iin: str = IIN, body_bin: str = "", **given: Any) -> bytes:  # noqa: ANN401
        """Return a signature by a certificate that is issued for it."""
        until = given.pop("until", self.at + timedelta(days=30))
        holder = Holder("Ойдан Айгүл", iin, body_bin)
        key = issue(self.authority, holder, at=self.at, until=until, **given)
        return sign_cades(data, key, at=self.at)

    def forgets_lists(self) -> None:
        """Let the lists of revoked certificates be gone."""
        for path in (self.folder / "lists").iterdir():
            path.unlink()

    def publishes_lists(self) -> None:
        """Publish the lists of revoked certificates."""
        for name, key in (("root", self.authority.root), ("issuing", self.authority.issuing)):
            (self.folder / "lists" / f"{name}.crl").write_bytes(
                revocation_list(key, {}, at=self.at)
            )


def connected(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Citizens:
    """Let the window and the office trust a new authority of citizens."""
    at = now().replace(microsecond=0) - timedelta(minutes=5)
    authority = found_authority(at)
    write_trust(folder, authority, (), at=at)
    monkeypatch.setenv("IZDES_CITIZENS_TRUST", str(folder))
    configuration.cache_clear()
    return Citizens(folder, authority, at)
