from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.bench.linking.made import known, phone

from izdes.bench.linking import phenomena, possible, ways
from izdes.bench.linking.crowd import Crowd, read_crowd
from izdes.bench.linking.known import HUB, Known
from izdes.core.errors import InputRefused
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.possible import Possible
from izdes.core.linking.series import link
from izdes.twin.crowd.write import write_crowd

SEED, COMPLAINTS = 3, 400
NOON = datetime(2026, 5, 19, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("crowd") / "out"
    out.mkdir()
    write_crowd(out, seed=SEED, complaints=COMPLAINTS)
    return out


@pytest.fixture(scope="module")
def crowd(folder: Path) -> Crowd:
    return read_crowd(folder)


def made(country: Known) -> Crowd:
    """Return a crowd of which nothing is known but its mentions."""
    return Crowd(
        (), country, slips=(), let={}, mules=(), keeps=("site",) * 9, scripts=tuple(range(9))
    )


def test_a_phone_given_again_is_caught_only_in_a_series_of_both_crews() -> None:
    rows = [(0, "phone", phone(1)), (1, "phone", phone(1)), (2, "phone", phone(2))]
    crowd = replace(made(known([0, 1, 2], rows)), let={"recycled": frozenset({0})})

    apart, together, beside = (
        phenomena.measure(crowd, np.array(found))["recycled_phones_that_fused"]
        for found in ([0, 1, 2], [0, 0, 2], [0, 1, 0])
    )

    assert [(f["hits"], f["of"]) for f in (apart, together, beside)] == [(0, 1), (1, 1), (0, 1)]


def test_a_phone_of_which_one_crew_alone_is_named_is_no_trap() -> None:
    crowd = replace(
        made(known([0, 0], [(0, "phone", phone(1)), (1, "phone", phone(1))])),
        let={"recycled": frozenset({0})},
    )

    found = phenomena.measure(crowd, np.array([0, 0]))["recycled_phones_that_fused"]

    assert found["of"] == 0


def test_an_error_fuses_where_its_series_holds_those_whose_thing_it_is() -> None:
    rows = [(0, "phone", phone(1)), (1, "phone", phone(1)), (1, "phone", phone(2))]
    crowd = made(known([0, 1], rows, wrong=[1]))

    caught, escaped = (
        phenomena.measure(crowd, np.array(found))["errors_that_fused"]["hits"]
        for found in ([0, 0], [0, 1])
    )

    assert (caught, escaped) == (1, 0)


def test_who_has_something_exact_in_common_needs_no_rescue() -> None:
    rows = [(n, "phone", phone(1)) for n in (0, 1)] + [(n, "phone", phone(n)) for n in (2, 3, 4)]
    country = known([0, 0, 0, 0, 4], rows)
    slips = tuple((n, 0, "digit") for n in (0, 2, 3, 4))
    crowd = replace(made(country), slips=slips)

    found = phenomena.measure(crowd, np.array([0, 0, 0, 3, 3]))["digit_joined_all_the_same"]

    assert (found["hits"], found["of"]) == (1, 2)


def test_campaigns_are_joined_by_any_two_of_their_complaints() -> None:
    country = known([0, 0, 0, 1, 1], [], campaigns=[0, 0, 1, 2, 3])
    crowd = replace(made(country), keeps=("page", "site"))

    found = phenomena.measure(crowd, np.array([0, 1, 1, 3, 4]))

    joined = found["campaigns_joined_by_what_is_kept"]
    assert {keeps: (f["hits"], f["of"]) for keeps, f in joined.items()} == {
        "page": (1, 1),
        "site": (0, 1),
    }


def test_a_proposal_gains_what_nothing_before_it_joined() -> None:
    ids = [ComplaintId(f"A{n}") for n in range(5)]
    complaints = tuple(Complaint(name, NOON, narrative="x") for name in ids)
    crowd = replace(
        made(known([0, 0, 0, 1, 1], [], campaigns=[0, 1, 2, 3, 3])), complaints=complaints
    )
    named = [(0, 1), (0, 3), (1, 2), (0, 2)]
    listed = tuple(Possible(ids[a], ids[b], 2_000, 2_000, ()) for a, b in named)
    alone = replace(link(complaints), possible=listed)

    found = possible.measure(crowd, alone)

    end = found["at_rank"][-1]
    assert (end["rank"], end["precision"]["hits"]) == (4, 3)
    assert (end["recall"]["hits"], end["recall"]["of"]) == (2, 3)


def test_a_crowd_that_was_written_is_read_with_its_truth(crowd: Crowd) -> None:
    whose = np.bincount(crowd.known.whose, minlength=4)

    assert crowd.known.complaints == COMPLAINTS
    assert crowd.known.campaigns is not None
    assert whose[HUB] > 0
    assert crowd.known.wrong.any()
    assert {how for _, _, how in crowd.slips} <= {"digit", "swap"}
    assert len(crowd.keeps) == len(crowd.scripts) == len(set(crowd.known.series.tolist()))


def test_the_series_measured_are_those_of_the_core(crowd: Crowd) -> None:
    found = ways.whole(crowd.known)

    ids = [c.complaint_id for c in crowd.complaints]
    told = tuple(sorted((one, ids[n]) for one, n in zip(ids, found.series, strict=True)))
    assert told == link(crowd.complaints).series


def test_complaints_without_their_truth_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "complaints.jsonl").write_bytes((folder / "complaints.jsonl").read_bytes())

    with pytest.raises(InputRefused) as refused:
        read_crowd(tmp_path)

    assert refused.value.faults[0].code == "bench_link_truth_missing"
