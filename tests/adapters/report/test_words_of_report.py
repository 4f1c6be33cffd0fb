"""The report's own words: none missing, none that nothing says."""

import re
from pathlib import Path
from typing import get_args

import pytest
import yaml
from tests.adapters.report.sample import MARKS

import izdes.adapters.documents.report as package
from izdes.adapters.documents.report.glyphs import ENDINGS
from izdes.adapters.tables.conventions import CONVENTIONS
from izdes.adapters.words import entries
from izdes.core.holds.questions import Ask, Because

FAMILIES = {
    "report_mark_": MARKS,
    "report_convention_": CONVENTIONS["fifo"],
    "report_rule_": ("fifo",),
    "report_state_": ("matched", "declared", "unmatched"),
    "report_severity_": ("refused", "noted"),
    "report_outcome_": ("reconciled", "faulty", "not_checkable"),
    "report_measure_": ("request_bank_secrecy", "request_identify_payee"),
    "report_party_": ("cash", "fee", "merchant", "abroad", "unknown", "fx", "unmatched"),
    "report_because_": get_args(Because),
    "report_ask_": get_args(Ask),
    "report_map_other_": ("victims", "accounts"),
    "report_open_": ("all",),
    "report_close_": ("all",),
    "report_": ("article", "part", "point"),
    "region_": (
        "10",
        "11",
        "15",
        "19",
        "23",
        "27",
        "31",
        "33",
        "35",
        "39",
        "43",
        "47",
        "55",
        "59",
        "61",
        "62",
        "63",
        "71",
        "75",
        "79",
    ),
    "": ENDINGS,
}
SOURCE = Path(package.__file__).parent
WORDS = Path(package.__file__).parents[2] / "words" / "report.yaml"
SECTION_FAMILIES = ("report_", "report_nav_")


@pytest.mark.parametrize(
    "code", sorted(prefix + last for prefix, family in FAMILIES.items() for last in family)
)
def test_every_code_that_findings_can_carry_is_worded(code: str) -> None:
    assert code in entries()


def literal_codes() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    return {code for source in sources for code in re.findall(r'"(report_[a-z_]+)"', source)}


@pytest.mark.parametrize("code", sorted(literal_codes()))
def test_every_code_that_the_report_names_is_worded(code: str) -> None:
    assert code in entries()


def test_no_entry_is_left_that_nothing_says() -> None:
    sections = {name.removeprefix("report_nav_") for name in entries() if "_nav_" in name}
    said = literal_codes()
    said |= {prefix + last for prefix, family in FAMILIES.items() for last in family}
    said |= {family + name for family in SECTION_FAMILIES for name in sections}

    assert set(yaml.safe_load(WORDS.read_text(encoding="utf-8"))) <= said
