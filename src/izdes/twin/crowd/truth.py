"""Truth: what a written crowd says of itself, read back for whoever measures.

A pair of complaints is rightly joined if their series are one; a service is who laundered, which is
not the same as who deceived.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from izdes.twin.score import TwinColumnMissing, TwinFileMissing


@dataclass(frozen=True, slots=True)
class CrowdTruth:
    """The truth of a crowd, by names.

    Attributes:
        series: The series of every complaint.
        campaigns: The campaign of every complaint; it lies wholly within the series.
        services: The mule herder whose account took the money, of complaints where there is one.
        things: ``hub``, ``shared`` or ``own``, by kind and value.
        holders: The person of every account, by kind and value.
        scripts: Whose script each series used: its own series' name, or that of another.
    """

    series: Mapping[str, str]
    campaigns: Mapping[str, str]
    services: Mapping[str, str]
    things: Mapping[tuple[str, str], str]
    holders: Mapping[tuple[str, str], str]
    scripts: Mapping[str, str]


def read_truth(crowd: Path) -> CrowdTruth:
    """Read the truth of a folder that `izdes twin crowd` wrote.

    Raises:
        TwinFileMissing: A table is not there.
        TwinColumnMissing: A table lacks a column.
    """
    folder = crowd / "truth"
    series: dict[str, str] = {}
    campaigns: dict[str, str] = {}
    for complaint, name, campaign in _rows(folder, "series", "complaint_id series_id campaign_id"):
        series[complaint], campaigns[complaint] = name, campaign
    return CrowdTruth(
        series=series,
        campaigns=campaigns,
        services={row[0]: row[1] for row in _rows(folder, "services", "complaint_id service")},
        things={(k, v): truth for k, v, truth in _rows(folder, "hubs", "kind value truth")},
        holders={(k, v): who for k, v, who in _rows(folder, "holders", "kind value holder")},
        scripts={row[0]: row[1] for row in _rows(folder, "crews", "series_id script")},
    )


def _rows(folder: Path, table: str, columns: str) -> Iterator[list[str]]:
    """Yield some columns of a table, in the order named."""
    path = folder / f"{table}.csv"
    if not path.is_file():
        raise TwinFileMissing(file=path.name)
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        heading = next(rows, [])
        for column in columns.split():
            if column not in heading:
                raise TwinColumnMissing(file=path.name, column=column)
        places = [heading.index(column) for column in columns.split()]
        for row in rows:
            yield [row[place] for place in places]
