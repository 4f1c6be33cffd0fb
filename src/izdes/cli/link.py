"""`izdes link`: complaints that share a hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.folder import new_folder
from izdes.adapters.tables.links import Linked, write_links
from izdes.adapters.words import Lang
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    ReplaceOption,
    print_faults,
    print_json,
    refusals,
)
from izdes.cli.linking.asked import Asked, explanation_json
from izdes.cli.linking.explain import print_explanation
from izdes.cli.linking.inputs import Files, Given, read_given
from izdes.cli.linking.options import (
    AliasesOption,
    ComplaintsArgument,
    FactsOption,
    HubsOption,
    KindsOption,
    SnapshotOption,
    VerdictsOption,
)
from izdes.cli.linking.passport import write_passport
from izdes.cli.linking.previous import (
    Previous,
    change_lines,
    changes_json,
    changes_since,
    read_previous,
    write_changes,
)
from izdes.cli.linking.table import console, print_series
from izdes.cli.visible import plain
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.changes import Change
from izdes.core.linking.explaining.explain import explain as explain_pair
from izdes.follow.linking import Engine, OnDisk, link_all
from izdes.follow.passport.linked import passport_input
from izdes.follow.series import series_json

_TOP = 20


class EngineName(StrEnum):
    """What computes the series."""

    auto = "auto"
    core = "core"
    numba = "numba"
    duckdb = "duckdb"


def link(
    complaints: ComplaintsArgument,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write; it appears whole.")
    ] = None,
    explain: Annotated[
        tuple[str, str] | None,
        typer.Option("--explain", metavar="A B", help="Why two complaints are linked, or are not."),
    ] = None,
    passport: Annotated[
        str | None,
        typer.Option("--passport", metavar="SERIES", help="Write the passport of a series too."),
    ] = None,
    hubs: HubsOption = None,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", help="What officers said of pairs of complaints (CSV)."),
    ] = None,
    verdicts: VerdictsOption = None,
    aliases: AliasesOption = None,
    facts: FactsOption = None,
    owners: Annotated[
        Path | None,
        typer.Option("--owners", help="Since when identifiers are somebody else's (CSV)."),
    ] = None,
    holders: Annotated[
        Path | None,
        typer.Option("--holders", help="What banks answered of holders of accounts (CSV)."),
    ] = None,
    kinds: KindsOption = None,
    snapshot: SnapshotOption = None,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", help="Folder of an earlier result: says what has changed."),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="What computes the series; all give the same.")
    ] = EngineName.auto,
    memory_limit: Annotated[
        str,
        typer.Option("--memory-limit", metavar="SIZE", help="What duckdb may use, such as 2GB."),
    ] = "2GB",
    top: Annotated[int, typer.Option("--top", min=1, help="How many series to print.")] = _TOP,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Join complaints that share a hand, each link with its reason; or explain two of them."""
    if (out is None) == (explain is None):
        raise typer.BadParameter("either --out DIR or --explain A B")
    files = Files(
        complaints,
        hubs=hubs,
        judgements=judgements,
        verdicts=verdicts,
        aliases=aliases,
        facts=facts,
        owners=owners,
        holders=holders,
        kinds=kinds,
        snapshot=snapshot,
    )
    with refusals(lang.value, as_json=json):
        before = read_previous(previous) if previous else None
        given = read_given(files, lang.value)
        run = _Run(
            given=given,
            previous=before,
            passport=passport,
            engine=_engine(engine, memory_limit, out),
            lang=lang.value,
            top=top,
            as_json=json,
        )
        if explain is not None:
            run.explain(*explain)
        elif out is not None:
            run.write(out, replace=replace)
    if not json:
        print_faults(given.faults, lang.value)


def _engine(name: EngineName, memory_limit: str, out: Path | None) -> Engine:
    """Return what computes the series; a file on disk lies beside the result."""
    engines: Mapping[EngineName, Engine] = {
        EngineName.auto: "auto",
        EngineName.core: "core",
        EngineName.numba: "numba",
        EngineName.duckdb: OnDisk(memory_limit, None if out is None else out.absolute().parent),
    }
    return engines[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One run of the command: what it was given and how it answers."""

    given: Given
    previous: Previous | None
    passport: str | None
    engine: Engine
    lang: Lang
    top: int
    as_json: bool

    def linked(self) -> Linked:
        """Link what was given."""
        return link_all(
            self.given.complaints,
            known=self.given.known,
            judgements=self.given.judgements,
            snapshot=self.given.snapshot,
            aliases=self.given.aliases,
            changes=self.given.changes,
            more=self.given.more,
            records=self.given.holders,
            engine=self.engine,
        )

    def write(self, out: Path, *, replace: bool) -> None:
        """Link, write the folder, print the series and what has changed."""
        with new_folder(out, replace=replace) as folder:
            found = self.linked()
            told: dict[str, object] = {**write_links(folder, found)}
            changes = None if self.previous is None else changes_since(self.previous, found)
            if changes is not None:
                write_changes(folder, changes)
                told["changes"] = changes_json(changes)
            if self.passport is not None:
                given = passport_input(self.passport, self.given.complaints, found)
                told["passport"] = write_passport(folder, given)
        if self.as_json:
            print_json({**told, "faults": self._faults()})
        else:
            self._print(found, changes)

    def _faults(self) -> list[dict[str, object]]:
        """Return what was wrong with some complaints, for machines."""
        return [fault.as_json() for fault in self.given.faults]

    def _print(self, found: Linked, changes: Sequence[Change] | None) -> None:
        """Print the series, and what has changed where that was asked."""
        losses = {c.complaint_id: _declared(c) for c in self.given.complaints}
        series = series_json(self.given.complaints, found.links, found.mentions, losses)
        print_series(series, found, self.lang, top=self.top)
        if changes is not None:
            for line in change_lines(changes, self.lang, top=self.top):
                console().print(plain(line))

    def explain(self, one: str, other: str) -> None:
        """Print why two complaints are linked, or are not."""
        found = self.linked()
        explanation = explain_pair(
            ComplaintId(one),
            ComplaintId(other),
            found.mentions,
            found.links,
            judgements=self.given.judgements,
            changes=self.given.changes,
            holders=found.held.holders,
        )
        asked = Asked(explanation, self.given, found.links, found.held)
        if self.as_json:
            print_json({**explanation_json(asked), "faults": self._faults()})
        else:
            print_explanation(asked, console(), self.lang)


def _declared(complaint: Complaint) -> Counter[str]:
    """Return what a complaint declares to have paid, in minor units by currency."""
    loss: Counter[str] = Counter()
    for payment in complaint.payments:
        if payment.amount_minor:
            loss[payment.currency] += payment.amount_minor
    return loss
