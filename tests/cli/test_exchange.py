"""What the exchange's commands say without a network and without an office."""

import base64
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner, Result

from izdes.adapters.exchange.directory import signed_text
from izdes.adapters.messages.package import read_package
from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.jws import read_jws
from izdes.adapters.words import Lang, say
from izdes.cli.kit_example import write_example
from izdes.cli.main import app
from izdes.core.orders.papers import paper_bytes
from izdes.core.sealing.canonical import canonical_json
from izdes.core.sealing.checkpoint import VerifierKey


def izdes(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit") / "example"
    folder.mkdir()
    write_example(folder, at=datetime(2026, 5, 20, 9, tzinfo=UTC))
    return folder / "request.package.json"


def confirm(package: Path, **changed: str) -> Result:
    order = read_package(package.read_bytes())
    given = {
        "number": order.order.number,
        "body": order.order.initiator.body_bin,
        "digest": order.order_digest,
        **changed,
    }
    options = [text for name, value in given.items() for text in (f"--{name}", value)]
    return izdes("exchange", "confirm", package, *options, "--json")


def test_a_package_is_confirmed_by_number_body_and_digest(package: Path) -> None:
    result = confirm(package)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"is_confirmed": True, "differs": ""}


@pytest.mark.parametrize("what", ["number", "body", "digest"])
def test_what_differs_is_named(package: Path, what: str) -> None:
    result = confirm(package, **{what: "0"})

    assert result.exit_code == 1
    assert json.loads(result.stdout)["differs"] == what


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(b"[")

    result = izdes(
        "exchange", "confirm", tmp_path / "p.json", "--number", "1", "--body", "1", "--digest", "1",
        "--json",
    )  # fmt: skip

    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == "message_unreadable"


def office_key() -> tuple[Ed25519PrivateKey, str]:
    secret = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    return secret, str(VerifierKey("office", secret.public_key().public_bytes_raw()))


def directory_of(package: Path, folder: Path, *, body_bin: str = "", role: str = "") -> Path:
    """A directory in which whoever signed the package stands, for his own body or another."""
    found = read_package(package.read_bytes())
    assert found.decision is not None
    papers = {
        "order": (paper_bytes(found.order), found.order.initiator),
        "decision": (paper_bytes(found.decision), found.decision.decided_by),
    }
    entries = []
    for one in found.signatures:
        content, person = papers[one.paper]
        seen = (read_jws if one.form == "jws" else read_cades)(one.value, content)
        entries.append(
            {
                "name": person.name,
                "role": role or person.role,
                "body": "Бөлім",
                "body_bin": body_bin or person.body_bin,
                "since": "2019-12-31T19:00:00+00:00",
                "until": "2030-12-31T19:00:00+00:00",
                "certificates": [{"sha256": sha256(seen.certificate).hexdigest(), "der": ""}],
            }
        )
    told = {
        "format": "izdes.directory.1",
        "issuer": "office",
        "as_of": "2026-05-20",
        "entries": entries,
    }
    secret, key = office_key()
    signature = base64.b64encode(secret.sign(signed_text(canonical_json(told)))).decode()
    path = folder / "directory.json"
    path.write_text(json.dumps({"directory": told, "signature": signature, "key": key}))
    return path


def test_the_directory_names_who_signed_a_package(package: Path, tmp_path: Path) -> None:
    given = directory_of(package, tmp_path)

    result = izdes(
        "exchange", "directory", given, "--key", office_key()[1], "--package", package, "--json"
    )

    assert result.exit_code == 0
    order = read_package(package.read_bytes()).order
    assert {one["by"]["name"] for one in json.loads(result.stdout)["signers"]} >= {
        order.initiator.name
    }


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_who_signs_for_another_body_is_not_believed(
    package: Path, tmp_path: Path, lang: Lang
) -> None:
    given = directory_of(package, tmp_path, body_bin="171340000918")
    key = office_key()[1]

    result = izdes(
        "exchange", "directory", given, "--key", key, "--package", package, "--lang", lang
    )

    assert result.exit_code == 1
    assert say("directory_nobody", lang) in result.stdout


def test_a_directory_that_was_changed_is_refused(package: Path, tmp_path: Path) -> None:
    given = directory_of(package, tmp_path)
    given.write_text(given.read_text().replace("2019-12-31", "2019-01-01", 1))

    result = izdes("exchange", "directory", given, "--key", office_key()[1], "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(result.stderr)["error"] == "directory_signature_fails"


@pytest.mark.parametrize("key", ["x", "office+1+", "office+1+QUJD", ""])
def test_what_is_no_key_opens_no_directory(package: Path, tmp_path: Path, key: str) -> None:
    result = izdes("exchange", "directory", directory_of(package, tmp_path), "--key", key, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == "directory_signature_fails"


def test_verify_wants_a_whole_question(package: Path) -> None:
    assert izdes("verify", package, "--number", "1").exit_code == 2


def test_a_directory_lists_its_posts(package: Path, tmp_path: Path) -> None:
    given = directory_of(package, tmp_path)

    result = izdes("exchange", "directory", given, "--key", office_key()[1], "--lang", "ru")

    assert result.exit_code == 0
    assert read_package(package.read_bytes()).order.initiator.name in result.stdout
    assert "2020-01-01 – 2030-12-31" in result.stdout


def test_a_role_that_this_program_has_no_word_for_is_named_as_it_stands(
    package: Path, tmp_path: Path
) -> None:
    given = directory_of(package, tmp_path, role="keeper_of_seals")

    result = izdes("exchange", "directory", given, "--key", office_key()[1])

    assert result.exit_code == 0
    assert "keeper_of_seals" in result.stdout


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_each_signature_is_told_with_its_paper_in_words(
    package: Path, tmp_path: Path, lang: Lang
) -> None:
    given = directory_of(package, tmp_path)

    result = izdes(
        "exchange", "directory", given, "--key", office_key()[1], "--package", package,
        "--lang", lang,
    )  # fmt: skip

    assert say("sign_paper_order", lang) in result.stdout
    assert "order (" not in result.stdout


@pytest.mark.parametrize(("digest", "status"), [("", 0), ("ab" * 32, 1)])
def test_verify_confirms_a_package_too(package: Path, digest: str, status: int) -> None:
    found = read_package(package.read_bytes())
    given = digest or found.order_digest
    body = found.order.initiator.body_bin

    result = izdes(
        "verify", package, "--number", found.order.number, "--body", body, "--digest", given
    )

    assert result.exit_code == status


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"url": "http://bank.example"}, "exchange_address_wrong"),
        ({"errors": "partial=101"}, "exchange_conduct_wrong"),
        ({"institution": "NOBODY"}, "sandbox_unknown"),
    ],
)
def test_a_sandbox_that_cannot_work_says_why(
    tmp_path: Path, changed: dict[str, str], code: str
) -> None:
    (tmp_path / "institutions.csv").write_text(
        "institution_id,code,bin\nDEMOKZKA,101,171340000918\n", encoding="utf-8"
    )
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    given = {
        "ledger": str(tmp_path),
        "institution": "DEMOKZKA",
        "client": f"core:{tmp_path / 'secret'}",
        "state": str(tmp_path / "state"),
        **changed,
    }

    result = izdes("sandbox", *(t for n, v in given.items() for t in (f"--{n}", v)), "--json")

    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == code
