from pathlib import Path

import pytest

from izdes.adapters.words import LANGUAGES, Lang
from izdes.cli.bench_loop import print_figures
from izdes.cli.benched_endings import compared

SPREAD = {"count": 3, "p50": 1.25, "p95": 7.5, "most": 9.0}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_are_told_in_every_language(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    way = {"cases": 11, "rounds": 4, "layers": 5, "institutions": 6, "requests": 33}
    figures = {
        "first_draft": SPREAD,
        "next_drafts": SPREAD,
        "way": {**way, "orders": 22, "answers": 44, "seconds": 99.5},
        "endings": {
            "claims": 77,
            "equal": 66,
            "misremembered": 5,
            "unfound": 2,
            "dark": 8,
            "other": 1,
        },
        "unsanctioned": {"sent": 0, "refused": 3},
        "is_whole": True,
    }

    print_figures(figures, lang)

    told = capsys.readouterr().out
    assert "—" not in told
    assert (told.count("7.5"), told.count("99.5"), told.count("66")) == (2, 1, 1)


def test_a_claim_that_is_not_equal_stands_under_one_heading(tmp_path: Path) -> None:
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "endings.csv").write_text(
        "claim_id,account,ending,amount_minor,currency\n"
        "A/1,M,held,70,KZT\nA/1,@cash:B,cash,30,KZT\n"
        "A/2,M,held,10,KZT\nA/3,M,held,20,KZT\nA/4,M,held,40,KZT\nA/5,M,held,5,KZT\n",
        encoding="utf-8",
    )
    (tmp_path / "truth" / "claims.csv").write_text(
        "claim_id,transfer_id,declared_minor\nA/1,T1,100\nA/2,T2,10\nA/3,T3,20\nA/4,T4,40\n"
        "A/5,T5,6\n",
        encoding="utf-8",
    )
    (tmp_path / "truth" / "transfers.csv").write_text(
        "transfer_id,amount_minor\nT1,100\nT2,10\nT3,20\nT4,40\nT5,5\n", encoding="utf-8"
    )
    found = [
        ("A/1", "M", "held", 50),
        ("A/1", "@cash:B", "cash", 30),
        ("A/1", "M", "held", 20),
        ("A/2", "", "unmatched", 10),
        ("A/3", "M", "frontier", 20),
        ("A/4", "M", "held", 39),
        ("A/5", "", "unmatched", 6),
    ]
    states = [
        ("A/1", "matched", ""),
        ("A/2", "unmatched", "why"),
        ("A/3", "matched", ""),
        ("A/4", "matched", ""),
        ("A/5", "declared", ""),
    ]

    told = compared(tmp_path, found, states, [("frontier answered", 1)])

    headings = ("claims", "equal", "misremembered", "unfound", "dark", "other")
    assert [told[name] for name in headings] == [5, 1, 1, 1, 1, 1]
    assert [(one["claim"], one["reason"]) for one in told["differing"]] == [
        ("A/2", "why"),
        ("A/3", ""),
        ("A/4", ""),
        ("A/5", ""),
    ]
    assert told["stops"] == {"frontier answered": 1}
