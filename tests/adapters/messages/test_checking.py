"""What is wrong with an answer is named, with its place."""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.adapters.messages.ledgers import (
    ANSWERED,
    HOLDERS,
    OWN,
    SINCE,
    UNTIL,
    asking,
    holding,
    known,
    number_of,
)
from tests.core.orders.messages import BY
from tests.core.orders.papers import POLICE

from izdes.adapters.messages.checking.check import check_answer
from izdes.adapters.messages.drop import dropped
from izdes.adapters.messages.making.answer import MadeAnswer, make_answer
from izdes.adapters.messages.making.books import Books, books_of
from izdes.adapters.messages.package import Package
from izdes.adapters.statements import read_bytes
from izdes.core.errors import Fault
from izdes.core.law.institutions import Register
from izdes.core.money.account import Coverage
from izdes.core.money.statement import FileReading
from izdes.core.money.transfer import Party, Transfer, TransferId
from izdes.core.orders.answers import Answer, SubjectAnswer
from izdes.core.orders.order import Period
from izdes.core.orders.receipts import Named
from izdes.core.orders.subjects import Subject
from izdes.twin.dialects.workbook import GridCell, xlsx

CAP = 12_000
FIRST = Subject("iban", number_of(OWN[0]))
ANYWHERE = Subject("any_account", HOLDERS[0], most_minor=CAP)
REQUEST = asking(FIRST)
FREEZE = holding(ANYWHERE, cap=CAP)


def books() -> Books:
    transfers = [
        Transfer(
            TransferId(f"T{n}"),
            SINCE + timedelta(days=n),
            1_000 + n,
            "KZT",
            payer=Party(OWN[2]),
            payee=Party(OWN[0]),
            seq=n,
        )
        for n in range(1, 4)
    ]
    coverages = [
        Coverage(account, "KZT", "bank", 4_000, SINCE, UNTIL, "printed") for account in OWN
    ]
    return books_of(transfers, coverages, known())


def made(package: Package) -> MadeAnswer:
    return make_answer(package, books(), at=ANSWERED, by=BY)


def read(paths: Sequence[Path]) -> list[FileReading]:
    return [
        read_bytes(path.read_bytes(), name=path.name, register=Register([]), manifest={})
        for path in paths
    ]


def found(
    answer: MadeAnswer, package: Package | None, folder: Path, earlier: Answer | None = None
) -> tuple[Fault, ...]:
    answer.write(folder)
    with dropped(folder) as opened:
        return check_answer(opened, read=read, package=package, earlier=earlier)


def codes(answer: MadeAnswer, package: Package | None, folder: Path) -> set[str]:
    return {f.code for f in found(answer, package, folder) if f.severity == "refused"}


def changed(answer: MadeAnswer, **change: Any) -> MadeAnswer:  # noqa: ANN401 - fields of an answer
    return replace(answer, answer=replace(answer.answer, **change))


@pytest.mark.parametrize(("days", "is_wrong"), [(-2, True), (-1, False), (0, False), (9, False)])
def test_an_answer_from_the_future_is_named(days: int, tmp_path: Path, *, is_wrong: bool) -> None:
    answer = made(REQUEST)
    answer.write(tmp_path)
    with dropped(tmp_path) as given:
        on = ANSWERED.date() + timedelta(days=days)
        faults = check_answer(given, read=read, package=REQUEST, on=on)

    assert ("answer_in_future" in {one.code for one in faults}) == is_wrong


def test_a_right_answer_has_no_faults(tmp_path: Path) -> None:
    assert codes(made(REQUEST), REQUEST, tmp_path) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"order_number": "2026-9"}, "answer_other_number"),
        ({"order_digest": "ab" * 32}, "answer_other_order"),
        ({"by": replace(BY, body_bin=POLICE)}, "answer_other_body"),
        ({"answered_at": UNTIL - timedelta(hours=1)}, "answer_before_order"),
    ],
)
def test_an_answer_to_another_order_is_named(
    change: dict[str, Any], code: str, tmp_path: Path
) -> None:
    assert codes(changed(made(REQUEST), **change), REQUEST, tmp_path) == {code}


