"""Mentions in columns: one complaint names a thing once, however often it is told."""

from datetime import timedelta
from random import Random
from typing import get_args

import pytest
from tests.engine.linking.batch_cases import NOON, case_of

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.mentions import Certainty, Mention, once
from izdes.core.linking.series import link_mentions
from izdes.engine.linking.batch import link_columns
from izdes.engine.linking.columns import columns_of
from izdes.engine.linking.links import links_of
from izdes.engine.tracing.ledger.codes import micros

CARD = ("card", "9398001234561230")


def told(day: int, certainty: Certainty) -> Mention:
    at = NOON + timedelta(days=day)
    return Mention(ComplaintId("A"), *CARD, at, "unknown", certainty)


@pytest.mark.parametrize("seed", range(10))
def test_of_several_mentions_the_surest_counts_and_then_the_earliest(seed: int) -> None:
    pick = Random(seed)
    mentions = [
        told(pick.randrange(9), pick.choice(get_args(Certainty))) for _ in range(pick.randint(2, 6))
    ]

    columns = columns_of([ComplaintId("A")], mentions)

    (kept,) = once(mentions)
    assert columns.at.tolist() == [micros(kept.at)]
    assert columns.nodes.certainty.tolist() == [get_args(Certainty).index(kept.certainty)]


@pytest.mark.parametrize("seed", range(10))
def test_what_is_told_again_later_changes_no_series(seed: int) -> None:
    pick = Random(seed)
    case = case_of(pick, complaints=10, values=6, days=400)
    mentions = once(case.mentions)
    again = [
        Mention(m.complaint_id, *m.node, m.at + timedelta(days=200), m.role, m.certainty)
        for m in mentions
    ]

    found = link_columns(columns_of(case.ids, [*again, *mentions]), case.snapshot)

    assert links_of(found, case.snapshot) == link_mentions(case.ids, mentions, case.snapshot)
