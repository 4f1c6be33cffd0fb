"""Sealing: what is sealed opens whole for one recipient, or not at all."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.core.errors import IzdesError
from izdes.web.packages.parties import Party, PartyKeyWrong, Public
from izdes.web.packages.sealing import PackageWrong, files_of, read_package, write_package

WINDOW, OFFICE = Party(b"\x01" * 32), Party(b"\x02" * 32)


def manifest_of(files: list[bytes]) -> dict[str, object]:
    return {
        "files": [
            {
                "name": str(number),
                "size_bytes": len(file),
                "digest": hashlib.sha256(file).hexdigest(),
            }
            for number, file in enumerate(files)
        ]
    }


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=200_000), max_size=3))
def test_what_goes_in_comes_out(files: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "a.izdes"
        write_package(
            place, manifest_of(files), files=[[f] for f in files], sender=WINDOW, to=OFFICE.public
        )

        found = read_package(place, to=OFFICE, known=[WINDOW.public])

        assert [b"".join(c) for _, c in files_of(place, found, to=OFFICE)] == files


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_changed_or_cut_is_refused(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "a.izdes"
        files = [b"picture" * 100]
        write_package(place, manifest_of(files), files=[files], sender=WINDOW, to=OFFICE.public)
        whole = place.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            place.write_bytes(whole[:at])
        else:
            place.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])

        with pytest.raises(IzdesError):
            read_package(place, to=OFFICE, known=[WINDOW.public])


@pytest.mark.parametrize(
    ("given", "what"),
    [(b"other bytes!", "digest"), (b"these bytes! and more", "tail"), (b"short", "length")],
)
def test_a_file_that_is_not_the_one_of_the_manifest_is_refused(
    tmp_path: Path, given: bytes, what: str
) -> None:
    place = tmp_path / "a.izdes"
    manifest = manifest_of([b"these bytes!"])
    write_package(place, manifest, files=[[given]], sender=WINDOW, to=OFFICE.public)

    with pytest.raises(PackageWrong) as refused:
        read_package(place, to=OFFICE, known=[WINDOW.public])

    assert refused.value.details["what"] == what


@pytest.mark.parametrize(
    "manifest",
    [{"files": 7}, {"files": [7]}, {"files": [{"name": "a", "digest": "x", "size_bytes": -1}]}],
)
def test_a_manifest_that_says_nothing_of_its_files_is_refused(
    tmp_path: Path, manifest: dict[str, object]
) -> None:
    place = tmp_path / "a.izdes"
    write_package(place, manifest, sender=WINDOW, to=OFFICE.public)

    with pytest.raises(PackageWrong):
        read_package(place, to=OFFICE, known=[WINDOW.public])


def test_a_kill_while_writing_leaves_nothing_in_its_place(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    def dies() -> bytes:
        raise Killed

    with pytest.raises(Killed):
        write_package(
            tmp_path / "a.izdes",
            manifest_of([b"x"]),
            files=[(dies() for _ in range(1))],
            sender=WINDOW,
            to=OFFICE.public,
        )

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "izdes-party:", "izdes-party:00", "not a key"])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(PartyKeyWrong):
        Public.parse(text)


def test_a_secret_is_not_printed() -> None:
    assert "01" * 8 not in repr(WINDOW)
    assert "secret" not in repr(WINDOW)
