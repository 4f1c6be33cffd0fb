import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.messages.packed import a_package
from tests.core.orders.messages import an_answer

from izdes.adapters.messages import drop
from izdes.adapters.messages.drop import drop_file, drop_package, dropped, zip_answer
from izdes.adapters.messages.faults import DropUnusable, MessageUnreadable
from izdes.adapters.messages.package import read_package
from izdes.core.errors import IzdesError
from izdes.core.orders.papers import paper_bytes

DATA = b"PK rows"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An answer with one file."""
    inside = tmp_path / "answer"
    inside.mkdir()
    first = an_answer().files[0]
    file = replace(first, sha256=hashlib.sha256(DATA).hexdigest(), size_bytes=len(DATA))
    (inside / "answer.json").write_bytes(paper_bytes(replace(an_answer(), files=(file,))))
    (inside / file.name).write_bytes(DATA)
    return inside


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return out.getvalue()


def codes(path: Path) -> list[tuple[str, str]]:
    with dropped(path) as found:
        return [(fault.code, fault.file) for fault in found.faults]


def test_an_answer_in_a_folder_is_read_with_its_files(folder: Path) -> None:
    with dropped(folder) as found:
        assert found.answer.answer_id == "a-1"
        assert [path.read_bytes() for path in found.paths] == [DATA]
        assert found.faults == ()


def test_a_zip_of_an_answer_is_the_same_answer(folder: Path, tmp_path: Path) -> None:
    zip_answer(folder, tmp_path / "a.zip")
    zip_answer(folder, tmp_path / "b.zip")

    with dropped(folder) as one, dropped(tmp_path / "a.zip") as other:
        assert one.answer == other.answer
        assert one.present == other.present
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_was_unpacked_is_gone_afterwards(folder: Path, tmp_path: Path) -> None:
    zip_answer(folder, tmp_path / "a.zip")

    with dropped(tmp_path / "a.zip") as found:
        inside = found.paths[0]

    assert not inside.exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [(b"PK rowS", "answer_file_digest"), (b"PK", "answer_file_size")],
)
def test_a_changed_file_is_noticed(folder: Path, changed: bytes, code: str) -> None:
    (folder / "ответ.xlsx").write_bytes(changed)

    assert codes(folder) == [(code, "ответ.xlsx")]


def test_a_missing_file_and_one_too_many_are_noticed(folder: Path) -> None:
    (folder / "ответ.xlsx").rename(folder / "other.xlsx")

    assert codes(folder) == [
        ("answer_file_missing", "ответ.xlsx"),
        ("answer_file_unnamed", "other.xlsx"),
    ]


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (folder / "ответ.xlsx").unlink()
    (folder / "ответ.xlsx").symlink_to(tmp_path / "secret")

    with pytest.raises(DropUnusable, match="name"), dropped(folder):
        pass


def test_a_folder_inside_is_refused(folder: Path) -> None:
    (folder / "more").mkdir()

    with pytest.raises(DropUnusable), dropped(folder):
        pass


def test_a_name_that_steers_a_terminal_is_not_repeated(folder: Path) -> None:
    (folder / "a\x1b[2J").write_text("x")

    with pytest.raises(DropUnusable) as caught, dropped(folder):
        pass

    assert caught.value.details["file"] == "a?[2J"


def test_of_what_somebody_laid_there_no_more_is_read_than_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "1.package.json"
    path.write_bytes(DATA * 2)
    monkeypatch.delattr(Path, "read_bytes")

    with pytest.raises(DropUnusable, match="exists"):
        drop_file(path, DATA)


def test_a_folder_without_an_answer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DropUnusable, match="no_answer"), dropped(tmp_path):
        pass


@pytest.mark.parametrize("name", ["../a.xlsx", "/a.xlsx", "a/b.xlsx", "a\\b.xlsx", "C:a.xlsx", "."])
def test_a_zip_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({name: DATA}))

    with pytest.raises(DropUnusable), dropped(tmp_path / "a.zip"):
        pass


def test_a_zip_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drop, "_MOST_UNPACKED", 1_000)
    answer = paper_bytes(an_answer())[:900]
    (tmp_path / "a.zip").write_bytes(zipped({"answer.json": answer, "b.bin": b"\0" * 2_000}))

    with pytest.raises(DropUnusable, match="large"), dropped(tmp_path / "a.zip"):
        pass


def test_a_name_twice_in_a_zip_is_refused(tmp_path: Path) -> None:
    out = zipped({"a.bin": b"1", "b.bin": b"2"}).replace(b"b.bin", b"a.bin")
    (tmp_path / "a.zip").write_bytes(out)

    with pytest.raises(DropUnusable), dropped(tmp_path / "a.zip"):
        pass


def test_an_answer_without_end_is_refused(folder: Path) -> None:
    (folder / "answer.json").write_bytes(b" " * 4_000_001)

    with pytest.raises(MessageUnreadable), dropped(folder):
        pass


@given(data=st.binary(max_size=300))
def test_bytes_that_are_no_zip_are_refused_by_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    path.write_bytes(data)

    with pytest.raises(IzdesError), dropped(path):
        pass


_ZIP = zipped({"answer.json": paper_bytes(an_answer()), "b.bin": b"abc" * 50})


@given(place=st.integers(0, len(_ZIP) - 1), mask=st.integers(1, 255))
def test_a_broken_zip_is_read_or_refused_by_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, place: int, mask: int
) -> None:
    broken = bytearray(_ZIP)
    broken[place] ^= mask
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    path.write_bytes(bytes(broken))

    try:
        with dropped(path) as found:
            answer = found.answer
    except IzdesError:
        return

    assert answer == an_answer()


def test_a_package_is_dropped_whole_and_twice_is_once(tmp_path: Path) -> None:
    first = drop_package(tmp_path, a_package())
    second = drop_package(tmp_path, a_package())

    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == ["2026-000117.package.json"]
    assert read_package(first.read_bytes()) == a_package()


def test_another_package_of_one_number_is_never_written_over(tmp_path: Path) -> None:
    drop_package(tmp_path, a_package())

    with pytest.raises(DropUnusable, match="exists"):
        drop_package(tmp_path, replace(a_package(), journal_head="other"))


def test_a_folder_that_is_not_there_takes_no_package(tmp_path: Path) -> None:
    with pytest.raises(DropUnusable):
        drop_package(tmp_path / "none", a_package())
