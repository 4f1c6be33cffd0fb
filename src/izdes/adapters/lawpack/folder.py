"""Folder: a law pack as it lies on a disk, taken out whole before anything in it is believed.

Only files that end in ``.yaml`` or ``.csv`` are law; ``pack.note`` holds signatures. Whatever else
lies in the folder is refused by its name: a file that nobody reads might be taken for law by who
put it there. Links are not followed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.release import LawPack, read_pack

NOTE = "pack.note"
_LARGEST = 8 * 1024 * 1024
_MOST_FILES = 500
_ENDINGS = (".yaml", ".csv")


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A pack and the text of its note; empty where it is not signed."""

    pack: LawPack
    note: str


def read_folder(folder: Path) -> PackFolder:
    """Read the pack in a folder.

    Raises:
        InputRefused: Every fault found, each with its file.
    """
    texts, note = read_texts(folder)
    return PackFolder(read_pack(texts), note)


def read_texts(folder: Path) -> tuple[dict[str, str], str]:
    """Return the texts of a folder by their names, whatever they say, and the text of its note.

    Raises:
        InputRefused: Every fault found, each with its file.
    """
    if not folder.is_dir():
        raise InputRefused(Fault("law_folder_missing", file=folder.name))
    faults: list[Fault] = []
    texts = dict(_texts(folder, faults))
    note = texts.pop(NOTE, "")
    if faults:
        raise InputRefused(*sorted(faults))
    return texts, note


def _texts(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """Yield name and text of every file, and note what cannot be one."""
    for count, path in enumerate(sorted(folder.rglob("*"))):
        name = path.relative_to(folder).as_posix()
        if count >= _MOST_FILES:
            faults.append(Fault("law_folder_too_full", file=folder.name))
            return
        if path.is_symlink() or not (path.is_dir() or _is_ours(name)):
            faults.append(Fault("law_file_unknown", file=name[:80]))
        elif path.is_file():
            yield from _text(path, name, faults)


def _is_ours(name: str) -> bool:
    """Say whether a file can be part of a pack by its name."""
    return name == NOTE or name.endswith(_ENDINGS)


def _text(path: Path, name: str, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """Yield the text of a file, or note why there is none."""
    try:
        if path.stat().st_size > _LARGEST:
            faults.append(Fault("law_file_too_large", file=name))
            return
        yield name, path.read_bytes().decode("utf-8")
    except OSError:
        faults.append(Fault("law_file_unreadable", file=name))
    except UnicodeDecodeError:
        faults.append(Fault("law_not_text", file=name))


def write_pack(texts: Mapping[str, str], folder: Path) -> None:
    """Write the texts of a pack into a folder that is there."""
    for name, text in texts.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
