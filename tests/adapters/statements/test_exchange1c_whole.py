import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.answers import OWN, codes, only, read
from tests.adapters.statements.exchange1c_files import (
    CAME,
    END,
    EXPECTED,
    FIRST_LINE,
    HEAD,
    PERIOD,
    SECOND,
    WENT,
    changed,
    document,
    facts,
    read_text,
    section,
    usual,
    whole,
)

from izdes.core.money.reconcile import reconcile


def test_a_file_that_goes_on_behind_its_end_is_refused_with_the_line() -> None:
    statement = only(read_text(usual() + usual()))

    line = len(usual().split("\r\n"))
    assert ("exchange1c_after_end", line) in codes(statement)
    assert facts(statement) == EXPECTED
    assert reconcile(statement).outcome == "faulty"


def test_a_file_that_is_cut_at_any_line_is_refused_and_shows_what_it_has() -> None:
    lines = usual().split("\r\n")[:-1]
    starts = [n for n, line in enumerate(lines) if line.startswith("СекцияДокумент")]
    ends = [n for n, line in enumerate(lines) if line == "КонецДокумента"]

    for kept in range(1, len(lines)):
        reading = read_text("\r\n".join(lines[:kept]))

        faults = [f for s in reading.statements for f in s.faults] or list(reading.faults)
        assert [f.row for f in faults if f.code == "exchange1c_cut"] == [kept]
        whole_ones = sum(end < kept for end in ends)
        begun = sum(start < kept for start in starts)
        for statement in reading.statements:
            assert len(statement.rows) == whole_ones
            assert statement.unread_rows == begun - whole_ones
            assert reconcile(statement).outcome == "faulty"


def test_a_file_that_is_cut_inside_a_line_is_refused() -> None:
    data = usual().rstrip().encode("kz1048")

    for kept in range(len(FIRST_LINE), len(data)):
        reading = read(data[:kept])

        assert reading.form == FIRST_LINE
        assert all(reconcile(s).outcome == "faulty" for s in reading.statements)
        assert reading.statements or reading.faults


@pytest.mark.parametrize(
    "lost", ["КонецРасчСчет", "СекцияДокумент=Выписка", "КонецДокумента", "СекцияРасчСчет", END]
)
def test_a_line_that_is_lost_out_of_the_middle_is_noticed(lost: str) -> None:
    lines = usual().split("\r\n")
    lines.remove(lost)

    reading = read_text("\r\n".join(lines))

    assert all("exchange1c_cut" in [f.code for f in s.faults] for s in reading.statements)
    assert all(reconcile(s).outcome == "faulty" for s in reading.statements)


def test_many_accounts_and_documents_of_nobody_do_not_multiply() -> None:
    accounts = [section(account=f"ACCOUNT{n}") for n in range(300)]
    nobodys = [document(*CAME)] * 300

    reading = read_text(whole(*accounts, *nobodys))

    assert len(reading.statements) == 300
    assert sum(s.unread_rows for s in reading.statements) == 300
    assert sum(len(s.faults) for s in reading.statements) < 300 * 5


WORDS = st.sampled_from(
    [
        *HEAD,
        *PERIOD,
        *CAME,
        *WENT,
        "СекцияРасчСчет",
        f"РасчСчет={OWN}",
        f"РасчСчет={SECOND}",
        "НачальныйОстаток=5",
        "КонецРасчСчет",
        "СекцияДокумент=Выписка",
        "КонецДокумента",
        "Валюта=USD",
        "Сумма=5",
        END,
        "",
    ]
)


@given(st.text(max_size=300))
def test_any_text_behind_the_first_line_is_a_reading(text: str) -> None:
    reading = read_text(f"{FIRST_LINE}\n{text.replace(chr(0), '')}", encoding="utf-8")

    assert reading.form == FIRST_LINE
    assert reading.statements or reading.faults


@given(st.lists(WORDS, max_size=60))
def test_any_order_of_lines_is_a_reading_and_loses_no_document(lines: list[str]) -> None:
    text = "\n".join([FIRST_LINE, *lines])

    reading = read_text(text)

    ended = lines.index(END) if END in lines else len(lines)
    documents = sum(line.startswith("СекцияДокумент") for line in lines[:ended])
    told = sum(
        len(s.rows) + s.unread_rows + sum(f.code == "zero_amount" for f in s.faults)
        for s in reading.statements
    )
    assert reading.form == FIRST_LINE
    assert told >= documents or not reading.statements
    assert reading.statements or reading.faults


AMOUNTS = st.integers(1, 10**12)


@given(st.lists(st.tuples(AMOUNTS, st.booleans()), min_size=1, max_size=12))
def test_no_tiyn_is_created_or_lost(moves: list[tuple[int, bool]]) -> None:
    documents = [
        document(
            *changed(
                CAME if is_credit else WENT,
                **{"СуммаПриход" if is_credit else "СуммаРасход": f"{m // 100}.{m % 100:02d}"},
            )
        )
        for m, is_credit in moves
    ]
    moved = sum(m if is_credit else -m for m, is_credit in moves)

    statement = only(read_text(whole(section(opening="0"), *documents)))

    assert sum(row.signed_minor for row in statement.rows) == moved
    assert len(statement.rows) == len(moves)
