"""Spoiling: a right answer made partial or wrong, as institutions do it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from izdes.adapters.exchange.conduct import Manner
from izdes.adapters.messages.making.answer import MadeAnswer

# A table that says nothing of what was asked.
_OTHER = b"report;value\nuptime;99\nbranches;12\n"
_STILL_OWED = "Бір бөлігі кейін жіберіледі / Часть будет направлена позже"


def spoiled(made: MadeAnswer, manner: Manner) -> MadeAnswer:
    """Return an answer as somebody sends it who is careless.

    An answer without files cannot be spoilt so: it stays right.
    """
    if manner == "right" or not made.files:
        return made
    return _partial(made) if manner == "partial" else _wrong(made)


def half(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return files of which the last broke off."""
    *whole, (name, data) = files.items()
    return {**dict(whole), name: data[: len(data) // 2]}


def _partial(made: MadeAnswer) -> MadeAnswer:
    """Leave the last file out, and say so."""
    last = made.answer.files[-1]
    kept = made.answer.files[:-1]
    has_any = kept or any(one.status == "held" for one in made.answer.holds)
    answer = replace(
        made.answer,
        completeness="partial" if has_any else "none",
        text=_STILL_OWED,
        files=kept,
    )
    return MadeAnswer(answer, {n: d for n, d in made.files.items() if n != last.name})


def _wrong(made: MadeAnswer) -> MadeAnswer:
    """Send another table under the name of the first file."""
    first, *others = made.answer.files
    digest = hashlib.sha256(_OTHER).hexdigest()
    other = replace(first, sha256=digest, size_bytes=len(_OTHER))
    answer = replace(made.answer, files=(other, *others))
    return MadeAnswer(answer, {**made.files, first.name: _OTHER})
