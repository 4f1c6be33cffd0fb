from datetime import date

import pytest

from izdes.core.law.pack import norms_on
from izdes.core.law.powers import may_use, powers_on
from izdes.core.law.release import packaged_pack

DAY = date(2026, 5, 21)


@pytest.mark.parametrize(
    ("power", "by_any", "by_division"),
    [
        ("sanction_secrecy", True, True),
        ("agree_interruption", True, True),
        ("written_instruction", True, True),
        ("extend_term", False, False),
        ("cooperation_agreement", False, False),
        ("cancel_decree", False, True),
        ("move_case", False, True),
        ("remove_investigator", False, True),
        ("approve_closure", False, True),
        ("draw_up_indictment", False, True),
    ],
)
def test_some_powers_are_the_heads_alone(power: str, *, by_any: bool, by_division: bool) -> None:
    assert may_use(power, "prosecutor", on=DAY) == by_any
    assert may_use(power, "prosecutor", on=DAY, heads_division=True) == (by_any or by_division)
    assert may_use(power, "head_of_prosecutors", on=DAY)
    assert may_use(power, "acting_prosecutor", on=DAY)
    assert not may_use(power, "investigator", on=DAY)


@pytest.mark.parametrize(("day", "may"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_an_indictment_is_approved_only_since_the_law_that_allows_it(
    day: date, *, may: bool
) -> None:
    assert may_use("approve_indictment", "head_of_prosecutors", on=day) == may
    assert may_use("draw_up_indictment", "head_of_prosecutors", on=day)


def test_nobody_has_a_power_that_is_none() -> None:
    assert not may_use("sell_the_case", "head_of_prosecutors", on=DAY)


def test_every_power_rests_on_a_norm_of_its_day() -> None:
    for day in (DAY, date(2026, 8, 1)):
        assert all(norms_on([power.norm_id], day) for power in powers_on(day).values())
    assert len(powers_on(date(2026, 8, 1))) == len(packaged_pack().tables["powers.yaml"])
