"""A site that runs apart from the office: its own database, folder and keys, in this process.

What crosses is carried by two folders around each call of a program, so that whoever calls sees of
the two contours what he would see of one.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client
from tests.web.conftest import connected_to

from izdes.web.config import configuration
from izdes.web.database.logins import Logins
from izdes.web.operation.crossing import Crossed, cross
from izdes.web.packages.known import office_party
from izdes.web.packages.parties import Party

_OFFICE, _SITE = "IZDES_INSTITUTIONS_OFFICE", "IZDES_INSTITUTIONS_SITE"


@contextmanager
def environment(**given: str) -> Iterator[None]:
    """Let variables be others for a while."""
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    configuration.cache_clear()
    try:
        yield
    finally:
        for name, text in before.items():
            os.environ.pop(name) if text is None else os.environ.update({name: text})
        configuration.cache_clear()


@dataclass(frozen=True)
class Apart:
    """A site apart, and the two folders between it and the office."""

    logins: Logins
    database: str
    folder: Path
    office: str

    @property
    def to_site(self) -> Path:
        """What the office puts out."""
        return self.folder / "to-site"

    @property
    def to_office(self) -> Path:
        """What the site puts out."""
        return self.folder / "to-office"

    @contextmanager
    def here(self) -> Iterator[None]:
        """Let this process be the site's."""
        home = str(self.folder / "home")
        with (
            environment(IZDES_HOME=home, **{_OFFICE: self.office, _SITE: ""}),
            connected_to(self.logins, self.database),
        ):
            yield

    def site_crosses(self) -> Crossed:
        """Let the site take and give; only `here`."""
        return cross(self.to_office, self.to_site)

    def office_crosses(self) -> Crossed:
        """Let the office take and give."""
        return cross(self.to_site, self.to_office)

    @contextmanager
    def carrying(self) -> Iterator[None]:
        """Be the site, told everything before, and tell the office everything after."""
        self.office_crosses()
        with self.here():
            self.site_crosses()
            yield
            self.site_crosses()
        self.office_crosses()


@contextmanager
def set_apart(logins: Logins, database: str, folder: Path) -> Iterator[Apart]:
    """Let the office know a site that runs apart."""
    found = Apart(logins, database, folder, str(office_party().public))
    with found.here():
        public = Party(bytes.fromhex(configuration().institutions_key)).public
    with environment(**{_SITE: str(public)}):
        _APART.append(found)
        try:
            yield found
        finally:
            _APART.remove(found)


_APART: list[Apart] = []


def at_site() -> AbstractContextManager[None]:
    """Be where the site runs, for what only its own database knows."""
    return _APART[-1].here() if _APART else nullcontext()


class SiteClient(Client):
    """Calls the site, in whichever contour it runs."""

    def request(self, **given: Any) -> Any:  # noqa: ANN401 - Django's own
        """Call, and let everything cross around it."""
        if not _APART:
            return super().request(**given)
        with _APART[-1].carrying():
            return super().request(**given)
