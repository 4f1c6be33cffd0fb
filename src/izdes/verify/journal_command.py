"""The command line of the check of journals: ``python -m izdes.verify journal PATH``."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from .journal import Journal, Trusted, trusted
from .refusal import Refused
from .words import LANGUAGES, language, printable, sentence


class Given(NamedTuple):
    """What whoever checks brings along: keys as text, heads as files."""

    keys: Sequence[str]
    heads: Sequence[Path]


def main(arguments: Sequence[str]) -> int:
    """Check what the arguments name, and return the exit status."""
    about = sentence("journal_about", "en")
    parser = argparse.ArgumentParser(prog="verify journal", description=about)
    parser.add_argument("path", type=Path, help="an exported journal, or a file with a proof")
    parser.add_argument("--key", action="append", default=[], help="verifier key of the journal")
    parser.add_argument("--head", action="append", default=[], type=Path, help="a head you kept")
    parser.add_argument("--lang", choices=LANGUAGES, default=language())
    parser.add_argument("--json", action="store_true", help="one machine-readable result")
    asked = parser.parse_args(arguments)
    given = Given(asked.key, asked.head)
    return verify_journal(asked.path, given, lang=asked.lang, as_json=asked.json)


def verify_journal(path: Path, brought: Given, *, lang: str, as_json: bool) -> int:
    """Check a journal or a proof, print what there is to say, return the exit status."""
    try:
        given = trusted(brought.keys, brought.heads)
    except Refused as why:
        sys.stderr.write(printable(sentence(why.code, lang, **why.details)) + "\n")
        return 2
    if not path.exists():
        sys.stderr.write(printable(sentence("file_unreadable", lang, file=path.name)) + "\n")
        return 2
    found = checked(path, given)
    told = json.dumps(as_json_of(found, path.name), ensure_ascii=False)
    sys.stdout.write(printable(told if as_json else as_text(found, path.name, lang)) + "\n")
    return 1 if found.outcome == "refused" else 0


def checked(path: Path, given: Trusted) -> Journal:
    """Return the check of a path."""
    found = Journal(given)
    found.check(path)
    return found


def as_text(found: Journal, name: str, lang: str) -> str:
    """Return what is to say, in sentences."""
    head = sentence(f"journal_{found.outcome}", lang, name=name)
    lines = [
        f"  {sentence(f'line_{line.status}', lang)} {sentence(line.code, lang, **line.details)}"
        for line in found.lines
    ]
    return "\n".join([head, *lines])


def as_json_of(found: Journal, name: str) -> dict[str, object]:
    """Return what is to say for machines."""
    return {
        "name": name,
        "is_verified": found.outcome != "refused",
        "outcome": found.outcome,
        "lines": [line._asdict() for line in found.lines],
    }
