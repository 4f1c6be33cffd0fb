"""`izdes paper`: signed with and without a timestamp, checked, and every change told."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.adapters.documents.forms.filled import paper_of
from tests.adapters.signatures.office import holder
from tests.core.orders.papers import INVESTIGATOR
from typer.testing import CliRunner, Result

from izdes.adapters.documents.forms.content import digest_of
from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.documents.forms.rendering import pdf_of
from izdes.adapters.signatures.authority.folder import write_authority
from izdes.adapters.words import LANGUAGES
from izdes.cli.main import app

run = partial(CliRunner().invoke, app)
NOW = datetime.now(tz=UTC).replace(microsecond=0)  # noqa: TID251 - the command signs at its own time
CONTENT = paper_of(form_of("acceptance"), "kk")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority in a folder, its holder the investigator."""
    folder = tmp_path_factory.mktemp("authority")
    holders = {"investigator": holder(INVESTIGATOR)}
    write_authority(folder, holders, at=NOW, until=NOW + timedelta(days=9), password=b"demo")
    (folder / "password").write_text("demo\n")
    return folder


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A paper that nobody has signed."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of(CONTENT))
    return path


def sign(paper: Path, authority: Path, *more: str) -> Result:
    key = ["--key", str(authority / "keys" / "investigator.p12")]
    password = ["--password-file", str(authority / "password")]
    out = ["--out", str(paper.with_name("signed.pdf"))]
    return run(["paper", "sign", str(paper), *key, *password, *out, *more])


def verify(paper: Path, authority: Path, *more: str) -> Result:
    return run(["paper", "verify", str(paper), "--trust", str(authority / "trust"), *more])


@pytest.fixture
def signed(paper: Path, authority: Path) -> Path:
    """A paper that the investigator signed."""
    assert sign(paper, authority).exit_code == 0
    return paper.with_name("signed.pdf")


def test_a_signed_paper_is_accepted_with_number_digest_and_signer(
    signed: Path, authority: Path
) -> None:
    result = verify(signed, authority, "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["is_accepted"]
    assert (told["number"], told["content"]) == (CONTENT["number"], digest_of(CONTENT))
    assert told["signatures"][0]["certificate"]["person"] == INVESTIGATOR.iin


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_found_is_said_in_every_language(
    signed: Path, authority: Path, language: str
) -> None:
    result = verify(signed, authority, "--lang", language)

    assert result.exit_code == 0
    assert CONTENT["number"] in result.stdout
    assert INVESTIGATOR.iin in result.stdout


def test_an_authority_stamps_the_time(paper: Path, authority: Path) -> None:
    assert sign(paper, authority, "--authority", str(authority)).exit_code == 0

    told = json.loads(verify(paper.with_name("signed.pdf"), authority, "--json").stdout)

    assert told["is_accepted"]
    assert told["signatures"][0]["proven_at"]


def test_a_change_after_signing_is_told(signed: Path, authority: Path) -> None:
    signed.write_bytes(signed.read_bytes() + b"\n% more")

    result = verify(signed, authority, "--json")

    assert result.exit_code == 1
    assert "pades_changed_after" in json.loads(result.stdout)["failed"]


def test_an_unsigned_paper_is_not_accepted(paper: Path, authority: Path) -> None:
    assert verify(paper, authority).exit_code == 1


@pytest.mark.parametrize("content", [b"", b"no pdf at all"])
def test_what_is_no_pdf_is_refused(paper: Path, authority: Path, content: bytes) -> None:
    paper.write_bytes(content)

    for result in (verify(paper, authority, "--json"), sign(paper, authority, "--json")):
        assert result.exit_code == 1
        assert "pades_pdf_unusable" in result.output


def test_an_existing_file_is_not_written_over(paper: Path, authority: Path) -> None:
    paper.with_name("signed.pdf").write_bytes(b"mine")

    assert sign(paper, authority).exit_code == 1
    assert paper.with_name("signed.pdf").read_bytes() == b"mine"
