import pytest
from tests.core.money.statements import sha, statement

from izdes.adapters.statements import manifest_of
from izdes.adapters.statements.decisions import decisions_in
from izdes.core.errors import InputRefused
from izdes.core.money.corrections import Decision
from izdes.core.money.statement import FileReading

HEAD = "file,account,supersedes,decided_by,decided_on,reason\n"


def reading(name: str, content: str = "", *, has_statement: bool = True) -> FileReading:
    told = statement("iban:KZ-A", [], name=name)
    return FileReading(
        name, sha(content or name), 1, "x", statements=(told,) if has_statement else ()
    )


def found(
    supersedes: str, *readings: FileReading, on: str = "2026-06-02"
) -> tuple[list[Decision], list[tuple[str, int]]]:
    text = f"{HEAD}new.xlsx,,{supersedes},Омаров Б.,{on},банк исправил\n"
    decisions, faults = decisions_in(manifest_of(text, file="m.csv"), readings, file="m.csv")
    return decisions, [(fault.code, fault.row) for fault in faults]


@pytest.mark.parametrize("named", ["old.xlsx", sha("old.xlsx"), sha("old.xlsx")[:8].upper()])
def test_the_replaced_file_is_named_by_its_name_or_its_digest(named: str) -> None:
    decisions, faults = found(named, reading("new.xlsx"), reading("old.xlsx"))

    assert faults == []
    assert decisions == [
        Decision(
            correction=sha("new.xlsx"),
            replaced=sha("old.xlsx"),
            decided_by="Омаров Б.",
            decided_on="2026-06-02",
            reason="банк исправил",
            names=("new.xlsx", "old.xlsx"),
            file="m.csv",
            row=2,
        )
    ]


def test_one_file_may_replace_several() -> None:
    decisions, faults = found(
        "a.xlsx; b.xlsx", *(reading(name) for name in ("new.xlsx", "a.xlsx", "b.xlsx"))
    )

    assert [d.names for d in decisions] == [("new.xlsx", "a.xlsx"), ("new.xlsx", "b.xlsx")]
    assert faults == []


@pytest.mark.parametrize("named", ["missing.xlsx", "deadbeef", "abc"])
def test_a_name_that_fits_no_file_decides_nothing(named: str) -> None:
    decisions, faults = found(named, reading("new.xlsx"), reading("old.xlsx"))

    assert (decisions, faults) == ([], [("supersedes_nothing", 2)])


def test_a_name_of_two_different_files_decides_nothing() -> None:
    twins = [reading("old.xlsx", "one"), reading("old.xlsx", "two")]

    decisions, faults = found("old.xlsx", reading("new.xlsx"), *twins)

    assert (decisions, faults) == ([], [("supersedes_several", 2)])


def test_the_same_content_under_one_name_twice_is_one_file() -> None:
    decisions, faults = found(
        "old.xlsx", *(reading(n) for n in ("new.xlsx", "old.xlsx", "old.xlsx"))
    )

    assert len(decisions) == 1
    assert faults == []


def test_a_correction_of_which_two_contents_are_there_decides_nothing() -> None:
    twins = [reading("new.xlsx", "one"), reading("new.xlsx", "two")]

    decisions, faults = found("old.xlsx", *twins, reading("old.xlsx"))

    assert (decisions, faults) == ([], [("supersedes_several", 2)])


def test_a_row_about_a_file_that_is_not_given_decides_nothing() -> None:
    assert found("old.xlsx", reading("old.xlsx")) == ([], [])


def test_a_replaced_file_that_could_not_be_read_is_named_with_the_decision() -> None:
    decisions, faults = found(
        "old.xlsx", reading("new.xlsx"), reading("old.xlsx", has_statement=False)
    )

    assert len(decisions) == 1
    assert faults == [("superseded", 0)]


def test_a_name_is_the_same_in_either_way_to_write_its_letters() -> None:
    composed, decomposed = "\u0439.xlsx", "\u0438\u0306.xlsx"

    decisions, _ = found(composed, reading("new.xlsx"), reading(decomposed))

    assert len(decisions) == 1


def test_a_day_may_be_written_as_people_write_it() -> None:
    ((decision,), _) = found("old.xlsx", reading("new.xlsx"), reading("old.xlsx"), on="02.06.2026")

    assert decision.decided_on == "2026-06-02"


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("new.xlsx,,old.xlsx,,2026-06-02,x", ["manifest_cell_empty"]),
        ("new.xlsx,,old.xlsx,x,,x", ["manifest_cell_empty"]),
        ("new.xlsx,,old.xlsx,x,2026-06-02,", ["manifest_cell_empty"]),
        ("new.xlsx,,old.xlsx,x,2026-06-31,x", ["manifest_day_unreadable"]),
        ("new.xlsx,,,x,2026-06-02,x", ["manifest_cell_empty"]),
    ],
)
def test_a_decision_says_by_whom_when_and_why(row: str, codes: list[str]) -> None:
    with pytest.raises(InputRefused) as refused:
        manifest_of(f"{HEAD}{row}\n", file="m.csv")

    assert [fault.code for fault in refused.value.faults] == codes


@pytest.mark.parametrize(
    "text",
    [
        "file,zone\na.xlsx,UTC+06:00\n",
        "file,supersedes,decided_by,decided_on,reason\na.xlsx,b.xlsx,x,2026-06-02,y\n",
        "file,account,zone\na.xlsx,,UTC+06:00\nb.xlsx,KZ1,\n",
    ],
)
def test_a_row_that_says_something_else_needs_no_account(text: str) -> None:
    assert manifest_of(text, file="m.csv")["a.xlsx"].account == ""
