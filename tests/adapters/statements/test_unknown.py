from importlib.resources import files
from typing import Any

import pytest
import yaml
from tests.adapters.statements.answers import TITLES, Line, read, xlsx

from izdes.adapters.words import LANGUAGES, entries


def explained(data: bytes) -> list[tuple[str, dict[str, str]]]:
    return [(f.code, dict(f.details)) for f in read(data).explained]


def test_a_sheet_with_too_few_titles_names_those_that_are_known() -> None:
    grid: list[Line] = [["Отчёт"], ["Дата", "Кто", "Сумма"], ["01.05.2026", "Омар", 5.0]]

    (_, seen, tried) = explained(xlsx(grid, "Май"))

    assert seen == (
        "how_seen_titles",
        {"sheet": "Май", "rows": "3", "row": "2", "count": "2", "titles": "Дата; Сумма"},
    )
    assert tried[0] == "how_tried"
    assert "columns18-plain" in tried[1]["forms"]


def test_a_sheet_without_titles_says_so() -> None:
    seen = explained(xlsx([["a"], ["b"]], cover="Обложка"))

    assert [details["sheet"] for code, details in seen if code == "how_seen_no_titles"] == [
        "Обложка",
        "Выписка",
    ]


def test_a_delimited_text_is_seen_as_a_table() -> None:
    seen = dict(explained("Дата;Кто\n01.05.2026;Омар\n".encode()))

    assert seen["how_seen_titles"]["titles"] == "Дата"
    assert "mt940" in seen["how_tried"]["forms"]


def test_of_an_xml_document_the_root_is_named() -> None:
    seen = dict(explained(b"<?xml version='1.0'?><Invoice/>"))

    assert seen["how_seen_root"] == {"root": "Invoice"}
    assert "camt.053" in seen["how_tried"]["forms"]


def test_nothing_is_said_of_forms_where_one_is_recognised() -> None:
    assert "how_tried" not in dict(explained(xlsx([TITLES])))


def data(path: str) -> Any:  # noqa: ANN401  # the shape of a YAML file is its own
    return yaml.safe_load(files("izdes.adapters.statements").joinpath(path).read_text("utf-8"))


def meanings() -> set[str]:
    """Everything that a column or a field may be taken for."""
    titles, exchange = data("titles.yaml"), data("exchange1c/exchange1c.yaml")
    found = {entry["column"] for entry in titles["columns"] + data("pdf/pdf.yaml")["titles"]}
    found |= {f"{side}_{p['part']}" for side in titles["sides"] for p in titles["side"]}
    found |= {*exchange["account"], *exchange["document"]}
    return found | {f"{side}_{part}" for side in exchange["stems"] for part in exchange["endings"]}


@pytest.mark.parametrize("meaning", sorted(meanings()))
def test_every_meaning_of_a_column_has_its_word(meaning: str) -> None:
    assert set(entries()[f"meaning_{meaning}"]) == set(LANGUAGES)
