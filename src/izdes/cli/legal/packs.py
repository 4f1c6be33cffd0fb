"""Which pack a command looks at, and who signed it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.lawpack import NoteWrong, Standing, read_folder, read_key, standing_of
from izdes.adapters.words import Lang, say
from izdes.core.law.release import LawPack, packaged_pack
from izdes.core.sealing.checkpoint import VerifierKey

PackOption = Annotated[
    Path | None,
    typer.Option("--pack", help="Folder of a law pack; without it the packaged one."),
]
KeyOption = Annotated[
    list[Path] | None,
    typer.Option("--key", help="File with a public key that is trusted; may be repeated."),
]


@dataclass(frozen=True, slots=True)
class Given:
    """A pack, and who released it as far as the given keys can tell."""

    pack: LawPack
    standing: Standing

    def as_json(self) -> dict[str, object]:
        """Return what identifies the pack, for machines."""
        return {
            "version": self.pack.ref.version,
            "digest": self.pack.ref.digest,
            "released_on": self.pack.released_on.isoformat(),
            "trust": self.standing.trust,
            "signed_by": list(self.standing.trusted),
            "signed_by_others": list(self.standing.others),
        }

    def line(self, lang: Lang) -> str:
        """Return what identifies the pack, for people."""
        names = ", ".join(self.standing.trusted or self.standing.others)
        return say(
            "law_head",
            lang,
            version=self.pack.ref.version,
            day=self.pack.released_on.isoformat(),
            digest=self.pack.ref.digest[:16],
            standing=say(f"law_{self.standing.trust}", lang, names=names),
        )


def given_pack(folder: Path | None, keys: Iterable[Path] | None = None) -> Given:
    """Read the pack of a folder, or take the packaged one, which carries no note.

    Raises:
        InputRefused: The folder holds no pack.
        NoteWrong: Its note, or a key, is not what it should be.
    """
    trusted = tuple(_key(path) for path in keys or ())
    if folder is None:
        return Given(packaged_pack(), Standing())
    read = read_folder(folder)
    return Given(read.pack, standing_of(read.pack, read.note, trusted))


def _key(path: Path) -> VerifierKey:
    """Read a public key."""
    try:
        return read_key(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise NoteWrong(why="key") from None
