from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.orders.messages import ANSWERED, a_hold, an_answer, named
from tests.core.orders.papers import an_order

from izdes.core.errors import IzdesError
from izdes.core.orders.answers import AnswerFile, is_file_name
from izdes.core.orders.papers import paper_bytes, paper_digest, read_paper
from izdes.core.orders.wrong import PaperWrong

ORDER = an_order()
ANSWER = an_answer()
BYTES = paper_bytes(ANSWER)
FILE = ANSWER.files[0]
HOLD = a_hold(ORDER)


def test_an_answer_comes_back_as_it_was() -> None:
    assert read_paper(BYTES) == ANSWER


@given(place=st.integers(0, len(BYTES) - 1), mask=st.integers(1, 255))
def test_a_changed_byte_is_another_answer_or_none(place: int, mask: int) -> None:
    changed = bytearray(BYTES)
    changed[place] ^= mask

    try:
        found = read_paper(bytes(changed))
    except IzdesError:
        return

    assert paper_digest(found) != paper_digest(ANSWER)


@pytest.mark.parametrize(
    "change",
    [
        {"subjects": ()},
        {"subjects": (*ANSWER.subjects, ANSWER.subjects[0])},
        {"subjects": ANSWER.subjects[1:]},
        {"holds": (HOLD, HOLD)},
        {"files": (FILE, replace(FILE, name="ОТВЕТ.xlsx"))},
        {"corrects": "a-0"},
        {"why_corrected": "қате"},
        {"corrects": "a-1", "why_corrected": "қате"},
        {"completeness": "partial"},
        {"completeness": "none", "text": "Жоқ."},
        {"completeness": "mostly"},
        {"answer_id": ""},
        {"order_digest": "x"},
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PaperWrong):
        replace(ANSWER, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"amount_minor": 0},
        {"amount_minor": -1},
        {"status": "empty"},
        {"since": None},
        {"until": ANSWERED},
        {"account": ""},
        {"account": " iban:KZ"},
        {"currency": "тг"},
        {"at": ANSWERED.replace(tzinfo=None)},
    ],
)
def test_a_hold_that_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PaperWrong):
        replace(HOLD, **change)


def test_where_nothing_is_held_nothing_is_in_force() -> None:
    empty = replace(HOLD, status="empty", amount_minor=0, since=None, until=None)

    with pytest.raises(PaperWrong):
        replace(empty, since=ANSWERED)
    assert replace(ANSWER, holds=(empty,)).holds == (empty,)


def test_a_corrected_answer_names_what_it_corrects_and_why() -> None:
    corrected = replace(
        ANSWER, answer_id="a-2", corrects="a-1", why_corrected="Бір жол қалып қойған."
    )

    assert read_paper(paper_bytes(corrected)) == corrected


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "C:x",
        "answer.json",
        "ANSWER.JSON",
        "answer.json.p7s",
        " a",
        "a.",
        "a\n",
        "a\u202e",
    ],
)
def test_a_name_that_leads_elsewhere_names_no_file(name: str) -> None:
    assert not is_file_name(name)


@given(st.text(max_size=12))
def test_a_file_name_never_holds_a_separator(name: str) -> None:
    if is_file_name(name):
        assert not {"/", "\\", "\0"} & {*name}


@pytest.mark.parametrize(
    "change",
    [{"sha256": "x"}, {"size_bytes": -1}, {"kind": "poem"}, {"covers": named(ORDER)[:1] * 2}],
)
def test_a_file_that_is_not_named_whole_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PaperWrong):
        replace(FILE, **change)


def test_a_file_about_a_subject_that_is_not_answered_is_refused() -> None:
    about = replace(ANSWER, subjects=ANSWER.subjects[:1])

    with pytest.raises(PaperWrong):
        replace(about, files=(replace(FILE, covers=named(ORDER)),))


def test_accounts_do_not_stand_in_a_repr() -> None:
    assert named(ORDER)[0].value not in repr(ANSWER)


def test_a_hold_may_have_no_end() -> None:
    assert replace(HOLD, until=None).since == ANSWERED


def test_a_file_may_cover_everything_and_have_no_period() -> None:
    file = AnswerFile("бейне.mp4", "cd" * 32, 0, "video", (), None)

    answer = replace(ANSWER, files=(file,))
    assert read_paper(paper_bytes(answer)) == answer
