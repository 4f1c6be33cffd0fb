"""Tokens: units of value that move on public chains and inside exchanges, by their symbols.

A symbol is a name that anybody may give to a contract: that a table prints ``USDT`` does not prove
that Tether's token moved, only the contract's address does. Units that are none of these have the
hundredths of ordinary money, or are not read at all.

Source: the decimals that the tokens' own contracts and protocols state (satoshi, wei, sun, nanoton,
lamport); Tether and USD Coin as on Ethereum and Tron.

>>> MINOR_DIGITS["BTC"], MINOR_DIGITS["ETH"], "KZT" in MINOR_DIGITS
(8, 18, False)
"""

from collections.abc import Mapping
from types import MappingProxyType

# How many decimal digits the smallest part of one unit has.
MINOR_DIGITS: Mapping[str, int] = MappingProxyType(
    {
        "USDT": 6,
        "USDC": 6,
        "BTC": 8,
        "ETH": 18,
        "TRX": 6,
        "TON": 9,
        "SOL": 9,
        "LTC": 8,
        "BNB": 18,
        "XRP": 6,
        "ADA": 6,
        "DOGE": 8,
        "BCH": 8,
        "DAI": 18,
        "BUSD": 18,
        "FDUSD": 18,
        "POL": 18,
        "MATIC": 18,
        "SHIB": 18,
        "AVAX": 18,
        "DOT": 10,
    }
)