def test_a_subject_left_out_is_named_without_its_number(tmp_path: Path) -> None:
    package = asking(FIRST, Subject("iin", HOLDERS[1]))
    answer = made(package)
    left = changed(
        answer,
        subjects=answer.answer.subjects[:1],
        files=tuple(f for f in answer.answer.files if f.covers[0].kind == "iban"),
    )

    faults = [f for f in found(left, package, tmp_path) if f.code == "answer_subject_missing"]

    assert [dict(f.details) for f in faults] == [{"kind": "iin", "tail": HOLDERS[1][-4:]}]


def test_a_subject_that_nobody_asked_about_is_named(tmp_path: Path) -> None:
    answer = made(REQUEST)
    more = SubjectAnswer(Named("iin", HOLDERS[1]), "not_found", "")

    wrong = changed(answer, subjects=(*answer.answer.subjects, more))

    assert codes(wrong, REQUEST, tmp_path) == {"answer_subject_unasked"}


def test_what_is_not_there_cannot_have_a_file(tmp_path: Path) -> None:
    answer = made(REQUEST)
    (one,) = answer.answer.subjects

    wrong = changed(answer, subjects=(replace(one, status="not_found"),))

    assert codes(wrong, REQUEST, tmp_path) == {"answer_status_contradicts"}


def test_a_full_answer_without_what_was_asked_is_named(tmp_path: Path) -> None:
    wrong = MadeAnswer(replace(made(REQUEST).answer, files=()), {})

    assert codes(wrong, REQUEST, tmp_path) == {
        "answer_kind_missing",
        "answer_subject_without_file",
    }


def test_a_changed_byte_of_a_file_is_named(tmp_path: Path) -> None:
    answer = made(REQUEST)
    ((name, data),) = answer.files.items()

    wrong = replace(answer, files={name: data + b"\0"})

    assert "answer_file_size" in codes(wrong, REQUEST, tmp_path)


def test_an_account_that_nobody_asked_about_is_named(tmp_path: Path) -> None:
    other = asking(Subject("iban", number_of(OWN[2])))
    answer = made(other)
    subject = made(REQUEST).answer.subjects[0]
    files = tuple(replace(file, covers=(subject.subject,)) for file in answer.answer.files)

    wrong = changed(answer, order_digest=REQUEST.order_digest, subjects=(subject,), files=files)

    assert codes(wrong, REQUEST, tmp_path) == {"kit_account_unasked"}


def test_rows_outside_the_period_are_named_one_by_one(tmp_path: Path) -> None:
    package = asking(FIRST, since=SINCE + timedelta(days=2, hours=1))
    answer = changed(made(REQUEST), order_digest=package.order_digest)

    faults = [f for f in found(answer, package, tmp_path) if f.code == "kit_row_unasked"]

    assert len(faults) == 2
    assert len({f.row for f in faults}) == 2
    assert {f.file for f in faults} == {"01_0001_KZT.xlsx"}


def test_a_period_told_in_part_is_named_with_its_gap(tmp_path: Path) -> None:
    package = asking(FIRST, until=UNTIL + timedelta(days=1))
    answer = changed(made(REQUEST), order_digest=package.order_digest)

    faults = [f for f in found(answer, package, tmp_path) if f.severity == "refused"]

    assert [(f.code, dict(f.details)["since"]) for f in faults] == [
        ("kit_period_short", UNTIL.isoformat())
    ]


