"""Writes a crowd, and the truth beside it, with as many processes as are given.

The same seed gives the same bytes whatever their number: the plan is made in one thread, each block
depends on its part of the plan alone, and blocks are put down in their order.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar, TypeVar

import numpy as np

from izdes.core.errors import IzdesError
from izdes.twin.crowd.blocks import Block, block_of
from izdes.twin.crowd.dice import Ints
from izdes.twin.crowd.lines import (
    BY_COMPLAINT,
    BY_HOLDER,
    COMPLAINTS,
    Accounts,
    Parts,
    csv_bytes,
    holders_of_accounts,
    lines_of,
)
from izdes.twin.crowd.plan import Plan, plan_of
from izdes.twin.crowd.slots import NOTHING, Whose
from izdes.twin.crowd.tables import CREWS, HUBS, TENURES, crew_rows, hub_rows, tenure_rows

Progress = Callable[[int, int], None]
# About one invented telephone is used up for each; there are twice as many.
MOST = 5_000_000
_BLOCK = 4_000
_PAYEES = ("account", "second")
_Given = TypeVar("_Given")


class CrowdTooLarge(IzdesError):
    """There are not enough invented numbers for so many complaints."""

    code: ClassVar[str] = "crowd_too_large"


@dataclass(frozen=True, slots=True)
class CrowdSummary:
    """What was written.

    Attributes:
        largest: Complaints of the largest series.
        services: Mule herders to whose accounts money went.
        named: How many things complaints name, each as often as it is named.
        accounts: Accounts of crews and herders that complaints name or victims have.
    """

    seed: int
    complaints: int
    series: int
    campaigns: int
    largest: int
    services: int
    named: int
    accounts: int

    def as_json(self) -> dict[str, int]:
        """Return the numbers by name."""
        return asdict(self)


def write_crowd(
    out: Path,
    *,
    seed: int,
    complaints: int,
    jobs: int = 1,
    on_progress: Progress | None = None,
) -> CrowdSummary:
    """Write a crowd into an existing empty folder.

    Args:
        seed: Decides every byte.
        complaints: How many victims complain; at least 1.
        jobs: Processes that write.
        on_progress: Called with (complaints written, complaints in all).

    Raises:
        CrowdTooLarge: There are more than ``MOST``.
    """
    if complaints > MOST:
        raise CrowdTooLarge(complaints=complaints, most=MOST)
    plan = plan_of(seed, complaints)
    accounts = _named_accounts(plan)
    with _workers(jobs) as workers:
        told = _mapped(workers, lines_of, _blocks(seed, plan))
        held = _mapped(workers, holders_of_accounts, _runs(seed, plan, accounts))
        # While the processes write complaints, what is true of the country is written here.
        (out / "truth").mkdir()
        for name, columns, rows in (
            ("crews", CREWS, crew_rows(plan)),
            ("tenures", TENURES, tenure_rows(plan)),
            ("hubs", HUBS, hub_rows(plan)),
        ):
            (out / "truth" / f"{name}.csv").write_bytes(_heading(columns) + csv_bytes(rows))
        for done in _put_down(out, {COMPLAINTS: "", **BY_COMPLAINT}, told):
            if on_progress is not None:
                on_progress(min(done * _BLOCK, complaints), complaints)
        for _ in _put_down(out, BY_HOLDER, held):
            pass
    return _summary(seed, plan, len(accounts))


@contextmanager
def _workers(jobs: int) -> Iterator[ProcessPoolExecutor | None]:
    """Give so many processes, none where one is enough."""
    if jobs <= 1:
        yield None
        return
    # What is written has no cycles, and looking for them is a tenth of the work.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn, initializer=gc.disable) as workers:
        yield workers


def _mapped(
    workers: ProcessPoolExecutor | None, write: Callable[[_Given], Parts], given: Iterator[_Given]
) -> Iterator[Parts]:
    """Yield what is written of each thing given, in order."""
    return map(write, given) if workers is None else workers.map(write, given)


def _blocks(seed: int, plan: Plan) -> Iterator[Block]:
    """Yield the blocks of a plan."""
    count = len(plan.story.episodes)
    for first in range(0, count, _BLOCK):
        yield block_of(seed, plan, first, min(first + _BLOCK, count))


def _named_accounts(plan: Plan) -> Ints:
    """Return the accounts that complaints name or victims have, sorted."""
    paid = [plan.slots[name] for name in _PAYEES]
    named = [np.where(slot.whose == Whose.public, NOTHING, slot.values) for slot in paid]
    found: Ints = np.setdiff1d(np.concatenate([plan.mules, *named]), [NOTHING])
    return found


def _runs(seed: int, plan: Plan, accounts: Ints) -> Iterator[Accounts]:
    """Yield runs of accounts with the persons who hold them."""
    for first in range(0, len(accounts), _BLOCK):
        run = accounts[first : first + _BLOCK]
        yield Accounts(seed, run.tolist(), plan.holders[run].tolist())


def _put_down(out: Path, columns: Mapping[str, str], parts: Iterator[Parts]) -> Iterator[int]:
    """Write parts one behind the other into their files; yield how many are written."""
    with ExitStack() as stack:
        files = {name: stack.enter_context((out / name).open("wb")) for name in columns}
        for name, names in columns.items():
            files[name].write(_heading(names))
        for done, part in enumerate(parts, start=1):
            for name, data in part.items():
                files[name].write(data)
            yield done


def _heading(columns: str) -> bytes:
    """Return the first line of a table; lines of JSON have none."""
    return f"{columns.replace(' ', ',')}\n".encode() if columns else b""


def _summary(seed: int, plan: Plan, accounts: int) -> CrowdSummary:
    """Return the numbers of a written crowd."""
    story = plan.story
    return CrowdSummary(
        seed=seed,
        complaints=len(story.episodes),
        series=len(story.crews.sizes),
        campaigns=int((story.campaigns.sizes > 0).sum()),
        largest=int(story.crews.sizes.max()),
        services=len(np.unique(plan.services[plan.services != NOTHING])),
        named=sum(int(slot.told.sum()) for slot in plan.slots.values()),
        accounts=accounts,
    )
