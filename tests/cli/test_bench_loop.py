import pytest

from izdes.adapters.words import LANGUAGES, Lang
from izdes.cli.bench_loop import print_figures

SPREAD = {"count": 3, "p50": 1.25, "p95": 7.5, "most": 9.0}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_are_told_in_every_language(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    way = {"cases": 11, "rounds": 4, "layers": 5, "institutions": 6, "requests": 33}
    figures = {
        "first_draft": SPREAD,
        "next_drafts": SPREAD,
        "way": {**way, "orders": 22, "answers": 44, "seconds": 99.5},
        "endings": {"claims": 77, "equal": 66, "dark": 8},
        "unsanctioned": {"sent": 0, "refused": 3},
    }

    print_figures(figures, lang)

    told = capsys.readouterr().out
    assert "—" not in told
    assert (told.count("7.5"), told.count("99.5"), told.count("66")) == (2, 1, 1)
