"""A compiled kernel of links: for every join the strongest trait that both groups have."""

import numba as nb
import numpy as np

from izdes.engine.linking.kernels.group import NEXT, NONE, TRAIT, Int32, Int64

# In the column of a cell where grouping counts members: the first member that has the trait.
EARLIEST = 1
# Columns of what is found.
BY, FROM, TO = 0, 1, 2


@nb.njit(cache=True, nogil=True)
def spanned(cells: Int32, cell: Int32, one: Int32, other: Int32) -> Int64:
    """Return for each join the trait of the smallest number that both have, or -1, and who has it.

    Args:
        cells: A trait, the member that has it, the next cell; traits rise along each chain. Used
            up: the chains of groups that are joined become one.
        cell: The first cell of each member, or -1.
        one: By join: the group that stays, by its first member; ``other`` the one that goes.
    """
    found = np.full((one.shape[0], 3), NONE, np.int64)
    for k in range(one.shape[0]):
        a, b, last = cell[one[k]], cell[other[k]], NONE
        while a >= 0 and b >= 0:
            here = a
            if cells[b, TRAIT] < cells[a, TRAIT]:
                here = b
                b = cells[b, NEXT]
            else:
                if cells[b, TRAIT] == cells[a, TRAIT]:
                    first, second = cells[a, EARLIEST], cells[b, EARLIEST]
                    if found[k, BY] == NONE:
                        found[k, BY] = cells[a, TRAIT]
                        found[k, FROM], found[k, TO] = min(first, second), max(first, second)
                    cells[a, EARLIEST] = min(first, second)
                    b = cells[b, NEXT]
                a = cells[a, NEXT]
            if last == NONE:
                cell[one[k]] = here
            else:
                cells[last, NEXT] = here
            last = here
        rest = b if a == NONE else a
        if last == NONE:
            cell[one[k]] = rest
        else:
            cells[last, NEXT] = rest
    return found
