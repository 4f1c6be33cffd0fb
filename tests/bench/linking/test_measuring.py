"""One small run of every measure: its figures fit together, and do not change but for times."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.bench.linking.made import known, phone
from typer.testing import CliRunner

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.bench.linking import growing, measuring, speed, verdicts, ways
from izdes.bench.linking.clusters import Labels, agreement
from izdes.bench.linking.known import HUB, SERVICE
from izdes.bench.linking.summary import goals
from izdes.cli.bench_link import print_figures
from izdes.cli.benched_links import Sizes, known_of, measure_links
from izdes.cli.main import app
from izdes.core.linking.hubs.review import Verdict

SIZES = Sizes(simulated=700, smaller=0, crowds=(300,), scale=0, growing=0)
SEEDS = (4,)
TIMES = ("seconds", "times_our_seconds")


@pytest.fixture(scope="module")
def figures() -> Mapping[str, Any]:
    return measure_links(SEEDS, SIZES, say=lambda _: None)


def untimed(found: object) -> object:
    """Return figures without times."""
    if isinstance(found, dict):
        return {name: untimed(value) for name, value in found.items() if name not in TIMES}
    return found


def test_every_method_has_figures_that_fit_together(figures: Mapping[str, Any]) -> None:
    for country in figures["simulator"]["by_seed"].values():
        complaints = country["facts"]["complaints"]
        for found in country["methods"].values():
            pairs, by_size = found["pairs"], found["sizes"]["by_size"]
            assert pairs["both"] <= min(pairs["found"], pairs["true"])
            assert sum(by_size.values()) == found["sizes"]["series"] <= complaints
            assert 0 < found["b_cubed"]["f1"] <= 1
            if "links" in found:
                # A series of n holds together by n - 1 links.
                assert found["links"] == complaints - found["sizes"]["series"]


def test_a_graph_library_finds_what_exact_match_finds(figures: Mapping[str, Any]) -> None:
    for country in figures["simulator"]["by_seed"].values():
        found = {
            name: untimed(country["methods"][name]) for name in ("exact_match", "graph_library")
        }
        assert found["exact_match"] == found["graph_library"]


def test_who_knows_the_hubs_does_better(figures: Mapping[str, Any]) -> None:
    methods = figures["simulator"]["summary"]["methods"]

    f1 = {name: found["b_cubed_f1"]["least"] for name, found in methods.items()}
    assert f1["told_hubs"] > max(f1["exact_match"], f1["third_report"], f1["leiden_0.1"])
    assert f1["told_hubs"] > 0.8


def test_a_higher_limit_shows_no_more(figures: Mapping[str, Any]) -> None:
    for country in figures["simulator"]["by_seed"].values():
        for curve in country["proposals"].values():
            if isinstance(curve, list):
                shown = [point["precision"]["of"] for point in curve]
                hits = [point["recall"]["hits"] for point in curve]
                assert shown == sorted(shown, reverse=True)
                assert hits == sorted(hits, reverse=True)


def test_a_second_run_finds_the_same(figures: Mapping[str, Any]) -> None:
    again = measure_links(SEEDS, SIZES, say=lambda _: None)

    assert untimed(again) == untimed(figures)


def test_a_simulated_country_comes_with_its_truth() -> None:
    country = known_of(4, 700)

    assert len(country.series) == 700
    assert set(country.whose.tolist()) == {0, SERVICE, HUB}
    assert country.wrong.sum() > 0
    assert agreement(country.series, country.series).precision == 1


def test_a_missing_library_is_told() -> None:
    def gone() -> Labels:
        raise ImportError(name="gone")

    found = measuring.measured(known([0], []), {"other": gone})

    assert found == {"other": {"library_missing": "gone"}}


def test_goals_are_those_of_every_country() -> None:
    def country(f1: float, other: float, times: float) -> dict[str, Any]:
        ours = {"b_cubed": {"f1": f1}, "largest_times_true": times, "seconds": 1.0}
        baseline = {"b_cubed": {"f1": other}, "is_baseline": True}
        ceiling = {"b_cubed": {"f1": 0.99}, "is_baseline": False}
        methods = {"ours": ours, "exact_match": baseline, "told_hubs": ceiling}
        return {"methods": methods, "proposals": {"links": []}}

    reached = goals([country(0.9, 0.5, 1.0), country(0.86, 0.5, 1.2)])
    missed = goals([country(0.9, 0.5, 1.0), country(0.84, 0.85, 1.3)])

    names = ("b_cubed_f1", "largest", "above_every_baseline")
    assert [reached[name] for name in names] == [True, True, True]
    assert [missed[name] for name in names] == [False, False, False]
    assert not reached["proposals"]


def test_verdicts_are_counted_by_what_things_truly_are() -> None:
    rows = [(n, "phone", phone(line)) for n in range(4) for line in (1, 2, 3)]
    country = known(range(4), [*rows, (0, "phone", phone(9))], whose={phone(1): HUB})
    number = {value: n for n, value in enumerate(country.mentions.nodes.value.to_pylist())}
    said = {number[phone(1)]: Verdict("pending", "x"), number[phone(2)]: Verdict("links", "y")}

    found = verdicts.measure(country, said)

    assert found["all"] == {"own": {"links": 1, "not_reviewed": 1}, "hub": {"pending": 1}}
    assert (found["hubs_kept"]["hits"], found["hubs_kept"]["of"]) == (1, 1)
    assert (found["own_left_to_link"]["hits"], found["own_left_to_link"]["of"]) == (1, 1)


def test_what_is_written_for_another_process_is_read_as_it_was(tmp_path: Path) -> None:
    told = known_of(4, 300).mentions

    speed.write_columns(tmp_path, told)
    again = speed.read_columns(tmp_path)

    assert again.ids.to_pylist() == told.ids.to_pylist()
    assert [again.nodes.node(n) for n in again.node] == [told.nodes.node(n) for n in told.node]
    assert again.at.tolist() == told.at.tolist()


def test_a_process_of_its_own_links_as_this_one(tmp_path: Path) -> None:
    country = known_of(4, 300)
    speed.write_columns(tmp_path, country.mentions)

    found = speed.link_here(tmp_path, rounds=1)

    assert found["links"] == len(ways.whole(country).joins)
    assert (found["complaints"], found["mentions"]) == (300, len(country.mentions))


def test_a_file_is_filled_with_the_series_that_are_found_in_memory(tmp_path: Path) -> None:
    found = speed.measure(tmp_path, known_of(4, 300).mentions, rounds=1)

    assert found["duckdb"]["as_in_memory"]
    assert found["duckdb"]["found"] == found["found"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_are_printed_in_three_languages(
    lang: Lang, figures: Mapping[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    print_figures(figures, lang)

    printed = capsys.readouterr().out
    assert say("bench_link_goals", lang) in printed
    assert "300" in printed


def test_seeds_that_name_nobody_are_refused() -> None:
    refused = CliRunner().invoke(app, ["bench", "link", "--quick", "--seeds", "5-1", "--json"])

    assert refused.exit_code == 1
    assert "bench_seeds_unclear" in refused.stderr


def test_complaints_that_come_and_go_leave_the_series_of_all_at_once() -> None:
    found = growing.measure(known_of(4, 300))

    assert found["otherwise_than_at_once"] == 0
    assert found["seconds"]["told"]["rounds"] == 15
    assert set(found["seconds"]) == {"told", "withdrawn", "told_again", "judged", "unjudged"}
    assert found["duckdb"]["otherwise_than_at_once"] == 0
    assert set(found["duckdb"]["seconds"]) == set(found["seconds"])
