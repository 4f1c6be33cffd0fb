from pathlib import Path

import numpy as np
import pytest
from tests.engine.tracing.flats import differences

from izdes.bench.ledgers import CHAINS, EVERYDAY, Mix, bounced, simulated, write_parquet
from izdes.engine.tracing.ledger.columns import Columns
from izdes.engine.tracing.ledger.digest import digest_of
from izdes.engine.tracing.ledger.reading import read_columns
from izdes.engine.tracing.planning.normal import flat_of_columns


def lowest_balance(columns: Columns) -> int:
    """Return the lowest balance that any covered account ever has."""
    balance = dict.fromkeys(columns.coverages.account.tolist(), 0)
    rows = zip(columns.payer.tolist(), columns.payee.tolist(), columns.amount.tolist(), strict=True)
    lowest = 0
    for payer, payee, amount in rows:
        if payer in balance:
            balance[payer] -= amount
            lowest = min(lowest, balance[payer])
        if payee in balance:
            balance[payee] += amount
    return lowest


@pytest.mark.parametrize("mix", [EVERYDAY, CHAINS])
def test_no_account_pays_what_it_has_not(mix: Mix) -> None:
    columns = simulated(5_000, mix, seed=3)

    assert lowest_balance(columns) == 0
    assert columns.amount.min() > 0
    assert (columns.payer != columns.payee).all()
    assert (np.diff(columns.booked_at) > 0).all()


def test_the_same_seed_gives_the_same_ledger() -> None:
    one, same, other = (simulated(900, EVERYDAY, seed=seed) for seed in (5, 5, 6))

    assert digest_of(one) == digest_of(same) != digest_of(other)


def test_mules_make_chains() -> None:
    everyday, chains = (simulated(20_000, mix, seed=1) for mix in (EVERYDAY, CHAINS))

    assert flat_of_columns(everyday).source.min() == flat_of_columns(chains).source.min() == -1
    assert (flat_of_columns(chains).source < 0).mean() < (
        flat_of_columns(everyday).source < 0
    ).mean()


def test_whole_seconds_make_ties() -> None:
    columns = simulated(2_000, EVERYDAY, seed=1, whole_seconds=True)

    assert (columns.booked_at % 1_000_000 == 0).all()
    assert (np.diff(columns.booked_at) == 0).any()


def test_a_pool_is_bounced_whole() -> None:
    columns = bounced(6, 4, seed=1)

    whole = columns.amount[:6].sum()
    assert columns.amount[6:].tolist() == [whole] * 4
    assert (columns.payer[6:] == columns.payee[5:-1]).all()
    assert lowest_balance(columns) == 0


def test_a_written_ledger_is_read_as_it_was(tmp_path: Path) -> None:
    columns = simulated(3_000, EVERYDAY, seed=2, whole_seconds=True)
    write_parquet(tmp_path, columns, shuffled=4)

    found = read_columns(tmp_path / "transfers.parquet", tmp_path / "accounts.parquet")

    assert differences(flat_of_columns(found), flat_of_columns(columns)) == []
    assert digest_of(found) == digest_of(columns)
