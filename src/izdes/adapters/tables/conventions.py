"""Conventions: what a trace takes as agreed, by rule, as codes that have words in three languages.

A rule leaves open what no fact decides: which units of a transfer a claim takes, what an account
held before its first row, whom an overdraft belongs to. Each answer is a convention. It is named
in every result, so that whoever doubts it can compute the result without it.
"""

from collections.abc import Mapping, Sequence

# What holds under every rule that follows amounts.
_COMMON = (
    "claim_front",
    "first_victim",
    "opening_least",
    "overdraft_lender",
    "refund_annihilates",
    "refund_pinned",
    "pin_apart",
    "exchange_in_order",
    "half_open",
)
CONVENTIONS: Mapping[str, Sequence[str]] = {
    "fifo": ("fifo_identity", *_COMMON),
    "lifo": ("lifo_unit_by_unit", *_COMMON),
    "pro-rata": ("pro_rata_prefix", *_COMMON),
    "lowest-balance": ("own_money_first", "claimants_prefix", *_COMMON),
    "poison": ("poison_perimeter", "half_open"),
}
