"""The check of journals: what it accepts, and that it notices everything else and says where."""

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.verify.journals import Key, Made, canonical, journal, proof_of

from izdes.core.sealing.merkle import consistency_proof, inclusion_proof
from izdes.verify.__main__ import main
from izdes.verify.journal import Journal, trusted
from izdes.verify.notes import read_head, read_key, require_signed

VERIFIER = str(Key().verifier)
DOCS = Path(__file__).parent.parent.parent / "docs"
FILES = ("entries.jsonl", "heads.jsonl", "values.jsonl", "export.json")


def checked(path: Path, *keys: str, kept: tuple[Path, ...] = ()) -> Journal:
    found = Journal(trusted(keys or (VERIFIER,), kept))
    found.check(path)
    return found


def reason(path: Path, *keys: str, kept: tuple[Path, ...] = ()) -> tuple[str, dict[str, str]]:
    """Return why a path is refused."""
    line = checked(path, *keys, kept=kept).lines[-1]
    assert line.status == "refused"
    return line.code, line.details


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return journal().write(tmp_path_factory.mktemp("journal"), case=7)


def test_an_honest_journal_is_verified(folder: Path) -> None:
    found = checked(folder)

    assert found.outcome == "verified"
    said = {line.code: line.details for line in found.lines if line.status == "checked"}
    assert said["journal_chain"]["entries"] == "7"
    assert said["journal_heads"] == {"heads": "2", "size": "7"}
    assert said["journal_values"] == {"case": "7", "values": "7", "erased": "0"}


def test_without_a_key_from_outside_it_does_not_say_verified(folder: Path) -> None:
    found = Journal(trusted((), ()))
    found.check(folder)

    assert found.outcome == "alone"
    assert "journal_no_key" in [line.code for line in found.lines]


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_flipped_bit_of_any_file_is_noticed(
    folder: Path, tmp_path: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(FILES))
    honest = {file: (folder / file).read_bytes() for file in FILES}
    changed = bytearray(honest[name])
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    for file, content in honest.items():
        (tmp_path / file).write_bytes(bytes(changed) if file == name else content)

    found = checked(tmp_path)

    assert found.outcome == "refused"
    if name == "entries.jsonl":
        row = honest[name][:place].count(b"\n") + 1
        line = found.lines[-1]
        told = line.details.get("number", line.details.get("row", line.details.get("place")))
        assert told == str(row)


def test_bits_that_base64_does_not_need_are_none_to_play_with(folder: Path, tmp_path: Path) -> None:
    for file in FILES:
        (tmp_path / file).write_bytes((folder / file).read_bytes())
    honest = (folder / "heads.jsonl").read_bytes()
    ends = [place for place in range(len(honest) - 1) if honest[place + 1 : place + 2] == b"="]

    assert len(ends) >= 4
    for place in ends:
        for bit in range(8):
            changed = bytearray(honest)
            changed[place] ^= 1 << bit
            (tmp_path / "heads.jsonl").write_bytes(changed)
            assert checked(tmp_path).outcome == "refused"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_entries_dropped_doubled_or_moved_are_noticed(tmp_path: Path, data: st.DataObject) -> None:
    made = journal()
    one, other = (data.draw(st.integers(0, 6)) for _ in range(2))
    how = data.draw(st.sampled_from(["drop", "double", "swap", "cut"]))
    rows = made.entries
    if how == "drop":
        del rows[one]
    elif how == "double":
        rows.insert(other, rows[one])
    elif how == "cut":
        del rows[one:]
    elif one == other:
        return
    else:
        rows[one], rows[other] = rows[other], rows[one]
    made.write(tmp_path)

    assert checked(tmp_path).outcome == "refused"


def rehashed(made: Made, number: int, body: str) -> Made:
    """Return the journal with an entry changed and the whole chain made anew behind it."""
    made.entries[number - 1]["body"] = body
    for place in range(number - 1, len(made.entries)):
        entry = made.entries[place]
        entry["previous"] = made.entries[place - 1]["hash"] if place else "0" * 64
        entry["hash"] = made.leaves[place].hex()
    return made


def other_body(made: Made, number: int) -> str:
    return str(made.entries[number - 1]["body"]).replace('"officer":3', '"officer":4')


def test_a_chain_made_anew_contradicts_its_head(tmp_path: Path) -> None:
    made = journal()

    rehashed(made, 5, other_body(made, 5)).write(tmp_path)

    assert reason(tmp_path) == ("journal_head_root", {"size": "7"})


