"""Balances: statements on the trail that print none, about which the bank is asked.

A statement without an opening balance is traced, and every figure from it is marked; the balance is
what would prove it. Asked is for the statement's own period, and for no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from izdes.core.holds.asking import Place
from izdes.core.holds.layers import layers_of
from izdes.core.holds.questions import Brought, Question, merged
from izdes.core.money.statement import Statement
from izdes.core.money.transfer import Ledger, TransferId
from izdes.core.tracing.trace import Trace


def balance_questions(
    trace: Trace, ledger: Ledger, statements: Iterable[Statement]
) -> tuple[Question, ...]:
    """Return the questions about statements without an opening balance that money passed.

    Args:
        trace: Under a rule that does not mix.
        statements: Those that were traced and print no opening balance.
    """
    return merged(_each(trace, ledger, statements))


def _each(trace: Trace, ledger: Ledger, statements: Iterable[Statement]) -> Iterator[Question]:
    """Yield one question for each statement to whose account traced money came."""
    places = {t.transfer_id: (t.payee.account, t.currency) for t in ledger.transfers}
    layers = layers_of(trace, ledger).of_slice
    brought: defaultdict[Place, dict[TransferId, int]] = defaultdict(dict)
    least: dict[Place, int] = {}
    for s in trace.slices:
        place = places[s.transfer_id]
        least[place] = min(layers[s.slice_id], least.get(place, layers[s.slice_id]))
        if not s.behind:
            there = brought[place]
            there[s.transfer_id] = there.get(s.transfer_id, 0) + s.hi - s.lo
    for statement in statements:
        moments = [row.booked_at for row in statement.rows]
        place = (statement.account, statement.currency)
        if moments and place in brought:
            there = brought[place]
            yield Question(
                account=statement.account,
                went_to=statement.account,
                because="no_balances",
                period_from=statement.period_from or min(moments),
                period_to=statement.period_to or max(moments),
                traced_minor=sum(there.values()),
                currency=statement.currency,
                layer=least[place],
                brought=tuple(sorted(Brought(t, minor) for t, minor in there.items())),
            )
