"""`izdes estimate`: what agreements are worth, from confirmed links."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from izdes.adapters.folder import write_text
from izdes.adapters.words import Lang, say
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    print_faults,
    print_json,
    refusals,
)
from izdes.cli.linking.inputs import Files, read_given
from izdes.cli.linking.options import (
    AliasesOption,
    ComplaintsArgument,
    FactsOption,
    HubsOption,
    KindsOption,
    SnapshotOption,
    VerdictsOption,
)
from izdes.cli.linking.table import console, kind_word, thousandths
from izdes.cli.visible import plain
from izdes.core.errors import OutputExists
from izdes.core.linking.kind_tables import kinds_table
from izdes.follow.estimating import estimate_json, estimated

Json = dict[str, Any]
_COLUMNS = ("same_hand", "share", "different_hands", "coincidence", "weight")


def estimate(
    complaints: ComplaintsArgument,
    *,
    judgements: Annotated[
        Path, typer.Option("--judgements", help="Pairs that officers or courts decided (CSV).")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; izdes link --kinds reads it.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Where the decisions come from, and of when.")
    ] = None,
    hubs: HubsOption = None,
    verdicts: VerdictsOption = None,
    aliases: AliasesOption = None,
    facts: FactsOption = None,
    kinds: KindsOption = None,
    snapshot: SnapshotOption = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an existing OUT.")] = False,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Estimate what an agreement on each kind is worth, for a person to review."""
    files = Files(
        complaints,
        hubs=hubs,
        judgements=judgements,
        verdicts=verdicts,
        aliases=aliases,
        facts=facts,
        kinds=kinds,
        snapshot=snapshot,
    )
    with refusals(lang.value, as_json=json):
        if out is not None and out.exists() and not replace:
            raise OutputExists(out=out.name)
        given = read_given(files, lang.value)
        found, taken = estimated(
            given.complaints,
            given.judgements,
            known=given.known,
            snapshot=given.snapshot,
            aliases=given.aliases,
            more=given.more,
        )
        table = kinds_table(found, source=source or judgements.name)
        if out is not None:
            write_text(out, table)
    rows = [estimate_json(one, taken.population) for one in found]
    if json:
        told = {"kinds": rows, "population": taken.population, "snapshot_digest": taken.digest}
        print_json({**told, "table": table, "faults": [f.as_json() for f in given.faults]})
    else:
        _print(rows, lang.value, is_kept=out is not None)
        print_faults(given.faults, lang.value)


def _print(rows: list[Json], lang: Lang, *, is_kept: bool) -> None:
    """Print what was counted and what follows, before and after."""
    if not rows:
        console().print(plain(say("estimate_nothing", lang)))
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(say("estimate_kind", lang))
    for name in _COLUMNS:
        table.add_column(say(f"estimate_{name}", lang), justify="right")
    for row in rows:
        table.add_row(kind_word(row["kind"], lang), *_cells(row))
    console().print(table)
    console().print(plain(say("estimate_review", lang)))
    if not is_kept:
        console().print(plain(say("estimate_not_kept", lang)))


def _cells(row: Json) -> tuple[str, ...]:
    """Return the cells of one kind."""
    least, most = row["interval_milli"]
    share, coincidence, weight = row["share_milli"], row["coincidence"], row["weight_milli"]
    return (
        _of(row["same_hand"]),
        f"{share[0]} → {share[1]} ({least}–{most})",
        _of(row["different_hands"]),
        f"{coincidence[0]} → {coincidence[1]}",
        f"{thousandths(weight[0])} → {thousandths(weight[1])}",
    )


def _of(counted: Json) -> str:
    """Return how many of how many pairs agree."""
    return f"{counted['agree']} / {counted['pairs']}"
