"""Tables of clients and log-ins are looked into where an answer arrives, as the kit does."""

import hashlib

import pytest
from tests.adapters.messages.ledgers import OWN, asking, number_of
from tests.adapters.statements.workbooks import book_of
from tests.core.orders.messages import BY

from izdes.adapters.messages.checking.arrived import arrived_faults, is_wrong
from izdes.core.errors import Fault
from izdes.core.orders.answers import Answer, AnswerFile, FileKind, SubjectAnswer
from izdes.core.orders.receipts import Named
from izdes.core.orders.subjects import Subject

_PACKAGE = asking(Subject("iban", number_of(OWN[0])), demanded="logins")


def answered(name: str, data: bytes, kind: FileKind = "logins") -> Answer:
    """Return an answer with one file."""
    (subject,) = _PACKAGE.order.subjects
    named = Named(subject.kind, subject.value)
    order = _PACKAGE.order
    return Answer(
        answer_id="a-1",
        order_number=order.number,
        order_digest=_PACKAGE.order_digest,
        corrects="",
        why_corrected="",
        completeness="full",
        text="",
        answered_at=order.made_at,
        by=BY,
        subjects=(SubjectAnswer(named, "found", ""),),
        holds=(),
        files=(AnswerFile(name, hashlib.sha256(data).hexdigest(), len(data), kind, (), None),),
    )


def arrived(name: str, data: bytes, kind: FileKind = "logins") -> list[Fault]:
    """Return what is said of the file of an answer that came in; the answer itself is right."""
    day = _PACKAGE.order.made_at.date()
    faults = arrived_faults(answered(name, data, kind), lambda _: [data], package=_PACKAGE, on=day)
    if kind == "logins":
        assert not is_wrong(faults)
    return [fault for fault in faults if fault.file == name]


@pytest.mark.parametrize("moment", ["2026-05-18T11:00:00+05:00", "yesterday"])
def test_a_workbook_is_noted_with_its_place_where_a_row_cannot_be_read(moment: str) -> None:
    rows = (("account", "at", "ip"), (OWN[0], moment, "203.0.113.9"))

    faults = arrived("Кіру.xlsx", book_of(rows, "Кіру"))

    told = [(f.code, f.sheet, f.row, f.column, f.severity) for f in faults]
    wrong = [("not_a_time", "Кіру", 2, "at", "noted")]
    assert told == ([] if moment.startswith("2026") else wrong)


@pytest.mark.parametrize("name", ["l.csv", "l.xlsx"])
def test_what_is_no_table_is_noted(name: str) -> None:
    (fault,) = arrived(name, b"\0\0")

    assert fault.severity == "noted"


def test_a_file_of_another_kind_is_only_named() -> None:
    assert arrived("l.csv", b"\0\0", "other") == []
