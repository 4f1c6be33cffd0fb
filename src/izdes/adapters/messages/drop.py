"""The drop: packages in a folder, answers as a folder or a zip, for those without an API.

A package lies there as ``<number>.package.json``. An answer is ``answer.json`` with its files
beside it, no folders inside; a zip holds the same. Nothing outside is ever opened: links are
refused, and a zip is unpacked under limits, by names that were checked.
"""

import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from izdes.adapters.messages.beside import Present, file_faults, present
from izdes.adapters.messages.faults import DropUnusable
from izdes.adapters.messages.letters import read_answer
from izdes.adapters.messages.package import Package, package_bytes, package_name
from izdes.adapters.messages.signed import SIGNATURE_FILES
from izdes.adapters.messages.strict import MOST_BYTES
from izdes.core.errors import Fault
from izdes.core.orders.answers import ANSWER_FILE, Answer, is_file_name

_OWN = (ANSWER_FILE, *SIGNATURE_FILES)
_MOST_FILES = 1_003
_MOST_UNPACKED = 4 * 2**30
_PIECE = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Dropped:
    """An answer as it was dropped.

    Attributes:
        data: ``answer.json`` as it lies there.
        paths: The files beside it, in order of their names.
        present: What these files are.
        signatures: Over the answer, as they lie beside it; nobody has checked them.
    """

    answer: Answer
    data: bytes
    paths: tuple[Path, ...]
    present: tuple[Present, ...]
    signatures: tuple[bytes, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every difference between the files that lie there and those that are named."""
        return file_faults(self.answer, self.present)


def drop_package(folder: Path, package: Package) -> Path:
    """Write a package into a folder and return its path; it appears whole.

    Raises:
        DropUnusable: It cannot be written there, or another file of that name is there.
    """
    return drop_file(folder / package_name(package.order.number), package_bytes(package))


def drop_file(path: Path, data: bytes) -> Path:
    """Write a file into a folder of somebody else's and return its path; it appears whole.

    Raises:
        DropUnusable: It cannot be written there, or another file of that name is there.
    """
    beside = path.with_name(path.name + ".part")
    try:
        if path.is_symlink() or (path.exists() and not _is_it(path, data)):
            raise DropUnusable("exists", path.name)
        # Whatever lies there, a link too, is none of ours.
        beside.unlink(missing_ok=True)
        with beside.open("xb") as opened:
            opened.write(data)
        beside.replace(path)
    except OSError:
        raise DropUnusable("file", path.name) from None
    return path


def _is_it(path: Path, data: bytes) -> bool:
    """Say whether a file has these bytes; no more of it is read, whatever somebody laid there."""
    if not path.is_file():
        return False
    with path.open("rb") as opened:
        return opened.read(len(data) + 1) == data


@contextmanager
def dropped(path: Path) -> Iterator[Dropped]:
    """Open an answer, a folder or a zip; what was unpacked is gone afterwards.

    Raises:
        DropUnusable: It is neither, or holds what no answer holds.
        MessageUnreadable: ``answer.json`` is no JSON of ours.
        PaperUnreadable: It is no answer.
        PaperWrong: A field of it does not hold what it must.
    """
    if path.is_dir():
        yield _read(path)
        return
    with TemporaryDirectory(prefix="izdes-answer-") as folder:
        _unpack(path, Path(folder))
        yield _read(Path(folder))


def zip_answer(folder: Path, target: Path) -> None:
    """Write the answer of a folder as one zip, the same bytes each time; it appears whole.

    A zip that is there already is kept as ``….previous``.

    Raises:
        DropUnusable: The folder holds what no answer holds, or the zip cannot be written.
    """
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.unlink(missing_ok=True)
        with zipfile.ZipFile(draft, "x") as packed:
            for path in _files_in(folder):
                entry = zipfile.ZipInfo(path.name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with path.open("rb") as read, packed.open(entry, "w") as written:
                    shutil.copyfileobj(read, written, _PIECE)
        if target.exists():
            target.replace(target.with_name(f"{target.name}.previous"))
        draft.replace(target)
    except OSError:
        raise DropUnusable("file", target.name) from None


def _read(folder: Path) -> Dropped:
    """Return the answer of a folder."""
    files = _files_in(folder)
    letters = [path for path in files if path.name == ANSWER_FILE]
    if not letters:
        raise DropUnusable("no_answer", ANSWER_FILE)
    data = _bytes_of(letters[0])
    answer = read_answer(data)
    paths = tuple(path for path in files if path.name not in _OWN)
    signatures = tuple(_bytes_of(path) for path in files if path.name in SIGNATURE_FILES)
    return Dropped(answer, data, paths, tuple(map(present, paths)), signatures)


def _bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, one more than may be at the most."""
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError:
        raise DropUnusable("file", path.name) from None


def _files_in(folder: Path) -> list[Path]:
    """Return the files of a folder in order of their names; folders and links are refused."""
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError:
        raise DropUnusable("folder", folder.name) from None
    if len(found) > _MOST_FILES:
        raise DropUnusable("many", folder.name)
    for path in found:
        if path.is_symlink() or not path.is_file() or not _is_name(path.name):
            raise DropUnusable("name", path.name)
    return found


def _is_name(name: str) -> bool:
    """Say whether a file of that name may lie there."""
    return name in _OWN or is_file_name(name)


def _unpack(path: Path, folder: Path) -> None:
    """Unpack a zip into a folder, under limits."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            _require_plain(entries, path)
            left = _MOST_UNPACKED
            for entry in entries:
                left -= _copied(packed, entry, folder / entry.filename, left)
    except _BROKEN:
        raise DropUnusable("zip", path.name) from None


def _require_plain(entries: Iterable[zipfile.ZipInfo], path: Path) -> None:
    """Refuse a zip with folders, names that are none, a name twice, or a lock."""
    names: set[str] = set()
    for entry in entries:
        if not _is_name(entry.filename) or entry.filename in names:
            raise DropUnusable("name", path.name)
        if entry.compress_type not in _METHODS or entry.flag_bits & _ENCRYPTED:
            raise DropUnusable("zip", path.name)
        names.add(entry.filename)
    if len(names) > _MOST_FILES:
        raise DropUnusable("many", path.name)


def _copied(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Unpack one file and return its size; what is larger than it may be is refused."""
    size = 0
    with packed.open(entry) as read, target.open("xb") as written:
        while piece := read.read(_PIECE):
            size += len(piece)
            if size > left:
                raise DropUnusable("large", target.name)
            written.write(piece)
    return size
