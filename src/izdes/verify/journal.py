"""The check of journals: an exported folder, the proof of one entry, the proof of continuation.

An export is checked whole: every entry, every link, every head. The two proofs are small files for
whoever has only the key of the journal. What is refused is named by its number.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .check import Line
from .entries import Entry, canonical, entries_of, rows_of, value_digest
from .log_proofs import check_continuation, check_entry, is_entry_proof, json_of
from .notes import Head, Key, read_head, read_key, require_signed, stated
from .refusal import Refused
from .tree import Tree

FORMAT = "izdes.journal/1"
_LONGEST = 2_000_000
_VALUE = {"entry", "name", "salt", "side", "text"}
# entry, name, side -> digest.
Known = dict[tuple[int, str, str], str]


class Trusted(NamedTuple):
    """What whoever checks had before: keys of the journal, heads that they kept."""

    keys: Sequence[Key]
    heads: Sequence[Head]


class Journal:
    """One check: what was said on the way, and whether it was refused."""

    def __init__(self, trusted: Trusted) -> None:
        self._trusted = trusted
        self.lines: list[Line] = []

    @property
    def outcome(self) -> str:
        """How it ended; alone: nobody gave a key, so anybody could have signed."""
        if any(line.status == "refused" for line in self.lines):
            return "refused"
        return "verified" if self._trusted.keys else "alone"

    def check(self, path: Path) -> None:
        """Check a folder, or a file with a proof."""
        try:
            if path.is_dir():
                self._check_export(path)
            else:
                self._check_proof(_text(path))
            if not self._trusted.keys:
                self._leave("journal_no_key")
            self._leave("journal_truth")
        except Refused as why:
            self.lines.append(Line("refused", why.code, why.details))

    def _say(self, code: str, **details: object) -> None:
        """Say what was checked."""
        self.lines.append(Line("checked", code, {k: str(v) for k, v in details.items()}))

    def _leave(self, code: str, **details: object) -> None:
        """Say what was not checked."""
        self.lines.append(Line("unchecked", code, {k: str(v) for k, v in details.items()}))

    def _check_export(self, folder: Path) -> None:
        """Check the whole journal of a folder."""
        about = _about(folder)
        case = about["values_of_case"]
        heads = self._signed(folder / "heads.jsonl")
        known: Known = {}
        roots, first, last = _walk(folder / "entries.jsonl", heads, self._trusted, case, known)
        entries = last.number if last else 0
        if about["entries"] != entries:
            raise Refused("journal_count", stated=about["entries"], found=entries)
        if heads and heads[-1].origin != about["origin"]:
            raise Refused("file_broken", file="export.json")
        if first and last:
            self._say("journal_chain", entries=entries, first=first.at, last=last.at)
        for head in (*heads, *self._trusted.heads):
            _require_root(head, roots, entries)
        self._tell_heads(heads, entries)
        for head in self._trusted.heads:
            self._say("journal_kept_head", size=head.size)
        if case is not None:
            values, erased = _check_values(folder / "values.jsonl", known)
            self._say("journal_values", case=case, values=values, erased=erased)

    def _tell_heads(self, heads: Sequence[Head], entries: int) -> None:
        """Say what heads cover and what they do not."""
        covered = max((head.size for head in heads), default=0)
        if heads:
            self._say("journal_heads", heads=len(heads), size=covered)
        if covered < entries:
            self._leave("journal_beyond_heads", first=covered + 1, last=entries)

    def _signed(self, path: Path) -> list[Head]:
        """Return the heads of an export, each signed by a key that may sign."""
        heads = []
        for place, row in rows_of(path):
            where = f"heads.jsonl, {place}"
            if row.keys() != {"key", "note"} or not all(isinstance(v, str) for v in row.values()):
                raise Refused("journal_head_form", where=where)
            head = read_head(row["note"], where)
            named = read_key(row["key"])
            if require_signed(head, self._trusted.keys or [named], where) != named:
                raise Refused("journal_head_unsigned", where=where)
            heads.append(head)
        return heads

    def _check_proof(self, text: str) -> None:
        """Check the proof of an entry, or of a continuation."""
        keys = self._trusted.keys
        if is_entry_proof(text):
            proved = check_entry(text, keys)
            self._say("journal_entry_proved", **proved)
            return
        first, second = check_continuation(text, keys)
        for kept in self._trusted.heads:
            _require_root(kept, {h.size: h.root for h in (first, second)}, second.size)
            self._say("journal_kept_head", size=kept.size)
        self._say("journal_continues", first=first.size, second=second.size)


def trusted(keys: Sequence[str], heads: Sequence[Path]) -> Trusted:
    """Return what whoever checks brings along."""
    kept = []
    for path in heads:
        lines = _text(path).split("\n")[:3]
        kept.append(stated("\n".join(lines) + "\n", path.name))
    return Trusted([read_key(key.strip()) for key in keys], kept)


def _about(folder: Path) -> dict[str, Any]:
    """Return what the folder says it is."""
    text = _text(folder / "export.json")
    about = json_of(text)
    names = {"entries", "format", "origin", "values_of_case"}
    if not isinstance(about, dict) or about.keys() != names or about["format"] != FORMAT:
        raise Refused("file_broken", file="export.json")
    if canonical(about) + "\n" != text or type(about["entries"]) is not int:
        raise Refused("file_broken", file="export.json")
    return about


def _walk(
    path: Path, heads: Sequence[Head], kept: Trusted, case: object, known: Known
) -> tuple[dict[int, bytes], Entry | None, Entry | None]:
    """Check every entry; return the roots where heads stand, the first entry and the last."""
    sizes = {head.size for head in (*heads, *kept.heads)}
    tree, roots = Tree(), dict[int, bytes]()
    first: Entry | None = None
    entry: Entry | None = None
    for entry in entries_of(path):
        first = first or entry
        tree.add(entry.hash)
        if tree.size in sizes:
            roots[tree.size] = tree.root()
        if case is not None and entry.said["case"] == case:
            for name, sides in entry.said["values"].items():
                known.update({(entry.number, name, side): d for side, d in sides.items()})
    return roots, first, entry


def _require_root(head: Head, roots: dict[int, bytes], entries: int) -> None:
    """Refuse a head of another tree, or of more entries than there are."""
    if head.size > entries:
        raise Refused("journal_head_beyond", size=head.size, entries=entries)
    if roots.get(head.size) != head.root:
        raise Refused("journal_head_root", size=head.size)


def _check_values(path: Path, known: Known) -> tuple[int, int]:
    """Check values against their digests; return how many there are, and how many erased."""
    waiting, erased = dict(known), 0
    for place, row in rows_of(path):
        if row.keys() != _VALUE or type(row["entry"]) is not int:
            raise Refused("journal_row_form", file=path.name, row=place)
        name, salt, text = str(row["name"]), row["salt"], row["text"]
        digest = waiting.pop((row["entry"], name, str(row["side"])), "")
        if salt is None and text is None and digest:
            erased += 1
        elif not digest or not _is_value(salt, text) or value_digest(salt, text) != digest:
            raise Refused("journal_value_wrong", number=row["entry"], name=name)
    if waiting:
        number, name, _ = min(waiting)
        raise Refused("journal_value_missing", number=number, name=name)
    return len(known), erased


def _is_value(salt: object, text: object) -> bool:
    """Say whether a salt and a text are of their kinds."""
    is_salt = isinstance(salt, str) and re.fullmatch(r"([0-9a-f]{2})+", salt) is not None
    return is_salt and isinstance(text, str)


def _text(path: Path) -> str:
    """Return the text of a small file."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST)
        return data.decode()
    except OSError:
        raise Refused("file_unreadable", file=path.name) from None
    except ValueError:
        raise Refused("file_broken", file=path.name) from None
