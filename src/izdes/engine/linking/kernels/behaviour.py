"""Compiled kernels of behaviour; `izdes.core.linking.hubs.namings` says the same in plain Python.

Nothing is kept from one value to the next but marks that hold the value's number, so that a look
costs what its complaints name and no more.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

NONE = -1
_TENTHS = 10
# Where each of the counts stands: the order of the attributes of `core.linking.behaviour.Counts`.
DEGREE, SPAN, SILENCE, BUSIEST, BUSIEST_OF_ALL, COMPLAINTS = 0, 1, 2, 3, 4, 5
REGIONS, SCHEMES, SCHEME, WITH_SCHEME, SCHEME_OF_ALL, WITH_SCHEME_OF_ALL = 6, 7, 8, 9, 10, 11
INSTITUTION, GIVEN, PAYMENTS, ROUND, LOW, HIGH = 12, 13, 14, 15, 16, 17
BESIDE, WITH_COMPANION, TOGETHER = 18, 19, 20
COUNTED = 21


class ByNode(NamedTuple):
    """What stands with node n: ``where[first[n]:first[n + 1]]``."""

    first: Int64
    where: Int32


class Table(NamedTuple):
    """Who names what.

    Attributes:
        naming: By node, the complaints that name it.
        at: When, beside each of them.
        names: By complaint, the nodes that it names.
        institution: By node, the complaints that give it as an institution's own, each once.
        paid_first, paid: By node, the sums paid to it, rising.
        usual: By node, the degree that is usual for its kind; below zero where it stands aside.
        wider: By node, the one that it implies, or -1.
        region, scheme: By complaint, numbers from zero; -1 where nothing is told.
        of_scheme: By scheme, how many complaints tell of it.
        times: The first moment of every complaint, rising.
    """

    naming: ByNode
    at: Int64
    names: ByNode
    institution: ByNode
    paid_first: Int64
    paid: Int64
    usual: Int64
    wider: Int32
    region: Int32
    scheme: Int32
    of_scheme: Int64
    times: Int64


class Rules(NamedTuple):
    """How is counted: `core.linking.behaviour.Counting`, with times in microseconds."""

    window: int
    day: int
    least: int
    times: int
    round_minor: int
    population: int


class Marks(NamedTuple):
    """Room for one look.

    Attributes:
        both: By node, how many complaints name it with the value; zero between looks.
        first: By node, the first complaint that names it with the value.
        above: By complaint, an earlier one of its group, or -1.
        size: By complaint, how many are in the group that it stands for.
        named: By complaint, the last value that it was seen to name.
        region, scheme: By region and scheme, how many complaints; zero between looks.
    """

    both: Int32
    first: Int32
    above: Int32
    size: Int32
    named: Int32
    region: Int32
    scheme: Int32


@nb.njit(cache=True)
def behaviour(nodes: Int32, table: Table, rules: Rules, marks: Marks) -> Int64:
    """Return the counts of each of some nodes, one to a row."""
    found = np.zeros((len(nodes), COUNTED), np.int64)
    for place in range(len(nodes)):
        node = nodes[place]
        first, last = table.naming.first[node], table.naming.first[node + 1]
        complaints = table.naming.where[first:last]
        _when(found[place], np.sort(table.at[first:last]), table, rules)
        _told(found[place], node, complaints, table, marks)
        _sums(found[place], node, table, rules)
        _company(found[place], node, complaints, table, rules, marks)
    return found


@nb.njit(cache=True)
def _when(found: Int64, at: Int64, table: Table, rules: Rules) -> None:
    """Count when a node is named, moments rising."""
    begin, end, silence = 0, 0, 0
    for start in range(len(at)):
        while end < len(at) and at[end] < at[start] + rules.window:
            end += 1
        if end - start > found[BUSIEST]:
            found[BUSIEST] = end - start
            begin = at[start]
        if start:
            silence = max(silence, at[start] - at[start - 1])
    found[DEGREE] = len(at)
    found[SPAN] = (at[-1] - at[0]) // rules.day
    found[SILENCE] = silence // rules.day
    until = np.searchsorted(table.times, begin + rules.window)
    found[BUSIEST_OF_ALL] = until - np.searchsorted(table.times, begin)
    found[COMPLAINTS] = len(table.times)


@nb.njit(cache=True)
def _told(found: Int64, node: int, complaints: Int32, table: Table, marks: Marks) -> None:
    """Count what the complaints tell beside the node."""
    for complaint in complaints:
        marks.named[complaint] = node
        region, scheme = table.region[complaint], table.scheme[complaint]
        if region >= 0:
            found[REGIONS] += marks.region[region] == 0
            marks.region[region] += 1
        if scheme >= 0:
            found[SCHEMES] += marks.scheme[scheme] == 0
            found[WITH_SCHEME] += 1
            marks.scheme[scheme] += 1
            found[SCHEME] = max(found[SCHEME], marks.scheme[scheme])
    for complaint in complaints:
        region, scheme = table.region[complaint], table.scheme[complaint]
        if region >= 0:
            marks.region[region] = 0
        if scheme >= 0 and marks.scheme[scheme] == found[SCHEME]:
            found[SCHEME_OF_ALL] = max(found[SCHEME_OF_ALL], table.of_scheme[scheme])
    for complaint in complaints:
        if table.scheme[complaint] >= 0:
            marks.scheme[table.scheme[complaint]] = 0
    found[WITH_SCHEME_OF_ALL] = table.of_scheme.sum()
    found[GIVEN] = len(complaints)
    for place in range(table.institution.first[node], table.institution.first[node + 1]):
        found[INSTITUTION] += 1
        found[GIVEN] += marks.named[table.institution.where[place]] != node


@nb.njit(cache=True)
def _sums(found: Int64, node: int, table: Table, rules: Rules) -> None:
    """Count the sums paid to a node."""
    sums = table.paid[table.paid_first[node] : table.paid_first[node + 1]]
    found[PAYMENTS] = len(sums)
    for minor in sums:
        found[ROUND] += minor % rules.round_minor == 0
    if len(sums):
        found[LOW] = sums[(len(sums) - 1) // _TENTHS]
        found[HIGH] = sums[(len(sums) - 1) * (_TENTHS - 1) // _TENTHS]


@nb.njit(cache=True)
def _company(  # noqa: PLR0917 - a kernel takes everything by place
    found: Int64, node: int, complaints: Int32, table: Table, rules: Rules, marks: Marks
) -> None:
    """Count how the complaints hold together as if they did not name the node."""
    for complaint in complaints:
        found[BESIDE] += _met(node, complaint, table, marks)
        marks.above[complaint] = NONE
        marks.size[complaint] = 1
    for complaint in complaints:
        if _accompanied(node, complaint, table, rules, marks):
            found[WITH_COMPANION] += 1
            found[TOGETHER] = max(found[TOGETHER], marks.size[_top(marks, complaint)])
    for complaint in complaints:
        for place in range(table.names.first[complaint], table.names.first[complaint + 1]):
            marks.both[table.names.where[place]] = 0


@nb.njit(cache=True)
def _met(node: int, complaint: int, table: Table, marks: Marks) -> bool:
    """Count a complaint with everything else that it names; say whether there is anything."""
    is_beside = False
    for place in range(table.names.first[complaint], table.names.first[complaint + 1]):
        other = table.names.where[place]
        if _may_accompany(node, other, table):
            marks.both[other] += 1
            marks.first[other] = NONE
            is_beside = True
    return is_beside


@nb.njit(cache=True)
def _accompanied(node: int, complaint: int, table: Table, rules: Rules, marks: Marks) -> bool:
    """Join a complaint with those that name a companion of its; say whether it names any."""
    is_accompanied = False
    one = table.naming.first[node + 1] - table.naming.first[node]
    for place in range(table.names.first[complaint], table.names.first[complaint + 1]):
        other = table.names.where[place]
        if _may_accompany(node, other, table) and _ties(one, other, table, rules, marks):
            is_accompanied = True
            if marks.first[other] == NONE:
                marks.first[other] = complaint
            _join(marks, marks.first[other], complaint)
    return is_accompanied


@nb.njit(cache=True)
def _may_accompany(node: int, other: int, table: Table) -> bool:
    """Say whether another node may be a companion: who names a page says no more by its site."""
    is_wider = table.wider[other] == node or table.wider[node] == other
    return other != node and table.usual[other] >= 0 and not is_wider


@nb.njit(cache=True)
def _ties(one: int, other: int, table: Table, rules: Rules, marks: Marks) -> bool:
    """Say whether a companion is one; see `core.linking.companions.Chance`."""
    both = marks.both[other]
    degree = table.naming.first[other + 1] - table.naming.first[other]
    is_more = both * rules.population >= rules.times * one * degree
    is_own = degree <= table.usual[other] or both * 2 >= degree
    return bool(both >= rules.least and is_more and is_own)


@nb.njit(cache=True)
def _join(marks: Marks, one: int, other: int) -> None:
    """Make one group of the groups of two complaints."""
    one, other = _top(marks, one), _top(marks, other)
    if one != other:
        if marks.size[one] < marks.size[other]:
            one, other = other, one
        marks.above[other] = one
        marks.size[one] += marks.size[other]


@nb.njit(cache=True)
def _top(marks: Marks, complaint: int) -> int:
    """Return the complaint that a group is known by."""
    while marks.above[complaint] >= 0:
        complaint = marks.above[complaint]
    return complaint
