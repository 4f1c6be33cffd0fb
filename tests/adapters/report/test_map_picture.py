"""The picture of a money map: every stream goes forward, nothing stands on anything else."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.report.sample import sample

from izdes.adapters.documents.report.layout import LINE, Box, Drawing, drawing_of, label_lines
from izdes.adapters.documents.report.places import WIDEST, Picture, picture_of

Json = dict[str, Any]


def flow(source: str, target: str, **parts: int) -> Json:
    return {
        "source": source,
        "target": target,
        "amount_minor": str(sum(parts.values())),
        "transfers": 1,
        "first": None,
        "last": None,
        "parts": [{"complaint_id": c, "amount_minor": str(a)} for c, a in parts.items()],
    }


def money_map(flows: list[Json], *stops: tuple[str, str, int]) -> Any:  # noqa: ANN401 - shape of JSON
    victims = {f["source"].removeprefix("victim:") for f in flows if f["source"][0] == "v"}
    return {
        "map_id": "S/KZT",
        "series_id": "S",
        "series": 1,
        "currency": "KZT",
        "loss_minor": "0",
        "complaints": [{"complaint_id": c, "amount_minor": "0"} for c in sorted(victims)],
        "stops": [{"place": p, "ending": e, "amount_minor": str(a)} for p, e, a in stops],
        "flows": flows,
    }


def boxes_by_column(drawing: Drawing) -> list[list[Box]]:
    columns: defaultdict[int, list[Box]] = defaultdict(list)
    for box in drawing.boxes:
        columns[box.layer].append(box)
    return [sorted(column, key=lambda box: box.y) for column in columns.values()]


@st.composite
def tangled_maps(draw: st.DrawFn) -> Any:  # noqa: ANN401 - shape of JSON
    """Draw flows between a few accounts, in circles too."""
    accounts = [f"account:acct:{n}" for n in range(6)]
    flows = [flow("victim:V1", "account:acct:0", V1=draw(st.integers(1, 10**12)))]
    for _ in range(draw(st.integers(0, 25))):
        source = draw(st.sampled_from(accounts))
        target = draw(st.sampled_from([*accounts, "account:@cash:X"]))
        if source != target:
            flows.append(flow(source, target, V1=draw(st.integers(1, 10**12))))
    return money_map(flows, ("account:@cash:X", "cash", 5))


def forward(picture: Picture) -> bool:
    return all(
        picture.places[s.source].layer < picture.places[s.target].layer for s in picture.streams
    )


@given(tangled_maps())
def test_every_stream_leads_to_a_later_layer(drawn: Any) -> None:  # noqa: ANN401 - shape of JSON
    picture = picture_of(drawn)

    assert forward(picture)


@given(tangled_maps())
def test_nothing_stands_on_anything_else(drawn: Any) -> None:  # noqa: ANN401 - shape of JSON
    drawing = drawing_of(picture_of(drawn), victims=[])

    for column in boxes_by_column(drawing):
        assert all(upper.y + upper.slot < lower.y for upper, lower in pairwise(column))
        assert all(box.y >= 0 and box.y + box.slot <= drawing.height for box in column)


@pytest.mark.parametrize("one", sample(complaints=60)["maps"])
def test_the_maps_of_a_case_have_room_for_every_label(one: Any) -> None:  # noqa: ANN401 - shape of JSON
    drawing = drawing_of(picture_of(one), victims=[])

    for column in boxes_by_column(drawing):
        assert all(upper.y + upper.slot < lower.y for upper, lower in pairwise(column))
        assert all(b.slot >= label_lines(b.place) * LINE for b in column if b.place is not None)


@pytest.mark.parametrize("one", sample(complaints=60)["maps"])
def test_folding_keeps_every_sum(one: Any) -> None:  # noqa: ANN401 - shape of JSON
    picture = picture_of(one)

    layers: defaultdict[int, int] = defaultdict(int)
    for place in picture.places.values():
        layers[place.layer] += 1
    left = sum(s.amount for s in picture.streams if picture.places[s.source].layer == 0)
    stopped = sum(place.stops.total() for place in picture.places.values())
    assert left == stopped == int(one["loss_minor"])
    assert max(layers.values()) <= WIDEST
    assert forward(picture)


def test_money_that_comes_back_shows_the_account_again() -> None:
    flows = [
        flow("victim:V1", "account:acct:A", V1=10),
        flow("account:acct:A", "account:acct:B", V1=10),
        flow("account:acct:B", "account:acct:A", V1=4),
    ]

    picture = picture_of(money_map(flows, ("account:acct:B", "held", 6)))

    again = [place for place in picture.places.values() if place.kind == "again"]
    assert [(place.key, place.layer, place.amount) for place in again] == [("acct:A", 3, 4)]


def test_cash_stands_anew_in_each_layer_and_shares_its_sum_out() -> None:
    flows = [
        flow("victim:V1", "account:acct:A", V1=10),
        flow("account:acct:A", "account:acct:B", V1=7),
        flow("account:acct:A", "account:@cash:X", V1=3),
        flow("account:acct:B", "account:@cash:X", V1=7),
    ]

    picture = picture_of(money_map(flows, ("account:@cash:X", "cash", 10)))

    cash = [place for place in picture.places.values() if place.key == "@cash:X"]
    assert sorted((place.layer, place.stops["cash"]) for place in cash) == [(2, 3), (3, 7)]


def test_beyond_the_widest_layer_the_smallest_are_one() -> None:
    flows = [flow("victim:V1", f"account:acct:{n:02}", V1=100 - n) for n in range(20)]
    stops = [(f"account:acct:{n:02}", "frontier", 100 - n) for n in range(20)]

    picture = picture_of(money_map(flows, *stops))

    folded = [place for place in picture.places.values() if place.kind == "folded"]
    smallest = sum(100 - n for n in range(WIDEST - 1, 20))
    assert [(p.members, p.amount, p.stops["frontier"]) for p in folded] == [
        (20 - WIDEST + 1, smallest, smallest)
    ]
