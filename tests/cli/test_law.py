import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typer.testing import CliRunner, Result

from izdes.adapters.lawpack import write_pack
from izdes.cli.main import app
from izdes.core.law.release import packaged_pack
from izdes.core.law.release.packs import packaged_texts

TEXTS = packaged_texts()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["law", *map(str, words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The packaged pack as a folder."""
    place = tmp_path / "pack"
    write_pack(TEXTS, place)
    return place


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """A pack in which institutions answer in two days instead of three."""
    place = tmp_path / "shorter"
    old = (
        "rule_id: DL_ANSWER_3D, starts: request_delivered, bound: institution, unit: days, count: 3"
    )
    clocks = TEXTS["clocks/clocks.yaml"]
    assert old in clocks
    write_pack({**TEXTS, "clocks/clocks.yaml": clocks.replace(old, f"{old[:-1]}2")}, place)
    return place


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key of nobody."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    place = tmp_path / "key.pem"
    place.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return place


def test_the_packaged_pack_passes_its_check_and_lists_what_is_unverified() -> None:
    result = run("check", "--lang", "en")

    assert result.exit_code == 0
    assert "not signed" in result.stdout
    assert "No errors." in result.stdout
    assert "banks.secrecy" in result.stdout


def test_a_pack_with_a_mistake_fails_its_check(folder: Path) -> None:
    index = folder / "indexes.yaml"
    index.write_text(TEXTS["indexes.yaml"].replace("to: 2019-01-01", "to: 2019-02-01", 1), "utf-8")

    result = run("check", "--pack", folder, "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [fault["code"] for fault in told["faults"]] == ["law_overlap"]
    assert told["unverified_counts"]["indexes.yaml"] > 0


def test_a_pack_that_cannot_be_read_is_refused_with_file_entry_and_field(folder: Path) -> None:
    routes = folder / "routes.yaml"
    routes.write_text(TEXTS["routes.yaml"].replace("route: abroad", "rout: abroad"), "utf-8")

    result = run("check", "--pack", folder, "--lang", "ru")

    assert result.exit_code == 1
    assert "routes.yaml: Поле «rout» записи «10» никто не читает." in result.stderr


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", ["сұрау салуға жауап", "Мерзімнің соңы: 2026-03-26 24:00", "34-бабының 5-бөлігі"]),
        ("ru", ["ответ на запрос", "2026-03-26 24:00", "ч. 5 ст. 34 УПК РК"]),
        ("en", ["answer to a request", "2026-03-26 24:00", "art. 34(5)"]),
    ],
)
def test_a_deadline_is_explained_with_its_arithmetic_and_its_norm(
    lang: str, words: list[str]
) -> None:
    # Three days from Friday 20 March end on Monday the 23rd; the 23rd to the 25th are days off.
    result = run("explain", "DL_ANSWER_3D", "--from", "2026-03-20T15:00+05:00", "--lang", lang)

    assert result.exit_code == 0
    assert all(word in result.stdout for word in words)


def test_a_deadline_is_explained_for_machines() -> None:
    result = run("explain", "DL_ANSWER_3D", "--from", "2026-03-20T15:00+05:00", "--json")

    told = json.loads(result.stdout)
    assert told["due"]["at"] == "2026-03-26T19:00:00+00:00"
    assert told["due"]["last_day"] == "2026-03-26"
    assert [norm["norm_id"] for norm in told["norms"]] == ["cpc.duty_to_answer"]
    assert told["pack"]["digest"] == packaged_pack().ref.digest


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("freeze.suspension", ["следователь", "DL_FREEZE_SELF_10D", "ч. 9 ст. 161 УПК РК"]),
        ("cpc.cap", ["цены иска", "https://adilet.zan.kz/rus/docs/K1400000231"]),
        ("persons.remote", ["следователь", "рабочая цель, не норма", "ст. 213 УПК РК"]),
        ("banks.secrecy", ["не подтверждено"]),
    ],
)
def test_a_measure_a_norm_and_a_task_are_explained(name: str, words: list[str]) -> None:
    result = run("explain", name, "--on", "2026-05-21", "--lang", "ru")

    assert result.exit_code == 0, result.stderr
    assert [word for word in words if word not in result.stdout] == []


def test_an_unknown_name_is_refused() -> None:
    result = run("explain", "DL_NEVER", "--on", "2026-05-21", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == "law_name_unknown"


@pytest.mark.parametrize(
    "words", [["--from", "2026-03-20T15:00"], ["--from", "yesterday"], ["--on", "2026-13-01"]]
)
def test_a_moment_without_offset_and_a_day_that_is_none_are_wrong_usage(words: list[str]) -> None:
    assert run("explain", "DL_ANSWER_3D", *words).exit_code == 2


def test_the_packaged_pack_is_written_and_read_again(tmp_path: Path) -> None:
    written = json.loads(run("write", "--out", tmp_path / "new", "--json").stdout)

    read = json.loads(run("check", "--pack", tmp_path / "new", "--json").stdout)

    assert written == read["pack"]
    assert written["digest"] == packaged_pack().ref.digest
    assert run("write", "--out", tmp_path / "new").exit_code == 1


def test_two_equal_packs_say_the_same(folder: Path) -> None:
    result = run("diff", "-", folder, "--lang", "en")

    assert (result.exit_code, result.stdout) == (0, "The packs say the same.\n")


def test_a_change_is_shown_with_the_open_clocks_that_it_moves(
    folder: Path, shorter: Path, tmp_path: Path
) -> None:
    clocks = tmp_path / "open.csv"
    clocks.write_text(
        "ref,clock,started_at\n"
        "request 12/26,DL_ANSWER_3D,2026-03-18T15:00+05:00\n"
        "instruction 3/26,DL_ASSIGN_10D,2026-03-18T15:00+05:00\n",
        "utf-8",
    )

    result = run("diff", folder, shorter, "--clocks", clocks, "--lang", "en")

    assert result.stdout.splitlines() == [
        "~ clocks/clocks.yaml DL_ANSWER_3D count: “3” became “2”",
        "request 12/26, DL_ANSWER_3D: ends 2026-03-20 24:00 instead of 2026-03-26 24:00",
    ]


def test_a_difference_is_told_to_machines(folder: Path, shorter: Path) -> None:
    told = json.loads(run("diff", folder, shorter, "--json").stdout)

    (change,) = told["changes"]
    assert (change["entry"], change["before"], change["after"]) == ("DL_ANSWER_3D", "3", "2")
    assert told["moved"] == []


def test_a_signed_pack_is_known_by_the_name_of_its_key(
    folder: Path, key: Path, tmp_path: Path
) -> None:
    signed = json.loads(run("sign", folder, "--key", key, "--name", "law.example", "--json").stdout)
    public = tmp_path / "public.key"
    public.write_text(signed["key"], "utf-8")

    stranger = json.loads(run("check", "--pack", folder, "--json").stdout)["pack"]
    trusted = json.loads(run("check", "--pack", folder, "--key", public, "--json").stdout)["pack"]

    assert (trusted["trust"], trusted["signed_by"]) == ("signed", ["law.example"])
    assert (stranger["trust"], stranger["signed_by_others"]) == (
        "signed_by_stranger",
        ["law.example"],
    )


def test_a_pack_changed_after_signing_is_refused(folder: Path, key: Path) -> None:
    run("sign", folder, "--key", key, "--name", "law.example")
    days = folder / "clocks" / "days.csv"
    days.write_text(days.read_text("utf-8").replace("true", "false", 1), "utf-8")

    result = run("check", "--pack", folder, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stderr)["details"] == {"why": "other_pack"}


def test_a_pack_with_mistakes_is_not_signed(folder: Path, key: Path) -> None:
    schemes = folder / "schemes.yaml"
    schemes.write_text(TEXTS["schemes.yaml"].replace("above: PHISHING", "above: FISHING"), "utf-8")

    result = run("sign", folder, "--key", key, "--name", "law.example")

    assert result.exit_code == 1
    assert not (folder / "pack.note").exists()


def test_a_key_that_is_not_there_is_refused(folder: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"

    signed = run("sign", folder, "--name", "n", "--key", nowhere)
    checked = run("check", "--pack", folder, "--key", nowhere)

    assert (signed.exit_code, checked.exit_code) == (1, 1)
