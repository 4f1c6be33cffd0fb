"""Two long loops of the envelope: where claimed money can go, and how much can pass.

Each is one function without calls, so that it runs compiled or as it stands, over arrays or over
lists, with the same result.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

from izdes.engine.tracing.flat import ACCOUNT, PIN

# Lists, or arrays of whole numbers.
Numbers = Any
Way = TypeVar("Way", bound=Callable[..., Any])

# Node 0 is the claim. From node 1 comes what an exchange of currency gave out.
SOURCE, BEYOND = 0, 1
FULL = -1


@cache
def compiled(way: Way) -> Way:
    """Return a loop compiled."""
    import numba as nb  # noqa: PLC0415 - costs half a second

    fast: Any = nb.njit(cache=True)(way)
    return cast("Way", fast)


def expand(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one loop, compiled as a whole
    ledger: tuple[Numbers, Numbers, Numbers, Numbers, Numbers],
    index: tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers],
    marks: tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers],
    found: tuple[Numbers, Numbers, Numbers, Numbers, Numbers],
    heap: tuple[Numbers, Numbers],
    start: int,
    stop: int,
) -> tuple[int, int, int]:
    """Write the network of everything that money of parts start to stop can have done.

    Arcs come in the order of time: all arcs into a node stand before all arcs out of it. A head
    below 0 is an end: -1 minus twice the pool where money rests or is exchanged, or minus twice
    the part and one more that ended outside or came home.

    Args:
        ledger: Units, target, moments of leaving and coming (None where these are the parts'
            own numbers), and the pools' kinds.
        index: As in `izdes.engine.tracing.units.index.Index`.
        marks: By pool: 1 where it is the victim's own, the node of its money (-1), 1 where that
            node has paid, and the next of those that enter (-1) and leave; by part: the node it
            comes from (-1). All but the first are left as they were found.
        found: Room for the arcs' tails, heads and capacities, for moved parts and for pools.
        heap: Room for the moments that wait and their pools.

    Returns:
        How many arcs, nodes and pools; ``FULL`` arcs where there was not room enough.
    """
    units, target, left, came, kind = ledger
    in_at, in_first, in_parts, out_first, out_parts, out_begins = index
    home, node, has_paid, next_in, next_out, origin = marks
    tail, head, room, moved, pools = found
    keys, waiting_pools = heap
    limit, is_late = len(tail), len(left) > 0
    arcs, nodes, moves, seen, waiting = 0, 2, 0, 0, 0
    seed, is_full = start, False
    while seed < stop or waiting:
        if arcs + 4 > limit or waiting + 4 > limit or moves + 2 > limit or seen + 2 > limit:
            is_full = True
            break
        leaving, pushed, pushed_too = -1, -1, -1
        if seed < stop:
            leaving = seed
            origin[seed] = SOURCE
            seed += 1
        else:
            # Take the earliest event that waits.
            key, pool = keys[0], waiting_pools[0]
            waiting -= 1
            last_key, last_pool, hole = keys[waiting], waiting_pools[waiting], 0
            while 2 * hole + 1 < waiting:
                child = 2 * hole + 1
                if child + 1 < waiting and keys[child + 1] < keys[child]:
                    child += 1
                if keys[child] >= last_key:
                    break
                keys[hole], waiting_pools[hole] = keys[child], waiting_pools[child]
                hole = child
            keys[hole], waiting_pools[hole] = last_key, last_pool
            i, o = next_in[pool], next_out[pool]
            i_end, o_end = in_first[pool + 1], out_first[pool + 1]
            is_in, part = False, -1
            if o < o_end:
                part = out_parts[o]
                if key != 2 * (part if not is_late else left[part]):
                    part = -1
            if part < 0 and i < i_end:
                part, is_in = in_parts[i], True
                if key != 2 * (part if not is_late else came[part]) + 1:
                    part = -1
            if part < 0:
                # It waited for a moment that has passed already.
                continue
            pushed = pool
            if is_in:
                next_in[pool] = i + 1
                start_node = origin[part]
                if kind[pool] == ACCOUNT:
                    if node[pool] >= 0 and has_paid[pool]:
                        # What is left of earlier money waits on: no more of it than the balance.
                        gone = 0
                        if o < o_end:
                            gone = out_begins[o]
                        elif o_end > out_first[pool]:
                            gone = out_begins[o_end - 1] + units[out_parts[o_end - 1]]
                        tail[arcs], head[arcs], room[arcs] = node[pool], nodes, in_at[part] - gone
                        node[pool], has_paid[pool] = nodes, 0
                        arcs += 1
                        nodes += 1
                    if start_node >= 0:
                        if node[pool] < 0:
                            node[pool], has_paid[pool] = nodes, 0
                            nodes += 1
                        tail[arcs], head[arcs], room[arcs] = start_node, node[pool], units[part]
                        arcs += 1
                elif kind[pool] == PIN:
                    if start_node >= 0:
                        tail[arcs], head[arcs], room[arcs] = start_node, nodes, units[part]
                        origin[part] = nodes
                        arcs += 1
                        nodes += 1
                elif start_node >= 0:
                    node[pool] = BEYOND
            else:
                next_out[pool] = o + 1
                if kind[pool] == PIN:
                    # Unit k that came is unit k that leaves.
                    lo, hi, joined = out_begins[o], out_begins[o] + units[part], -1
                    for k in range(in_first[pool], i_end):
                        other = in_parts[k]
                        both = min(hi, in_at[other] + units[other]) - max(lo, in_at[other])
                        if both <= 0 or origin[other] < 0:
                            continue
                        if arcs + 4 > limit:
                            is_full = True
                            break
                        if joined < 0:
                            joined = nodes
                            nodes += 1
                        tail[arcs], head[arcs], room[arcs] = origin[other], joined, both
                        arcs += 1
                    if joined >= 0:
                        origin[part] = joined
                        leaving = part
                elif node[pool] >= 0:
                    origin[part] = node[pool]
                    leaving = part
                    if kind[pool] == ACCOUNT:
                        has_paid[pool] = 1
                        come = 0
                        if i < i_end:
                            come = in_at[in_parts[i]]
                        else:
                            come = in_at[in_parts[i_end - 1]] + units[in_parts[i_end - 1]]
                        if come == out_begins[o] + units[part]:
                            node[pool] = -1
        if leaving >= 0:
            moved[moves] = leaving
            moves += 1
            goal = target[leaving]
            if goal < 0 or home[goal]:
                tail[arcs], head[arcs] = origin[leaving], -2 - 2 * leaving
                room[arcs] = units[leaving]
                arcs += 1
            else:
                if kind[goal] != ACCOUNT and kind[goal] != PIN:
                    tail[arcs], head[arcs] = origin[leaving], -1 - 2 * goal
                    room[arcs] = units[leaving]
                    arcs += 1
                lo, hi = in_first[goal], in_first[goal + 1]
                while lo < hi:
                    middle = (lo + hi) // 2
                    if in_at[in_parts[middle]] < in_at[leaving]:
                        lo = middle + 1
                    else:
                        hi = middle
                if next_in[goal] < 0 or lo < next_in[goal]:
                    if next_in[goal] < 0:
                        pools[seen] = goal
                        seen += 1
                    next_in[goal] = lo
                    arrival = leaving if not is_late else came[leaving]
                    lo, hi = out_first[goal], out_first[goal + 1]
                    while lo < hi:
                        middle = (lo + hi) // 2
                        other = out_parts[middle]
                        if (other if not is_late else left[other]) < arrival:
                            lo = middle + 1
                        else:
                            hi = middle
                    next_out[goal] = lo
                    pushed_too = goal
        # Let the next event of these pools wait.
        for turn in range(2):
            pool = pushed if turn == 0 else pushed_too
            if pool < 0:
                continue
            key = -1
            if next_in[pool] < in_first[pool + 1]:
                part = in_parts[next_in[pool]]
                key = 2 * (part if not is_late else came[part]) + 1
            if next_out[pool] < out_first[pool + 1]:
                part = out_parts[next_out[pool]]
                sooner = 2 * (part if not is_late else left[part])
                if key < 0 or sooner < key:
                    key = sooner
            if key < 0:
                continue
            hole = waiting
            waiting += 1
            while hole and keys[(hole - 1) // 2] > key:
                keys[hole] = keys[(hole - 1) // 2]
                waiting_pools[hole] = waiting_pools[(hole - 1) // 2]
                hole = (hole - 1) // 2
            keys[hole], waiting_pools[hole] = key, pool
    is_full = is_full or arcs + seen > limit
    for k in range(seen):
        pool = pools[k]
        if node[pool] >= 0 and kind[pool] == ACCOUNT and not is_full:
            resting = in_at[in_parts[in_first[pool + 1] - 1]]
            resting += units[in_parts[in_first[pool + 1] - 1]]
            if out_first[pool + 1] > out_first[pool]:
                resting -= out_begins[out_first[pool + 1] - 1]
                resting -= units[out_parts[out_first[pool + 1] - 1]]
            tail[arcs], head[arcs], room[arcs] = node[pool], -1 - 2 * pool, resting
            arcs += 1
        node[pool], has_paid[pool], next_in[pool], next_out[pool] = -1, 0, -1, 0
    for k in range(moves):
        origin[moved[k]] = -1
    return (FULL if is_full else arcs), nodes, seen


def limits(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one loop, compiled as a whole
    network: tuple[Numbers, Numbers, Numbers],
    arcs: int,
    nodes: int,
    goal: int,
    claimed: int,
    by_node: tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers],
    by_arc: tuple[Numbers, Numbers, Numbers, Numbers],
) -> tuple[int, int]:
    """Return the least and the most of the claim that can be at one end; (-1, -1): not stated.

    Args:
        network: Tails, heads and capacities of the arcs in the order of time; a head below 0 is
            -1 minus the number of an end.
        goal: The number of the end.
        by_node: Room for two numbers more than there are nodes, six times; one more in the first.
        by_arc: Room for twice as many numbers as there are arcs, four times.
    """
    tail, head, room = network
    begin, number, reach, excess, distance, untried = by_node
    to, free, listed, path = by_arc
    # Which nodes lead to the end, and their numbers in a row.
    for n in range(nodes):
        number[n] = -1
    for a in range(arcs - 1, -1, -1):
        if head[a] == -1 - goal or (head[a] >= 0 and number[head[a]] >= 0):
            number[tail[a]] = 0
    if number[BEYOND] >= 0:
        return -1, -1
    if number[SOURCE] < 0:
        return 0, 0
    count = 0
    for n in range(nodes):
        if number[n] >= 0:
            number[n] = count
            count += 1
    # Their arcs; what leads elsewhere leads to the last node.
    for n in range(count + 3):
        begin[n] = 0
    lines = 0
    for a in range(arcs):
        if number[tail[a]] < 0:
            continue
        end = count + 1
        if head[a] == -1 - goal:
            end = count
        elif head[a] >= 0 and number[head[a]] >= 0:
            end = number[head[a]]
        to[2 * lines], to[2 * lines + 1] = end, number[tail[a]]
        path[lines] = room[a]
        lines += 1
        begin[end + 1] += 1
        begin[number[tail[a]] + 1] += 1
    for n in range(count + 2):
        begin[n + 1] += begin[n]
        untried[n] = begin[n]
    for line in range(2 * lines):
        here = to[line ^ 1]
        listed[untried[here]] = line
        untried[here] += 1
    for line in range(lines):
        free[2 * line], free[2 * line + 1] = 0, path[line]
    least, most = 0, 0
    for side in range(2):
        sink = count + side
        # The capacity stands in the way back from the start; all is free before the first flow.
        for line in range(lines):
            free[2 * line] += free[2 * line + 1]
            free[2 * line + 1] = 0
        # How much each node could pass on at most, each way counted by itself.
        for n in range(count + 2):
            reach[n], excess[n] = 0, 0
        reach[sink] = claimed
        for line in range(lines - 1, -1, -1):
            here, there = to[2 * line + 1], to[2 * line]
            reach[here] = min(claimed, reach[here] + min(free[2 * line], reach[there]))
        bound = reach[0]
        # A first flow in the order of time, and back what could not go on.
        excess[0] = bound
        for line in range(lines):
            here, there = to[2 * line + 1], to[2 * line]
            step = min(excess[here], free[2 * line])
            if there != sink:
                step = min(step, reach[there])
                reach[there] -= step
            free[2 * line] -= step
            free[2 * line + 1] += step
            excess[here] -= step
            excess[there] += step
        for line in range(lines - 1, -1, -1):
            here, there = to[2 * line + 1], to[2 * line]
            if there != sink and excess[there] > 0:
                step = min(excess[there], free[2 * line + 1])
                free[2 * line] += step
                free[2 * line + 1] -= step
                excess[here] += step
                excess[there] -= step
        total = excess[sink]
        while total < bound:
            # Distances to the sink along what is free; untried is the queue.
            for n in range(count + 2):
                distance[n] = -1
            distance[sink] = 0
            untried[0] = sink
            first, last = 0, 1
            while first < last and distance[0] < 0:
                there = untried[first]
                first += 1
                for k in range(begin[there], begin[there + 1]):
                    here = to[listed[k]]
                    if free[listed[k] ^ 1] > 0 and distance[here] < 0:
                        distance[here] = distance[there] + 1
                        untried[last] = here
                        last += 1
            if distance[0] < 0:
                break
            for n in range(count + 2):
                untried[n] = begin[n]
            here, depth = 0, 0
            while total < bound:
                if here == sink:
                    step = bound - total
                    for k in range(depth):
                        step = min(step, free[path[k]])
                    back = depth
                    for k in range(depth - 1, -1, -1):
                        free[path[k]] -= step
                        free[path[k] ^ 1] += step
                        if free[path[k]] == 0:
                            back = k
                    total += step
                    if total < bound:
                        depth = back
                        here = to[path[depth] ^ 1]
                    continue
                while untried[here] < begin[here + 1]:
                    line = listed[untried[here]]
                    if free[line] > 0 and distance[to[line]] == distance[here] - 1:
                        break
                    untried[here] += 1
                if untried[here] < begin[here + 1]:
                    path[depth] = listed[untried[here]]
                    here = to[path[depth]]
                    depth += 1
                elif depth:
                    depth -= 1
                    here = to[path[depth] ^ 1]
                    untried[here] += 1
                else:
                    break
        if side:
            least = claimed - total
        else:
            most = total
    return least, most
