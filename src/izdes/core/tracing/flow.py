"""Flow: how much can pass through a network of whole-number capacities at most.

The answer is exact: it equals the smallest cut, the least capacity whose removal would stop
everything, and a reader can check either against the other.

Source: the method of levels and blocking flows, Dinic (1970), Soviet Mathematics Doklady 11, 1277.

>>> network = Network()
>>> source, middle, sink = network.node(), network.node(), network.node()
>>> network.arc(source, middle, 7), network.arc(middle, sink, 5)
(None, None)
>>> network.most(source, {sink}, inside={source, middle, sink})
5
"""

from collections import deque
from collections.abc import Collection, Container, Iterable
from collections.abc import Set as AbstractSet

Levels = dict[int, int]


class Network:
    """Nodes in a row, and arcs between them that carry at most so many units."""

    def __init__(self) -> None:
        # Arc n runs one way; arc n ^ 1 runs back and says how much could be undone.
        self._head: list[int] = []
        self._capacity: list[int] = []
        self._arcs_of: list[list[int]] = []

    def node(self) -> int:
        """Add a node and return its number."""
        self._arcs_of.append([])
        return len(self._arcs_of) - 1

    def nodes(self) -> range:
        """Return all nodes."""
        return range(len(self._arcs_of))

    def arc(self, tail: int, head: int, capacity: int) -> None:
        """Add an arc."""
        for start, end, units in ((tail, head, capacity), (head, tail, 0)):
            self._arcs_of[start].append(len(self._head))
            self._head.append(end)
            self._capacity.append(units)

    def leading_to(self, goals: Iterable[int]) -> set[int]:
        """Return the nodes from which a way leads to one of the goals; they too."""
        found = set(goals)
        queue = list(found)
        while queue:
            for arc in self._arcs_of[queue.pop()]:
                tail = self._head[arc]
                if self._capacity[arc ^ 1] and tail not in found:
                    found.add(tail)
                    queue.append(tail)
        return found

    def limits(
        self, source: int, goals: AbstractSet[int], beyond: Collection[int]
    ) -> tuple[int, int] | None:
        """Return the most that can come to the goals together, and the most that can end elsewhere.

        Args:
            goals: Where the flow may end; at least one.
            beyond: Nodes of which nobody knows what comes out of them.

        Returns:
            None where a way leads to the goals from beyond.
        """
        inside = self.leading_to(goals)
        if not inside.isdisjoint(beyond):
            return None
        # What went where no way leads here has ended elsewhere, wherever that is.
        elsewhere = set(self.nodes()) - inside
        most = self.most(source, goals, inside=inside)
        return most, self.most(source, elsewhere, inside=inside - goals)

    def most(self, source: int, sinks: Collection[int], *, inside: Container[int]) -> int:
        """Return the most that can pass from the source to all the sinks together.

        Args:
            inside: Nodes that the flow may use beside the sinks.
        """
        room, total = list(self._capacity), 0
        while levels := self._levels(source, sinks, inside, room):
            total += self._blocking(source, sinks, levels, room)
        return total

    def _levels(
        self, source: int, sinks: Container[int], inside: Container[int], room: list[int]
    ) -> Levels:
        """Return how far nodes lie from the source; nothing where no sink can be reached."""
        levels, queue, is_reached = {source: 0}, deque([source]), False
        while queue:
            tail = queue.popleft()
            for arc in self._arcs_of[tail]:
                head = self._head[arc]
                if room[arc] and head not in levels and (head in sinks or head in inside):
                    levels[head] = levels[tail] + 1
                    if head in sinks:
                        is_reached = True
                    else:
                        queue.append(head)
        return levels if is_reached else {}

    def _blocking(self, source: int, sinks: Container[int], levels: Levels, room: list[int]) -> int:
        """Fill every shortest way; return what passed."""
        untried = {node: list(self._arcs_of[node]) for node in levels}
        total, way, here = 0, list[int](), source
        while True:
            if here in sinks:
                units = min(room[arc] for arc in way)
                for arc in way:
                    room[arc] -= units
                    room[arc ^ 1] += units
                total, way, here = total + units, [], source
                continue
            arcs = untried[here]
            while arcs and not (
                room[arcs[-1]] and levels.get(self._head[arcs[-1]]) == levels[here] + 1
            ):
                arcs.pop()
            if arcs:
                way.append(arcs[-1])
                here = self._head[arcs[-1]]
            elif way:
                # A dead end: go back one step, and never come here again.
                here = self._head[way.pop() ^ 1]
                untried[here].pop()
            else:
                return total
