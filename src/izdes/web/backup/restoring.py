"""Restoring: the backup read and tried beside, its blobs added, its database put in place.

Blobs are never changed and have names of their own, so those of a backup are added to those that
are there and harm nobody. Then the database changes places in one transaction. Whoever kills this
at any moment leaves the old installation or the new one; what is left over, the next one or the
sweep takes away.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from izdes.core.errors import IzdesError
from izdes.web.backup.archive import DUMP, FILES, BackupBroken, read_archive
from izdes.web.backup.envelope import opened_with
from izdes.web.backup.making import alone, check_loaded, opened, staging
from izdes.web.config import Configuration
from izdes.web.database.dumping import PREVIOUS, load, make_aside, put_in_place
from izdes.web.database.server import make_stay
from izdes.web.files.blobs import Blobs
from izdes.web.files.keys import KeyUnknown, keys_of

_HOLDS = "SELECT to_regclass('journal_entry') IS NOT NULL"
_ENTRIES = "SELECT EXISTS (SELECT FROM journal_entry)"
_BLOBS = "SELECT blob, key_id FROM files_file ORDER BY id"


class NotEmpty(IzdesError):
    """The installation holds something already, and nobody asked to replace it."""

    code = "restore_not_empty"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes:
        made_at: When the backup was made.
        previous: The database that was there before, kept under this name.
    """

    made_at: str
    files: int
    rows: int
    entries: int
    previous: str


def restore_backup(
    file: Path, *, private: str, configuration: Configuration, owner: str, replace: bool
) -> Restored:
    """Put an installation in the place of the present one.

    Args:
        private: The key that opens the backup.
        owner: Address for whoever owns the tables.
        replace: An installation that holds something is replaced; its database is kept beside.

    Raises:
        NotEmpty: It holds something, and nobody asked to replace it.
        NotABackup: The file is none.
        NotOpened: It is for another key, or was changed.
        BackupBroken: It is not whole.
        KeyUnknown: A file in it is under a key that the configuration does not hold.
        DatabaseInUse: The office still works.
    """
    if not replace and holds_something(owner):
        raise NotEmpty(database=_name(owner))
    blobs = Blobs(configuration.home / "files", keys_of(configuration))
    with alone(configuration.home, owner), staging(configuration.home) as folder:
        with file.open("rb") as given:
            envelope = opened_with(private, given)
            manifest = read_archive(opened(given, envelope), lambda name: folder / name)
        aside = make_aside(owner, secrets.token_hex(4))
        load(aside, folder / DUMP)
        check_loaded(aside, manifest)
        _require_files(aside, folder, blobs)
        _add_blobs(folder / FILES, blobs.folder)
        put_in_place(owner, aside)
    return _told(manifest, _name(owner))


def holds_something(owner: str) -> bool:
    """Say whether anything was ever recorded in an installation."""
    with psycopg.connect(owner) as connection:
        if connection.execute(_HOLDS).fetchone() != (True,):
            return False
        return connection.execute(_ENTRIES).fetchone() == (True,)


def _require_files(aside: str, folder: Path, blobs: Blobs) -> None:
    """Refuse a backup whose files are missing, or could not be opened here."""
    with psycopg.connect(aside) as connection:
        for blob, key_id in connection.execute(_BLOBS):
            if key_id not in blobs.keys.by_id:
                raise KeyUnknown(key_id=key_id)
            name = str(blob)
            if not (folder / FILES / name[:2] / name).is_file():
                raise BackupBroken(member=f"{FILES}{name}")


def _add_blobs(source: Path, target: Path) -> None:
    """Move blobs to where the installation keeps them, and make them stay."""
    for blob in sorted(source.glob("*/*")):
        place = target / blob.parent.name / blob.name
        place.parent.mkdir(parents=True, exist_ok=True)
        make_stay(blob)
        blob.replace(place)
        make_stay(place.parent)


def _told(manifest: dict[str, Any], database: str) -> Restored:
    """Return what was restored, by its manifest."""
    return Restored(
        made_at=manifest["made_at"],
        files=sum(name.startswith(FILES) for name in manifest["members"]),
        rows=sum(manifest["rows"].values()),
        entries=manifest["journal"]["entries"],
        previous=f"{database}{PREVIOUS}",
    )


def _name(owner: str) -> str:
    """Return the name of the database."""
    return str(conninfo_to_dict(owner)["dbname"])
