from functools import cache
from typing import Any

from izdes.bench.invented import invented
from izdes.bench.whereabouts import ASKS, measure
from izdes.twin.facts import facts_of
from izdes.twin.tables import case_tables, truth_tables


@cache
def figures() -> dict[str, Any]:
    told = facts_of(3, 8)
    truth = truth_tables(told)
    case = invented(
        {**case_tables(told), **truth},
        openings={a.side.key: a.opening_minor for a in told.world.accounts},
        reported={c.complaint_id: str(c.document["reported_at"]) for c in told.complaints},
    )
    return measure([(case, {str(c): str(s) for c, s in truth["series.csv"][1]})])


def test_every_traced_unit_is_in_one_bin() -> None:
    for way in ("all", "crew"):
        found = figures()[way]
        assert sum(one["traced_minor"] for one in found["bins"]) == found["traced_minor"]
        assert 0 <= found["error_of_traced"] <= 1


def test_no_order_finds_more_than_the_one_that_knows_the_truth() -> None:
    asks = figures()["asks"]
    for number in map(str, ASKS):
        best = asks["best_possible"][number]
        assert all(asks[order][number] <= best <= 1 for order in asks)


def test_asking_more_finds_no_less() -> None:
    for shares in figures()["asks"].values():
        found = [shares[str(number)] for number in ASKS]
        assert found == sorted(found)
