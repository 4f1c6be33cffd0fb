import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.complaints import read_complaint_stream, read_complaints
from izdes.adapters.words import entries
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import Complaint

Found = tuple[tuple[Complaint, ...], tuple[Fault, ...]]

WHOLE: dict[str, object] = {
    "complaint_id": "C-1",
    "reported_at": "2026-05-19T14:02:00+05:00",
    "occurred_from": "2026-05-18T10:00:00+05:00",
    "occurred_to": "2026-05-19T12:00:00+05:00",
    "region": "71",
    "language": "kk",
    "narrative": "Қоңырау шалды.\nАқша аудардым.",
    "scheme": None,
    "victim": {"ref": "V-1", "birth_year": 1980, "sex": "f"},
    "payments": [
        {
            "at": "2026-05-19T09:02:00Z",
            "amount_minor": 50_000_000,
            "currency": "kzt",
            "from": "*1234",
            "to": "KZ09 1010 0000 0000 0001",
            "channel": "app",
        }
    ],
    "loans": [
        {
            "lender": "Несие",
            "contract": "7",
            "at": None,
            "amount_minor": 1,
            "currency": "KZT",
            "paid_to": "",
        }
    ],
    "total_minor": 50_000_000,
    "identifiers": [{"kind": "phone", "raw": "8 701 000 12 34", "role": "offender_contact"}],
    "register_of_the_region": {"anything": [1.5]},
}


def read(*lines: object) -> Found:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return read_complaint_stream(io.BytesIO(text.encode()), file="complaints.jsonl")


def codes(found: Found) -> list[tuple[str, str]]:
    return [(fault.code, fault.column) for fault in found[1]]


def test_a_whole_complaint_is_read_and_unknown_keys_are_left_out() -> None:
    complaints, faults = read(WHOLE)

    (complaint,) = complaints
    assert faults == ()
    assert complaint.reported_at == datetime(2026, 5, 19, 9, 2, tzinfo=UTC)
    assert complaint.reported_at.tzinfo is UTC
    assert (complaint.narrative, complaint.scheme) == (WHOLE["narrative"], "")
    assert complaint.payments[0].currency == "KZT"
    assert complaint.payments[0].paid_to == "KZ09 1010 0000 0000 0001"
    assert complaint.loans[0].at is None
    assert complaint.identifiers[0].reading.value == "+77010001234"
    assert complaint.line == 1


def test_three_fields_are_enough() -> None:
    complaints, faults = read(
        {"complaint_id": "a", "reported_at": "2026-05-19T09:02:00Z", "narrative": "…"}
    )

    assert (len(complaints), faults) == (1, ())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"complaint_id": None}, ("complaint_field_missing", "complaint_id")),
        ({"complaint_id": "  "}, ("complaint_field_missing", "complaint_id")),
        ({"complaint_id": 7}, ("complaint_id_expected", "complaint_id")),
        ({"complaint_id": "a\nb"}, ("complaint_id_expected", "complaint_id")),
        ({"reported_at": None}, ("complaint_field_missing", "reported_at")),
        ({"reported_at": "2026-05-19T14:02:00"}, ("complaint_time_expected", "reported_at")),
        ({"reported_at": "2026-06-31T14:02:00Z"}, ("complaint_time_expected", "reported_at")),
        ({"reported_at": "0001-01-01T00:00:00+05:00"}, ("complaint_time_expected", "reported_at")),
        ({"reported_at": 1_779_000_000}, ("complaint_time_expected", "reported_at")),
    ],
)
def test_a_complaint_without_what_all_need_is_refused(
    change: dict[str, object], fault: tuple[str, str]
) -> None:
    found = read(WHOLE | change, WHOLE)

    assert [complaint.line for complaint in found[0]] == [2]
    assert codes(found) == [fault]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"total_minor": 1.0}, ("complaint_integer_expected", "total_minor")),
        ({"total_minor": True}, ("complaint_integer_expected", "total_minor")),
        ({"total_minor": "100"}, ("complaint_integer_expected", "total_minor")),
        ({"total_minor": 2**63}, ("complaint_integer_expected", "total_minor")),
        ({"narrative": ["a"]}, ("complaint_text_expected", "narrative")),
        ({"narrative": "a\u0000\ud800"}, ("complaint_text_mended", "narrative")),
        ({"occurred_to": "вчера"}, ("complaint_time_expected", "occurred_to")),
        ({"victim": "Айгүл"}, ("complaint_object_expected", "victim")),
        ({"payments": {"amount_minor": 1}}, ("complaint_list_expected", "payments")),
        ({"payments": [None, 5]}, ("complaint_object_expected", "payments[0]")),
        ({"language": "de"}, ("complaint_language_unknown", "language")),
        (
            {"payments": [{"amount_minor": 1}]},
            ("complaint_currency_assumed", "payments[0].currency"),
        ),
        ({"identifiers": [{"kind": "phone"}]}, ("complaint_field_missing", "identifiers[0].raw")),
        (
            {"identifiers": [{"kind": "phone", "raw": "1", "role": "thief"}]},
            ("complaint_role_unknown", "identifiers[0].role"),
        ),
    ],
)
def test_a_bad_field_is_named_and_the_complaint_goes_on(
    change: dict[str, object], fault: tuple[str, str]
) -> None:
    found = read(WHOLE | change)

    assert len(found[0]) == 1
    assert codes(found)[0] == fault
    assert dict(found[1][0].details)["line"] == "1"