def test_a_chain_and_heads_made_anew_contradict_a_head_that_somebody_kept(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text(journal().heads[0]["note"], encoding="utf-8")
    made = rehashed(journal(heads=()), 2, other_body(journal(), 2))
    made.sign(Key())
    made.write(tmp_path / "new")

    assert checked(tmp_path / "new").outcome == "verified"
    assert reason(tmp_path / "new", VERIFIER, kept=(kept,)) == ("journal_head_root", {"size": "3"})


def test_three_lines_from_paper_are_a_head_that_somebody_kept(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("\n".join(journal().heads[0]["note"].split("\n")[:3]), encoding="utf-8")

    found = checked(folder, VERIFIER, kept=(kept,))

    assert "journal_kept_head" in [line.code for line in found.lines]


def test_a_journal_shorter_than_its_head_was_cut(tmp_path: Path) -> None:
    made = journal()
    del made.entries[5:]
    made.write(tmp_path)

    assert reason(tmp_path) == ("journal_head_beyond", {"size": "7", "entries": "5"})


def test_entries_behind_the_last_head_are_said_to_be_uncovered(tmp_path: Path) -> None:
    journal(heads=(3,)).write(tmp_path)

    (line,) = (one for one in checked(tmp_path).lines if one.code == "journal_beyond_heads")

    assert line.details == {"first": "4", "last": "7"}


def test_a_head_of_another_key_is_refused(tmp_path: Path) -> None:
    journal(key=Key(2)).write(tmp_path)

    assert reason(tmp_path)[0] == "journal_head_unsigned"
    assert checked(tmp_path, VERIFIER, str(Key(2).verifier)).outcome == "verified"


def test_a_head_that_names_a_key_which_did_not_sign_is_refused(tmp_path: Path) -> None:
    made = journal()
    other = Key(2).note(made.leaves).rpartition(" ")[2]
    good = made.heads[1]["note"].rpartition(" ")
    mixed = good[2][:6] + other[6:]
    made.heads[1]["note"] = f"{good[0]} {mixed}"
    made.write(tmp_path)

    assert reason(tmp_path)[0] == "journal_head_signature"


GOOD = (
    '{"case":7,"event":"a.b","norm":null,"officer":1,"pack":null,"subject":["a","b"],"values":{}}'
)


@pytest.mark.parametrize(
    "body",
    [
        '{"case":7}',
        "{}",
        "[]",
        "null",
        "not JSON",
        "[" * 50_000,
        GOOD.replace('"officer":1', '"officer":1.5'),
        GOOD.replace('"officer":1', '"officer":true'),
        GOOD.replace('"officer":1', '"officer":1,"officer":2'),
        GOOD.replace('"event"', ' "event"'),
        GOOD.replace('"b"', '"\\u0062"'),
        GOOD.replace('"values":{}', '"values":{"name":{}}'),
    ],
)
def test_a_body_of_another_form_is_refused_even_if_everything_was_made_anew(
    tmp_path: Path, body: str
) -> None:
    made = rehashed(journal(heads=()), 4, body)
    made.sign(Key())
    made.write(tmp_path)

    assert reason(tmp_path) == ("journal_body", {"number": "4"})


def test_an_erased_value_is_counted_and_a_changed_or_missing_one_refused(tmp_path: Path) -> None:
    made = journal()
    made.values[1] |= {"text": None, "salt": None}
    found = checked(made.write(tmp_path / "erased", case=7))
    made.values[2]["text"] = "another"
    changed = reason(made.write(tmp_path / "changed", case=7))
    made.values.pop(2)
    missing = reason(made.write(tmp_path / "missing", case=7))

    (said,) = (line for line in found.lines if line.code == "journal_values")
    assert said.details["erased"] == "1"
    assert changed == ("journal_value_wrong", {"number": "3", "name": "name"})
    assert missing == ("journal_value_missing", {"number": "3", "name": "name"})


@pytest.mark.parametrize("number", [1, 4, 7])
def test_the_proof_of_an_entry_is_verified_and_any_other_entry_refused(
    tmp_path: Path, number: int
) -> None:
    made, file = journal(), tmp_path / "entry.tlog-proof"
    path, note = inclusion_proof(made.leaves, number - 1), made.heads[1]["note"]
    file.write_text(proof_of(made, number, path, note), encoding="utf-8")
    honest = checked(file)
    other = journal(key=Key())
    other.entries[number - 1]["body"] = other_body(other, number)
    file.write_text(proof_of(other, number, path, note), encoding="utf-8")

    assert honest.outcome == "verified"
    assert honest.lines[0].details["number"] == str(number)
    assert reason(file) == ("journal_proof_wrong", {"number": str(number)})


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_flipped_bit_of_a_proof_is_noticed(tmp_path: Path, data: st.DataObject) -> None:
    made, file = journal(), tmp_path / "entry.tlog-proof"
    text = proof_of(made, 4, inclusion_proof(made.leaves, 3), made.heads[1]["note"])
    changed = bytearray(text.encode())
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(bytes(changed))

    assert checked(file).outcome == "refused"


def continued(made: Made, first: int, second: int) -> str:
    notes = {size: Key().note(made.leaves[:size]) for size in (first, second)}
    given = {
        "format": "izdes.journal-consistency/1",
        "first": notes[first],
        "second": notes[second],
        "hashes": [
            base64.b64encode(one).decode() for one in consistency_proof(made.leaves[:second], first)
        ],
    }
    return canonical(given)


@pytest.mark.parametrize(("first", "second"), [(1, 7), (3, 7), (4, 7), (4, 8), (6, 7), (7, 7)])
def test_a_continued_journal_is_proved_so(tmp_path: Path, first: int, second: int) -> None:
    file = tmp_path / "continued.json"
    file.write_text(continued(journal(8), first, second), encoding="utf-8")

    assert checked(file).outcome == "verified"


def test_a_rewritten_journal_is_not_proved_to_continue(tmp_path: Path) -> None:
    file, kept = tmp_path / "continued.json", journal().heads[0]["note"]
    rewritten = rehashed(journal(), 2, other_body(journal(), 2))
    given = json.loads(continued(rewritten, 3, 7)) | {"first": kept}
    file.write_text(canonical(given), encoding="utf-8")

    assert reason(file) == ("journal_not_continued", {"first": "3", "second": "7"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "[" * 100_000,
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v1\nindex 1\n\nx",
        "c2sp.org/tlog-proof@v1\nextra !!\nindex 1\n\nx",
        "c2sp.org/tlog-proof@v1\nextra YQ==\nindex 01\n\nx",
        canonical({"format": "izdes.journal-consistency/1", "first": 1, "second": 2, "hashes": 3}),
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_any_file_ends_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x"
    file.write_text(text, encoding="utf-8")

    assert main(["journal", str(file), "--lang", "ru"]) == 1


@settings(max_examples=60, deadline=None)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    ),
    name=st.sampled_from(FILES),
)
def test_any_json_in_any_file_ends_in_a_sentence(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, value: object, name: str
) -> None:
    other = tmp_path_factory.mktemp("other")
    for file in FILES:
        (other / file).write_bytes((folder / file).read_bytes())
    (other / name).write_text(json.dumps(value) + "\n", encoding="utf-8")

    assert main(["journal", str(other), "--key", VERIFIER]) == 1


def test_the_command_line_tells_in_every_language_and_for_machines(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, word in (("kk", "РАСТАЛДЫ"), ("ru", "ПОДТВЕРЖДЕНО"), ("en", "VERIFIED")):
        assert main(["journal", str(folder), "--key", VERIFIER, "--lang", lang]) == 0
        assert capsys.readouterr().out.startswith(word)

    assert main(["journal", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "alone"


@pytest.mark.parametrize("key", ["", "x", VERIFIER[:-1], VERIFIER.replace("+", "-", 1)])
def test_what_is_no_key_is_wrong_usage(
    folder: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", str(folder), "--key", key]) == 2
    assert capsys.readouterr().err


def test_the_head_and_the_key_of_the_documents_belong_together() -> None:
    page = (DOCS / "reference" / "journal.md").read_text(encoding="utf-8")
    guide = (DOCS / "how-to" / "check-the-journal.md").read_text(encoding="utf-8")

    note = page.partition("```\n")[2].partition("```")[0]
    (key,) = re.findall(r"--key '(.+)'", guide)

    head = read_head(note, "journal.md")
    assert require_signed(head, [read_key(key)], "journal.md").name == head.origin == "izdes"


def test_a_place_where_nothing_lies_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["journal", str(tmp_path / "nowhere")]) == 2


def test_it_runs_alone(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "izdes.verify", "journal", str(folder), "--key", VERIFIER],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
