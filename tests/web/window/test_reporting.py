"""Reporting: answers become one complaint of the contract, whatever is missing of them."""

import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.web.window.writing import FRESH, FULL

from izdes.adapters.complaints.reader import read_complaint_stream
from izdes.core.sealing.canonical import canonical_json
from izdes.web.window.reporting import complaint_of, says_something

_scalars = st.none() | st.text(max_size=10) | st.integers() | st.booleans()
_steps = st.sampled_from(["when", "contacts", "payments", "loans", "person", "reach", "start"])
_names = st.sampled_from(["rows", "found", "from_day", "birth_year", "region", "fresh", "amount"])


def test_it_is_a_line_of_the_contract() -> None:
    said = {
        **complaint_of(FULL),
        "complaint_id": "1",
        "reported_at": "2026-11-21T00:00:00+05:00",
    }

    (complaint,), faults = read_complaint_stream(
        io.BytesIO(json.dumps(said).encode()), file="complaints.jsonl"
    )

    assert faults == ()
    assert complaint.region == "75"
    assert complaint.payments[0].amount_minor == 25_000_000
    assert complaint.loans[0].contract == "17"
    assert complaint.victim.birth_year == 1990
    assert complaint.identifiers[0].role == "offender_contact"


def test_a_clock_that_was_not_said_is_a_day() -> None:
    loan = complaint_of(FULL)["loans"][0]
    payment = complaint_of(FULL)["payments"][0]

    assert loan["at"] == "2026-11-20T00:00:00+05:00"
    assert (payment["at"], payment["precision"]) == ("2026-11-20T09:15:00+05:00", "minute")


def test_four_answers_are_something_and_none_is_nothing() -> None:
    assert says_something(FRESH)
    assert not says_something({})
    assert not says_something({"story": {"narrative": "  "}, "payments": {"rows": []}})


@given(st.dictionaries(_steps, st.dictionaries(_names, _scalars | st.lists(_scalars, max_size=3))))
def test_whatever_the_answers_are_they_become_a_complaint(
    answers: dict[str, dict[str, Any]],
) -> None:
    assert canonical_json(complaint_of(answers))