def with_sheet(change: Callable[[list[list[GridCell]]], None]) -> MadeAnswer:
    """Return the right answer with its sheet changed and its digest computed anew."""
    answer = made(REQUEST)
    (file,) = answer.answer.files
    grid = _grid()
    change(grid)
    data = xlsx("Выписка", grid)
    named = replace(file, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    return MadeAnswer(replace(answer.answer, files=(named,)), {file.name: data})


def _grid() -> list[list[GridCell]]:
    titles = [
        "Дата и время операции",
        "Валюта операции",
        "Виды операции",
        "Наименование СДП",
        "Сумма в валюте ее проведения",
        "Сумма в тенге",
        *(
            f"{part} {side}"
            for side in ("плательщика", "получателя")
            for part in ("ФИО", "ИИН/БИН", "Резидентство", "Банк", "Номер счета")
        ),
        "Код назначения платежа (КНП)",
        "Назначение платежа",
    ]
    row: list[GridCell] = ["20.04.2026 10:00:00", "KZT", "Перевод", "", "10,00", "10,00"]
    row += ["", "", "", "", number_of(OWN[2]), "", "", "", "", number_of(OWN[0]), "", ""]
    return [
        ["Номер счета", number_of(OWN[0])],
        ["Валюта счета", "KZT"],
        ["Период", "20.03.2026 14:02:00 – 19.05.2026 14:01:59"],
        ["Входящий остаток", "40,00"],
        ["Исходящий остаток", "50,00"],
        list(titles),
        row,
    ]


def test_a_sheet_of_a_bank_s_own_making_is_taken(tmp_path: Path) -> None:
    assert codes(with_sheet(lambda _: None), REQUEST, tmp_path) == set()


def test_balances_that_do_not_agree_are_named_with_their_sheet(tmp_path: Path) -> None:
    def spoil(grid: list[list[GridCell]]) -> None:
        grid[4][1] = "60,00"

    faults = [f for f in found(with_sheet(spoil), REQUEST, tmp_path) if f.severity == "refused"]

    assert [(f.code, f.file, f.sheet) for f in faults] == [
        ("balances_differ", "01_0001_KZT.xlsx", "1")
    ]


def cells_of(data: bytes) -> list[list[GridCell]]:
    """Return a workbook's cells as they can be written again."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [
        [Decimal(str(cell)) if isinstance(cell, float) else str(cell) for cell in row]
        for row in sheet.to_python()
    ]


@pytest.mark.parametrize("row", [-1, -2, -3])
@pytest.mark.parametrize("deed", ["drop", "double", "change", "turn"])
def test_no_row_can_be_changed_without_notice(row: int, deed: str, tmp_path: Path) -> None:
    answer = made(REQUEST)
    ((name, data),) = answer.files.items()
    grid = cells_of(data)
    line = grid[row]
    if deed == "drop":
        del grid[row]
    elif deed == "double":
        grid.append(line)
    elif deed == "change":
        line[4] = line[5] = "0,01"
    else:
        line[6:11], line[11:16] = line[11:16], line[6:11]
    spoilt = xlsx("Выписка", grid)
    file = replace(
        answer.answer.files[0],
        sha256=hashlib.sha256(spoilt).hexdigest(),
        size_bytes=len(spoilt),
    )

    wrong = MadeAnswer(replace(answer.answer, files=(file,)), {name: spoilt})

    assert codes(wrong, REQUEST, tmp_path) == {"balances_differ"}


def test_a_cell_that_cannot_be_read_is_named_with_row_and_column(tmp_path: Path) -> None:
    def spoil(grid: list[list[GridCell]]) -> None:
        grid[6][4] = "1O,00"

    faults = [f for f in found(with_sheet(spoil), REQUEST, tmp_path) if f.severity == "refused"]

    assert [(f.code, f.row, f.column) for f in faults][:1] == [
        ("amount_unreadable", 7, "Сумма в валюте ее проведения")
    ]


def test_a_column_of_the_eighteen_that_is_missing_is_named_by_its_number(tmp_path: Path) -> None:
    def spoil(grid: list[list[GridCell]]) -> None:
        for line in grid[5:]:
            del line[16]

    faults = [f for f in found(with_sheet(spoil), REQUEST, tmp_path) if f.severity == "refused"]

    assert [(f.code, dict(f.details)) for f in faults] == [
        ("kit_column_missing", {"number": "17", "name": "knp"})
    ]


def test_a_file_that_is_no_statement_is_named(tmp_path: Path) -> None:
    answer = made(REQUEST)
    (file,) = answer.answer.files
    data = "Сәлем!".encode()
    named = replace(file, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))

    wrong = MadeAnswer(replace(answer.answer, files=(named,)), {file.name: data})

    assert "form_unknown" in codes(wrong, REQUEST, tmp_path)


def test_a_right_hold_has_no_faults(tmp_path: Path) -> None:
    assert codes(made(FREEZE), FREEZE, tmp_path) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount_minor": 9_000}, "hold_over_cap"),
        ({"currency": "USD"}, "hold_other_currency"),
        ({"until": None}, "hold_without_end"),
        ({"at": ANSWERED + timedelta(hours=1)}, "hold_later_than_answer"),
        ({"since": UNTIL - timedelta(hours=1)}, "hold_before_order"),
        ({"since": ANSWERED + timedelta(hours=1)}, "hold_since_later"),
    ],
)
def test_a_hold_outside_its_order_is_named(
    change: dict[str, Any], code: str, tmp_path: Path
) -> None:
    answer = made(FREEZE)
    first, second = answer.answer.holds
    wrong = changed(answer, holds=(replace(first, **change), second))

    assert code in codes(wrong, FREEZE, tmp_path)


def test_money_on_one_account_counts_once(tmp_path: Path) -> None:
    package = holding(ANYWHERE, FIRST, cap=CAP)
    answer = made(package)
    told = answer.answer.holds[0]
    again = replace(told, subject=Named("iban", FIRST.value), amount_minor=1)

    assert codes(changed(answer, holds=(told, again)), package, tmp_path) == {"hold_twice"}


def test_more_than_one_subject_allows_is_named(tmp_path: Path) -> None:
    package = holding(replace(ANYWHERE, most_minor=4_500), cap=CAP)
    wrong = changed(made(FREEZE), order_digest=package.order_digest)

    assert codes(wrong, package, tmp_path) == {"hold_over_subject"}


def test_a_hold_on_another_account_than_the_named_one_is_named(tmp_path: Path) -> None:
    package = holding(FIRST, cap=5_000)
    answer = made(package)
    (held,) = answer.answer.holds

    wrong = changed(answer, holds=(replace(held, account=OWN[1]),))

    assert codes(wrong, package, tmp_path) == {"hold_other_account"}


def test_a_hold_that_is_not_answered_is_named(tmp_path: Path) -> None:
    wrong = changed(made(FREEZE), holds=())

    assert codes(wrong, FREEZE, tmp_path) == {"hold_missing"}


def test_a_hold_that_nobody_ordered_is_named(tmp_path: Path) -> None:
    held = replace(made(FREEZE).answer.holds[0], subject=Named("iban", FIRST.value))

    wrong = changed(made(REQUEST), holds=(held,))

    assert codes(wrong, REQUEST, tmp_path) == {"hold_unasked"}


def test_a_correction_refers_to_an_answer_that_exists(tmp_path: Path) -> None:
    earlier = made(REQUEST).answer
    right = changed(made(REQUEST), answer_id="a-2", corrects=earlier.answer_id, why_corrected="Қ")
    wrong = changed(made(REQUEST), answer_id="a-2", corrects="a-0", why_corrected="Қ")
    for name in ("right", "wrong", "unseen"):
        (tmp_path / name).mkdir()

    assert not [
        f for f in found(right, REQUEST, tmp_path / "right", earlier) if f.severity == "refused"
    ]
    assert "answer_corrects_another" in {
        f.code for f in found(wrong, REQUEST, tmp_path / "wrong", earlier)
    }
    assert "answer_correction_unseen" in {
        f.code for f in found(right, REQUEST, tmp_path / "unseen")
    }


def test_an_order_of_the_first_day_of_all_is_checked_without_a_crash(tmp_path: Path) -> None:
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (1, 9999))
    order = replace(REQUEST.order, made_at=first, period=Period(first, last))
    package = replace(REQUEST, order=order)

    wrong = changed(made(REQUEST), order_digest=package.order_digest, answered_at=first)

    assert codes(wrong, package, tmp_path) == {"kit_period_short"}


def test_without_the_order_the_answer_itself_is_looked_at(tmp_path: Path) -> None:
    assert codes(made(REQUEST), None, tmp_path) == set()


def test_a_table_without_a_period_counts_for_what_the_answer_says(tmp_path: Path) -> None:
    def spoil(grid: list[list[GridCell]]) -> None:
        del grid[2:5]

    answer = with_sheet(spoil)
    assert codes(answer, REQUEST, tmp_path) == set()

    (file,) = answer.answer.files
    silent = changed(answer, files=(replace(file, period=None),))
    assert codes(silent, REQUEST, tmp_path) == {"kit_period_short"}


def test_only_files_of_movements_are_read(tmp_path: Path) -> None:
    made(asking(FIRST, demanded="accounts")).write(tmp_path)

    def never(paths: Sequence[Path]) -> list[FileReading]:
        raise AssertionError(paths)

    with dropped(tmp_path) as opened:
        assert [f.code for f in check_answer(opened, read=never)] == []