def test_a_payment_that_cannot_be_read_keeps_its_place() -> None:
    good = {"amount_minor": 5, "currency": "KZT"}

    (complaint,), faults = read(WHOLE | {"payments": ["?", good | {"amount_minor": 1.5}, good]})

    assert [p.amount_minor for p in complaint.payments] == [None, None, 5]
    assert [f.column for f in faults] == ["payments[0]", "payments[1].amount_minor"]


def test_a_large_amount_is_written_as_text() -> None:
    (complaint,), faults = read(WHOLE | {"total_minor": str(2**53)})

    assert (complaint.total_minor, faults) == (2**53, ())


def test_one_id_twice_is_refused_with_both_lines() -> None:
    complaints, faults = read(WHOLE, "", WHOLE | {"region": "75"})

    assert [complaint.region for complaint in complaints] == ["71"]
    assert faults[0].code == "complaint_twice"
    assert dict(faults[0].details) == {"complaint_id": "C-1", "first_line": "1", "line": "3"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "complaint_not_json"),
        ('{"a": NaN}', "complaint_not_json"),
        ("[" * 100_000, "complaint_not_json"),
        ('{"a": ' + "9" * 5_000 + "}", "complaint_not_json"),
        ('"text"', "complaint_not_object"),
        ('{"complaint_id": "a", "complaint_id": "b"}', "complaint_key_twice"),
        ('{"a": "\u0000"}', "complaint_not_json"),
    ],
)
def test_a_bad_line_is_a_fault_and_the_next_is_read(line: str, code: str) -> None:
    found = read(WHOLE, line, WHOLE | {"complaint_id": "C-2"})

    assert [complaint.complaint_id for complaint in found[0]] == ["C-1", "C-2"]
    assert [(fault.code, fault.row) for fault in found[1]] == [(code, 2)]


def test_a_line_in_another_encoding_is_a_fault() -> None:
    stream = io.BytesIO(json.dumps(WHOLE).encode() + b'\n{"a": "\xcf\xf0"}\n')

    found = read_complaint_stream(stream, file="complaints.jsonl")

    assert (len(found[0]), codes(found)) == (1, [("complaint_not_utf8", "")])


def test_a_line_longer_than_any_complaint_is_skipped() -> None:
    found = read(WHOLE, "x" * (17 * 2**20), WHOLE | {"complaint_id": "C-2"})

    assert [complaint.line for complaint in found[0]] == [1, 3]
    assert codes(found) == [("complaint_too_long", "")]


def test_a_byte_order_mark_and_carriage_returns_are_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "complaints.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(WHOLE).encode() + b"\r\n\r\n")

    complaints, faults = read_complaints(path)

    assert (len(complaints), faults) == (1, ())


def test_a_complaint_that_says_nothing_is_refused() -> None:
    bare = {"complaint_id": "a", "reported_at": "2026-05-19T09:02:00Z"}

    found = read(bare, bare | {"payments": WHOLE["payments"]}, bare | {"narrative": " "})

    assert found[0] == ()
    assert codes(found) == [("complaint_says_nothing", "narrative")] * 3


def test_an_empty_narrative_beside_payments_is_enough() -> None:
    found = read(WHOLE | {"narrative": "", "identifiers": []})

    assert len(found[0]) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rest", "complaints_not_text"),
        ('{"a": 1}'.encode("utf-16"), "complaints_not_text"),
        (b"\xd0\xcf\x11\xe0\x00\x00", "complaints_not_text"),
        (b'[{"complaint_id": "a"}]', "complaints_one_list"),
    ],
)
def test_what_is_no_list_of_lines_is_refused_as_a_whole(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "complaints.jsonl"
    path.write_bytes(content)

    with pytest.raises(InputRefused) as caught:
        read_complaints(path)

    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as missing:
        read_complaints(tmp_path / "complaints.jsonl")
    with pytest.raises(InputRefused) as folder:
        read_complaints(tmp_path)

    assert missing.value.faults[0].code == "complaints_file_missing"
    assert folder.value.faults[0].code == "complaints_unreadable"


@given(st.binary(max_size=200))
def test_any_bytes_are_faults_or_complaints(content: bytes) -> None:
    try:
        complaints, faults = read_complaint_stream(io.BytesIO(content), file="f")
    except InputRefused as refused:
        complaints, faults = (), refused.faults

    assert complaints == ()
    assert all(fault.code in entries() for fault in faults)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
_PARTS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        (
            *("at", "amount_minor", "currency", "from", "to", "lender", "paid_to"),
            *("kind", "raw", "role", "ref", "birth_year"),
        ),
        _JSON,
    ),
)


@given(st.dictionaries(st.sampled_from(sorted(WHOLE)), _JSON | _PARTS | st.lists(_PARTS)))
def test_any_values_in_any_field_are_faults_or_a_complaint(change: dict[str, object]) -> None:
    complaints, faults = read(WHOLE | change)

    assert len(complaints) == 1 or faults
    assert all(fault.code in entries() and fault.row == 1 for fault in faults)
    assert all(i.reading.raw == i.raw for c in complaints for i in c.identifiers)


def test_values_of_a_complaint_do_not_show_persons() -> None:
    (complaint,), _ = read(WHOLE)
    shown = repr((complaint, *complaint.payments, *complaint.loans, *complaint.identifiers))

    assert "1010" not in shown
    assert "0001234" not in shown + repr(complaint.victim)
