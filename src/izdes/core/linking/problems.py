"""Problems of grouping: complaints and traits as numbers, and groups as names again."""

from collections.abc import Iterable, Sequence

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.grouping import Bipartite, Join
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.traits import Trait

SeriesId = ComplaintId


def problem_of(
    ids: Sequence[ComplaintId], traits: Iterable[Trait], judgements: Iterable[Judgement] = ()
) -> Bipartite:
    """Return who has which trait, complaints as numbers in their order."""
    place = {complaint_id: n for n, complaint_id in enumerate(ids)}
    traits = list(traits)
    judgements = list(judgements)
    pairs = {
        verdict: [(place[j.complaint_a], place[j.complaint_b]) for j in said]
        for verdict in ("same", "not_same")
        for said in [[j for j in judgements if j.verdict == verdict]]
    }
    return Bipartite(
        members=len(ids),
        holders=[sorted(place[c] for c in trait.holders) for trait in traits],
        weights=[trait.weight_milli for trait in traits],
        together=pairs["same"],
        apart=pairs["not_same"],
    )


def named_by_first(
    ids: Sequence[ComplaintId], joins: Iterable[Join]
) -> tuple[tuple[ComplaintId, SeriesId], ...]:
    """Return every complaint with the first member of its group."""
    name = list(range(len(ids)))
    for join in joins:
        name[join.other] = join.one
    for n, one in enumerate(name):
        # Whoever comes first never loses the name, so one pass forward is enough.
        name[n] = name[one]
    return tuple(sorted((c, ids[name[n]]) for n, c in enumerate(ids)))
