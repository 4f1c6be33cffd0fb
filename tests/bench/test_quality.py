import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from izdes.bench import schemes, speed
from izdes.bench.labelled import Labelled, read_labelled, unmarked
from izdes.bench.quality import measure
from izdes.cli.main import app
from izdes.core.errors import InputRefused
from izdes.core.statistics.proportion import Proportion

ZONE = ZoneInfo("Asia/Almaty")
TOLD_AT = datetime(2026, 5, 21, 12, tzinfo=ZONE)


def told(marked: str, *, scheme: str = "NONE") -> Labelled:
    text, marks = unmarked(marked)
    return Labelled("x-1", "ru", TOLD_AT, scheme, text, marks)


def test_a_mark_that_is_found_is_a_hit_with_its_role() -> None:
    tally = measure(
        [told("звонили с ⟦8 701 000 12 34|phone|+77010001234|offender_contact⟧")], zone=ZONE
    )

    assert (tally.hits["phone"], tally.exact["phone"], tally.slips) == (1, 1, [])
    assert tally.f1("phone") == 1.0


def test_a_wrong_mark_is_both_missed_and_made_up() -> None:
    tally = measure([told("⟦8 701 000 12 34|phone|+77010001235|victim⟧")], zone=ZONE)

    assert (tally.missed["phone"], tally.made_up["phone"]) == (1, 1)
    assert [slip.what for slip in tally.slips] == ["missed", "made_up"]
    assert tally.f1("phone") == 0.0


def test_another_role_is_a_slip_of_the_role_only() -> None:
    tally = measure([told("звонили с ⟦8 701 000 12 34|phone|+77010001234|victim⟧")], zone=ZONE)

    assert tally.hits["phone"] == 1
    assert [(slip.what, slip.marked) for slip in tally.slips] == [("role", "victim")]


def test_what_people_could_mark_either_way_counts_for_nothing() -> None:
    tally = measure(
        [told("⟦500 тг|amount|50000 KZT|optional⟧ и ⟦1414|phone||optional⟧")], zone=ZONE
    )

    assert (tally.kinds, tally.slips) == ((), [])
    assert tally.f1("amount") == 0.0


def test_a_file_that_is_no_labelled_set_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": 1}\n', encoding="utf-8")

    with pytest.raises(InputRefused) as refused:
        list(read_labelled(file))

    assert refused.value.faults[0].row == 1


def test_a_scheme_counts_as_first_as_wider_and_among_three() -> None:
    text = "Из банка велели перевести на безопасный счет"
    found = schemes.measure(
        [told(text, scheme="SAFE_ACCOUNT"), told(text, scheme="PHISHING"), told(text)]
    )

    assert found["of"] == 2
    assert (found["first"]["value"], found["first_wider_code"]["value"]) == (0.5, 0.5)


@pytest.mark.parametrize(("hits", "of"), [(3, 2), (-1, 2)])
def test_no_share_has_more_hits_than_there_are(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="hits"):
        Proportion(hits, of)


def test_an_empty_sample_says_nothing() -> None:
    assert (Proportion(0, 0).value, Proportion(0, 0).interval) == (0.0, (0.0, 1.0))


def test_texts_of_one_length_are_made_of_whole_narratives() -> None:
    texts = speed.texts_of([told("слово " * 100)] * 5)

    assert [len(text) for text, _ in texts] == [1_000, 1_000]


def line(number: int) -> str:
    mark = f"⟦8 701 000 12 3{number}|phone|+7701000123{number}|offender_contact⟧"
    marked = f"{'слово ' * 90} звонили с {mark}"
    told_at = "2026-05-21T12:00:00+05:00"
    found = {"id": f"a-{number}", "language": "ru", "reported_at": told_at, "scheme": "OTHER"}
    return json.dumps(found | {"marked": marked}, ensure_ascii=False)


def test_the_benchmark_prints_and_records_its_figures(tmp_path: Path) -> None:
    for half in ("open", "sealed"):
        (tmp_path / half).mkdir()
        (tmp_path / half / "a.jsonl").write_text("\n".join(map(line, range(4))), encoding="utf-8")
    out = tmp_path / "result.json"

    result = CliRunner().invoke(
        app, ["bench", "identify", str(tmp_path), "--out", str(out), "--slips", "--lang", "kk"]
    )

    figures = json.loads(out.read_text(encoding="utf-8"))
    assert result.exit_code == 0
    assert figures["quality"]["sealed"]["overall"]["f1"] == 1.0
    assert figures["speed"]["per_second_best"] > 0
    assert figures["profile"]
    assert "phone" in result.stdout


def test_a_folder_without_narratives_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["bench", "identify", str(tmp_path), "--lang", "en"])

    assert result.exit_code == 1
    assert "labelled_missing" in result.stderr
