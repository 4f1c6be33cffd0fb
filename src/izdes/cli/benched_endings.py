"""Endings of an office compared with the truth: claim by claim, account by account, to the tiyn.

A claim that is not equal is put under the first of these that holds, so that nothing is hidden:
her payment was found in no statement, and she tells another sum than was paid (`misremembered`: no
statement can show what she says); it was found in none though she tells the right sum (`unfound`);
money is traced to an account of which nobody told more (`dark`); the office says something else
(`other`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from izdes.adapters.tables.rows import read_table

Json = dict[str, Any]
Row = tuple[Any, ...]
Endings = Mapping[str, Mapping[tuple[str, str], int]]

_HEADINGS = ("misremembered", "unfound", "dark", "other")

FOUND = """
    SELECT k.external_id || '/' || split_part(e.claim_id, '/', 2),
        coalesce(a.account, p.masked, ''), e.ending, sum(e.amount_minor)
    FROM funds_ending e JOIN funds_trace t ON t.id = e.trace_id
    JOIN cases_complaint k ON k.id::text = split_part(e.claim_id, '/', 1)
    LEFT JOIN funds_account a ON a.trace_id = e.trace_id AND a.number = e.place
    LEFT JOIN funds_place p ON p.trace_id = e.trace_id AND p.number = e.place
    WHERE e.rule = 'fifo' AND t.current_since = (
        SELECT max(current_since) FROM funds_trace l WHERE l.case_id = t.case_id)
    GROUP BY 1, 2, 3"""
STATES = """
    SELECT k.external_id || '/' || split_part(c.claim_id, '/', 2), c.state, c.reason
    FROM funds_claim c JOIN funds_trace t ON t.id = c.trace_id
    JOIN cases_complaint k ON k.id = c.complaint_id
    WHERE t.current_since = (
        SELECT max(current_since) FROM funds_trace l WHERE l.case_id = t.case_id)"""
STOPS = """
    SELECT s.because || ' ' || s.reason, count(*)
    FROM loop_stop s JOIN loop_plan p ON p.id = s.plan_id
    WHERE p.case_id IS NOT NULL
        AND p.id = (SELECT max(id) FROM loop_plan l WHERE l.case_id = p.case_id)
    GROUP BY 1 ORDER BY 1"""


def compared(
    country: Path, found: Iterable[Row], states: Iterable[Row], stops: Iterable[Row]
) -> Json:
    """Compare what the questions above gave with the truth beside a country.

    Returns:
        How many claims are equal, and under which heading each other stands; `differing` names
        them with what is true and what was found.
    """
    truth, ours = _truth(country), _sums(found)
    told = {str(claim): (str(state), str(reason)) for claim, state, reason in states}
    unequal = [claim for claim in sorted(truth) if truth[claim] != ours.get(claim, {})]
    misremembered = _misremembered(country)
    differing = [
        _difference(
            claim,
            truth[claim],
            ours.get(claim, {}),
            told.get(claim, ("", "")),
            is_misremembered=claim in misremembered,
        )
        for claim in unequal
    ]
    counts = Counter(one["why"] for one in differing)
    return {
        "claims": len(truth),
        "equal": len(truth) - len(unequal),
        **{why: counts[why] for why in _HEADINGS},
        "stops": {str(reason): int(count) for reason, count in stops},
        "differing": differing,
    }


def _truth(country: Path) -> Endings:
    """Read where the money of each claim truly ended."""
    return _sums(
        read_table(country / "truth" / "endings.csv").each(
            lambda c: (
                c.required("claim_id"),
                c.required("account"),
                c.required("ending"),
                c.positive("amount_minor"),
            )
        )
    )


def _misremembered(country: Path) -> set[str]:
    """Return the claims of which the victim tells another sum than was paid."""
    paid = dict(
        read_table(country / "truth" / "transfers.csv").each(
            lambda c: (c.required("transfer_id"), c.positive("amount_minor"))
        )
    )
    told = read_table(country / "truth" / "claims.csv").each(
        lambda c: (
            c.required("claim_id"),
            c.required("transfer_id"),
            c.positive("declared_minor"),
        )
    )
    return {claim for claim, transfer, minor in told if paid[transfer] != minor}


def _sums(rows: Iterable[Row]) -> dict[str, Counter[tuple[str, str]]]:
    """Add up the money of each claim by account and ending."""
    found: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for claim, account, ending, minor in rows:
        found[str(claim)][str(account), str(ending)] += int(minor)
    return found


def _difference(
    claim: str,
    true: Mapping[tuple[str, str], int],
    ours: Mapping[tuple[str, str], int],
    told: tuple[str, str],
    *,
    is_misremembered: bool,
) -> Json:
    """Return what is true of a claim and what was found, where they differ."""
    state, reason = told
    places = sorted(place for place in {*true, *ours} if true.get(place) != ours.get(place))
    is_dark = any(place[1] == "frontier" and ours.get(place) for place in places)
    why = "dark" if is_dark else "other"
    if state != "matched":
        why = "misremembered" if is_misremembered else "unfound"
    return {
        "claim": claim,
        "why": why,
        "state": state,
        "reason": reason,
        "places": [
            {"account": a, "ending": e, "true": true.get((a, e), 0), "found": ours.get((a, e), 0)}
            for a, e in places
        ],
    }
