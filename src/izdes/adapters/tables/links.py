"""Links as a folder: series, the links that hold them together, and the hubs kept out."""

from collections import Counter
from importlib.metadata import version
from pathlib import Path

from izdes.adapters.tables.rows import Columns, write_csv
from izdes.adapters.tables.trace import write_json
from izdes.core.linking.series import Links
from izdes.core.sealing.canonical import Field, table_digest

SERIES_COLUMNS: Columns = {"complaint_id": "text", "series_id": "text"}
LINK_COLUMNS: Columns = {
    "complaint_a": "text",
    "complaint_b": "text",
    "kind": "text",
    "value": "text",
    "log10_lr_milli": "int",
    "reason": "text",
}
HUB_COLUMNS: Columns = {
    "kind": "text",
    "value": "text",
    "degree": "int",
    "verdict": "text",
    "reason": "text",
}


def _link_rows(links: Links) -> list[tuple[Field, ...]]:
    """Return the links in the columns' order."""
    return [
        (x.complaint_a, x.complaint_b, x.kind, x.value, x.log10_lr_milli, x.reason)
        for x in links.links
    ]


def _hub_rows(links: Links) -> list[tuple[Field, ...]]:
    """Return the hubs in the columns' order."""
    return [(h.kind, h.value, h.degree, h.verdict, h.reason) for h in links.hubs]


def links_digest(links: Links) -> str:
    """Return the digest of series, links and hubs together."""
    parts = (
        table_digest(list(SERIES_COLUMNS), links.series),
        table_digest(list(LINK_COLUMNS), _link_rows(links)),
        table_digest(list(HUB_COLUMNS), _hub_rows(links)),
    )
    return table_digest(("series", "links", "hubs"), [parts])


def write_links(folder: Path, links: Links) -> dict[str, object]:
    """Write links into an existing folder and return their summary."""
    sizes = Counter(series for _, series in links.series)
    summary: dict[str, object] = {
        "format": "izdes.links/1",
        "versions": {"izdes": version("izdes")},
        "complaints": len(links.series),
        "series": len(sizes),
        "series_of_two_or_more": sum(1 for size in sizes.values() if size > 1),
        "largest": max(sizes.values(), default=0),
        "links": len(links.links),
        "hubs": len(links.hubs),
        "digest": links_digest(links),
    }
    write_csv(folder / "series.csv", SERIES_COLUMNS, links.series)
    write_csv(folder / "links.csv", LINK_COLUMNS, _link_rows(links))
    write_csv(folder / "hubs.csv", HUB_COLUMNS, _hub_rows(links))
    write_json(folder / "summary.json", summary)
    return summary
