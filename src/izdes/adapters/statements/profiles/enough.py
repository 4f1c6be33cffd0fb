"""Enough: does a profile say all that a table of its kind cannot be read without?

A moment, an amount, what tells in from out, and nothing twice: asked once of the profile, so that
no table is half read with it.
"""

from collections.abc import Iterator

from izdes.adapters.statements.profiles.keys import Keys
from izdes.adapters.statements.profiles.profile import PARTS, Column, Profile
from izdes.adapters.statements.profiles.units import unit_of
from izdes.adapters.statements.wording import currency_of
from izdes.adapters.statements.zones import PRINTED

_FEWEST_TITLES = 2
_NEEDED = frozenset(
    (
        *("moment", "date", "clock", "amount", "debit", "credit", "direction", "status"),
        *("payer_account", "payee_account", "a_number", "own_number", "own_account"),
    )
)
Lack = tuple[str, str, dict[str, str]]


def complain_of_lacks(profile: Profile, keys: Keys) -> None:
    """Add everything that a profile lacks or says twice."""
    checks = [_recognised, _timed]
    checks += (
        [_connected] if profile.kind == "calls" else [_moved, _paired, _directed, _sided, _owned]
    )
    for check in checks:
        for code, path, details in check(profile):
            keys.complain(code, path, **details)


def _missing(path: str) -> Lack:
    """Return that a key is missing."""
    return "profile_key_missing", path, {}


def _clash(path: str, other: str) -> Lack:
    """Return that two keys exclude each other."""
    return "profile_keys_clash", path, {"other": other}


def _recognised(profile: Profile) -> Iterator[Lack]:
    """Ask by what a table is recognised; one without titles has only places."""
    if profile.header == 0:
        for meaning, column in profile.columns.items():
            if not column.place:
                yield "profile_place_wanted", f"columns.{meaning}", {}
        if profile.match.titles:
            yield _clash("match.titles", "header: 0")
    elif len(profile.match.titles) < _FEWEST_TITLES:
        yield "profile_too_few_titles", "match.titles", {"count": str(_FEWEST_TITLES)}


def _timed(profile: Profile) -> Iterator[Lack]:
    """Ask when it happened."""
    columns = profile.columns
    if "moment" not in columns and "date" not in columns:
        yield _missing("columns.moment")
    if "moment" in columns and ("date" in columns or "clock" in columns):
        yield _clash("columns.moment", "columns.date")
    if "clock" in columns and "date" not in columns:
        yield _missing("columns.date")
    if profile.clock.zone and profile.clock.usual_zone:
        yield _clash("time.zone", "time.usual_zone")
    if profile.clock.usual_zone == PRINTED:
        yield "profile_zone_unknown", "time.usual_zone", {"value": PRINTED}


def _moved(profile: Profile) -> Iterator[Lack]:
    """Ask how much."""
    columns = profile.columns
    split = {"debit", "credit"} & columns.keys()
    if "amount" in columns and split:
        yield _clash("columns.amount", f"columns.{min(split)}")
    if "amount" not in columns and not split:
        yield _missing("columns.amount")
    if len(split) == 1:
        yield _missing(f"columns.{min({'debit', 'credit'} - split)}")


def _paired(profile: Profile) -> Iterator[Lack]:
    """Ask whether what needs something else has it."""
    columns = profile.columns
    for name in ("currency", "fee_currency"):
        given = profile.constants.get(name, "")
        if given and not (unit_of(given) or currency_of(given)):
            details = {"value": given, "allowed": "ISO 4217; USDT, BTC, ETH, TRX …"}
            yield "profile_value_wrong", f"constants.{name}", details
    pairs = (
        ("fee_currency" in columns, "fee", "fee" in columns),
        (bool(profile.status.booked), "status", "status" in columns),
        (bool(profile.contracts), "contract", "contract" in columns),
        (bool(profile.within), "operation", "operation" in columns),
    )
    yield from (
        _missing(f"columns.{name}") for is_used, name, is_there in pairs if is_used > is_there
    )
    if "status" in columns and not profile.status.booked:
        yield _missing("status.booked")


def _directed(profile: Profile) -> Iterator[Lack]:
    """Ask which way: one thing tells it, two sides where nothing else does."""
    columns = profile.columns
    tells = {
        "columns.debit": "debit" in columns,
        "columns.direction": "direction" in columns,
        "constants.direction": "direction" in profile.constants,
        "amounts.negative": profile.amounts.negative is not None,
    }
    telling = [path for path, is_told in tells.items() if is_told]
    if "amount" in columns and not telling and not profile.has_two_sides:
        yield "profile_direction_untold", "amounts.negative", {}
    if len(telling) > 1:
        yield _clash(telling[0], telling[1])
    if "direction" in columns:
        ways = set(profile.directions.values())
        yield from (_missing(f"directions.{w}") for w in ("credit", "debit") if w not in ways)
    if profile.directions and "direction" not in columns:
        yield _missing("columns.direction")
    if profile.amounts.debit_has_minus and "debit" not in columns:
        yield _missing("columns.debit")


def _sided(profile: Profile) -> Iterator[Lack]:
    """Ask who stands on the other side: one far side, or a payer and a payee."""
    columns = profile.columns
    two = [f"{side}_{part}" for side in ("payer", "payee") for part in PARTS]
    printed = [meaning for meaning in two if meaning in columns]
    far = [meaning for meaning in columns if meaning.startswith("far_")]
    if printed and far:
        yield _clash(f"columns.{printed[0]}", f"columns.{far[0]}")
    for side in ("payer", "payee"):
        if printed and f"{side}_account" not in columns:
            yield _missing(f"columns.{side}_account")


def _owned(profile: Profile) -> Iterator[Lack]:
    """Ask whose it is: addresses need their chain."""
    has_chain = profile.account.of == "chain" or (
        profile.far == "chain" and {"far_account", "payer_account"} & profile.columns.keys()
    )
    if has_chain and "network" not in profile.columns and "network" not in profile.constants:
        yield _missing("constants.network")
    if profile.account.given and "own_account" in profile.columns:
        yield _clash("account.is", "columns.own_account")


def _connected(profile: Profile) -> Iterator[Lack]:
    """Ask whose telephone reached whose."""
    columns = profile.columns
    if "a_number" not in columns and "own_number" not in columns:
        yield _missing("columns.a_number")
    if "a_number" in columns and "own_number" in columns:
        yield _clash("columns.a_number", "columns.own_number")
    if "own_number" in columns and "direction" not in columns:
        yield _missing("columns.direction")
    if "direction" in columns and not profile.call_directions:
        yield _missing("directions")
    if "type" in columns and not profile.types:
        yield _missing("types")


def needed(profile: Profile) -> Iterator[tuple[str, Column]]:
    """Yield the columns that a table must have."""
    yield from ((m, column) for m, column in profile.columns.items() if m in _NEEDED)
