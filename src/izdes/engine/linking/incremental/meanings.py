"""Meanings: which number a mistyped one is taken for, as others come to name it or cease to.

A mistyped number means the right one that one slip explains, if exactly one such number is named
exactly by some complaint. So a complaint that names a number may give a meaning to what others
wrote, or take it away: the reading is a guess, and is as good as what is known.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from izdes.core.identifiers.mistyped import candidates
from izdes.core.linking.kinds import CHECKED, NEAR
from izdes.engine.linking.columns import EXACT, MISTYPED, Bool, Int64, Nodes
from izdes.engine.linking.incremental.ascending import distinct, has
from izdes.engine.linking.incremental.namings import different, less, nothing
from izdes.engine.linking.incremental.rewriting import Rewriting
from izdes.engine.linking.incremental.store import MEANT, NOBODY, OWN, Namings, Store, all_of


def with_meanings(store: Store, change: Rewriting) -> Rewriting:
    """Return a change together with what it makes of mistyped numbers, and note their meanings.

    Args:
        change: What complaints name and imply themselves; not yet written.
    """
    checked = [n for n, kind in enumerate(store.kinds) if kind in CHECKED]
    is_checked = np.isin(change.facts.kind, checked)
    wrong = change.nodes[is_checked & (change.facts.certainty == MISTYPED)]
    right = change.nodes[is_checked & (change.facts.certainty == EXACT)]
    turned = _is_named(change.stored, right) != _is_named(change.kept, right)
    wrong = distinct(wrong, _slips_of(store, right[turned]))
    return _reread(store, change, wrong) if len(wrong) else change


def _is_named(rows: Namings, nodes: Int64) -> Bool:
    """Say, by node, whether somebody names it himself."""
    return has(distinct(rows.node[rows.how == OWN]), nodes)


def _slips_of(store: Store, right: Int64) -> Int64:
    """Return the mistyped nodes that are a slip away from some right ones."""
    by_kind = _by_kind(store, right)
    found = [store.slips_of(kind, store.values(numbers)) for kind, numbers in by_kind.items()]
    return distinct(np.empty(0, np.int64), *found)


def _by_kind(store: Store, nodes: Int64) -> dict[str, Int64]:
    """Return nodes by kind."""
    kinds = store.nodes(nodes).kind
    return {store.kinds[kind]: nodes[kinds == kind] for kind in np.unique(kinds).tolist()}


def _reread(store: Store, change: Rewriting, wrong: Int64) -> Rewriting:
    """Return a change with the rows that mistyped nodes mean, before and after it."""
    change = change.beside(store, wrong)
    concerned = distinct(change.complaints, change.stored.complaint[has(wrong, change.stored.node)])
    stored = store.named_by(concerned)
    named = all_of(less(stored, change.gone), change.new)
    _note_meanings(store, change, wrong)
    before = stored.only(stored.how == MEANT)
    after = _meaning(store, named.only(named.how == OWN))
    change = change.also(store, less(before, after), less(after, before))
    # What mistyped nodes weigh is not what it was.
    return replace(change, facts=store.nodes(change.nodes))


def _note_meanings(store: Store, change: Rewriting, wrong: Int64) -> None:
    """Note what mistyped nodes mean after a change, and what they then weigh."""
    meant = np.full(len(wrong), NOBODY, np.int64)
    for kind, numbers in _by_kind(store, wrong).items():
        slips = [candidates(kind, value) for value in store.values(numbers)]
        flat = [value for values in slips for value in values]
        right = store.find_nodes(_exact(kind, flat))
        owner = np.repeat(np.arange(len(numbers)), [len(values) for values in slips])
        known = distinct(right)
        is_named = _is_named(change.beside(store, known).kept, known)
        sure = has(known[is_named & (store.nodes(known).certainty == EXACT)], right)
        only = sure & (np.bincount(owner[sure], minlength=len(numbers)) == 1)[owner]
        found = [flat[n] for n in np.flatnonzero(only).tolist()]
        near = store.find_nodes(_exact(f"{kind}{NEAR}", found))
        meant[np.searchsorted(wrong, numbers[owner[only]])] = near
    is_found = meant != NOBODY
    own, implied = store.nodes(wrong).agreement, np.zeros(len(wrong), np.int64)
    implied[is_found] = store.nodes(meant[is_found]).agreement
    store.mean(wrong, meant, np.maximum(own, implied) - implied)


def _exact(kind: str, values: list[str]) -> Nodes:
    """Return values of one kind as nodes."""
    count = len(values)
    words = pa.array(values, pa.string())
    return Nodes((kind,), np.zeros(count, np.int16), words, np.full(count, EXACT, np.int8))


def _meaning(store: Store, named: Namings) -> Namings:
    """Return what complaints mean by what they name."""
    meant = store.nodes(named.node).meant
    which = np.flatnonzero(meant != NOBODY)
    which = which[store.nodes(meant[which]).agreement != 0]
    if not len(which):
        return nothing()
    rows = named.only(which)
    return different(meant[which], rows.complaint, rows.at, np.full(len(which), MEANT))
