"""An institution without a program: packages in a folder, and what it says from a folder."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from tests.web.cast import Cast
from tests.web.correspondence.desk import answer_to, receipt
from tests.web.institutions.conftest import Program
from tests.web.institutions.test_directory import own_key
from tests.web.institutions.test_exchange import sent_request, state_of
from typer.testing import CliRunner

from izdes.adapters.exchange.confirming import differs
from izdes.adapters.exchange.directory import read_directory
from izdes.adapters.messages.drop import zip_answer
from izdes.adapters.messages.package import package_name, read_package
from izdes.adapters.words import say
from izdes.cli.main import app
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Answering, Named, Signal
from izdes.web.config import configuration
from izdes.web.correspondence.models import Answer, Receipt, Request
from izdes.web.correspondence.models import Signal as SignalRow
from izdes.web.database.logins import Logins, keep_logins, kept_logins
from izdes.web.database.service import folder_of
from izdes.web.files.models import File
from izdes.web.institutions.clients import ClientUnknown, end_client
from izdes.web.institutions.directory import make_directory
from izdes.web.institutions.dropping import Outcome, drop, take

CSV = b"at;amount\n2026-05-19;100\n2026-05-20;200\n"


def laid(folder: Path, request: Request, *, is_zip: bool = False) -> Path:
    """Lay receipts and an answer into a folder, as an institution does."""
    for kind in ("delivered", "accepted"):
        letter = receipt(request, kind)
        (folder / f"{kind}.receipt.json").write_bytes(paper_bytes(letter))
    own = folder / "answer-1"
    own.mkdir()
    (own / "ops.csv").write_bytes(CSV)
    (own / "answer.json").write_bytes(paper_bytes(answer_to(request, files={"ops.csv": CSV})))
    if is_zip:
        zip_answer(own, folder / "answer-1.zip")
        for path in own.iterdir():
            path.unlink()
        own.rmdir()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "carried"
    made.mkdir()
    return made


def test_a_package_lies_there_until_it_was_delivered(
    site: Cast, bank: Program, folder: Path, tmp_path: Path
) -> None:
    request = sent_request(site)
    path = folder / package_name(request.number)

    dropped = {one.name: one.code for one in drop(bank.name, folder)}
    first = path.read_bytes()
    drop(bank.name, folder)

    # The cast's own requests are no papers: they stand in nobody's way.
    assert dropped.pop(request.number) == "written"
    assert set(dropped.values()) == {"order_unreadable"}

    package = read_package(first)
    assert package.order_digest == request.digest
    assert first == path.read_bytes() == bank.gets(f"/v1/requests/{request.number}").content
    told = json.loads((folder / "tidings.json").read_bytes())["requests"]
    assert told[-1]["number"] == request.number
    later = tmp_path / "later"
    later.mkdir()
    take(bank.name, laid(folder, request))
    drop(bank.name, later)
    assert not (later / path.name).exists()


@pytest.mark.parametrize("is_zip", [False, True])
def test_what_lies_in_a_folder_is_taken_once(
    site: Cast, bank: Program, folder: Path, *, is_zip: bool
) -> None:
    request = sent_request(site)
    laid(folder, request, is_zip=is_zip)
    name = "answer-1.zip" if is_zip else "answer-1"

    found = take(bank.name, folder)

    assert [one.code for one in found] == ["taken"] * 3
    assert found[-1].name == name
    assert state_of(request) == "answered"
    assert [path.name for path in folder.iterdir()] == ["taken"]
    (folder / "taken" / name).rename(folder / name)
    assert take(bank.name, folder) == (Outcome(name, "taken"),)
    assert Answer.objects.using("owner").filter(request=request).count() == 1


def test_what_the_kit_writes_beside_a_package_is_taken(
    site: Cast, bank: Program, folder: Path
) -> None:
    request = sent_request(site)
    drop(bank.name, folder)
    package = str(folder / package_name(request.number))
    by = ["--name", "Дана Демо", "--post", "комплаенс"]
    own = folder / "answer-1"
    own.mkdir()
    (own / "ops.csv").write_bytes(CSV)
    (own / "answer.json").write_bytes(paper_bytes(answer_to(request, files={"ops.csv": CSV})))

    before = {one.name: one.code for one in take(bank.name, folder)}
    for kind in ("delivered", "accepted"):
        CliRunner().invoke(app, ["kit", "receipt", package, kind, *by])
    after = [one.code for one in take(bank.name, folder)]

    assert before == {"answer-1": "request_step_refused"}
    assert after == ["taken"] * 3
    assert state_of(request) == "answered"


def test_what_is_refused_stays_with_its_reason_and_is_tried_again(
    site: Cast, bank: Program, folder: Path
) -> None:
    request = sent_request(site)
    laid(folder, request)
    good = (folder / "answer-1" / "ops.csv").read_bytes()
    (folder / "answer-1" / "ops.csv").write_bytes(good[:-3])

    codes = {one.name: one.code for one in take(bank.name, folder)}

    assert codes["answer-1"] == "api_files_wrong"
    reason = json.loads((folder / "answer-1.refused.json").read_bytes())
    assert reason["reason"].keys() == {"kk", "ru", "en"}
    (fault,) = reason["faults"]
    assert (fault["code"], fault["file"]) == ("answer_file_size", "ops.csv")
    assert str(len(good) - 3) in fault["reason"]["kk"]
    assert state_of(request) == "accepted"
    (folder / "answer-1" / "ops.csv").write_bytes(good)
    assert [one.code for one in take(bank.name, folder)] == ["taken"]
    assert not (folder / "answer-1.refused.json").exists()


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"format": 1}'])
def test_what_is_no_message_stands_in_nobodys_way(
    site: Cast, bank: Program, folder: Path, data: bytes
) -> None:
    request = sent_request(site)
    laid(folder, request)
    (folder / "a.receipt.json").write_bytes(data)
    (folder / "b.signal.json").write_bytes(data)
    (folder / "c.zip").write_bytes(data)
    (folder / "letter.txt").write_bytes(data)

    codes = [one.code for one in take(bank.name, folder)]

    assert codes.count("taken") == 3
    assert len(codes) == 7
    assert (folder / "letter.txt").exists()


def test_a_name_that_leaves_no_room_for_a_reason_stands_in_nobodys_way(
    site: Cast, bank: Program, folder: Path
) -> None:
    laid(folder, sent_request(site))
    long = f"{'a' * 250}.zip"
    (folder / long).write_bytes(b"")

    found = {one.name: one.code for one in take(bank.name, folder)}

    assert found.pop(long) == "drop_unusable"
    assert set(found.values()) == {"taken"}


def test_what_cannot_be_put_away_is_told_and_is_known_when_it_is_taken_again(
    site: Cast, bank: Program, folder: Path
) -> None:
    request = sent_request(site)
    laid(folder, request)
    (folder / "taken").write_bytes(b"")

    first = {one.code for one in take(bank.name, folder)}
    (folder / "taken").unlink()
    again = {one.code for one in take(bank.name, folder)}

    assert (first, again) == ({"drop_unusable"}, {"taken"})
    assert [path.name for path in folder.iterdir()] == ["taken"]
    assert Answer.objects.using("owner").filter(request=request).count() == 1


def test_a_link_and_an_unknown_name_are_told_and_left(
    site: Cast, bank: Program, folder: Path, tmp_path: Path
) -> None:
    request = sent_request(site)
    laid(folder, request)
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_bytes(paper_bytes(receipt(request, "delivered")))
    (folder / "z.receipt.json").symlink_to(elsewhere)
    (folder / "letter.txt").write_text("x")
    (folder / "pictures").mkdir()
    (folder / ".hidden").write_text("x")
    (folder / "letter.txt.refused.json.part").symlink_to(tmp_path / "victim")

    found = {one.name: one.code for one in take(bank.name, folder)}

    assert found.pop("z.receipt.json") == "drop_unusable"
    assert found.pop("letter.txt") == found.pop("pictures") == "exchange_name_unknown"
    assert found.pop("letter.txt.refused.json.part") == "drop_unusable"
    assert set(found.values()) == {"taken"}
    reason = json.loads((folder / "letter.txt.refused.json").read_bytes())
    assert "letter.txt" in reason["reason"]["kk"]
    assert not (tmp_path / "victim").exists()


def test_the_command_says_in_words_what_was_not_taken(
    site: Cast, bank: Program, folder: Path, logins: Logins
) -> None:
    del site
    own = folder_of(configuration().home)
    if kept_logins(own) is None:
        own.mkdir(parents=True, exist_ok=True)
        keep_logins(own, logins)
    (folder / "letter.txt").write_text("x")
    (folder / "a.receipt.json").write_bytes(b"{")

    done = CliRunner().invoke(
        app, ["exchange", "take", str(folder), "--client", bank.name, "--lang", "en"]
    )

    assert done.exit_code == 1, done.output
    assert say("exchange_name_unknown", "en", file="letter.txt") in done.stdout
    assert "[message_unreadable]" in done.stdout


def test_a_drop_names_whoever_signed_in_its_directory(
    site: Cast, bank: Program, folder: Path
) -> None:
    make_directory()
    request = sent_request(site)

    drop(bank.name, folder)

    found = read_directory((folder / "directory.json").read_bytes(), key=own_key())
    order = read_package((folder / package_name(request.number)).read_bytes()).order
    certificates = {
        one.body_bin: one.certificates for one in found.entries if one.name == order.initiator.name
    }
    assert certificates[order.initiator.body_bin]


def test_an_answer_about_somebody_nobody_asked_about_is_not_taken(
    site: Cast, bank: Program, folder: Path
) -> None:
    request = sent_request(site)
    laid(folder, request)
    answer = answer_to(request, files={"ops.csv": CSV})
    stranger = replace(answer.subjects[0], subject=Named("iban", "KZ091010000000000001"))
    strange = replace(answer, subjects=(*answer.subjects, stranger))
    (folder / "answer-1" / "answer.json").write_bytes(paper_bytes(strange))

    assert take(bank.name, folder)[-1].code == "api_answer_unusable"

    reason = json.loads((folder / "answer-1.refused.json").read_bytes())
    assert [one["code"] for one in reason["faults"]] == ["answer_subject_unasked"]
    assert not File.objects.using("owner").filter(digest=sha256(CSV).hexdigest()).exists()


def test_the_signed_directory_lies_beside_the_packages(
    site: Cast, bank: Program, folder: Path
) -> None:
    del site
    make_directory()

    drop(bank.name, folder)

    found = (folder / "directory.json").read_bytes()
    assert json.loads(found) == bank.gets("/v1/directory").json()
    assert read_directory(found, key=own_key()).entries


def test_a_program_among_the_files_is_refused(site: Cast, bank: Program, folder: Path) -> None:
    request = sent_request(site)
    laid(folder, request)
    program = b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 90
    answer = answer_to(request, files={"ops.csv": program})
    (folder / "answer-1" / "ops.csv").write_bytes(program)
    (folder / "answer-1" / "answer.json").write_bytes(paper_bytes(answer))

    assert take(bank.name, folder)[-1].code == "api_file_refused"


def test_a_bank_takes_nothing_for_another(
    site: Cast, bank: Program, other_bank: Program, folder: Path
) -> None:
    request = sent_request(site)
    del bank

    codes = {one.code for one in take(other_bank.name, laid(folder, request))}

    assert codes == {"api_unknown"}
    assert not Receipt.objects.using("owner").filter(request=request).exists()


def test_a_signal_is_taken_from_a_folder(site: Cast, bank: Program, folder: Path) -> None:
    by = Answering("Дана Демо", "compliance", site.body("bank-one").bin)
    at = receipt(sent_request(site), "delivered").at
    about = (Named("phone", "+77010000001"),)
    signal = Signal("s-9", "second_victim", about, None, "", None, "", "", at, by)
    (folder / "s.signal.json").write_bytes(paper_bytes(signal))

    take(bank.name, folder)

    assert SignalRow.objects.using("owner").filter(message_id="s-9").exists()


def test_an_ended_client_gets_no_files(site: Cast, bank: Program, folder: Path) -> None:
    with site.acts("administrator") as officer:
        end_client(name=bank.name, reason="Left", officer=officer)

    for act in (drop, take):
        with pytest.raises(ClientUnknown):
            act(bank.name, folder)


def test_a_package_confirms_its_own_number_body_and_digest(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    package = read_package(bank.gets(f"/v1/requests/{request.number}").content)
    own = package.order.initiator.body_bin
    decision = package.decision
    assert decision is not None

    assert differs(package, number=request.number, body=own, digest=request.digest) == ""
    assert differs(package, number="other", body=own, digest=request.digest) == "number"
    assert differs(package, number=request.number, body="1", digest=request.digest) == "body"
    assert differs(package, number=request.number, body=own, digest="ab" * 32) == "digest"
    of_decision = differs(
        package, number=decision.number, body=decision.decided_by.body_bin, digest=request.digest
    )
    assert of_decision == "digest"
