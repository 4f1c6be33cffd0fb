import csv
import gzip
import json
from pathlib import Path

import pytest
from tests.cli.tracing_books import SECOND, printed, run_trace, summary, write_books

from izdes.adapters.words import LANGUAGES
from izdes.cli.tracing import openings as told
from izdes.follow import openings

UNKNOWN = "iban:KZ22,KZT,,2026-05-01T00:00:00+05:00,2026-06-01T00:00:00+05:00\n"
CURVED = ("fifo", "lifo", "pro-rata", "lowest-balance")
# The second account passes most of the payment on before it pays it back.
REFUNDED = """\
transfer_id,booked_at,amount_minor,currency,payer_account,payee_account,kind
in,2026-05-19T14:00:00+05:00,10000,KZT,iban:KZ99,iban:KZ22,transfer
paid,2026-05-19T14:10:00+05:00,10000,KZT,iban:KZ22,iban:KZ33,transfer
gone,2026-05-19T14:20:00+05:00,8000,KZT,iban:KZ33,iban:KZ44,transfer
more,2026-05-19T14:30:00+05:00,10000,KZT,iban:KZ55,iban:KZ33,transfer
back,2026-05-19T14:40:00+05:00,10000,KZT,iban:KZ33,iban:KZ22,refund
"""
LEFT_OUT = "what a larger one would change was not computed"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """Return the case, of which the mule's statement prints no opening balance."""
    write_books(tmp_path, accounts=UNKNOWN + SECOND)
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_sentence_says_between_what_an_ending_lies_and_from_where_it_stays(books: Path) -> None:
    text = printed(books)

    assert "The opening balance of account KZ22 (01.05.2026 00:00) is not known" in text
    assert "the least possible, 0 ₸, was assumed. Rule: FIFO." in text
    # 2 322 000 leave the mule, and 600 000 lie before B/1's: behind 1 722 000 more it never leaves.
    assert (
        "B/1, KZ22 – still on the account: 778 000 ₸. If it was larger, the sum is between "
        "778 000 ₸ and 2 500 000 ₸; from 1 722 000 ₸ more on it no longer changes."
    ) in text


def test_the_table_holds_the_break_points_that_the_sentence_is_made_of(books: Path) -> None:
    found = summary(books)

    table = rows(books / "out" / "openings.csv.gz")
    held = [r for r in table if (r["claim_id"], r["end_account"]) == ("B/1", "iban:KZ22")]
    assert [(r["delta_minor"], r["amount_minor"]) for r in held] == [
        ("0", "77800000"),
        ("172200000", "250000000"),
    ]
    assert "openings" in found["digests"]


def test_machines_read_the_interval_of_every_ending(books: Path) -> None:
    (opening,) = summary(books)["openings"]

    (held,) = [
        e for e in opening["endings"] if (e["claim_id"], e["account"]) == ("B/1", "iban:KZ22")
    ]
    assert (opening["account"], opening["opening_least_minor"]) == ("iban:KZ22", "0")
    assert (held["least_minor"], held["amount_minor"], held["most_minor"]) == (
        "77800000",
        "77800000",
        "250000000",
    )
    assert (held["settled_minor"], held["is_exact"]) == ("172200000", True)


def test_under_lifo_an_opening_lies_below_everything(books: Path) -> None:
    text = printed(books, "--rule", "lifo")

    assert "under LIFO a larger one changes nothing" in text


def test_under_lifo_a_larger_opening_can_tie_a_refund_to_its_payment(tmp_path: Path) -> None:
    write_books(tmp_path, accounts=UNKNOWN.replace("KZ22", "KZ33") + SECOND.replace("33", "22"))
    (tmp_path / "l.csv").write_text(REFUNDED, encoding="utf-8")
    (tmp_path / "c.csv").write_text(
        "claim_id,transfer_id,amount_minor\nB/1,in,10000\n", encoding="utf-8"
    )

    text = printed(tmp_path, "--rule", "lifo")

    assert "a larger one changes only which refunds are tied to their payments" in text
    assert (
        "B/1, KZ22 – still on the account: 0 ₸. If it was larger, the sum is between "
        "0 ₸ and 100 ₸; from 80 ₸ more on it no longer changes."
    ) in text


def test_a_rule_that_mixes_states_nothing_between_its_points(books: Path) -> None:
    text = printed(books, "--rule", "pro-rata")
    found = summary(books, "--rule", "pro-rata", "--replace")

    assert "of what lies between them nothing is stated" in text
    assert "it no longer changes" not in text
    assert {e["settled_minor"] for e in found["openings"][0]["endings"]} == {None}


def test_every_rule_has_its_own_table_and_digest(books: Path) -> None:
    summary(books, "--compare")

    for rule in CURVED:
        own = json.loads((books / "out" / rule / "summary.json").read_text(encoding="utf-8"))
        assert "openings" in own["digests"]
        assert rows(books / "out" / rule / "openings.csv.gz")


def test_without_openings_there_is_no_table_and_it_is_said(books: Path) -> None:
    full = summary(books)
    bare = summary(books, "--no-openings", "--replace")
    text = printed(books, "--no-openings", "--replace")

    assert not list((books / "out").glob("openings.*"))
    assert full["digests"] == {**bare["digests"], "openings": full["digests"]["openings"]}
    assert bare["openings"] is None
    assert LEFT_OUT in text


def test_what_takes_long_is_left_out_unless_it_is_asked_for(
    books: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openings, "MOST_TURNS", 0)

    assert LEFT_OUT in printed(books)
    assert LEFT_OUT not in printed(books, "--openings", "--replace")
    assert (books / "out" / "openings.parquet").exists()


def test_openings_asked_for_are_computed_whatever_engine_is_named(books: Path) -> None:
    by_engine = summary(books, "--engine", "numpy")
    asked = summary(books, "--engine", "numpy", "--openings", "--replace")

    assert by_engine["openings"] is None
    assert asked["digests"] == {
        **by_engine["digests"],
        "openings": summary(books, "--replace")["digests"]["openings"],
    }


def test_where_every_opening_is_printed_nothing_is_said(tmp_path: Path) -> None:
    write_books(tmp_path)

    assert "opening balance" not in printed(tmp_path)
    assert "openings" not in summary(tmp_path, "--replace")
    assert "opening balance" not in printed(tmp_path, "--no-openings", "--replace")


def test_poison_has_no_amounts_and_so_no_openings(books: Path) -> None:
    result = run_trace(books, "--rule", "poison", "--openings")

    assert result.exit_code == 0
    assert "opening balance" not in result.stdout


def test_on_the_screen_the_greatest_changes_come_first_and_the_rest_is_counted(
    books: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told, "MOST_TOLD", 1)

    text = printed(books)

    assert text.count("it no longer changes") == 1
    assert "  B/1, KZ22 – still on the account: 778 000 ₸" in text
    assert "And 6 endings more: the table openings holds them." in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentences_are_whole_in_every_language(books: Path, lang: str) -> None:
    text = printed(books, lang=lang)

    assert "KZ22" in text
    assert "{" not in text
    assert "1 722 000 ₸" in text
