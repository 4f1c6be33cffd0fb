"""`izdes link`: complaints that share a hand."""

import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from izdes.adapters.complaints import read_complaint_stream, read_complaints
from izdes.adapters.folder import new_folder
from izdes.adapters.tables.links import write_links
from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import LOCAL
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    fault_json,
    print_faults,
    print_json,
    refusals,
)
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import Complaint
from izdes.core.identifiers.narrative.complaints import read_words
from izdes.core.linking.hubs import packaged_hubs
from izdes.core.linking.series import Links
from izdes.core.linking.series import link as link_complaints
from izdes.follow.case import read_hubs_file


def link(
    complaints: Annotated[Path, typer.Argument(help="complaints.jsonl; - is standard input.")],
    *,
    out: OutOption,
    hubs: Annotated[
        Path | None, typer.Option("--hubs", help="Identifiers of your own that link nobody (CSV).")
    ] = None,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Join complaints that name the same offender-side identifier, each link with its reason."""
    with refusals(lang.value, as_json=json), new_folder(out, replace=replace) as folder:
        found, faults = _read(complaints)
        if not found:
            raise InputRefused(*faults)
        found = tuple(read_words(complaint, zone=LOCAL)[0] for complaint in found)
        own = read_hubs_file(hubs) if hubs else ()
        links = link_complaints(found, hubs=(*packaged_hubs(), *own))
        summary = write_links(folder, links)
    if json:
        print_json({**summary, "faults": [fault_json(f) for f in faults]})
    else:
        _print(links, lang.value)
        print_faults(faults, lang.value)


def _read(complaints: Path) -> tuple[tuple[Complaint, ...], tuple[Fault, ...]]:
    """Read complaints from a file, or from standard input where it is ``-``."""
    if str(complaints) == "-":
        return read_complaint_stream(sys.stdin.buffer, file="-")
    return read_complaints(complaints)


def _print(links: Links, lang: Lang) -> None:
    """Print the series of two complaints and more, the largest first."""
    sizes = Counter(series for _, series in links.series)
    of = dict(links.series)
    reasons: defaultdict[str, set[str]] = defaultdict(set)
    for found in links.links:
        reasons[of[found.complaint_a]].add(found.reason)
    table = Table()
    for code in ("col_series", "col_members", "col_reasons"):
        table.add_column(say(code, lang), justify="right" if code == "col_members" else "left")
    for series, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        if size > 1:
            why = "; ".join(sorted(say(code, lang) for code in reasons[series]))
            table.add_row(series, str(size), why)
    Console(highlight=False).print(table)
