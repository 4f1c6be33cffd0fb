"""Warming: the kernels are compiled once for a version, beside whoever will need them.

Compiling takes half a minute and finding what was compiled a moment. What lives long has this done
by a process of its own, follows small ledgers without kernels meanwhile, and loads them after it.
"""

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.mentions import Mention
from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import Claim, ClaimId, Ledger, Party, Transfer, TransferId
from izdes.core.tracing.rules import RULES
from izdes.engine.linking.behaviour import review_columns, told_columns
from izdes.engine.linking.columns import columns_of as mention_columns
from izdes.engine.linking.implied import implied_by
from izdes.engine.tracing.compiled import load
from izdes.engine.tracing.ledger.columns import columns_of
from izdes.engine.tracing.limits.flow import QuickNetwork
from izdes.engine.tracing.run import prepare, prepare_columns

_NICE = 10
_MINOR = 1_000
_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def is_warm() -> bool:
    """Say whether everything was compiled and is kept."""
    return _mark().exists()


def warm() -> None:
    """Compile what tracing a small ledger and reviewing hubs need, and note that it is kept."""
    _trace()
    _review()
    if _mark().parent.is_dir():
        _mark().touch()


def _trace() -> None:
    """Follow claims through a ledger."""
    load()
    ledger = _ledger()
    claims = [Claim(ClaimId("1/0"), ledger.transfers[0].transfer_id, _MINOR, "KZT")]
    quick = prepare_columns(columns_of(ledger), kernels="numba")
    traces = [quick.trace(claims, rule) for rule in RULES]
    prepare(ledger).bounds(claims, traces)
    network = QuickNetwork()
    start, end = network.node(), network.node()
    network.arc(start, end, _MINOR)
    network.limits(start, {end}, ())


def _review() -> None:
    """Review a number that one complaint names."""
    complaint = ComplaintId("1")
    mentions = mention_columns([complaint], [Mention(complaint, "phone", "+77010000001", _NOON)])
    told = told_columns((), {complaint: 0}, {})
    links, asked = np.ones(1, np.bool_), np.zeros(1, np.int32)
    review_columns(mentions, implied_by(mentions.nodes), told, links, population=2, asked=asked)


def _mark() -> Path:
    """Return the file that says so; beside what was compiled from the same sources."""
    return Path(os.environ["NUMBA_CACHE_DIR"]) / "is-warm"


def _ledger() -> Ledger:
    """Return money that moves on twice and mixes with other money on its way."""
    ways = ("ab", "xb", "bc", "cd")
    day = timedelta(days=1)
    return Ledger.ordered(
        [_transfer(number, *map(_key, way)) for number, way in enumerate(ways)],
        [
            Coverage(
                _key(one), "KZT", opening_minor=0, covered_from=_NOON - day, covered_to=_NOON + day
            )
            for one in "bc"
        ],
    )


def _key(name: str) -> AccountKey:
    """Return an account by its letter."""
    return AccountKey(f"iban:{name}")


def _transfer(number: int, payer: AccountKey, payee: AccountKey) -> Transfer:
    """Return one movement, which its payee's bank books later."""
    at = _NOON + timedelta(minutes=number)
    return Transfer(
        TransferId(f"t{number}"),
        at,
        _MINOR,
        "KZT",
        Party(payer),
        Party(payee),
        credited_at=at + timedelta(seconds=1),
    )


def _main() -> None:
    """Compile behind others; of several processes that begin to, one does."""
    os.nice(_NICE)
    _mark().parent.mkdir(parents=True, exist_ok=True)
    with _mark().with_suffix(".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not is_warm():
            warm()


if __name__ == "__main__":
    _main()
