"""Hostile files are refused before they are kept, each for its own reason."""

import io
import zipfile

import pytest
from tests.web.cast import Cast
from tests.web.funds.worked import open_case

from izdes.web.files.models import File
from izdes.web.funds.hostile import UploadRefused, plain_name, require_harmless
from izdes.web.funds.services.uploads import receive_answer

_PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR" + b"tEXtComment\x00<script>alert(1)</script>"
_CSV = "Дата;Сумма\n19.05.2026;1\n".encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a zip of some parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def bomb() -> bytes:
    """Return a workbook that says of itself that it is enormous."""
    return zipped({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"\x00" * 2**24})


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", _PNG, "upload_not_an_answer"),
        ("a.xlsx", _PNG, "upload_not_an_answer"),
        ("a.exe", b"MZ" + b"\x00" * 100, "upload_not_an_answer"),
        ("a.csv.exe", _CSV, "upload_wrong_ending"),
        ("a.pdf", _CSV, "upload_wrong_ending"),
        ("a.xlsx", b"%PDF-1.7\n%%EOF", "upload_wrong_ending"),
        ("a.pdf", b"%PDF-1.7\n%%EOF" + zipped({"a": b"b"}), "upload_two_files"),
        ("a.csv", _CSV + zipped({"a": b"b"}), "upload_two_files"),
        ("a.pdf", b"GIF89a %PDF-1.7\n%%EOF", "upload_two_files"),
        ("a.pdf", b"%PDF-1.7\n/OpenAction << /JavaScript (x) >>", "upload_not_an_answer"),
        ("../../etc/passwd", _CSV, "upload_name_unsafe"),
        ("a\\b.csv", _CSV, "upload_name_unsafe"),
        ("invoice\u202efdp.csv", _CSV, "upload_name_unsafe"),
        ("C:a.csv", _CSV, "upload_name_unsafe"),
        ("", _CSV, "upload_name_unsafe"),
        ("a.csv", b"", "upload_empty"),
        ("a.xlsx", bomb(), "upload_grows_too_large"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<w/>"})[:-8], "upload_damaged"),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(name: str, data: bytes, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        require_harmless(io.BytesIO(data), name=name, size=len(data))

    assert refused.value.code == code


def test_a_file_of_two_hundred_megabytes_is_refused_unread() -> None:
    class Unread(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError

    with pytest.raises(UploadRefused) as refused:
        require_harmless(Unread(), name="a.csv", size=200 * 2**20)

    assert refused.value.code == "upload_too_long"


@pytest.mark.parametrize("name", ["a.csv", "үзінді көшірме.txt", "a.xls", "statement"])
def test_a_plain_table_passes(name: str) -> None:
    assert require_harmless(io.BytesIO(_CSV), name=name, size=len(_CSV)) == "text/csv"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../a.csv", "a.csv"),
        ("~$a.xlsx", "a.xlsx"),
        (".hidden", "hidden"),
        ("manifest.csv", "answer-manifest.csv"),
        ("", "answer"),
        ("ү" * 300 + ".xlsx", "ү" * 87 + ".xlsx"),
    ],
)
def test_a_name_can_lie_in_a_folder(name: str, kept: str) -> None:
    assert plain_name(name) == kept
    assert len(plain_name(name).encode()) <= 180


@pytest.mark.parametrize("is_evidence", [False, True])
def test_what_is_refused_is_kept_only_as_evidence_and_never_served(
    office: Cast,
    is_evidence: bool,  # noqa: FBT001 - the fact
) -> None:
    case = open_case(office, "investigator_a1", "money")

    with office.acts("investigator_a1") as officer:
        before = File.objects.count()
        outcome = receive_answer(
            case=case, opened=io.BytesIO(_PNG), name="a.png", size=len(_PNG), officer=officer,
            is_evidence=is_evidence,
        )  # fmt: skip

        kept = File.objects.order_by("-id")[: File.objects.count() - before]
        assert outcome.refused is not None
        assert outcome.given is None
        assert [file.state for file in kept] == (["quarantined"] if is_evidence else [])
