import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from izdes.adapters.words import LANGUAGES
from izdes.cli.main import app
from izdes.twin.write import write_case

LEDGER = """transfer_id,booked_at,amount_minor,currency,payer_account,payee_account
in,2026-05-19T14:02:00+05:00,100,KZT,V,M
out,2026-05-19T14:09:00+05:00,150,KZT,M,@cash:B
"""
ACCOUNTS = """account,currency,opening_minor,covered_from,covered_to
M,KZT,80,2026-05-01T00:00:00+05:00,2026-06-01T00:00:00+05:00
"""
CLAIMS = "claim_id,transfer_id,amount_minor\nC/1,in,100\n"


def izdes(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def books(tmp_path: Path) -> Path:
    for name, text in (("l.csv", LEDGER), ("a.csv", ACCOUNTS), ("c.csv", CLAIMS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "case"
    folder.mkdir()
    write_case(folder, seed=5, complaints=8)
    return folder


def trace(books: Path, *more: object) -> Result:
    return izdes(
        "trace",
        books / "l.csv",
        "--claims",
        books / "c.csv",
        "--accounts",
        books / "a.csv",
        "--out",
        books / "out",
        *more,
    )


def test_a_trace_says_where_the_money_stopped(books: Path) -> None:
    result = trace(books, "--json")

    summary = json.loads(result.stdout)
    assert result.exit_code == 0
    assert summary["totals"] == [
        {"ending": "cash", "currency": "KZT", "amount_minor": "70"},
        {"ending": "held", "currency": "KZT", "amount_minor": "30"},
    ]
    assert sorted(p.name for p in (books / "out").iterdir()) == [
        "allocations.csv.gz",
        "allocations.parquet",
        "certificate",
        "endings.csv.gz",
        "endings.parquet",
        "run.json",
        "summary.json",
    ]


def test_the_same_trace_twice_has_the_same_digests(books: Path) -> None:
    first = json.loads(trace(books, "--json").stdout)
    again = json.loads(trace(books, "--json", "--replace").stdout)

    assert first == again


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_names_the_place_in_each_language_and_leaves_nothing(
    books: Path, lang: str
) -> None:
    (books / "l.csv").write_text(LEDGER.replace("150", "1,5"), encoding="utf-8")

    result = trace(books, "--lang", lang)

    assert result.exit_code == 1
    assert "l.csv" in result.stderr
    assert "table_wrong_width" in result.stderr
    assert result.stdout == ""
    assert not (books / "out").exists()


def test_a_refusal_is_machine_readable(books: Path) -> None:
    (books / "c.csv").write_text(CLAIMS.replace("100", "x"), encoding="utf-8")

    result = trace(books, "--json")

    refused = json.loads(result.stderr)
    assert result.exit_code == 1
    assert [(f["code"], f["file"], f["row"], f["column"]) for f in refused["faults"]] == [
        ("not_an_integer", "c.csv", 2, "amount_minor")
    ]


def test_claims_beyond_their_transfer_are_refused(books: Path) -> None:
    (books / "c.csv").write_text(CLAIMS.replace("100", "101"), encoding="utf-8")

    assert trace(books).exit_code == 1


def test_a_result_is_not_replaced_unasked(books: Path) -> None:
    trace(books)

    result = trace(books, "--lang", "en")

    assert result.exit_code == 1
    assert "--replace" in result.stderr


def test_wrong_usage_exits_with_two(books: Path) -> None:
    assert izdes("trace", books / "l.csv").exit_code == 2
    assert izdes("follow", books, "--out", books / "o", "--as-of", "yesterday").exit_code == 2
    assert trace(books, "--rule", "guess").exit_code == 2


def test_a_case_is_followed_and_scored(case: Path, tmp_path: Path) -> None:
    followed = izdes("follow", case, "--out", tmp_path / "found", "--lang", "kk", "--jobs", 2)
    scored = izdes("twin", "score", case, tmp_path / "found", "--json")

    score = json.loads(scored.stdout)
    assert followed.exit_code == 0
    assert "report.html" in followed.stdout
    assert score["conserved"] == score["claims"]
    assert score["claims_matched_wrong"] == 0
    assert score["rows_right"] == score["rows_read"] == score["rows_true"] > 0
    assert score["joined_precision_permille"] >= 995
    assert score["joined_recall_permille"] >= 970
    assert score["paths_exact"] == score["paths_matched"]
    names = {p.name for p in (tmp_path / "found").iterdir()}
    assert names == {
        "report.html",
        "findings.json",
        "claims.csv",
        "ledger",
        "trace",
        "links",
        "requests",
        "freezes",
        "run.json",
    }
    for kind in ("freezes", "requests"):
        papers = {p.stem for p in (tmp_path / "found" / kind).glob("*.pdf")}
        assert papers == {p.stem for p in (tmp_path / "found" / kind).glob("*.json")}
        assert papers


def test_what_follow_leaves_can_be_traced_again_with_the_same_digests(
    case: Path, tmp_path: Path
) -> None:
    found = tmp_path / "found"
    izdes("follow", case, "--out", found)

    result = izdes(
        "trace",
        found / "ledger" / "transfers.csv",
        "--claims",
        found / "claims.csv",
        "--accounts",
        found / "ledger" / "accounts.csv",
        "--out",
        tmp_path / "again",
        "--json",
    )

    first = json.loads((found / "trace" / "fifo" / "summary.json").read_text(encoding="utf-8"))
    assert json.loads(result.stdout)["digests"] == first["digests"]


def test_statements_are_read_into_a_ledger(case: Path, tmp_path: Path) -> None:
    files = sorted((case / "statements").iterdir())
    profiles = sorted((case / "profiles").iterdir())

    result = izdes(
        "read",
        *files,
        "--institutions",
        case / "institutions.csv",
        *(part for path in profiles for part in ("--profile", path)),
        "--out",
        tmp_path / "ledger",
        "--json",
    )

    summary = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(summary["statements"]) >= len(files)
    assert {s["outcome"] for s in summary["statements"]} <= {"reconciled", "not_checkable"}
    assert (tmp_path / "ledger" / "transfers.parquet").exists()


def test_a_broken_statement_is_refused_and_the_others_are_read(case: Path, tmp_path: Path) -> None:
    some = sorted((case / "statements").iterdir())[:3]
    files = [Path(shutil.copy(path, tmp_path)) for path in some]
    files[0].write_bytes(files[0].read_bytes()[:100])

    result = izdes("read", *files, "--out", tmp_path / "ledger", "--lang", "kk")

    assert result.exit_code == 1
    assert files[0].name in result.stderr
    assert (tmp_path / "ledger" / "transfers.csv").exists()


def test_tables_and_complaints_are_taken_from_standard_input(
    books: Path, case: Path, tmp_path: Path
) -> None:
    run = CliRunner().invoke
    rest = ["--claims", str(books / "c.csv"), "--out", str(tmp_path / "t"), "--json"]
    complaints = (case / "complaints.jsonl").read_bytes()

    traced = run(app, ["trace", "-", *rest], input=LEDGER)
    linked = run(app, ["link", "-", "--out", str(tmp_path / "l"), "--json"], input=complaints)

    assert (traced.exit_code, linked.exit_code) == (0, 0)
    assert json.loads(traced.stdout)["transfers"] == 2
    assert json.loads(linked.stdout)["complaints"] == 8


def test_complaints_are_linked(case: Path, tmp_path: Path) -> None:
    result = izdes("link", case / "complaints.jsonl", "--out", tmp_path / "links", "--json")

    summary = json.loads(result.stdout)
    assert result.exit_code == 0
    assert summary["complaints"] == 8
    assert sorted(p.name for p in (tmp_path / "links").iterdir()) == [
        "contradictions.csv",
        "holders.csv",
        "hubs.csv",
        "judgements.csv",
        "links.csv",
        "owners.csv",
        "persons.csv",
        "possible.csv",
        "received.csv",
        "series.csv",
        "services.csv",
        "snapshot.csv.gz",
        "summary.json",
    ]
