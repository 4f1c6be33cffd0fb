import json
import re
from pathlib import Path

import pytest
from tests.cli.tracing_books import (
    ACCOUNTS,
    LEDGER,
    MULE,
    SECOND,
    printed,
    run_trace,
    summary,
    write_books,
)

from izdes.adapters.words import LANGUAGES

TOLD = """\
  19.05.2026 14:02: 2 500 000 ₸ went from account KZ99 to account KZ22 (Ахметов А.). \
All of it is claimed. From there the money parted into 3.
    788 000 ₸ was still on account KZ22 (Ахметов А.) at 01.06.2026 00:00, \
when its statement ends.
    19.05.2026 14:09: 1 822 000 ₸ went from account KZ22 to account KZ33 (Серикова Д.). \
Under the rule FIFO, 1 212 000 ₸ of it counts as this claim's money.
      1 212 000 ₸ was still on account KZ33 (Серикова Д.) at 01.06.2026 00:00, \
when its statement ends.
    19.05.2026 14:20: 500 000 ₸ was taken in cash from account KZ22. \
Under the rule FIFO, all of it counts as this claim's money.
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    write_books(tmp_path)
    return tmp_path


def test_a_path_is_told_in_sentences(books: Path) -> None:
    text = printed(books, "--explain", "B/1")

    told = [line for line in text.splitlines() if line.startswith("  ")]
    assert told[:5] == TOLD.splitlines()
    assert (
        "  788 000 ₸ – still on the account: KZ22 (Ахметов А.). "
        "Under any rule at least 178 000 ₸ and at most 788 000 ₸."
    ) in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", ["fifo", "lifo", "pro-rata", "lowest-balance"])
def test_a_path_is_whole_in_each_language_and_under_each_rule(
    books: Path, lang: str, rule: str
) -> None:
    text = printed(books, "--explain", "A/1", "--rule", rule, lang=lang)

    assert "KZ88" in text
    assert "—" not in text.partition("A/1, ")[2]
    assert "{" not in text


def test_a_path_is_machine_readable(books: Path) -> None:
    found = summary(books, "--explain", "B/1")

    hops = found["path"]["hops"]
    assert [(h["depth"], h["transfer_id"], h["amount_minor"]) for h in hops] == [
        (0, "in", "250000000"),
        (1, "on", "121200000"),
        (1, "cash", "50000000"),
    ]
    stops = [stop for hop in hops for stop in hop["stops"]]
    assert sum(int(s["origin_minor"]) for s in stops) == 250_000_000


def test_a_claim_that_is_not_there_is_wrong_usage(books: Path) -> None:
    assert run_trace(books, "--explain", "Z/9").exit_code == 2
    assert not (books / "out").exists()


def test_an_unmatched_claim_has_a_sentence_instead_of_a_path(books: Path) -> None:
    with (books / "c.csv").open("a", encoding="utf-8") as file:
        file.write("C/1,nowhere,500\n")

    assert "This payment is not on the statements" in printed(books, "--explain", "C/1")


def test_the_sources_of_a_transfer_are_told_and_written(books: Path) -> None:
    text = printed(books, "--backward", "far", "--rule", "pro-rata")

    assert "Where the money of transfer far came from: 300 000 ₸." in text
    assert (
        "  241 157,55 ₸ came in at 19.05.2026 14:02 from account KZ99 (transfer in). "
        "No statement of that account covers that time. "
        "Its last step: 19.05.2026 14:09 from account KZ22, transfer on. Claimed money: B/1."
    ) in text
    assert "  964,64 ₸ was on account KZ22 before its statement began." in text
    assert (books / "out" / "sources.csv.gz").exists()


def test_the_sources_of_an_account_add_up_to_its_balance_under_each_rule(books: Path) -> None:
    found = summary(books, "--backward", "iban:KZ22", "--compare")

    assert set(found["sources"]) == {"fifo", "lifo", "pro-rata", "lowest-balance"}
    for sources in found["sources"].values():
        assert sum(int(s["amount_minor"]) for s in sources) == 78_800_000
    assert (books / "out" / "lifo" / "sources.parquet").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_that_the_ledger_lacks_is_refused_in_each_language(books: Path, lang: str) -> None:
    result = run_trace(books, "--backward", "nobody", "--lang", lang)

    assert result.exit_code == 1
    assert "target_unknown" in result.stderr
    assert not (books / "out").exists()


def test_whom_to_ask_next_names_the_account_and_the_moment(books: Path) -> None:
    text = printed(books, "--next")
    found = summary(books, "--next", "--replace")

    assert "Whom to ask next (as of 01.06.2026 00:00):" in text
    assert {s["account"] for s in found["next"]} == {"iban:KZ22", "iban:KZ33", "iban:KZ44"}
    assert [s["rank"] for s in found["next"]] == [1, 2, 3]


def test_a_division_can_be_checked_with_a_calculator(books: Path) -> None:
    text = printed(books, "--rule", "lowest-balance", "--divide", "iban:KZ22=9000000")

    lines = re.findall(r"([AB]/1): (\d+) × (\d+) ÷ (\d+) = (\d+), remainder (\d+)(.*)", text)
    for _, *numbers, _ in lines:
        divided, entitled, whole, floor, remainder = map(int, numbers)
        assert divided * entitled == whole * floor + remainder
    assert [(line[0], line[-1]) for line in lines] == [
        ("A/1", "; 1741935 + 1 (one of the largest remainders) → 17 419,36 ₸"),
        ("B/1", " → 72 580,64 ₸"),
    ]
    assert "Check: shares 9000000 + left over 0 = 9000000." in text


def test_pari_passu_divides_by_claims_and_not_by_the_rule(books: Path) -> None:
    shares = {
        rule: [
            s["share_minor"]
            for s in summary(
                books,
                "--rule",
                rule,
                "--divide",
                "iban:KZ22=9000000KZT",
                "--method",
                "pari-passu",
                "--replace",
            )["division"]["shares"]
        ]
        for rule in ("pro-rata", "lifo")
    }

    assert shares["pro-rata"] == shares["lifo"] == ["1741935", "7258065"]


@pytest.mark.parametrize("text", ["iban:KZ22", "iban:KZ22=1,5", "=5"])
def test_a_sum_to_divide_that_cannot_be_read_is_wrong_usage(books: Path, text: str) -> None:
    assert run_trace(books, "--divide", text).exit_code == 2


def test_a_new_statement_is_why_money_moved(books: Path) -> None:
    (books / "a.csv").write_text(ACCOUNTS + MULE, encoding="utf-8")
    run_trace(books, out="earlier")
    (books / "a.csv").write_text(ACCOUNTS + MULE + SECOND, encoding="utf-8")

    found = summary(books, "--previous", books / "earlier")["moved"]
    text = printed(books, "--previous", books / "earlier", "--replace")

    assert found["inputs"] == ["why_ledger"]
    assert [(c["claim_id"], c["why"]) for c in found["claims"]] == [
        ("A/1", "why_statement_came"),
        ("B/1", "why_statement_came"),
    ]
    assert "A/1: a statement of account KZ33 came (01.05.2026 00:00 – 01.06.2026 00:00)" in text
    assert "    KZ44 – went to an account without a statement: 0 ₸ → 290 000 ₸" in text


def test_another_movement_is_why_money_moved(books: Path) -> None:
    run_trace(books, out="earlier")
    (books / "l.csv").write_text(LEDGER.replace(",50000000,", ",40000000,"), encoding="utf-8")

    found = summary(books, "--previous", books / "earlier")["moved"]

    (claim,) = found["claims"]
    assert (claim["why"], claim["details"]["transfer"]) == ("why_movements_changed", "cash")
    assert [(p["ending"], p["before_minor"], p["now_minor"]) for p in claim["places"]] == [
        ("cash", "50000000", "40000000"),
        ("held", "78800000", "88800000"),
    ]


def test_another_claim_is_why_money_moved_where_claims_are_counted_together(books: Path) -> None:
    run_trace(books, "--rule", "lowest-balance", out="earlier")
    (books / "c.csv").write_text(
        "claim_id,transfer_id,amount_minor\nB/1,in,250000000\n", encoding="utf-8"
    )

    found = summary(books, "--rule", "lowest-balance", "--previous", books / "earlier")["moved"]

    assert found["inputs"] == ["why_claims"]
    assert [(c["claim_id"], c["why"]) for c in found["claims"]] == [
        ("A/1", "why_claim_gone"),
        ("B/1", "why_claims_of_others"),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_moved_is_said_too(books: Path, lang: str) -> None:
    summary(books, out="earlier")

    text = printed(books, "--previous", books / "earlier", lang=lang)

    assert "«earlier»" in text or "“earlier”" in text
    assert "→" not in text


def test_the_earlier_result_of_several_rules_is_found_in_its_folder(books: Path) -> None:
    summary(books, "--compare", out="earlier")

    assert summary(books, "--previous", books / "earlier")["moved"]["claims"] == []


def test_an_earlier_result_under_another_rule_is_refused(books: Path) -> None:
    run_trace(books, "--rule", "lifo", out="earlier")

    result = run_trace(books, "--previous", books / "earlier", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == "previous_unreadable"
