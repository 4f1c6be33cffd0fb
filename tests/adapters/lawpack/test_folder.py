from pathlib import Path

import pytest

from izdes.adapters.lawpack import NOTE, read_folder, read_open_clocks, write_pack
from izdes.core.errors import InputRefused
from izdes.core.law.release import packaged_pack
from izdes.core.law.release.packs import packaged_texts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The packaged pack as a folder."""
    write_pack(packaged_texts(), tmp_path)
    return tmp_path


def codes(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputRefused) as caught:
        read_folder(path)
    return [(f.code, f.file) for f in caught.value.faults]


def test_a_folder_holds_the_same_pack_as_the_package(folder: Path) -> None:
    read = read_folder(folder)

    assert (read.pack.ref, read.note) == (packaged_pack().ref, "")


def test_a_note_is_no_part_of_the_pack(folder: Path) -> None:
    (folder / NOTE).write_text("said by somebody", encoding="utf-8")

    read = read_folder(folder)

    assert (read.pack.ref, read.note) == (packaged_pack().ref, "said by somebody")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path / "nowhere") == [("law_folder_missing", "nowhere")]


def test_what_is_no_law_is_named(folder: Path) -> None:
    (folder / "readme.txt").write_text("new law here", encoding="utf-8")

    assert codes(folder) == [("law_file_unknown", "readme.txt")]


def test_law_that_the_program_does_not_read_is_named(folder: Path) -> None:
    (folder / "norms_new.yaml").write_text("[]", encoding="utf-8")

    assert codes(folder) == [("law_file_unknown", "norms_new.yaml")]


def test_a_link_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "norms.yaml"
    (folder / "norms.yaml").rename(elsewhere)
    (folder / "norms.yaml").symlink_to(elsewhere)

    assert codes(folder) == [("law_file_unknown", "norms.yaml")]


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "norms.yaml").write_bytes(b"\xff\xfe\x00")

    assert codes(folder) == [("law_not_text", "norms.yaml")]


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    (folder / "norms.yaml").write_bytes(b"#" * (8 * 1024 * 1024 + 1))

    assert codes(folder) == [("law_file_too_large", "norms.yaml")]


def test_a_folder_of_anything_else_is_given_up(folder: Path) -> None:
    for number in range(600):
        (folder / f"a{number:03}.yaml").touch()

    assert ("law_folder_too_full", folder.name) in codes(folder)


def test_open_clocks_are_read_with_their_moments(tmp_path: Path) -> None:
    table = tmp_path / "open.csv"
    table.write_text(
        "ref,clock,started_at,note\n12/26,DL_ANSWER_3D,2026-03-18T15:00+05:00,x\n", encoding="utf-8"
    )

    (found,) = read_open_clocks(table)

    assert (found.ref, found.rule_id) == ("12/26", "DL_ANSWER_3D")
    assert found.started_at.isoformat() == "2026-03-18T15:00:00+05:00"


def test_every_wrong_cell_of_open_clocks_is_named(tmp_path: Path) -> None:
    table = tmp_path / "open.csv"
    table.write_text("ref,clock,started_at\n,,2026-03-18T15:00\n", encoding="utf-8")

    with pytest.raises(InputRefused) as caught:
        read_open_clocks(table)

    assert [(f.row, f.column) for f in caught.value.faults] == [
        (2, "ref"),
        (2, "clock"),
        (2, "started_at"),
    ]


def test_a_column_that_open_clocks_lack_is_named(tmp_path: Path) -> None:
    table = tmp_path / "open.csv"
    table.write_text("ref,started_at\n", encoding="utf-8")

    with pytest.raises(InputRefused) as caught:
        read_open_clocks(table)

    assert [(f.code, f.column) for f in caught.value.faults] == [("law_clocks_missing", "clock")]
