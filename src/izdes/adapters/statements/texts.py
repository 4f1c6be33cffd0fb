"""Texts: who reads a text file, in which order.

A table that fits a profile given for the case comes first: somebody looked at the file and said
what it is. Then the readers that know their own form by its words, then the packaged profiles, and
at last the eighteen columns, which banks also send as delimited text.
"""

from collections.abc import Callable, Sequence

from izdes.adapters.statements.columns18.header import find_header
from izdes.adapters.statements.columns18.sheet import read_sheet
from izdes.adapters.statements.containers.decoding import Text
from izdes.adapters.statements.containers.delimited import Delimited, table_of, without_lines
from izdes.adapters.statements.profiles import packaged_profiles, read_profiled, why_unfit
from izdes.adapters.statements.source import Content, Source
from izdes.core.money.statement import Finding

TextReader = Callable[[Text, Source], Content | None]


def read_text(
    text: Text, source: Source, readers: Sequence[TextReader], seen: list[Finding]
) -> Content | None:
    """Read a text file, or return None where nobody knows it.

    Args:
        readers: Those that know their form by its words; each is asked in turn.
        seen: What was found out is added, whoever reads the file.
    """
    table = table_of(text) if source.profiles else None
    if table is not None:
        if content := read_profiled(table.rows, source, source.profiles, table):
            return _told(content, table, seen)
        seen += why_unfit(table.rows, source, source.profiles)
    for read in readers:
        if content := read(text, source):
            return content
    table = table or table_of(text)
    if table is None:
        return None
    content = read_profiled(table.rows, source, packaged_profiles(), table)
    content = content or _eighteen_columns(table, source)
    return _told(content, table, seen) if content else None


def _told(content: Content, table: Delimited, seen: list[Finding]) -> Content:
    """Say by what the cells of a table that was read are parted."""
    seen.append(Finding("how_delimiter", (("delimiter", repr(table.delimiter)),)))
    return content


def _eighteen_columns(table: Delimited, source: Source) -> Content | None:
    """Read the eighteen columns of a bank's answer."""
    reading = read_sheet(table.rows, source)
    header = find_header(table.rows)
    if reading.form is None or header is None:
        return None
    spoilt = table.spoilt(header.first)
    return Content(
        reading.form.name,
        reading.form.reason,
        tuple(without_lines(statement, spoilt) for statement in reading.statements),
        reading.faults,
        explained=reading.explained,
    )
