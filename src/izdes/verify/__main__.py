"""The command line of the check: ``python -m izdes.verify FOLDER``, or ``python -m verify`` alone.

``… journal PATH`` checks a journal instead: `journal_command`.

Exit status: 0 verified, 1 refused with reasons, 2 wrong usage.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from .check import Checked, Checks
from .files import Given, certificates_in, name_of, with_own
from .journal_command import main as main_of_journal
from .refusal import Refused
from .words import LANGUAGES, language, printable, sentence


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the arguments name, and return the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["journal"]:
        return main_of_journal(given[1:])
    parser = argparse.ArgumentParser(prog="verify", description=sentence("about", "en"))
    parser.add_argument("path", type=Path, help="a certificate, a trace, or a followed case")
    parser.add_argument("--ledger", type=Path, help="transfers.csv, also gzipped")
    parser.add_argument("--accounts", type=Path, help="accounts.csv, where the trace used one")
    parser.add_argument("--claims", type=Path, help="claims.csv")
    parser.add_argument("--lang", choices=LANGUAGES, default=language())
    parser.add_argument("--json", action="store_true", help="one machine-readable result")
    asked = parser.parse_args(given)
    files = Given(asked.ledger, asked.accounts, asked.claims)
    return verify(asked.path, files, lang=asked.lang, as_json=asked.json)


def verify(path: Path, given: Given, *, lang: str, as_json: bool) -> int:
    """Check every certificate of a folder, print what there is to say, return the exit status."""
    try:
        given = with_own(path, given)
        folders = certificates_in(path)
    except Refused as why:
        sys.stderr.write(printable(sentence(why.code, lang, **why.details)) + "\n")
        return 2
    checks = Checks(given)
    found = [checks.check(folder, name_of(folder, path)) for folder in folders]
    for text in [_as_json(found)] if as_json else [_as_text(c, lang) for c in found]:
        sys.stdout.write(printable(text) + "\n")
    return 0 if all(c.is_verified for c in found) else 1


def _as_text(c: Checked, lang: str) -> str:
    """Return what is to say of a certificate, in sentences."""
    head = sentence(c.outcome, lang, name=c.name, rule=c.rule)
    lines = [
        f"  {sentence(f'line_{line.status}', lang)} {sentence(line.code, lang, **line.details)}"
        for line in c.lines
    ]
    return "\n".join([head, *lines])


def _as_json(found: Sequence[Checked]) -> str:
    """Return what is to say for machines."""
    told = [
        {
            "name": c.name,
            "rule": c.rule,
            "outcome": c.outcome,
            "lines": [line._asdict() for line in c.lines],
        }
        for c in found
    ]
    is_verified = all(c.is_verified for c in found)
    return json.dumps({"is_verified": is_verified, "certificates": told}, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
