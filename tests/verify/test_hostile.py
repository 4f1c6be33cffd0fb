"""Whatever lies in the folder, the check ends with a sentence and a status, never a traceback."""

import gzip
import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.verify.everything import CASE, PINS
from tests.verify.papers import Papers, papers

from izdes.verify.__main__ import main

_FILES = (
    "certificate/certificate.json",
    "certificate/slices.csv.gz",
    "certificate/resting.csv.gz",
    "transfers.csv",
    "accounts.csv",
    "claims.csv",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return papers(tmp_path_factory.mktemp("hostile") / "x", CASE, "lifo", PINS)


def status(made: Papers, lang: str = "en") -> int:
    given = made.given
    options = ["--ledger", given.ledger, "--accounts", given.accounts, "--claims", given.claims]
    return main([str(made.folder), "--lang", lang, *map(str, options)])


def spoiled(data: bytes, random: Random) -> bytes:
    """Return bytes with a part changed, cut out, doubled or replaced."""
    n, length = random.randrange(len(data) + 1), random.choice([1, 1, 4, 40])
    junk = random.choice([b"", b"\x00", b"\xff\xfe", b'"', b"\n", b",", b"9" * 50, b"\xd0", b"{["])
    return random.choice([data[:n] + junk + data[n + length :], data[:n], data + data[n:]])


@pytest.mark.parametrize("name", _FILES)
def test_a_spoiled_file_ends_in_a_sentence(
    made: Papers, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, random = made.folder / name, Random(name)
    honest = path.read_bytes()
    is_packed = name.endswith(".gz")
    inside = gzip.decompress(honest) if is_packed else honest

    for n in range(60):
        data = spoiled(inside, random)
        path.write_bytes(gzip.compress(data) if is_packed else data)
        if is_packed and n % 2:
            path.write_bytes(spoiled(honest, random))
        assert status(made, random.choice(["kk", "ru", "en"])) in {0, 1}
    path.write_bytes(honest)

    assert capsys.readouterr().err == ""
    assert status(made) == 0


@settings(max_examples=60, deadline=None)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    )
)
def test_any_json_ends_in_a_sentence(made: Papers, value: object) -> None:
    path = made.certificate / "certificate.json"
    honest = path.read_bytes()

    path.write_text(json.dumps(value))
    found = status(made)
    path.write_bytes(honest)

    assert found == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        '{"rule": "fifo", "rule": "lifo"}',
        '{"format": NaN}',
        '{"format": 1e999}',
        '{"format": ' + "9" * 5000 + "}",
        '{"format": "\\ud800"}',
        "\ufeff{}",
    ],
)
def test_odd_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "certificate.json").write_text(text)

    assert main([str(tmp_path)]) == 1


def test_a_missing_table_is_refused(made: Papers, capsys: pytest.CaptureFixture[str]) -> None:
    (made.certificate / "slices.csv.gz").rename(made.folder / "aside")

    found = status(made)
    (made.folder / "aside").rename(made.certificate / "slices.csv.gz")

    assert found == 1
    assert "slices.csv.gz cannot be read" in capsys.readouterr().out


def test_odd_signs_do_nothing_to_a_terminal(
    made: Papers, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.folder / "claims.csv"
    honest = path.read_text()

    path.write_text(honest.replace("C1,t01,450", "C1,t01,\x1b[2J\u202e"))
    found = status(made)
    path.write_text(honest)

    assert found == 1
    said = capsys.readouterr().out
    assert "\\u001b[2J\\u202e" in said
    assert "\x1b" not in said


def test_wrong_usage_has_its_own_status(
    made: Papers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = str(made.given.ledger)

    assert main([str(tmp_path), "--lang", "en"]) == 2
    assert main([str(tmp_path / "nowhere"), "--lang", "en"]) == 2
    assert main([str(made.folder), "--ledger", ledger, "--lang", "en"]) == 2
    assert "There is no certificate" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2


def test_a_trace_with_accounts_is_not_checked_without_them(
    made: Papers, capsys: pytest.CaptureFixture[str]
) -> None:
    given = made.given
    options = ["--ledger", str(given.ledger), "--claims", str(given.claims)]

    assert main([str(made.folder), "--lang", "en", *options]) == 1
    assert "--accounts" in capsys.readouterr().out
