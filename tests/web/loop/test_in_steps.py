"""Following answer by answer, in whatever order, ends where following all at once does."""

import random
from pathlib import Path

import pytest
from tests.web.cast import Cast
from tests.web.loop import rounds

from izdes.adapters.complaints.reader import read_complaints
from izdes.core.identifiers.kinds import normalise
from izdes.twin.write import write_case
from izdes.web.correspondence.models import Request
from izdes.web.funds.models import Trace
from izdes.web.loop.models import Stop


@pytest.mark.parametrize("seed", [11, 23])
def test_the_order_of_answers_does_not_matter_and_no_victim_is_ordered_held(
    banked: Cast, tmp_path: Path, seed: int
) -> None:
    twin = tmp_path / "twin"
    twin.mkdir()
    write_case(twin, seed=seed, complaints=2)
    files = rounds.files_by_account(twin)
    case = rounds.complained(banked, twin)

    rounds.followed_to_the_end(banked, case, files, random.Random(seed))

    with banked.acts(rounds.LEAD):
        plan = rounds.plan_of(case)
        trace = Trace.objects.filter(case=case).latest("current_since")
        papers = Request.objects.filter(case=case)
        asked = set(papers.filter(kind="request").values_list("subjects__account", flat=True))
        held = set(papers.filter(kind="order").values_list("subjects__value", flat=True))
        stops = set(Stop.objects.filter(plan=plan).values_list("reason", flat=True))
    given = {name: data for a in asked for name, data in files.get(a, {}).items()}
    assert rounds.totals_of(trace) == rounds.totals_at_once(tmp_path / "all", twin, given)
    assert "asked" not in stops
    assert held
    assert not held & _victims_accounts(twin)


def _victims_accounts(twin: Path) -> set[str | None]:
    """Return the accounts that victims say they paid from."""
    complaints, _ = read_complaints(twin / "complaints.jsonl")
    given = {p.paid_from for c in complaints for p in c.payments if p.paid_from}
    return {normalise("iban", text).value for text in given} - {None}
