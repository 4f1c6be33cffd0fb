import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.signatures.office import holder
from tests.core.orders.papers import INVESTIGATOR, PROSECUTOR, a_sanction, an_order
from typer.testing import CliRunner, Result

from izdes.adapters.messages.package import (
    Package,
    PackedSignature,
    package_bytes,
    package_name,
    read_package,
)
from izdes.adapters.signatures.authority.folder import read_stamping, write_authority
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.beside import read_beside
from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.stamps import stamp
from izdes.adapters.signatures.verifying import Signed
from izdes.cli.main import app
from izdes.core.orders.checks import SignedPaper, VerificationReport
from izdes.core.orders.order import Said
from izdes.core.orders.papers import paper_bytes, read_decision, read_order, read_paper

run = partial(CliRunner().invoke, app)
NOW = datetime.now(tz=UTC).replace(microsecond=0)  # noqa: TID251 - the command signs at its own time


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority in a folder, its holders those of the papers."""
    folder = tmp_path_factory.mktemp("authority")
    holders = {"investigator": holder(INVESTIGATOR), "prosecutor": holder(PROSECUTOR)}
    write_authority(folder, holders, at=NOW, until=NOW + timedelta(days=9), password=b"demo")
    (folder / "password").write_text("demo\n")
    return folder


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """An order and its sanction, not yet signed."""
    order = replace(an_order(), made_at=NOW - timedelta(minutes=9))
    sanction = replace(a_sanction(order), decided_at=NOW - timedelta(minutes=5))
    (tmp_path / "order.json").write_bytes(paper_bytes(order))
    (tmp_path / "decision.json").write_bytes(paper_bytes(sanction))
    return tmp_path


def sign(papers: Path, authority: Path, name: str, by: str) -> Result:
    key = authority / "keys" / f"{by}.p12"
    password = ["--password-file", str(authority / "password")]
    return run(["order", "sign", str(papers / name), "--key", str(key), *password, "--json"])


def verify(papers: Path, authority: Path, *more: str) -> Result:
    given = [str(papers / "order.json"), str(papers / "decision.json")]
    return run(["order", "verify", *given, "--trust", str(authority / "trust"), *more])


@pytest.fixture
def signed(papers: Path, authority: Path) -> Path:
    """An order and its sanction, each signed."""
    sign(papers, authority, "order.json", "investigator")
    sign(papers, authority, "decision.json", "prosecutor")
    return papers


def test_what_is_signed_and_sanctioned_is_accepted(signed: Path, authority: Path) -> None:
    done = verify(signed, authority, "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["is_accepted"]


def test_the_report_is_kept_and_can_be_read_back(signed: Path, authority: Path) -> None:
    verify(signed, authority, "--report", str(signed / "report.json"))

    kept = read_paper((signed / "report.json").read_bytes())
    assert isinstance(kept, VerificationReport)
    assert kept.is_accepted


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_it_says_what_was_found_in_each_language(signed: Path, authority: Path, lang: str) -> None:
    done = verify(signed, authority, "--lang", lang)

    assert done.exit_code == 0
    assert "sign_revocation_ok" in done.stdout


def test_a_stamp_of_the_local_authority_is_believed(signed: Path, authority: Path) -> None:
    request = str(signed / "order.json.p7s.tsq")
    answer = str(signed / "order.json.p7s.tsr")

    run(["pki", "stamp", request, "--authority", str(authority), "--out", answer])

    assert "sign_stamp_ok" in verify(signed, authority, "--lang", "en").stdout


def test_an_order_without_its_sanction_is_refused(signed: Path, authority: Path) -> None:
    trust = ["--trust", str(authority / "trust")]

    done = run(["order", "verify", str(signed / "order.json"), *trust, "--json"])

    assert done.exit_code == 1
    assert json.loads(done.stdout)["lacks"] == ["send_sanction_missing"]


def test_a_changed_order_is_refused(signed: Path, authority: Path) -> None:
    order = replace(an_order(), made_at=NOW - timedelta(minutes=9), number="2026-000999")
    (signed / "order.json").write_bytes(paper_bytes(order))

    done = verify(signed, authority, "--json")

    assert done.exit_code == 1
    assert set(json.loads(done.stdout)["failed"]) == {
        "sign_content_differs",
        "sign_decision_other_order",
    }


def test_a_signature_is_never_written_over(signed: Path, authority: Path) -> None:
    done = sign(signed, authority, "order.json", "investigator")

    assert done.exit_code == 1
    assert json.loads(done.stderr)["error"] == "sign_file_unusable"


def test_what_is_no_paper_is_not_signed(papers: Path, authority: Path) -> None:
    (papers / "letter.txt").write_text("Төле!")

    done = sign(papers, authority, "letter.txt", "investigator")

    assert json.loads(done.stderr)["error"] == "order_unreadable"


def test_a_folder_without_roots_is_no_trust(signed: Path, tmp_path: Path) -> None:
    done = run(["order", "verify", str(signed / "order.json"), "--trust", str(tmp_path), "--json"])

    assert json.loads(done.stderr)["error"] == "sign_certificate_unreadable"


def test_a_local_authority_is_written_and_its_certificates_shown(tmp_path: Path) -> None:
    made = run(["pki", "demo", "--out", str(tmp_path / "pki"), "--json"])
    certificate = tmp_path / "pki" / "certificates" / "prosecutor.pem"
    shown = run(["pki", "show", str(certificate), "--json"])

    assert json.loads(made.stdout)["keys"] == ["duty_prosecutor", "investigator", "prosecutor"]
    assert "DEMO" in json.loads(shown.stdout)["subject"]


def test_holders_come_from_a_table(tmp_path: Path) -> None:
    table = tmp_path / "holders.csv"
    rows = f"name,holder,iin,body_bin\nduty,Серік,{INVESTIGATOR.iin},{INVESTIGATOR.body_bin}\n"
    table.write_text(rows, encoding="utf-8")

    run(["pki", "demo", "--out", str(tmp_path / "pki"), "--holders", str(table)])

    assert (tmp_path / "pki" / "keys" / "duty.p12").exists()


@pytest.mark.parametrize("text", ["", "name\n../x\n", "name,holder,iin,body_bin\n../x,a,b,c\n"])
def test_a_table_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    table = tmp_path / "holders.csv"
    table.write_text(text)

    done = run(["pki", "demo", "--out", str(tmp_path / "pki"), "--holders", str(table), "--json"])

    assert json.loads(done.stderr)["error"] == "sign_certificate_unreadable"


def packed(signed: Path, authority: Path, *, at: datetime | None) -> Path:
    """Return the package of an order and its sanction, stamped at a moment or by nobody."""
    order, decision = read_beside(signed / "order.json"), read_beside(signed / "decision.json")
    papers: tuple[tuple[SignedPaper, Signed], ...] = (("order", order), ("decision", decision))
    found = tuple(
        PackedSignature(
            name,
            "cades",
            one.data,
            b"" if at is None else stamped(one.data, given.data, authority, at),
        )
        for name, given in papers
        for one in given.signatures
    )
    package = Package(read_order(order.data), read_decision(decision.data), found)
    path = signed / package_name("2026-000117")
    path.write_bytes(package_bytes(package))
    return path


def stamped(signature: bytes, content: bytes, authority: Path, at: datetime) -> bytes:
    """Return the answer of the authority about a signature."""
    asking = partial(answer_stamp, key=read_stamping(authority), at=at)
    return stamp(read_cades(signature, content).value, asking)


def checked(package: Path, authority: Path) -> tuple[int, dict[str, Any]]:
    """Return how the check of a package ends, and what it says."""
    trust = ["--trust", str(authority / "trust")]
    done = run(["order", "verify", str(package), *trust, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_a_package_is_checked_as_it_came_with_its_stamps(signed: Path, authority: Path) -> None:
    # After it was signed, however long after this file was read.
    at = datetime.now(tz=UTC).replace(microsecond=0)  # noqa: TID251 - the command signs at its own time
    code, found = checked(packed(signed, authority, at=at), authority)

    assert code == 0
    assert [one["check"] for one in found["stamps"]] == ["sign_stamp_ok"] * 2
    assert {one["at"] for one in found["stamps"]} == {at.isoformat()}
    assert all(one["by"] for one in found["stamps"])


def with_decree(papers: Path, authority: Path, decree: bytes) -> Path:
    """Return the package of an order that names a decree by its digest."""
    order = read_order((papers / "order.json").read_bytes())
    text = f"№ 7, 20.05.2026, SHA-256 {hashlib.sha256(decree).hexdigest()}"
    order = replace(order, said=(*order.said, Said("victim_decree", text)))
    sanction = replace(a_sanction(order), decided_at=NOW - timedelta(minutes=5))
    (papers / "order.json").write_bytes(paper_bytes(order))
    (papers / "decision.json").write_bytes(paper_bytes(sanction))
    sign(papers, authority, "order.json", "investigator")
    sign(papers, authority, "decision.json", "prosecutor")
    return packed(papers, authority, at=None)


@pytest.mark.parametrize(
    ("beside", "told", "exit_code"),
    [
        (b"%PDF the decree", ("kit_enclosure_right", "noted"), 0),
        (b"%PDF another", ("kit_enclosure_differs", "refused"), 1),
        (None, ("kit_enclosure_absent", "noted"), 0),
    ],
)
def test_a_package_says_whether_what_lies_beside_is_the_paper_that_it_names(
    papers: Path,
    authority: Path,
    beside: bytes | None,
    told: tuple[str, str],
    exit_code: int,
) -> None:
    package = with_decree(papers, authority, b"%PDF the decree")
    if beside is not None:
        (papers / "2026-000117.victim_decree.pdf").write_bytes(beside)

    code, found = checked(package, authority)
    shown = run(["order", "verify", str(package), "--trust", str(authority / "trust")])

    assert code == exit_code
    assert [(one["code"], one["severity"]) for one in found["enclosures"]] == [told]
    assert found["is_accepted"] == (exit_code == 0)
    assert told[0] in shown.stderr


def test_a_package_without_stamps_is_as_good_and_says_so(signed: Path, authority: Path) -> None:
    code, found = checked(packed(signed, authority, at=None), authority)

    assert code == 0
    assert [one["check"] for one in found["stamps"]] == ["sign_stamp_none"] * 2


def test_a_stamp_moved_to_another_signature_of_the_package_is_refused(
    signed: Path, authority: Path
) -> None:
    path = packed(signed, authority, at=NOW)
    package = read_package(path.read_bytes())
    first, second = package.signatures
    moved = replace(package, signatures=(first, replace(second, stamp=first.stamp)))
    path.write_bytes(package_bytes(moved))

    code, found = checked(path, authority)

    assert code == 1
    assert [one["check"] for one in found["stamps"]] == ["sign_stamp_ok", "sign_stamp_wrong"]


def test_a_package_with_a_decision_beside_it_is_wrong_usage(signed: Path, authority: Path) -> None:
    path = packed(signed, authority, at=None)
    given = [str(path), str(signed / "decision.json"), "--trust", str(authority / "trust")]

    assert run(["order", "verify", *given]).exit_code == 2
