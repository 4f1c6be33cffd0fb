"""Linking that goes on: a complaint comes, changes or goes, an officer judges, and series follow.

Only what a change touches is grouped anew, see `region`; the series are always those of grouping
everything at once under the same snapshot, whatever the order in which it came.

What changed says which series are now other than before; that they are right, it does not.
"""

import numpy as np

from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.columns import Int64, MentionColumns
from izdes.engine.linking.incremental.ascending import distinct, has
from izdes.engine.linking.incremental.changes import Past, changed, past_of
from izdes.engine.linking.incremental.deeds import Changed, Deeds, Told, unknown
from izdes.engine.linking.incremental.earlier import Earlier
from izdes.engine.linking.incremental.judged import pairs_of
from izdes.engine.linking.incremental.meanings import with_meanings
from izdes.engine.linking.incremental.namings import namings_of, nothing, rows_of
from izdes.engine.linking.incremental.parting import parted
from izdes.engine.linking.incremental.region import LARGE, Region
from izdes.engine.linking.incremental.rewriting import Rewriting, rewriting
from izdes.engine.linking.incremental.shares import Gathered
from izdes.engine.linking.incremental.store import MEANT, NOBODY, Store
from izdes.engine.tracing.ledger.codes import micros


def apply(store: Store, deeds: Deeds, *, large: int = LARGE) -> Changed:
    """Do what happens at once, and let the series follow; all of it or nothing.

    Args:
        large: From how many complaints on a twentieth of all is as good as everybody.

    Raises:
        InputRefused: A complaint or a judgement is not known, or a judgement is known already.
    """
    with store.change():
        gone = _known(store, deeds)
        told, new, redated = _entered(store, deeds.told)
        change = _rewritten(store, deeds.told, told, distinct(told[~has(new, told)], gone))
        parts = parted(change, store.kinds, store.purpose)
        judged = _judged(store, deeds)
        concerned = distinct(new, redated, gone, change.complaints, parts, judged)
        trees = store.trees_of(concerned)
        past = past_of(store, trees, gone, new)
        store.leave(gone)
        region = Region(store, _gathered(store, change, new), Earlier(concerned), large)
        region.settle(trees, gone)
        return changed(store, region, past)


def begin(store: Store, mentions: MentionColumns, reported: Int64) -> None:
    """Enter many complaints at once into a store that has none.

    Args:
        reported: When each was reported, in microseconds since 1970, UTC.
    """
    with store.change():
        numbers = store.enter(mentions.ids.to_pylist(), reported)
        rows = rows_of(store, mentions, numbers)
        store.add(with_meanings(store, rewriting(store, nothing(), rows)).new)
        group_everybody(store)


def take(store: Store, snapshot: Snapshot) -> Changed:
    """Take weights and verdicts from another snapshot, and group everybody anew."""
    with store.change():
        store.renew(snapshot)
        region = group_everybody(store)
        nobody = region.complaints[:0]
        return changed(store, region, Past(nobody, {}, nobody, nobody))


def group_everybody(store: Store) -> Region:
    """Group all complaints of a store anew."""
    everybody = store.everybody()
    region = Region(store, Gathered(store), Earlier(everybody))
    trees = store.trees_of(everybody)
    region.settle(trees, trees.complaint[:0])
    return region


def _known(store: Store, deeds: Deeds) -> Int64:
    """Return the complaints that are withdrawn, ascending."""
    gone = store.find(deeds.withdrawn)
    strangers = [deeds.withdrawn[n] for n in np.flatnonzero(gone == NOBODY).tolist()]
    if strangers:
        raise unknown("complaint_unknown", *strangers)
    return np.sort(gone)


def _entered(store: Store, told: tuple[Told, ...]) -> tuple[Int64, Int64, Int64]:
    """Return the numbers of complaints, of those that are new, and of those reported otherwise."""
    numbers = store.find([one.complaint_id for one in told])
    reported = np.array([micros(one.reported_at) for one in told], np.int64)
    new, old = np.flatnonzero(numbers == NOBODY), np.flatnonzero(numbers != NOBODY)
    numbers[new] = store.enter([told[n].complaint_id for n in new.tolist()], reported[new])
    moved = old[store.reported(numbers[old]) != reported[old]]
    store.redate(numbers[moved], reported[moved])
    return numbers, np.sort(numbers[new]), numbers[moved]


def _rewritten(store: Store, told: tuple[Told, ...], numbers: Int64, old: Int64) -> Rewriting:
    """Write what complaints name.

    Args:
        numbers: Of those told.
        old: Those who named something before.
    """
    stored = store.named_by(old)
    # What mistyped numbers mean follows from all that is named.
    stored = stored.only(stored.how != MEANT)
    change = with_meanings(store, rewriting(store, stored, namings_of(store, told, numbers)))
    store.remove(change.gone)
    store.add(change.new)
    return change


def _gathered(store: Store, change: Rewriting, new: Int64) -> Gathered:
    """Return what is known after a change without asking again."""
    gathered = Gathered(store)
    if len(change.nodes):
        gathered.note_nodes(change.nodes, change.facts, change.kept)
    gathered.note_complaints(new, change.new.only(has(new, change.new.complaint)))
    return gathered


def _judged(store: Store, deeds: Deeds) -> Int64:
    """Write judgements; return the complaints on which they are."""
    names = [judgement.judgement_id for judgement in deeds.judged]
    known = [given.judgement.judgement_id for given in store.judgements(names)]
    if known:
        raise unknown("judgement_known", *sorted(known))
    ended = store.judgements(deeds.unjudged)
    strangers = {*deeds.unjudged} - {given.judgement.judgement_id for given in ended}
    if strangers:
        raise unknown("judgement_unknown", *sorted(strangers))
    store.judge(deeds.judged)
    store.unjudge(deeds.unjudged)
    return distinct(pairs_of([*store.judgements(names), *ended]))
