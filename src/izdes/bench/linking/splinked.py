"""Splink as its tutorials use it: one record for each complaint, trained on the records, clustered.

For each kind of identifier a record has the values that its complaint names. Pairs that share a
value are compared: each kind agrees or does not. What agreement is worth is estimated by
expectation maximisation, and pairs of a match probability of 0.9 and more are followed from one to
the next. Time, rarity of a value and hubs take no part: this is what one gets without more ado, not
what Splink could be made to do.

It compares every pair that shares anything, so a country with hubs is too much for it: it is
measured on a smaller one, beside our linking of the same.

Source: Splink, Ministry of Justice of the United Kingdom; Fellegi and Sunter (1969).
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from izdes.bench.linking.clusters import Int64
from izdes.engine.linking.columns import MentionColumns

_PROBABILITY = 0.9
# How many of the true pairs share a value, as one would guess.
_RECALL = 0.9
_SEED = 1
# Lists cannot be blocked on in training, so the first value of each stands beside it.
_FIRST = "_first"
# On fewer records there is nothing to be trained.
LEAST = 1_000


def clustered(mentions: MentionColumns, *, memory_limit: str = "4GB") -> Int64:
    """Return the first complaint of every cluster, by complaint.

    Raises:
        ImportError: The library is not installed.
    """
    from splink import DuckDBAPI, Linker  # noqa: PLC0415 -- only this measure needs it

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # With several, another sample is drawn each time.
        "threads": 1,
    }
    records = _records(mentions)
    kinds = list(mentions.nodes.kinds)
    with closing(duckdb.connect(":memory:", config=config)) as connection, _quietly():
        connection.execute("SET enable_progress_bar = false")
        database = DuckDBAPI(connection)
        linker = Linker(database.register(records), _settings(kinds), log_level=None)
        _train(linker, kinds)
        pairs = linker.inference.predict(_PROBABILITY)
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, _PROBABILITY)
        table = found.as_duckdbpyrelation().project("cluster_id, unique_id").to_arrow_table()
    series = np.arange(mentions.complaints, dtype=np.int64)
    members = table["unique_id"].to_numpy()
    series[members] = table["cluster_id"].to_numpy()
    return series


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the library's remarks on its own model to itself."""
    log = logging.getLogger("splink")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _records(mentions: MentionColumns) -> pa.Table:
    """Return one record for each complaint: by kind, the values that it names."""
    nodes, complaints = mentions.nodes, mentions.complaints
    columns: dict[str, Any] = {"unique_id": pa.array(np.arange(complaints))}
    for kind in nodes.kinds:
        is_one = nodes.of_kind(kind)[mentions.node]
        order = np.argsort(mentions.complaint[is_one], kind="stable")
        counts = np.bincount(mentions.complaint[is_one], minlength=complaints)
        first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]).astype(np.int32)
        values = nodes.value.take(pa.array(mentions.node[is_one][order]))
        is_silent = pa.array(counts == 0)
        columns[kind] = pa.ListArray.from_arrays(pa.array(first), values, mask=is_silent)
        at = pa.array(first[:-1], mask=counts == 0)
        columns[f"{kind}{_FIRST}"] = values.take(at)
    return pa.table(columns)


def _settings(kinds: list[str]) -> Any:  # noqa: ANN401 - only its own measure knows the type
    """Return the model: each kind agrees or not, pairs share a value of some kind."""
    from splink import SettingsCreator, block_on  # noqa: PLC0415
    from splink.comparison_library import ArrayIntersectAtSizes  # noqa: PLC0415

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[ArrayIntersectAtSizes(kind, [1]) for kind in kinds],
        blocking_rules_to_generate_predictions=[
            block_on(kind, arrays_to_explode=[kind]) for kind in kinds
        ],
        # A name of its own, lest one be drawn by chance.
        linker_uid="complaints",
    )


def _train(linker: Any, kinds: list[str]) -> None:  # noqa: ANN401
    """Estimate what agreement is worth; of each two sessions one blocks on another kind."""
    from splink import block_on  # noqa: PLC0415

    rules = [block_on(f"{kind}{_FIRST}") for kind in kinds]
    linker.training.estimate_probability_two_random_records_match(rules, recall=_RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=_SEED)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, record_sample_proportion=1.0
        )
