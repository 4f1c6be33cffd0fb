"""Parsing: the text of a profile becomes a profile, or faults that say what to change.

The keys are those of `izdes.adapters.statements.profiles.profile`; whether what they say is enough
to read a table with is asked in `izdes.adapters.statements.profiles.enough`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from izdes.adapters.statements.profiles.columns import columns_of
from izdes.adapters.statements.profiles.enough import complain_of_lacks
from izdes.adapters.statements.profiles.keys import Complaints, Keys, words_of
from izdes.adapters.statements.profiles.notation import NoNotation, Notation, contradict, words
from izdes.adapters.statements.profiles.profile import (
    ACCOUNT_SORTS,
    PROFILE_KINDS,
    Account,
    AccountSort,
    Amounts,
    Clock,
    Matching,
    Profile,
    ProfileKind,
    Status,
)
from izdes.adapters.statements.profiles.tree import tree_of
from izdes.adapters.statements.wording import OperationKind, VirtualPayee, folded
from izdes.adapters.statements.zones import PRINTED, zone_named
from izdes.core.errors import InputRefused
from izdes.core.money.amounts import DecimalMark
from izdes.core.money.statement import Direction
from izdes.core.money.transfer import TRANSFER_KINDS, TransferKind
from izdes.core.telecom.call import CALL_DIRECTIONS, CALL_TYPES

_VERSION = "1"
_LAST_ROW = 10_000
_NAME_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_LONGEST_NAME = 40
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_MARKS: tuple[DecimalMark, ...] = get_args(DecimalMark)
_CONSTANTS = ("currency", "fee_currency", "network")
_LABELS = ("bank", "holder", "iin", "account", "currency", "period", "opening", "closing")
_ABROAD = "abroad"
_KINDS = (*(kind for kind in TRANSFER_KINDS if kind != "claimed"), _ABROAD)
# Who stands there when nobody is printed.
_NOBODY: Mapping[str, VirtualPayee] = {
    "cash_out": "cash",
    "cash_in": "cash",
    "fee": "fee",
    "interest": "fee",
    "card_payment": "merchant",
    "refund": "merchant",
    _ABROAD: "abroad",
}
_UNITS = {"seconds": 1, "minutes": 60}


def profile_of(data: bytes, *, file: str) -> Profile:
    """Return the profile that a text states.

    Args:
        data: The YAML, in UTF-8.
        file: Its name, for faults.

    Raises:
        InputRefused: Everything that is wrong with it.
    """
    complaints = Complaints(file)
    keys = Keys(tree_of(data, file), complaints)
    profile = _profile(keys, file)
    keys.close()
    if not complaints.faults:
        complain_of_lacks(profile, keys)
    if complaints.faults:
        raise InputRefused(*complaints.faults)
    return profile


def said(word: str) -> str:
    """Return a word as it is compared; signs alone are compared as they are.

    >>> said(" Deposit:"), said("+")
    ('deposit', '+')
    """
    return folded(word) or word.strip()


def _profile(keys: Keys, file: str) -> Profile:
    """Read every key."""
    for key in ("profile", "kind", "name"):
        if not keys.text(key):
            keys.complain("profile_key_missing", key)
    keys.choice("profile", (_VERSION,))
    given = keys.choice("kind", PROFILE_KINDS)
    kind: ProfileKind = next((k for k in PROFILE_KINDS if k == given), "statement")
    found = Profile(
        name=_name(keys),
        kind=kind,
        columns=columns_of(keys.section("columns"), kind),
        match=_matching(keys.section("match")),
        header=keys.number("header", most=_LAST_ROW),
        clock=_clock(keys.section("time")),
        about=keys.text("about"),
        is_verified=keys.flag("verified", otherwise=True),
        source=file,
    )
    return _of_calls(keys, found) if kind == "calls" else _of_statement(keys, found)


def _of_statement(keys: Keys, found: Profile) -> Profile:
    """Add what only movements of accounts have."""
    account = _account(keys.section("account"))
    return replace(
        found,
        constants=_constants(keys.section("constants")),
        amounts=_amounts(keys.section("amounts")),
        directions=_directions(keys.section("directions")),
        status=_status(keys.section("status")),
        kinds=_kinds(keys.section("kinds")),
        within=tuple(map(said, keys.texts("within"))),
        account=account,
        far=_far(keys.section("far"), account.of),
        networks=_networks(keys.section("networks")),
        contracts=_contracts(keys.section("contracts")),
        labels=_labels(keys.section("labels")),
        newest_first=keys.choice("order", ("oldest_first", "newest_first")) == "newest_first",
    )


def _of_calls(keys: Keys, found: Profile) -> Profile:
    """Add what only records of connections have."""
    ways = words_of(keys.section("directions"), {way: way for way in CALL_DIRECTIONS if way})
    types = words_of(keys.section("types"), {sort: sort for sort in CALL_TYPES})
    unit = keys.choice("bare_duration", tuple(_UNITS)) or "seconds"
    return replace(
        found,
        call_directions={
            said(word): next(way for way in CALL_DIRECTIONS if way == meant)
            for word, meant in ways.items()
        },
        types={
            said(word): next(sort for sort in CALL_TYPES if sort == meant)
            for word, meant in types.items()
        },
        bare_duration_seconds=_UNITS[unit],
    )


def _name(keys: Keys) -> str:
    """Read the name."""
    name = keys.text("name")
    if name and (len(name) > _LONGEST_NAME or not _NAME_SIGNS.issuperset(name)):
        keys.wrong("name", name, "a-z 0-9 -")
    return name


def _matching(keys: Keys) -> Matching:
    """Read by what a table is recognised."""
    found = Matching(
        titles=tuple(tuple(map(said, group)) for group in keys.groups("titles")),
        without=tuple(map(said, keys.texts("without"))),
        sheet=keys.text("sheet"),
        file=keys.text("file"),
    )
    keys.close()
    return found


def _clock(keys: Keys) -> Clock:
    """Read how times are printed."""
    given = keys.texts("notation") or ("known",)
    notations = []
    for letters in given:
        try:
            notations.append(Notation.parse(letters))
        except NoNotation:
            keys.complain("profile_notation_wrong", "notation", value=letters)
    for one, other in ((a, b) for a in given for b in given if a < b and contradict(a, b)):
        keys.complain("profile_notations_disagree", "notation", one=one, other=other)
    found = Clock(tuple(notations), _zone(keys, "zone"), _zone(keys, "usual_zone"))
    keys.close()
    return found


def _zone(keys: Keys, key: str) -> str:
    """Read the name of a clock."""
    name = keys.text(key)
    if name and name != PRINTED and zone_named(name) is None:
        keys.complain("profile_zone_unknown", key, value=name)
    return name


def _constants(keys: Keys) -> dict[str, str]:
    """Read what holds for every row."""
    found = {name: keys.text(name) for name in _CONSTANTS}
    found["direction"] = keys.choice("direction", _DIRECTIONS)
    keys.close()
    return {name: value for name, value in found.items() if value}


def _amounts(keys: Keys) -> Amounts:
    """Read how amounts are printed."""
    mark, negative = keys.choice("mark", _MARKS), keys.choice("negative", _DIRECTIONS)
    found = Amounts(
        mark=next((m for m in _MARKS if m == mark), None),
        negative=next((d for d in _DIRECTIONS if d == negative), None),
        debit_has_minus=keys.flag("debit_has_minus", otherwise=False),
    )
    keys.close()
    return found


def _directions(keys: Keys) -> dict[str, Direction]:
    """Read the words of the column of directions."""
    given = words_of(keys, {way: way for way in _DIRECTIONS})
    return {said(word): next(d for d in _DIRECTIONS if d == way) for word, way in given.items()}


def _status(keys: Keys) -> Status:
    """Read the words of the column of status."""
    booked = tuple(map(said, keys.texts("booked")))
    failed = tuple(word for word in map(said, keys.texts("failed")) if word)
    keys.close()
    return Status(booked, failed)


def _kinds(keys: Keys) -> dict[str, OperationKind]:
    """Read which operations are of which kind."""
    given = words_of(keys, {kind: kind for kind in _KINDS})
    return {said(word): kind_named(kind) for word, kind in given.items() if said(word)}


def kind_named(name: str) -> OperationKind:
    """Return a kind by its key in a profile."""
    kind: TransferKind = next((k for k in TRANSFER_KINDS if k == name), "transfer")
    return OperationKind(kind, _NOBODY.get(name, "unknown"))


def _account(keys: Keys) -> Account:
    """Read whose table it is."""
    found = Account(
        of=_sort(keys.choice("of", ACCOUNT_SORTS), "bank"),
        issuer=keys.text("issuer"),
        given=keys.text("is"),
    )
    keys.close()
    return found


def _far(keys: Keys, own: AccountSort) -> AccountSort:
    """Read what the other side is."""
    found = _sort(keys.choice("of", ACCOUNT_SORTS), own)
    keys.close()
    return found


def _sort(given: str, otherwise: AccountSort) -> AccountSort:
    """Return a sort of account by its name."""
    return next((sort for sort in ACCOUNT_SORTS if sort == given), otherwise)


def _networks(keys: Keys) -> dict[str, str]:
    """Return word -> chain: the usual ones, and those of the profile, which win."""
    usual = {said(word): chain["name"] for chain in words()["chains"] for word in chain["words"]}
    own = words_of(keys, {name: name for name in keys.names()})
    return usual | {said(word): name for word, name in own.items()}


def _contracts(keys: Keys) -> dict[str, frozenset[str]]:
    """Read by which contracts a token is known."""
    return {name.upper(): frozenset(map(plain_address, keys.texts(name))) for name in keys.names()}


def plain_address(address: str) -> str:
    """Return an address as it is compared: in hexadecimal ones case is only a checksum."""
    return address.lower() if address[:2].lower() == "0x" else address


def _labels(keys: Keys) -> dict[str, str]:
    """Return how lines around the table begin, and what they are about."""
    given = words_of(keys, {meaning: meaning for meaning in _LABELS})
    return {said(word): meaning for word, meaning in given.items()}
