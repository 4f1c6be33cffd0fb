"""How each file was understood, step by step, in plain sentences."""

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from izdes.adapters.statements.origin.value import column_letters
from izdes.adapters.words import Lang, entries, say
from izdes.cli.frame import print_faults
from izdes.cli.reading.result import Result
from izdes.cli.visible import plain, visible
from izdes.core.errors import Fault
from izdes.core.money.statement import FileReading, Finding


def explained_json(reading: FileReading) -> list[dict[str, object]]:
    """Return how a file was understood, for machines."""
    return [{"code": f.code, "details": dict(f.details)} for f in reading.explained]


def print_explained(result: Result, console: Console, lang: Lang) -> set[Fault]:
    """Print every file's explanation and then its faults; return the faults that were said."""
    said: set[Fault] = set()
    for reading in result.readings:
        _print_file(reading, console, lang)
        faults = {f for f in result.faults if f.file == reading.file}
        sys.stdout.flush()
        print_faults(faults - said, lang)
        sys.stderr.flush()
        console.print()
        said |= faults
    return said


def _print_file(reading: FileReading, console: Console, lang: Lang) -> None:
    """Print what a file is and how it was understood."""
    console.print(plain(reading.file, "bold"))
    console.print(plain(f"  SHA-256 {reading.sha256}", "dim"))
    console.print(plain(f"  {size(reading.size, lang)}", "dim"))
    console.print(_line(_form(reading, lang)))
    for is_column, findings in groupby(reading.explained, key=_names_column):
        if is_column:
            console.print(Padding(columns_table(list(findings), lang), (0, 0, 0, 2)))
        else:
            for finding in findings:
                console.print(_line(sentence(finding, lang)))


def size(count: int, lang: Lang) -> str:
    """Return how large a file is."""
    return say("size_bytes", lang, bytes=f"{count:,}".replace(",", "\u202f"))


def _form(reading: FileReading, lang: Lang) -> str:
    """Say which form a file has and by what it was recognised."""
    if reading.form is None:
        return say("how_form_unknown", lang)
    return say("how_form", lang, form=reading.form, reason=_word(reading.reason, lang))


def _names_column(finding: Finding) -> bool:
    """Say whether a finding says what a column or a field was taken for."""
    return "meaning" in dict(finding.details)


def _line(text: str) -> Table:
    """Return one step as a line of a list, its further lines under its first."""
    line = Table.grid(padding=(0, 1))
    line.add_column(width=1)
    line.add_row("", "•", plain(text))
    return line


def sentence(finding: Finding, lang: Lang) -> str:
    """Return what was decided as a sentence; a code without words as it stands."""
    if finding.code in entries():
        return say(finding.code, lang, **dict(finding.details))
    given = ", ".join(f"{name}={value}" for name, value in finding.details)
    return f"{finding.code} ({given})"


def columns_table(findings: Sequence[Finding], lang: Lang) -> Table:
    """Return the columns of one table: letter, title as printed, what it was taken for."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column(say("col_title", lang), overflow="fold")
    table.add_column(say("col_taken_as", lang), overflow="fold")
    for column, title, meaning in columns_in(findings):
        table.add_row(column, plain(title), meaning_word(meaning, lang))
    return table


def columns_in(findings: Sequence[Finding]) -> Iterator[tuple[str, str, str]]:
    """Yield letter, title and meaning of each column that was named."""
    for finding in findings:
        details = dict(finding.details)
        number = details.get("column", "")
        letters = column_letters(int(number)) if number.isdecimal() else visible(number)
        yield letters, details.get("title") or details.get("field", ""), details["meaning"]


def meaning_word(meaning: str, lang: Lang) -> str:
    """Return what a column means in words."""
    return _word(f"meaning_{meaning}", lang, otherwise=meaning)


def _word(code: str, lang: Lang, *, otherwise: str = "") -> str:
    """Return the word of a code, where it has one."""
    return say(code, lang) if code in entries() else otherwise or code
