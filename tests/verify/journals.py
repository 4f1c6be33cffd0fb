"""Journals made for the check: written here from the text of journal.md, signed with a test key."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from izdes.core.sealing.checkpoint import Checkpoint, VerifierKey
from izdes.core.sealing.merkle import leaf_hash, tree_hash

NAME = "izdes.test"
SALT = "ab" * 16


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Key:
    """A key that signs."""

    seed: int = 1
    name: str = NAME

    @property
    def secret(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.secret.public_key().public_bytes_raw())

    def note(self, leaves: list[bytes]) -> str:
        point = Checkpoint(self.name, len(leaves), tree_hash(leaves))
        return point.signed(self.verifier, self.secret.sign)


@dataclass
class Made:
    """A journal: its entries, its heads, the values of case 7."""

    entries: list[dict[str, object]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    values: list[dict[str, object]] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [
            "\t".join(str(e[n]) for n in ("number", "at", "previous", "body")) for e in self.entries
        ]

    @property
    def leaves(self) -> list[bytes]:
        return [leaf_hash(line.encode()) for line in self.lines]

    def add(self, name: str, text: str) -> None:
        """Append an entry of case 7 with one value."""
        number = len(self.entries) + 1
        digest = hashlib.sha256(bytes.fromhex(SALT) + text.encode()).hexdigest()
        body = {
            "case": 7,
            "event": "case.taken",
            "norm": None,
            "officer": 3,
            "pack": None,
            "subject": ["case", "7"],
            "values": {name: {"to": digest}},
        }
        previous = str(self.entries[-1]["hash"]) if self.entries else "0" * 64
        at = f"2026-11-21T10:00:{number % 60:02}.000001Z"
        self.entries.append(
            {"number": number, "at": at, "previous": previous, "body": canonical(body)}
        )
        self.entries[-1]["hash"] = self.leaves[-1].hex()
        self.values.append(
            {"entry": number, "name": name, "side": "to", "text": text, "salt": SALT}
        )

    def sign(self, key: Key) -> None:
        """Put a head over all entries so far."""
        self.heads.append({"key": str(key.verifier), "note": key.note(self.leaves)})

    def write(self, folder: Path, *, case: int | None = None) -> Path:
        """Write the journal as an export."""
        folder.mkdir(parents=True, exist_ok=True)
        about = {
            "entries": len(self.entries),
            "format": "izdes.journal/1",
            "origin": NAME,
            "values_of_case": case,
        }
        (folder / "export.json").write_text(canonical(about) + "\n", encoding="utf-8")
        tables: dict[str, list[Any]] = {"entries": self.entries, "heads": self.heads}
        if case is not None:
            tables["values"] = self.values
        for name, rows in tables.items():
            text = "".join(canonical(row) + "\n" for row in rows)
            (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
        return folder


def journal(size: int = 7, heads: tuple[int, ...] = (3, 7), *, key: Key | None = None) -> Made:
    """Return a journal with heads at some sizes."""
    made = Made()
    for number in range(1, size + 1):
        made.add("name", f"Ә. {number}")
        if number in heads:
            made.sign(key or Key())
    return made


def proof_of(made: Made, number: int, path: tuple[bytes, ...], note: str) -> str:
    """Return the text of a proof of an entry."""
    extra = base64.b64encode(made.lines[number - 1].encode()).decode()
    hashes = "".join(base64.b64encode(h).decode() + "\n" for h in path)
    return f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex {number - 1}\n{hashes}\n{note}"
