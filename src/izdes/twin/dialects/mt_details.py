"""Field 86 of MT940 and MT942: three ways in which banks tell of a movement.

Numbered sub-fields of at most 27 places, code words between strokes, lines with a label. A line
has at most 65 places; what is longer goes on in the next one, in the middle of a word.
"""

from collections.abc import Callable, Sequence

from izdes.twin.country import material
from izdes.twin.dialects.rows import PartyCells, RowCells, bic_of
from izdes.twin.pages import Page

_LINE, _SUB_FIELD, _WORD = 65, 27, 34


def details_of(page: Page, row: RowCells) -> tuple[str, Sequence[str]]:
    """Return the second line of field 61, empty where there is none, and the lines of field 86."""
    return _WAYS[page.account.serial % len(_WAYS)](page, row)


def _sub_fields(page: Page, row: RowCells) -> tuple[str, Sequence[str]]:
    """Return numbered sub-fields; number and purpose code stand where the standard has no place."""
    del page
    far = _far(row)
    code = material("dialects/mt.yaml")["transactions"]["credit" if _is_credit(row) else "debit"]
    name = _cut(far.name, _SUB_FIELD)
    fields = [
        ("00", row.kind),
        *((str(20 + n), part) for n, part in enumerate(_cut(row.purpose, _SUB_FIELD))),
        ("30", _bank(row)),
        ("31", far.account),
        *(("32", part) for part in name[:1]),
        *(("33", part) for part in name[1:]),
        ("60", f"/BIN/{far.number}" if far.number else ""),
        ("61", f"/KNP/{row.purpose_code}" if row.purpose_code else ""),
    ]
    text = "".join(f"?{number}{value}" for number, value in fields if value)
    return "", _cut(f"{code}{text}", _LINE)


def _code_words(page: Page, row: RowCells) -> tuple[str, Sequence[str]]:
    """Return code words; the kind of operation stands in the second line of field 61."""
    del page
    far = _far(row)
    words = [
        ("NAME", far.name),
        ("BIN", far.number),
        ("ACC", far.account),
        ("BIC", _bank(row)),
        ("REMI", row.purpose),
        ("KNP", row.purpose_code),
    ]
    side = "ORDP" if _is_credit(row) else "BENM"
    text = "".join(f"/{word}/{value}" for word, value in words if value)
    return row.kind[:_WORD], _cut(f"/{side}/{text}", _LINE)


def _labelled(page: Page, row: RowCells) -> tuple[str, Sequence[str]]:
    """Return the purpose and then one line for each thing that is known."""
    labels = material("dialects/mt.yaml")["labels"][page.answer.language]
    far = _far(row)
    lines = [
        ("kind", row.kind),
        ("credit" if _is_credit(row) else "debit", far.name),
        ("number", far.number),
        ("account", far.account),
        ("bank", _bank(row)),
        ("code", row.purpose_code),
    ]
    told = [f"{labels[label]}: {value}" for label, value in lines if value]
    return "", [*_cut(row.purpose, _LINE), *told]


def _is_credit(row: RowCells) -> bool:
    """Say whether the money came in."""
    return row.entry.is_credit


def _far(row: RowCells) -> PartyCells:
    """Return the other side."""
    return row.payer if row.entry.is_credit else row.payee


def _bank(row: RowCells) -> str:
    """Return the other side's bank, if it is printed: by its BIC where it has one."""
    transfer = row.entry.transfer
    side = transfer.payer if row.entry.is_credit else transfer.payee
    return (bic_of(side.bank) or _far(row).bank) if _far(row).bank else ""


def _cut(text: str, places: int) -> list[str]:
    """Return a text in pieces of so many places."""
    return [text[n : n + places] for n in range(0, len(text), places)]


_WAYS: tuple[Callable[[Page, RowCells], tuple[str, Sequence[str]]], ...] = (
    _sub_fields,
    _code_words,
    _labelled,
)
