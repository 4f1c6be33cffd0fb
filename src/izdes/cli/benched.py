"""Statements of every form, written by the twin and read by the readers, with the clock running."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from izdes.adapters.words import Lang, say
from izdes.bench import reading
from izdes.core.errors import Fault, InputRefused
from izdes.twin.country import material
from izdes.twin.dialects import statement_file
from izdes.twin.dialects.table import case_profiles
from izdes.twin.large import large_page

# What a form can hold at all, or what the twin can write in reasonable time.
_MOST_ROWS = {"xls": 60_000, "pdf": 3_000}


def measure_reading(rows: int, forms: Sequence[str]) -> list[dict[str, Any]]:
    """Return the figures of each form in each extension."""
    known: Mapping[str, Any] = material("dialects/forms.yaml")
    if unknown := [form for form in forms if form not in known]:
        raise InputRefused(Fault("bench_form_unknown", details=(("form", unknown[0]),)))
    with TemporaryDirectory() as folder:
        return list(_measured(Path(folder), rows, forms or tuple(known), known))


def _measured(
    folder: Path, rows: int, forms: Sequence[str], known: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the figures, one file after another."""
    profiles = []
    for name, data in case_profiles().items():
        (folder / name).write_bytes(data)
        profiles.append(folder / name)
    for form in forms:
        for extension in known[form]["extensions"]:
            page = large_page(form, extension, min(rows, _MOST_ROWS.get(extension, rows)))
            path = folder / f"{form}.{extension}"
            path.write_bytes(statement_file(page).data)
            found = reading.measure(path, profiles)
            path.unlink()
            yield {
                "dialect": form,
                "extension": extension,
                "form": found.form,
                "rows": found.rows,
                "megabytes": found.megabytes,
                "seconds": found.seconds,
                "rows_per_second": round(found.rows_per_second),
                "peak_mib": found.peak_mib,
            }


def print_reading(figures: Sequence[Mapping[str, Any]], lang: Lang) -> None:
    """Print the figures as a table."""
    table = Table()
    columns = ("dialect", "extension", "form", "rows", "seconds", "rows_per_second", "peak_mib")
    words = ("dialect", "extension", "form")
    for name in columns:
        table.add_column(say(f"bench_{name}", lang), justify="left" if name in words else "right")
    for each in figures:
        table.add_row(*(str(each[name]) for name in columns))
    Console(highlight=False).print(table)
