from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import say
from izdes.core.errors import InputRefused
from izdes.follow.casefile import CaseFile, read_case_file

WHOLE = """
register_number: 026100000000001
registered_at: 2026-05-20 14:02
qualification: {article: 190, part: 3, point: 4}
body: Үлгі қаласы Полиция департаменті
officer:
  name: Сынақова Ә. Ғ.
  post: тергеуші
  phone: 07001112233
prosecutor:
  name: Үлгібаев Қ. Ү.
  post:
  office: ~
language: ru
"""


def read(folder: Path, text: str | bytes) -> CaseFile:
    path = folder / "case.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_case_file(path)


def refusal(folder: Path, text: str | bytes) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read(folder, text)
    return caught.value


def test_a_whole_case_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    case = read(tmp_path, WHOLE)

    assert case.as_json() == {
        "register_number": "026100000000001",
        "registered_at": "2026-05-20T09:02:00.000000Z",
        "qualification": {"article": "190", "part": "3", "point": "4", "text": None},
        "body": "Үлгі қаласы Полиция департаменті",
        "officer": {"name": "Сынақова Ә. Ғ.", "post": "тергеуші", "phone": "07001112233"},
        "prosecutor": {"name": "Үлгібаев Қ. Ү.", "post": None, "office": None},
        "language": "ru",
    }


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "language:\n", "officer:\nbody: ~\n"])
def test_a_file_that_says_nothing_is_an_empty_case_in_kazakh(tmp_path: Path, text: str) -> None:
    case = read(tmp_path, text)

    assert case == CaseFile()
    assert case.language == "kk"


def test_a_folder_without_a_case_file_has_an_empty_case(tmp_path: Path) -> None:
    assert read_case_file(tmp_path / "case.yaml") == CaseFile()


def test_a_qualification_may_be_the_officers_own_words(tmp_path: Path) -> None:
    case = read(tmp_path, "qualification: п. 4) ч. 3 ст. 190 УК РК\n")

    assert case.qualification is not None
    assert case.qualification.text == "п. 4) ч. 3 ст. 190 УК РК"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-05-20", "2026-05-20"),
        ("2026-05-20T09:02:00Z", "2026-05-20T09:02:00.000000Z"),
        ("2026-05-20 14:02", "2026-05-20T09:02:00.000000Z"),
    ],
)
def test_a_registration_is_a_day_or_a_moment(tmp_path: Path, written: str, meant: str) -> None:
    case = read(tmp_path, f"registered_at: {written}\n")

    assert case.registered_at == meant


@pytest.mark.parametrize(
    ("text", "code", "key", "row"),
    [
        ("oficer: x\n", "case_file_unknown_key", "oficer", 1),
        ("body: x\nofficer:\n  namee: x\n", "case_file_unknown_key", "officer.namee", 3),
        ("body: x\nbody: y\n", "case_file_repeated_key", "body", 2),
        ("body: [x, y]\n", "case_file_wrong_text", "body", 1),
        ("officer: {name: {first: x}}\n", "case_file_wrong_text", "officer.name", 1),
        ("officer: Сынақова\n", "case_file_wrong_group", "officer", 1),
        ("- body\n", "case_file_wrong_group", "case.yaml", 1),
        ("language: kz\n", "case_file_wrong_language", "language", 1),
        ("registered_at: 20.05.2026\n", "case_file_wrong_date", "registered_at", 1),
        ("registered_at: 0001-01-01 00:00\n", "case_file_wrong_date", "registered_at", 1),
        ("[x]: y\n", "case_file_unknown_key", "?", 1),
    ],
)
def test_a_wrong_field_is_refused_by_name_and_line(
    tmp_path: Path, text: str, code: str, key: str, row: int
) -> None:
    (fault,) = refusal(tmp_path, text).faults

    assert (fault.code, fault.column, fault.row) == (code, key, row)
    assert "—" not in say(fault.code, "kk", **dict(fault.details))


def test_every_wrong_field_is_told_at_once(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "language: kz\nbody: [x]\nofficer: y\n")

    assert {fault.column for fault in refused.faults} == {"language", "body", "officer"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"body: 'x\n", "case_file_not_yaml"),
        (b"body: *nobody\n", "case_file_not_yaml"),
        (b"body: x\n---\nbody: y\n", "case_file_not_yaml"),
        (b"\x00\x01", "case_file_not_yaml"),
        (b"\xff\xfe\xff", "case_file_not_text"),
        (b"#" * 200_000, "case_file_not_text"),
        (b"[" * 50_000, "case_file_not_yaml"),
    ],
)
def test_a_file_that_is_no_case_file_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (fault,) = refusal(tmp_path, content).faults

    assert fault.code == code
    assert "—" not in say(fault.code, "ru", **dict(fault.details))


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").mkdir()

    with pytest.raises(InputRefused):
        read_case_file(tmp_path / "case.yaml")


@given(st.one_of(st.text(), st.binary().map(lambda b: b.decode("latin-1"))))
def test_any_file_ends_in_a_case_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("case") / "case.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    try:
        outcome: object = read_case_file(path)
    except InputRefused as refused:
        outcome = refused

    assert isinstance(outcome, CaseFile | InputRefused)
