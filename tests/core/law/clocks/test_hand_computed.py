"""Cases worked out by hand from the rules, each with its reason, none taken from the program."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from izdes.core.law.clocks.case_terms import CaseClock, Extension, Form, Level, joined, term_of
from izdes.core.law.clocks.due import Due, due, due_before, due_of
from izdes.core.law.clocks.rules import ExcludedKind, Rule, Unit, rule_on
from izdes.core.law.clocks.spans import Excluded

Row = dict[str, str]

CASES = Path(__file__).parent / "cases"
FORWARD = ("days", "hours", "offset", "months", "working", "excluded")
# The offset changed at the midnight that begins this day.
CHANGED = date(2024, 3, 1)


def rows(*names: str) -> list[Row]:
    found: list[Row] = []
    for name in names:
        with (CASES / f"{name}.csv").open(encoding="utf-8") as table:
            found.extend(csv.DictReader(table))
    return found


def named(row: Row) -> str:
    return f"{row.get('rule') or row.get('cases')} {row.get('start', '')} {row['why'][:40]}"


def moment(text: str) -> datetime:
    """Read a local moment as the cases write it; the day after 23:59 is written 24:00."""
    day, clock = date.fromisoformat(text[:10]), text[11:16]
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    offset = text[16:] or ("+05:00" if day >= CHANGED else "+06:00")
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}{offset}").astimezone(UTC)


def intervals(text: str) -> tuple[Excluded, ...]:
    return tuple(interval(part) for part in text.split(" + ") if part)


def interval(text: str) -> Excluded:
    kind, _, times = text.partition(" ")
    since, _, until = times.partition("..")
    known = next(k for k in get_args(ExcludedKind) if k == kind)
    return Excluded(known, moment(since.strip()), moment(until.strip()) if until.strip() else None)


def rule_of(row: Row) -> Rule:
    name, _, count = row["rule"].partition(" ")
    if not count:
        return rule_on(name, date.fromisoformat(row["start"][:10]))
    unit = next(u for u in get_args(Unit) if u == name)
    return Rule(
        "OF_TEST", "", "", unit, int(count), "", "", verified=False, excludes=get_args(ExcludedKind)
    )


def shown(found: Due) -> str:
    """Write what was found as the cases write what they expect."""
    if found.standing is not None:
        standing = found.standing
        return f"stopped {standing.used}/{standing.left} {standing.counted_in}"
    return f"{found.at} {found.safe_at}"


def expected(row: Row) -> str:
    if row["expected"].startswith("stopped"):
        return row["expected"]
    safe = row["expected"] if row["safe"] == "=" else row["safe"]
    return f"{moment(row['expected'])} {moment(safe)}"


@pytest.mark.parametrize("row", rows(*FORWARD), ids=named)
def test_a_clock_ends_where_the_hand_says(row: Row) -> None:
    count = int(row["count"]) if row["count"] else None

    found = due(
        rule_of(row), moment(row["start"]), excluded=intervals(row["excluded"]), count=count
    )

    assert shown(found) == expected(row), row["why"]


@pytest.mark.parametrize("row", rows("backward"), ids=named)
def test_a_decree_is_filed_when_the_hand_says(row: Row) -> None:
    term = due_of(row["term"], moment(row["start"]))

    found = due_before(rule_on(row["rule"], date.fromisoformat(row["start"][:10])), term)

    assert found is not None
    assert shown(found) == expected(row), row["why"]


@pytest.mark.parametrize("row", rows("case_terms"), ids=named)
def test_a_case_ends_where_the_hand_says(row: Row) -> None:
    cases = [case(text) for text in row["cases"].split(" & ")]
    cases[0] = case(row["cases"].split(" & ")[0], row)

    found = term_of(cases[0] if len(cases) == 1 else joined(cases))

    assert shown(found.due) == expected(row), row["why"]


def case(text: str, row: Row | None = None) -> CaseClock:
    """Read a case; what stands in the other columns belongs to the first one."""
    form, _, rest = text.partition(" ")
    more = row or {"excluded": "", "extensions": "", "returned": "", "covert": ""}
    return CaseClock(
        registered_at=moment(rest[:16]),
        form=next(f for f in get_args(Form) if f == form),
        has_custody=rest.endswith("custody"),
        excluded=intervals(more["excluded"]),
        extensions=tuple(extension(e) for e in more["extensions"].split(" + ") if e),
        returned_at=moment(more["returned"]) if more["returned"] else None,
        covert_ended_at=moment(more["covert"]) if more["covert"] else None,
    )


def extension(text: str) -> Extension:
    level, months, granted = text.split(" ", 2)
    known = next(one for one in get_args(Level) if one == level)
    return Extension(known, int(months), moment(granted))


def test_enough_cases_are_worked_out_by_hand_and_every_one_says_why() -> None:
    every = rows(*FORWARD, "backward", "case_terms")

    assert len(every) >= 150
    assert all(len(row["why"]) > 10 for row in every)
