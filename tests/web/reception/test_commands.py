"""The commands of both contours, as they are typed; and the page that says what a package is."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.web.cast import Cast
from tests.web.window.writing import FULL, PNG, written
from typer.testing import CliRunner

from izdes.cli.main import app
from izdes.web.operation.intake import take_sent
from izdes.web.packages.known import office_party, windows_of_office
from izdes.web.packages.sealing import read_package
from izdes.web.reception.reading import read
from izdes.web.window.outgoing import waiting
from izdes.web.window.sending import send
from izdes.web.window.statuses import add_later, status_of

_SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "package.schema.json"


def ran(*words: str, status: int = 0) -> Any:  # noqa: ANN401 - whatever it printed
    done = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


def test_a_report_crosses_and_its_story_comes_back(staffed: Cast, tmp_path: Path) -> None:
    receipt = send(written(FULL, files=(PNG,)))
    out, back = str(tmp_path / "out"), str(tmp_path / "back")

    assert ran("window", "export", "--to", out)["count"] == 1
    packages = [str(place) for place in Path(out).iterdir()]
    taken = ran("intake", "import", *packages)
    again = ran("intake", "import", *packages)
    assert ran("intake", "export-status", "--to", back)["count"] == 1
    words = ran("window", "import-status", *map(str, Path(back).iterdir()))

    assert [one["outcome"] for one in taken["packages"]] == ["taken"]
    assert [one["outcome"] for one in again["packages"]] == ["known"]
    assert words == {"count": 1, "known": 1}
    status = status_of(receipt.number, receipt.code)
    assert status is not None
    assert [word.kind for word in status.words] == ["taken"]
    del staffed


def test_what_is_refused_is_told_and_the_others_go_on(staffed: Cast, tmp_path: Path) -> None:
    send(written(FULL))
    ran("window", "export", "--to", str(tmp_path / "out"))
    (good,) = (tmp_path / "out").iterdir()
    bad, lines = tmp_path / "bad.izdes", tmp_path / "complaints.jsonl"
    bad.write_bytes(good.read_bytes()[:-1])
    lines.write_text('{"complaint_id": "1"}\n', encoding="utf-8")

    told = ran("intake", "import", str(bad), str(good), str(lines), status=1)

    outcomes = {one["name"]: one["outcome"] for one in told["packages"]}
    assert outcomes == {"bad.izdes": "package_not_opened", good.name: "taken"}
    assert [fault["row"] for fault in told["complaints"][0]["faults"]] == [1]
    spoken = CliRunner().invoke(app, ["intake", "import", str(bad), "--lang", "kk"])
    assert spoken.exit_code == 1
    assert "Пакет ашылмайды" in spoken.output
    del staffed


def test_keys_are_printed_and_notices_written(staffed: Cast, tmp_path: Path) -> None:
    send(written(FULL))
    take_sent()

    assert ran("window", "key")["public"].startswith("izdes-party:")
    assert ran("intake", "key") != ran("window", "key")
    assert ran("intake", "notices", "--to", str(tmp_path))["messages"] == 1
    assert ran("window", "forget") == {"count": 0}
    del staffed


def test_what_a_window_writes_is_what_the_schema_says(staffed: Cast) -> None:
    receipt = send(written(FULL, files=(PNG,)))
    add_later(receipt.number, receipt.code, text="later", files=[("a.png", [PNG])])
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))

    for one in waiting():
        package = read_package(one.place, to=office_party(), known=windows_of_office())
        assert read(package).number == receipt.number
        assert _strange(package.manifest, schema) == []
    del staffed


def _strange(value: Any, schema: Any, at: str = "") -> list[str]:  # noqa: ANN401 - JSON
    """Return the places of a value that a schema does not name, or wants and misses."""
    if isinstance(value, list):
        return [place for one in value for place in _strange(one, schema.get("items", {}), at)]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    wanted = schema.get("required", [])
    missing = [f"{at}/{name} is missing" for name in wanted if name not in value]
    unknown = [f"{at}/{name} is unknown" for name in value if name not in schema["properties"]]
    inside = [
        place
        for name, inner in schema["properties"].items()
        if name in value
        for place in _strange(value[name], inner, f"{at}/{name}")
    ]
    return [*missing, *unknown, *inside]


@pytest.mark.parametrize("words", [("intake", "export-status"), ("window", "export")])
def test_a_folder_is_asked_for(words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, list(words)).exit_code == 2
