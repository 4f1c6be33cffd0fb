"""Behaviour: how complaints name a value that many of them name.

A crew's own number is named while the crew works, beside the crew's other numbers. A bank's
hotline, a marketplace or the deposit address of an exchange is named all the time, by victims of
everybody, beside everybody's numbers. Here is what can be counted of that; what each fact speaks
for is `izdes.core.linking.hubs.review`'s. Shares are thousandths of whole complaints, rounded down.

Behaviour proves nothing of the holder. A crew that keeps to one exchange makes its address look
like the crew's own.
"""

from dataclasses import dataclass

from izdes.core.linking.evidence import log10_milli

_WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Counting:
    """How behaviour is counted: the part of ``data/review.yaml`` that speaks of counting.

    Attributes:
        window_days: Length of the busiest time.
        least_told: Fewer complaints, or fewer sums, than this tell nothing.
        companion_least: So many complaints name a companion with the value.
        companion_times: So many times as many as chance would have.
        round_minor: A sum is round if it is a multiple of this.
        asked_by: So many complaints that give a value as an institution's own ask for its review.
    """

    window_days: int
    least_told: int
    companion_least: int
    companion_times: int
    round_minor: int
    asked_by: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of the complaints that name one value.

    Attributes:
        degree: How many name it.
        span_days: Whole days from the first to the last mention.
        silence_days: Whole days of the longest time between two neighbouring mentions.
        busiest: How many name it in its busiest time, the first of equal ones.
        busiest_of_all: How many of all complaints lie in that time.
        complaints: How many complaints there are.
        regions: From how many regions they are.
        schemes: Of how many schemes they tell.
        scheme: How many tell of the commonest of these.
        with_scheme: How many tell of any.
        scheme_of_all: How many of all complaints tell of that scheme.
        with_scheme_of_all: How many of all complaints tell of any.
        institution: How many give it as an institution's own.
        given: How many give it, as that or otherwise.
        payments: How many payments to it are told with their sum.
        round_sums: How many of the sums are round.
        low_minor: The largest of the lowest tenth of the sums; 0 without any.
        high_minor: The largest of the lowest nine tenths.
        beside: How many name anything else that may link.
        with_companion: How many name a companion.
        together: How many are in the largest group that companions hold together.
    """

    degree: int
    span_days: int
    silence_days: int
    busiest: int
    busiest_of_all: int
    complaints: int
    regions: int
    schemes: int
    scheme: int
    with_scheme: int
    scheme_of_all: int
    with_scheme_of_all: int
    institution: int
    given: int
    payments: int
    round_sums: int
    low_minor: int
    high_minor: int
    beside: int
    with_companion: int
    together: int


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """How complaints name one value; None where there is too little to tell.

    Attributes:
        busiest_permille: Share of the mentions in its busiest time.
        otherwise_permille: Share of the mentions outside that time, beside the share of all
            complaints outside it: near 0 of what is named in one stretch, near 1000 of what is
            named all the time.
        scheme_permille: Share of the commonest scheme.
        other_schemes_permille: Share of the other schemes, beside their share in all complaints.
        institution_permille: Of those who give it, how many as an institution's own.
        round_permille: Share of round sums.
        spread_milli: Logarithm of the sum that ends the lowest nine tenths over the one that ends
            the lowest tenth.
        companion_permille: Of those who name anything else, how many name a companion.
        together_permille: Of those, how many are in the largest group.
    """

    degree: int
    span_days: int
    silence_days: int
    busiest_permille: int | None
    otherwise_permille: int | None
    regions: int
    schemes: int
    scheme_permille: int | None
    other_schemes_permille: int | None
    institution_permille: int | None
    payments: int
    round_permille: int | None
    spread_milli: int | None
    beside: int
    companion_permille: int | None
    together_permille: int | None


def facts_of(counts: Counts, counting: Counting) -> NodeFacts:
    """Return what counts say; where fewer than ``least_told`` tell, nothing is said."""
    least = counting.least_told
    is_paid = counts.payments >= least and counts.low_minor > 0
    return NodeFacts(
        degree=counts.degree,
        span_days=counts.span_days,
        silence_days=counts.silence_days,
        busiest_permille=_permille(counts.busiest, counts.degree, least),
        otherwise_permille=_outside(
            (counts.busiest, counts.degree), (counts.busiest_of_all, counts.complaints), least
        ),
        regions=counts.regions,
        schemes=counts.schemes,
        scheme_permille=_permille(counts.scheme, counts.with_scheme, least),
        other_schemes_permille=_outside(
            (counts.scheme, counts.with_scheme),
            (counts.scheme_of_all, counts.with_scheme_of_all),
            least,
        ),
        institution_permille=_permille(counts.institution, counts.given, least),
        payments=counts.payments,
        round_permille=_permille(counts.round_sums, counts.payments, least),
        spread_milli=log10_milli(counts.high_minor, counts.low_minor) if is_paid else None,
        beside=counts.beside,
        companion_permille=_permille(counts.with_companion, counts.beside, least),
        together_permille=_permille(counts.together, counts.beside, least),
    )


def _permille(hits: int, of: int, least: int) -> int | None:
    """Return a share in thousandths, rounded down; None of too few."""
    return hits * _WHOLE // of if of >= least else None


def _outside(one: tuple[int, int], usual: tuple[int, int], least: int) -> int | None:
    """Return what lies outside a part, for each thousandth that usually does, rounded down.

    Args:
        one: How many of how many lie in the part.
        usual: The same of all complaints.
        least: Where fewer would lie outside if this were as usual, nothing is said.
    """
    (hits, of), (all_hits, all_of) = one, usual
    outside = all_of - all_hits
    if of * outside < least * all_of or not outside:
        return None
    return (of - hits) * all_of * _WHOLE // (of * outside)
