"""The page of the matrix says what the data says: each row is compared with its measure."""

from pathlib import Path

import pytest

import izdes
from izdes.core.law.measures import Measure
from izdes.core.law.pack import wordings
from izdes.core.law.release import packaged_pack

PAGE = Path(izdes.__file__).parents[2] / "docs" / "reference" / "measures.md"
LINES = PAGE.read_text(encoding="utf-8").splitlines()


def cell(items: object) -> str:
    """A cell of the table: what is in it, or a dash."""
    return ", ".join(f"`{item}`" for item in items if item) or "–"  # type: ignore[attr-defined]


def told(measure: Measure) -> str:
    """Who is told, within how many hours."""
    return ", ".join(f"{n.to} {n.within_hours} h" for n in measure.notices) or "–"


def decided(measure: Measure) -> str:
    """Whose decision it is, and by whom it may be given."""
    level = f", {measure.level}" if measure.level else ""
    by = f" ({', '.join(measure.decides)}{level})" if measure.decides else ""
    return f"{measure.queue}{by}"


def row(measure: Measure) -> str:
    """A row of the first table."""
    span = " to ".join(str(day) for day in (measure.valid_from, measure.valid_to) if day)
    name = f"`{measure.measure_id}`" + (f" ({span})" if span else "")
    mark = "" if measure.is_verified else " †"
    days = str(measure.term_days) if measure.term_days else "–"
    clocks = cell((measure.clock, measure.urgent_clock))
    return f"| {name}{mark} | {decided(measure)} | {days} | {clocks} | {told(measure)} |"


def detail(measure: Measure) -> str:
    """A row of the second table."""
    follows = cell(f"{f.when} → {f.then}" for f in measure.follows)
    return (
        f"| `{measure.measure_id}` | {cell(measure.fields)} | {cell(measure.signs)} | {follows} "
        f"| {cell(measure.norm_ids)} |"
    )


@pytest.mark.parametrize("measure", wordings(), ids=lambda m: f"{m.measure_id}-{m.valid_from}")
def test_each_measure_stands_on_the_page_as_it_stands_in_the_data(measure: Measure) -> None:
    assert row(measure) in LINES
    assert detail(measure) in LINES


def test_the_page_holds_no_measure_that_the_data_has_not() -> None:
    rows = {line for line in LINES if line.startswith(("| `", "| †"))}
    known = {make(m) for m in wordings() for make in (row, detail)}
    other = {line for line in rows if line not in known}

    assert {line.split("`")[1] for line in other} == {
        e["rung"] for e in packaged_pack().tables["ladder.yaml"]
    } | {e["answer"] for e in packaged_pack().tables["protected.yaml"]["answers"]}
