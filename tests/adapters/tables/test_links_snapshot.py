"""A snapshot on disk is the snapshot: the same weights, or a refusal."""

import gzip
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from izdes.adapters.tables.snapshots import read_snapshot, write_snapshot
from izdes.core.errors import InputRefused
from izdes.core.linking import Hub
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.kinds import completed, packaged
from izdes.core.linking.mentions import Node
from izdes.core.linking.snapshot import Snapshot

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
# Normal forms hold no control characters.
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12)
PHONE = packaged()["phone"]
NODES = st.tuples(st.sampled_from(["phone", "iban", "domain", "telegram"]), VALUES)
VERDICTS = st.builds(
    Verdict,
    st.sampled_from(["links", "hub", "pending"]),
    st.sampled_from(["marketplace", "named_by_too_many", "кол-центр"]),
    st.sampled_from([None, NOON]),
    st.sampled_from(["", "officer:1"]),
    st.sampled_from([(), (("many_schemes", 2), ("one_stretch", -1))]),
)
SNAPSHOTS = st.builds(
    Snapshot,
    st.integers(1, 10**9),
    st.dictionaries(NODES, st.integers(2, 10**6), max_size=4),
    st.dictionaries(NODES, st.just(Hub("phone", "102", "state_number", "gov")), max_size=1).map(
        lambda found: {node: Hub(*node, "state_number", "gov") for node in found}
    ),
    st.dictionaries(NODES, VERDICTS, max_size=3),
    st.builds(
        lambda share, cap: completed(
            {
                **packaged(),
                "phone": PHONE.with_estimated({"share_milli": share, "cap_milli": cap}, "own"),
            }
        ),
        st.integers(1, 999),
        st.integers(0, 9_999),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SNAPSHOTS)
def test_a_snapshot_is_read_as_it_was_written(tmp_path: Path, snapshot: Snapshot) -> None:
    path = tmp_path / "snapshot.csv.gz"

    write_snapshot(path, snapshot, taken_at=NOON)

    assert read_snapshot(path) == snapshot


def small() -> Snapshot:
    node: Node = ("phone", "+77010000001")
    return Snapshot(9, {node: 4, ("phone", "+77010000002"): 1}, {}, {node: Verdict("hub", "x")})


def test_what_is_named_once_is_left_out_and_weighs_the_same(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.csv.gz"
    write_snapshot(path, small(), taken_at=NOON)

    found = read_snapshot(path)

    assert found.digest == small().digest
    assert found.weight(("phone", "+77010000002")) == small().weight(("phone", "+77010000002"))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (",4,", ",5,", "snapshot_changed"),
        ("hub", "links", "snapshot_changed"),
        ("izdes.snapshot/2", "izdes.snapshot/9", "snapshot_without_head"),
        ("degree,", "grade,", "not_one_of"),
        ("kind", "sort", "table_missing_column"),
        ("share_milli,300", "share_milli,301", "snapshot_changed"),
        ("share_milli,300", "share_milli,0", "kind_number_wrong"),
        ("share_milli,300", "share_milli,", "empty_cell"),
        ("share_milli", "share", "not_one_of"),
        ("kind,phone", "kind,pager", "not_one_of"),
    ],
)
def test_a_snapshot_changed_by_hand_is_refused(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    path = tmp_path / "snapshot.csv.gz"
    write_snapshot(path, small(), taken_at=NOON)
    text = gzip.decompress(path.read_bytes()).decode()
    path.write_bytes(gzip.compress(text.replace(old, new, 1).encode()))

    with pytest.raises(InputRefused) as refused:
        read_snapshot(path)

    assert refused.value.faults[0].code == code


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_brings_anything_but_our_own_refusal(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "snapshot.csv"
    write_snapshot(path, small(), taken_at=NOON)
    text = path.read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.text(st.characters(codec="utf-8"), max_size=3))
    path.write_text(text[:at] + put + text[at + 1 :], encoding="utf-8", newline="")

    with suppress(InputRefused):
        assert read_snapshot(path).digest == small().digest
