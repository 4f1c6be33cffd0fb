import json
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from tests.adapters.messages.ledgers import asking, number_of
from tests.adapters.statements.answers import xlsx
from typer.testing import CliRunner

from izdes.adapters.exchange.books import institutions_of, sandbox_books
from izdes.adapters.messages.letters import read_answer, read_receipt
from izdes.adapters.messages.package import Package, PackedSignature, package_bytes, read_package
from izdes.adapters.messages.schemas import SCHEMAS, file_name
from izdes.adapters.signatures.interface import FileSigner
from izdes.adapters.signatures.keys import read_key
from izdes.cli.main import app
from izdes.core.orders.order import Addressee, Said
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.subjects import Subject
from izdes.twin.write import write_case

run = partial(CliRunner().invoke, app)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented case that the kit writes."""
    out = tmp_path_factory.mktemp("kit") / "try"
    done = run(["kit", "example", "--out", str(out), "--json"])
    assert done.exit_code == 0
    return out


def check(answer: Path, package: Path, *more: str) -> dict[str, object]:
    asked = ["kit", "check", str(answer), "--request", str(package), *more, "--json"]
    done = run([*asked, "--jobs", "1"])
    found: dict[str, object] = json.loads(done.stdout)
    assert done.exit_code == (0 if found["is_right"] else 1)
    return found


def answer(example: Path, out: Path, *more: str, order: str = "request") -> dict[str, object]:
    package = str(example / f"{order}.package.json")
    books = [
        "--ledger",
        str(example / "transfers.csv"),
        "--accounts",
        str(example / "accounts.csv"),
    ]
    done = run(["kit", "answer", package, *books, "--out", str(out), *more, "--json"])
    found: dict[str, object] = json.loads(done.stdout)
    return found


def codes(found: dict[str, object]) -> list[object]:
    faults = found["faults"]
    assert isinstance(faults, list)
    return [fault["code"] for fault in faults]


@pytest.mark.parametrize("order", ["request", "logins", "freeze"])
def test_the_example_is_answered_rightly_and_signed(example: Path, order: str) -> None:
    package = example / f"{order}.package.json"

    found = check(example / f"{order}-answer", package, "--trust", str(example / "pki" / "trust"))

    assert found["is_right"]
    assert found["signatures"] == "accepted"
    assert found["faults"] == []


@pytest.mark.parametrize("order", ["request", "freeze"])
def test_what_the_kit_makes_the_kit_takes(example: Path, tmp_path: Path, order: str) -> None:
    made = answer(example, tmp_path / "mine", "--name", "Дана", "--post", "маман", order=order)

    found = check(tmp_path / "mine", example / f"{order}.package.json")

    assert made["completeness"] == "full"
    assert found["is_right"]
    assert codes(found) == ["kit_signatures_unchecked"]


def test_no_more_is_held_than_is_there_and_protected_money_is_left(
    example: Path, tmp_path: Path
) -> None:
    made = answer(example, tmp_path / "mine", order="freeze")

    held = made["held"]
    assert isinstance(held, list)
    assert sorted((one["status"], one["amount_minor"]) for one in held) == [
        ("held", 392_045_67),
        ("protected", 0),
    ]


def test_an_answer_that_was_changed_after_it_was_signed_is_refused(
    example: Path, tmp_path: Path
) -> None:
    spoilt = tmp_path / "spoilt"
    shutil.copytree(example / "freeze-answer", spoilt)
    told = (spoilt / "answer.json").read_bytes()
    (spoilt / "answer.json").write_bytes(told.replace(b'"39204567"', b'"39204566"'))

    found = check(
        spoilt, example / "freeze.package.json", "--trust", str(example / "pki" / "trust")
    )

    assert codes(found) == ["answer_signature_fails"]


def test_an_answer_is_signed_with_a_key_of_the_institution(example: Path, tmp_path: Path) -> None:
    pki = example / "pki"
    key = ["--key", str(pki / "keys" / "bank.p12"), "--password-file", str(pki / "password")]
    answer(example, tmp_path / "mine", *key)

    found = check(
        tmp_path / "mine", example / "request.package.json", "--trust", str(pki / "trust")
    )

    assert found["faults"] == []


def test_a_zip_is_checked_as_a_folder_is(example: Path, tmp_path: Path) -> None:
    answer(example, tmp_path / "mine", "--zip")

    assert check(tmp_path / "mine.zip", example / "request.package.json")["is_right"]


def test_a_zip_is_replaced_as_its_folder_is(example: Path, tmp_path: Path) -> None:
    answer(example, tmp_path / "mine", "--zip")
    first = (tmp_path / "mine.zip").read_bytes()
    again = ["--zip", "--name", "Дана Демо"]

    answer(example, tmp_path / "mine", *again, "--replace")

    assert (tmp_path / "mine.zip.previous").read_bytes() == first
    assert (tmp_path / "mine.zip").read_bytes() != first
    assert check(tmp_path / "mine.zip", example / "request.package.json")["is_right"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_zip_that_is_there_is_refused_before_anything_is_written(
    example: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.zip").write_text("somebody's")

    books = ["--ledger", str(example), "--out", str(tmp_path / "mine"), "--zip"]

    done = run(["kit", "answer", str(example / "request.package.json"), *books])

    assert done.exit_code == 1
    assert "output_exists" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.zip"]


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+05:00"])
@pytest.mark.parametrize("command", [("kit", "check"), ("order", "verify")])
def test_a_moment_beyond_every_calendar_is_refused(
    example: Path, at: str, command: tuple[str, str]
) -> None:
    trust = str(example / "pki" / "trust")
    what = "request-answer" if command[0] == "kit" else "request.package.json"

    done = run([*command, str(example / what), "--trust", trust, "--at", at])

    assert done.exit_code == 2
    assert "--at" in done.stderr


def test_an_answer_of_somebodys_own_program_is_signed(example: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    answer(example, mine)
    laid_out = json.dumps(json.loads((mine / "answer.json").read_text()), indent=2)
    (mine / "answer.json").write_text(laid_out)
    pki = example / "pki"
    key = ["--key", str(pki / "keys" / "bank.p12"), "--password-file", str(pki / "password")]

    done = run(["kit", "sign", str(mine), *key])
    again = run(["kit", "sign", str(mine), *key])

    found = check(mine, example / "request.package.json", "--trust", str(pki / "trust"))
    assert done.exit_code == 0
    assert again.exit_code == 1
    assert (found["is_right"], codes(found)) == (True, [])


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("delivered", []),
        ("accepted", []),
        ("rejected", ["--reason", "not_addressee", "--text", "Басқа банк."]),
        ("clarification_asked", ["--text", "Қай шот?"]),
        (
            "extension_asked",
            ["--reason", "archive", "--text", "Мұрағат.", "--until", "2199-01-01T00:00:00+05:00"],
        ),
    ],
)
def test_a_receipt_is_one_that_the_office_reads(
    example: Path, tmp_path: Path, kind: str, more: list[str]
) -> None:
    package = example / "request.package.json"
    by = ["--name", "Дана Демо", "--post", "комплаенс", "--out", str(tmp_path)]

    done = run(["kit", "receipt", str(package), kind, *by, *more])

    (path,) = tmp_path.iterdir()
    receipt = read_receipt(path.read_bytes())
    assert done.exit_code == 0
    assert path.name.endswith(".receipt.json")
    assert (receipt.kind, receipt.order_number) == (kind, "2026-000117")
    assert receipt.order_digest == read_package(package.read_bytes()).order_digest


def test_a_rejection_without_its_reason_is_refused(example: Path, tmp_path: Path) -> None:
    package = str(example / "request.package.json")
    by = ["--name", "Дана Демо", "--post", "комплаенс", "--out", str(tmp_path)]

    done = run(["kit", "receipt", package, "rejected", *by])

    assert done.exit_code == 1
    assert not [*tmp_path.iterdir()]


def test_a_package_of_several_megabytes_is_read(example: Path, tmp_path: Path) -> None:
    package = read_package((example / "freeze.package.json").read_bytes())
    many = package.signatures * 4
    heavy = [PackedSignature(one.paper, one.form, one.value + bytes(10**6)) for one in many]
    big = tmp_path / "big.package.json"
    big.write_bytes(package_bytes(replace(package, signatures=tuple(heavy))))
    order = package.order
    asked = ["--number", order.number, "--body", order.initiator.body_bin]

    done = run(["exchange", "confirm", str(big), *asked, "--digest", package.order_digest])

    assert big.stat().st_size > 4_000_000
    assert done.exit_code == 0


def test_a_zip_that_is_named_as_one_is_named_once(example: Path, tmp_path: Path) -> None:
    made = answer(example, tmp_path / "z.zip", "--zip")

    assert made["out"] == str(tmp_path / "z")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["z", "z.zip"]
    assert check(tmp_path / "z.zip", example / "request.package.json")["is_right"]


def test_the_check_says_whether_the_enclosure_beside_is_the_one_named(
    example: Path, tmp_path: Path
) -> None:
    package = read_package((example / "request.package.json").read_bytes())
    text = f"№ 7, SHA-256 {sha256(b'%PDF').hexdigest()}"
    order = replace(package.order, said=(*package.order.said, Said("victim_decree", text)))
    asked = tmp_path / "7.package.json"
    asked.write_bytes(package_bytes(Package(order, None, ())))
    beside = tmp_path / "7.victim_decree.pdf"

    for data, code in ((None, "absent"), (b"%PDF", "right"), (b"other", "differs")):
        if data is not None:
            beside.write_bytes(data)
        assert f"kit_enclosure_{code}" in codes(check(example / "request-answer", asked))


def test_a_corrected_answer_is_checked_beside_the_earlier_one(
    example: Path, tmp_path: Path
) -> None:
    earlier = example / "request-answer"
    answer(example, tmp_path / "mine", "--corrects", str(earlier), "--why", "Қате")

    found = check(tmp_path / "mine", example / "request.package.json", "--earlier", str(earlier))
    other = check(
        tmp_path / "mine",
        example / "request.package.json",
        "--earlier",
        str(example / "freeze-answer"),
    )

    assert found["is_right"]
    assert "answer_corrects_another" in codes(other)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_what_is_wrong_is_said_with_its_file_in_each_language(
    example: Path, tmp_path: Path, lang: str
) -> None:
    spoilt = tmp_path / "spoilt"
    shutil.copytree(example / "request-answer", spoilt)
    (sheet,) = spoilt.glob("*.xlsx")
    sheet.write_bytes(sheet.read_bytes()[:-1])
    package = str(example / "request.package.json")

    done = run(["kit", "check", str(spoilt), "--request", package, "--lang", lang])

    assert done.exit_code == 1
    assert f"{sheet.name}: " in done.stderr
    assert "[answer_file_size]" in done.stderr


def test_an_order_that_was_changed_is_not_to_be_carried_out(example: Path, tmp_path: Path) -> None:
    told = json.loads((example / "request.package.json").read_text(encoding="utf-8"))
    told["order"]["basis"] = "Басқа негіз."
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(told), encoding="utf-8")
    trust = ["--trust", str(example / "pki" / "trust")]

    found = check(example / "request-answer", changed, *trust)
    shown = run(
        ["kit", "check", str(example / "request-answer"), "--request", str(changed), *trust]
    )

    assert found["signatures"] == "refused"
    assert {"kit_order_unproven", "answer_other_order"} <= set(codes(found))
    assert "[sign_content_differs]" in shown.stdout


def test_an_order_without_its_sanction_is_not_to_be_carried_out(
    example: Path, tmp_path: Path
) -> None:
    told = json.loads((example / "request.package.json").read_text(encoding="utf-8"))
    told["decision"] = None
    told["signatures"] = [one for one in told["signatures"] if one["paper"] == "order"]
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(told), encoding="utf-8")

    found = check(example / "request-answer", bare, "--trust", str(example / "pki" / "trust"))

    assert codes(found) == ["kit_order_unproven"]


def test_a_judge_s_act_on_paper_is_compared_by_a_person(example: Path, tmp_path: Path) -> None:
    order = read_package((example / "freeze.package.json").read_bytes()).order
    needed = ("copies_of_file", "necessity", "person", "place_of_property")
    said = (*order.said, *(Said(name, "Бар.") for name in needed))
    in_order = tuple(sorted(said, key=lambda one: one.name))
    order = replace(order, measure="freeze.arrest", said=in_order)
    key = read_key((example / "pki" / "keys" / "investigator.p12").read_bytes(), b"demo")
    signature = FileSigner(key).sign(paper_bytes(order), form="cades", at=order.made_at)
    signed = (PackedSignature("order", "cades", signature),)
    acts: dict[str, dict[str, str]] = {"paper": {"act": "77"}, "none": {}}
    for name, notes in acts.items():
        package = Package(order, None, signed, notes=notes)
        (tmp_path / f"{name}.json").write_bytes(package_bytes(package))
    trust = ["--trust", str(example / "pki" / "trust")]

    on_paper = check(example / "freeze-answer", tmp_path / "paper.json", *trust)
    without = check(example / "freeze-answer", tmp_path / "none.json", *trust)

    assert "kit_act_on_paper" in codes(on_paper)
    assert "kit_order_unproven" in codes(without)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_field_that_cannot_be_read_is_named(example: Path, tmp_path: Path, lang: str) -> None:
    spoilt = tmp_path / "spoilt"
    shutil.copytree(example / "freeze-answer", spoilt)
    told = (spoilt / "answer.json").read_bytes()
    (spoilt / "answer.json").write_bytes(told.replace(b'"39204567"', b'"392 045,67"'))

    done = run(["kit", "check", str(spoilt), "--lang", lang])

    assert done.exit_code == 1
    assert "holds.1.amount_minor" in done.stderr
    assert "[order_unreadable]" in done.stderr


def test_without_the_order_the_answer_itself_is_checked(example: Path) -> None:
    done = run(["kit", "check", str(example / "request-answer"), "--json"])

    assert done.exit_code == 0
    assert codes(json.loads(done.stdout)) == ["kit_without_order"]


@pytest.mark.parametrize(
    "args",
    [
        ["check", "none", "--trust", "none"],
        ["check", "none", "--at", "yesterday"],
        ["answer", "p", "--ledger", "l", "--accounts", "a", "--out", "o", "--why", "Қате"],
    ],
)
def test_what_makes_no_sense_is_wrong_usage(args: list[str]) -> None:
    assert run(["kit", *args]).exit_code == 2


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["check", "none.zip"], "drop_unusable"),
        (["check", ".", "--request", "none.json"], "sign_file_unusable"),
    ],
)
def test_what_is_not_there_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], code: str
) -> None:
    monkeypatch.chdir(tmp_path)

    done = run(["kit", *args, "--json"])

    assert done.exit_code == 1
    assert json.loads(done.stderr)["error"] == code


def test_the_answer_names_who_gives_it(example: Path, tmp_path: Path) -> None:
    answer(example, tmp_path / "mine", "--name", "Дана Демо", "--post", "комплаенс")

    made = read_answer((tmp_path / "mine" / "answer.json").read_bytes())
    assert (made.by.name, made.by.post) == ("Дана Демо", "комплаенс")


def test_every_form_is_written(tmp_path: Path) -> None:
    done = run(["kit", "schema", "--out", str(tmp_path / "forms"), "--lang", "kk"])

    assert done.exit_code == 0
    assert {p.name for p in (tmp_path / "forms").iterdir()} == {file_name(f) for f in SCHEMAS}


def test_the_kit_needs_no_server_and_no_database() -> None:
    program = (
        "import sys; import izdes.cli.kit; "
        "print(sorted({'django', 'psycopg', 'procrastinate'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_who_holds_an_account_and_how_it_was_opened_is_answered(
    example: Path, tmp_path: Path
) -> None:
    tables = [f"--{name}={example / f'{name}.csv'}" for name in ("clients", "logins")]

    made = answer(example, tmp_path / "mine", *tables, order="logins")
    without = answer(example, tmp_path / "without", order="logins")

    assert made["files"] == ["client_file.csv", "logins.csv"]
    assert (made["completeness"], without["completeness"]) == ("full", "none")
    assert check(tmp_path / "mine", example / "logins.package.json")["is_right"]


def test_a_table_of_log_ins_may_be_a_workbook_and_is_checked_too(
    example: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(example / "logins-answer", mine)
    data = xlsx([["account", "at"], ["iban:KZ1", "yesterday"]], "Кіру")
    told = json.loads((mine / "answer.json").read_bytes())
    for one in told["files"]:
        if one["kind"] == "logins":
            one |= {"name": "l.xlsx", "sha256": sha256(data).hexdigest(), "size_bytes": len(data)}
    (mine / "answer.json").write_text(json.dumps(told), encoding="utf-8")
    (mine / "logins.csv").unlink()
    (mine / "l.xlsx").write_bytes(data)

    found = check(mine, example / "logins.package.json")

    assert found["is_right"]
    faults = found["faults"]
    assert isinstance(faults, list)
    told_of = [f for f in faults if f["file"] == "l.xlsx"]
    assert [(f["code"], f["sheet"], f["row"], f["column"], f["severity"]) for f in told_of] == [
        ("not_a_time", "Кіру", 2, "at", "noted")
    ]


def test_a_twins_folder_stands_for_the_books_of_whoever_is_asked(tmp_path: Path) -> None:
    twin = tmp_path / "country"
    twin.mkdir()
    write_case(twin, seed=5, complaints=4)
    bank = next(one for one in institutions_of(twin) if one.code)
    account = next(iter(sandbox_books(twin, bank.code).places))[0]
    package = asking(Subject("iban", number_of(account)), demanded="accounts client_file")
    order = replace(package.order, addressee=Addressee(bank.institution_id, bank.bin, ""))
    asked, stranger = tmp_path / "asked.json", tmp_path / "stranger.json"
    asked.write_bytes(package_bytes(Package(order, None, ())))
    stranger.write_bytes(package_bytes(package))

    made = run(["kit", "answer", str(asked), "--ledger", str(twin), "--out", str(tmp_path / "a")])
    refused = run(
        ["kit", "answer", str(stranger), "--ledger", str(twin), "--out", str(tmp_path / "b")]
    )

    assert made.exit_code == 0
    found = read_answer((tmp_path / "a" / "answer.json").read_bytes())
    assert [file.kind for file in found.files] == ["accounts", "client_file"]
    assert (refused.exit_code, "sandbox_unknown" in refused.stderr) == (1, True)
    wrong = ["kit", "answer", str(asked), "--ledger", str(asked), "--out", str(tmp_path / "c")]
    assert run(wrong).exit_code == 2
