"""Overlays: an entry said anew stands in its days, and everything around it stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.errors import InputRefused
from izdes.core.law.changes import changes
from izdes.core.law.checking import check_pack
from izdes.core.law.release import LawPack, packaged_pack
from izdes.core.law.release.lines import digest_of
from izdes.web.law.overlay import Field, Overlay, overlaid

PACK = packaged_pack()
_FIRST = date(2026, 1, 1)


def said(file: str, entry: str, **fields: Field) -> Overlay:
    return Overlay(file, entry, tuple(sorted(fields.items())), "gazette")


def day_off(day: str) -> Overlay:
    return said("clocks/days.csv", day, is_working=False, reason_kk="Қ", reason_ru="П")


def on(law: LawPack, file: str, day: date, **named: str) -> dict[str, Any]:
    """Return the one entry of some names that holds on a day."""
    (entry,) = (
        entry
        for entry in law.tables[file]
        if all(entry[name] == value for name, value in named.items())
        and (not entry["valid_from"] or entry["valid_from"] <= day)
        and (not entry["valid_to"] or day < entry["valid_to"])
    )
    found: dict[str, Any] = entry
    return found


def fault_of(overlay: Overlay) -> str:
    with pytest.raises(InputRefused) as caught:
        overlaid(PACK, [overlay])
    return caught.value.faults[0].code


def test_nothing_said_leaves_the_pack_itself() -> None:
    assert overlaid(PACK, []) is PACK


def test_a_day_that_the_pack_does_not_have_is_added() -> None:
    law = overlaid(PACK, [day_off("2026-12-11")])

    (change,) = changes(PACK, law)
    assert (change.file, change.entry, change.what) == ("clocks/days.csv", "2026-12-11", "added")


def test_a_day_that_the_pack_has_is_said_anew() -> None:
    law = overlaid(PACK, [said("clocks/days.csv", "2026-05-27", is_working=True)])

    days = {row["day"]: row for row in law.tables["clocks/days.csv"]}
    assert len(days) == len(PACK.tables["clocks/days.csv"])
    assert days["2026-05-27"]["is_working"] == "true"
    assert days["2026-05-27"]["source"] == "gazette"


def test_the_index_of_another_year_stands_after_those_there_are() -> None:
    index = said(
        "indexes.yaml", "mci", minor=450_000, valid_from="2027-01-01", valid_to="2028-01-01"
    )

    law = overlaid(PACK, [index])

    assert on(law, "indexes.yaml", date(2027, 5, 1), index_id="mci")["minor"] == 450_000
    assert on(law, "indexes.yaml", date(2026, 5, 1), index_id="mci")["minor"] == 432_500
    assert not check_pack(law).faults


def test_a_threshold_from_a_day_on_leaves_what_held_before() -> None:
    higher = said("thresholds.yaml", "fraud.large", times=1_500, valid_from="2027-01-01")

    law = overlaid(PACK, [higher])

    fraud = {"offence": "fraud", "size": "large"}
    assert on(law, "thresholds.yaml", date(2026, 12, 31), **fraud)["times"] == 1_000
    assert on(law, "thresholds.yaml", date(2027, 1, 1), **fraud)["times"] == 1_500
    assert not check_pack(law).faults


def test_an_institution_answers_by_another_channel() -> None:
    law = overlaid(PACK, [said("institutions.csv", "VTBAKZKZ", channel="paper")])

    (change, *_) = (c for c in changes(PACK, law) if c.field == "channel")
    assert (change.entry, change.before, change.after) == ("VTBAKZKZ", "state_exchange", "paper")


def test_the_digest_is_that_of_the_lines_as_of_any_pack() -> None:
    law = overlaid(PACK, [day_off("2026-12-11")])

    assert law.ref.version == PACK.ref.version
    assert law.ref.digest == digest_of(law.lines()) != PACK.ref.digest


def test_of_two_that_say_one_entry_the_later_one_stands() -> None:
    later = said("clocks/days.csv", "2026-12-11", is_working=True)

    law = overlaid(PACK, [day_off("2026-12-11"), later])

    rows = [row for row in law.tables["clocks/days.csv"] if row["day"] == "2026-12-11"]
    assert [row["is_working"] for row in rows] == ["true"]


@pytest.mark.parametrize(
    ("overlay", "code"),
    [
        (said("indexes.yaml", "mci", minor=1), "law_override_span_needed"),
        (said("indexes.yaml", "mci", minor=1, valid_from="soon"), "law_field_wrong"),
        (said("indexes.yaml", "mci", minor="1", valid_from="2027-01-01"), "law_field_wrong"),
        (said("indexes.yaml", "mci", index_id="other"), "law_field_unknown"),
        (said("clocks/days.csv", "2026-12-11", is_working=False), "days_cell_empty"),
        (said("clocks/days.csv", "Friday", is_working=False), "days_cell_wrong"),
        (said("thresholds.yaml", "fraud.large", times="many"), "law_field_wrong"),
        (said("thresholds.yaml", "fraud.large", colour="red"), "law_field_unknown"),
        (said("thresholds.yaml", "fraud.huge", times=1), "law_field_missing"),
        (said("thresholds.yaml", "fraud.large", times=True), "law_field_wrong"),
        (said("clocks/cut_offs.csv", "HSBKKZKX", cut_off="25:00"), "cut_offs_cell_wrong"),
    ],
)
def test_what_has_not_the_form_of_the_file_is_refused(overlay: Overlay, code: str) -> None:
    assert fault_of(overlay) == code


_SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.none() | st.integers(1, 30), st.integers(1, 9_999)),
    max_size=5,
)


@given(_SPANS)
def test_on_every_day_one_threshold_holds_and_it_is_the_last_that_was_said(
    spans: list[tuple[int, int | None, int]],
) -> None:
    overlays, expected = [], dict.fromkeys(range(-1, 100), 1_000)
    for begin, length, times in spans:
        end = 100 if length is None else begin + length
        days = {"valid_from": str(_FIRST + timedelta(begin)), "valid_to": None}
        if length is not None:
            days["valid_to"] = str(_FIRST + timedelta(end))
        overlays.append(said("thresholds.yaml", "fraud.large", times=times, **days))
        expected |= dict.fromkeys(range(begin, end), times)

    law = overlaid(PACK, overlays)

    fraud = {"offence": "fraud", "size": "large"}
    found = {
        number: on(law, "thresholds.yaml", _FIRST + timedelta(number), **fraud)["times"]
        for number in expected
    }
    assert found == expected
    assert not check_pack(law).faults
