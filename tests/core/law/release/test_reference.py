from pathlib import Path

import pytest

from izdes.core.law.release.packs import packaged_texts
from izdes.core.law.release.shapes import STAGES, WHO, shape_of

PAGE = (Path(__file__).parents[4] / "docs" / "reference" / "law-pack.md").read_text("utf-8")


@pytest.mark.parametrize("file", sorted(packaged_texts()))
def test_the_reference_names_every_file_of_the_pack(file: str) -> None:
    named = "plans/*.yaml" if file.startswith("plans/") else file

    assert f"`{named}`" in PAGE


@pytest.mark.parametrize("file", ["pack.yaml", "norms.yaml", "indexes.yaml", "recordings.yaml"])
def test_the_reference_names_every_field(file: str) -> None:
    shape = shape_of(file)

    assert shape is not None
    assert [name for name in shape.fields if f"`{name}`" not in PAGE] == []


def test_the_reference_names_every_field_stage_and_role_of_a_task() -> None:
    shape = shape_of("plans/01_stop.yaml")

    assert shape is not None
    assert [name for name in shape.fields if f"`{name}`" not in PAGE] == []
    assert f"`{' '.join(STAGES)}`" in PAGE
    assert f"`{' '.join(WHO)}`" in PAGE
