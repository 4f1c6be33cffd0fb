"""Sheets of outside registers: a working order, and said to be one."""

from izdes.core.law.sheets import sheets


def test_no_sheet_passes_for_the_registers_own_form() -> None:
    assert [sheet.register for sheet in sheets()] == ["state_register", "anti_fraud"]
    assert not any(sheet.verified for sheet in sheets())
    assert all(sheet.source for sheet in sheets())


def test_every_field_is_asked_for_once_in_three_languages() -> None:
    for sheet in sheets():
        facts = [field.fact for field in sheet.fields]
        names = [field.name for field in sheet.fields]

        assert len(facts) == len(set(facts))
        assert all(name.kk and name.ru and name.en for name in names)
