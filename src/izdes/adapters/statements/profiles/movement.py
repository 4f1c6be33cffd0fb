"""Movement: one row of a profiled table, read cell by cell or refused by the first that fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from izdes.adapters.statements.cells import NotATime, Spoilt, stated
from izdes.adapters.statements.fields import Amount, Cells, Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.parties import Printed
from izdes.adapters.statements.profiles.amounts import amount_in, amount_of
from izdes.adapters.statements.profiles.match import Fit
from izdes.adapters.statements.profiles.moments import moment_of
from izdes.adapters.statements.profiles.parse import plain_address, said
from izdes.adapters.statements.profiles.profile import Profile
from izdes.adapters.statements.profiles.sides import account_text, chain_in_row, side_of
from izdes.adapters.statements.profiles.units import is_symbol, unit_of
from izdes.adapters.statements.wording import OperationKind, currency_of

_SHOWN = 40
_SHORTEST_ADDRESS = 20
_TRANSFER = OperationKind("transfer", "unknown")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row is read with, besides its cells.

    Attributes:
        currency: The account's currency as the heading prints it; empty where it does not.
        token: The exchange's name in keys.
        spoilt: Lines of a text whose cells may stand under the wrong titles.
    """

    fit: Fit
    currency: str = ""
    token: str = ""
    spoilt: frozenset[int] = frozenset()

    @property
    def profile(self) -> Profile:
        """The profile that the table fits."""
        return self.fit.profile


@dataclass(slots=True)
class Known:
    """What is known of a row before a cell of it fails: where it belongs."""

    account: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that was read.

    Attributes:
        account: Its own account as sides hold it; empty where the row does not say.
        fee_minor: What was charged besides, in ``fee_currency``; 0: nothing.
        kind: What it is by the profile's words; None where the usual ones decide.
        is_within: It moves money between parts of one account.
        has_moved: False where only its fee was paid.
    """

    line: Line
    account: str = ""
    fee_minor: int = 0
    fee_currency: str = ""
    kind: OperationKind | None = None
    is_within: bool = False
    has_moved: bool = True


def require_whole(number: int, cells: Cells, spoilt: frozenset[int]) -> None:
    """Refuse a row whose cells are not where they belong, or lost what they stated."""
    if number in spoilt:
        raise Unreadable("line_ragged")
    for meaning, column in cells.columns.items():
        cell = cells.row[column] if column < len(cells.row) else ""
        if isinstance(cell, Spoilt):
            raise Unreadable(cell.fault, meaning, cell[:_SHOWN])


def skipped(cells: Cells, profile: Profile) -> tuple[str, str] | None:
    """Return why a row moves nothing of what it names, as a code and what its cell says."""
    status = said(cells.text("status"))
    is_booked = "status" not in profile.columns or status in profile.status.booked
    if not is_booked and not _has_failed(status, profile):
        return "status_not_booked", cells.text("status")[:_SHOWN]
    if profile.contracts and not _token_of_contract(cells, profile):
        printed = cells.text("currency") or cells.text("contract")
        return "token_of_other_contract", printed[:_SHOWN]
    return None


def entry_of(number: int, cells: Cells, setting: Setting, known: Known) -> Entry:
    """Read one movement; where it belongs is put aside before anything else can fail."""
    profile = setting.profile
    tokens = _tokens(cells, setting)
    own = account_text(profile.account.of, tokens[profile.account.of], cells.text("own_account"))
    known.account = own
    known.currency = currency = _currency(cells, setting)
    try:
        when = moment_of(cells, profile.clock)
    except NotATime as error:
        column = "date" if "date" in cells.columns else "moment"
        raise Unreadable(error.code, column, cells.text(column)[:_SHOWN]) from None
    _require_known(currency)
    amount = amount_of(cells, profile, currency)
    payer, payee = _sides(cells, profile, amount, tokens)
    fee_currency = _fee_currency(cells, profile, currency)
    line = Line(
        number=number,
        moment=when,
        amount=amount,
        currency=currency,
        payer=payer,
        payee=payee,
        operation=cells.text("operation"),
        purpose=_joined(cells, setting.fit, "purpose"),
        purpose_code=cells.text("knp"),
        reference=cells.text("reference"),
        balance_minor=_balance(cells, profile, currency),
    )
    return Entry(
        line,
        own,
        fee_minor=abs(amount_in(cells, "fee", fee_currency, profile.amounts.mark)),
        fee_currency=fee_currency,
        kind=_kind(line.operation, profile),
        is_within=_longest(line.operation, dict.fromkeys(profile.within, True)) or False,
        has_moved=not _has_failed(said(cells.text("status")), profile),
    )


def _kind(operation: str, profile: Profile) -> OperationKind | None:
    """Return what an operation is by the profile; chains and exchanges transfer without a word."""
    if not operation and profile.account.of != "bank":
        return _TRANSFER
    return _longest(operation, profile.kinds)


def _has_failed(status: str, profile: Profile) -> bool:
    """Say whether a status means that only the fee was paid."""
    if status in profile.status.booked:
        return False
    return any(status == word or status.startswith(f"{word} ") for word in profile.status.failed)


def _contract(cells: Cells) -> str:
    """Return the contract's address; explorers print the token's name beside it."""
    words = cells.text("contract").replace("(", " ").replace(")", " ").split()
    return next((word for word in words if len(word) >= _SHORTEST_ADDRESS), "")


def _token_of_contract(cells: Cells, profile: Profile) -> str:
    """Return the token that a row's contract is, empty where it is none that the profile knows.

    A chain's own coin has no contract: there its symbol stands.
    """
    address = plain_address(_contract(cells))
    if not address:
        return unit_of(cells.text("contract")) or ""
    known = (token for token, addresses in profile.contracts.items() if address in addresses)
    return next(known, "")


def _tokens(cells: Cells, setting: Setting) -> dict[str, str]:
    """Return the chain and the exchange of a row, as keys name them."""
    profile = setting.profile
    has_chain = "chain" in (profile.account.of, profile.far)
    chain = chain_in_row(cells, profile) if has_chain else ""
    return {"bank": "", "chain": chain, "exchange": setting.token}


def _currency(cells: Cells, setting: Setting) -> str:
    """Return the currency or token of a row: its own, the account's or the profile's.

    Where contracts are named the contract decides, whatever the token calls itself. A token that
    nobody knows keeps its symbol, so that its rows stay apart from the others.
    """
    profile = setting.profile
    if profile.contracts:
        return _token_of_contract(cells, profile)
    printed = cells.text("currency")
    given = printed or setting.currency or profile.constants.get("currency", "")
    found = unit_of(given) or currency_of(given)
    if not found and is_symbol(printed):
        return printed.strip().upper()
    if not found:
        raise Unreadable("currency_unknown", "currency", printed[:_SHOWN])
    return found


def _require_known(currency: str) -> None:
    """Refuse a token of which nobody knows its smallest part."""
    if not (unit_of(currency) or currency_of(currency)):
        raise Unreadable("token_unknown", "currency", currency[:_SHOWN])


def _fee_currency(cells: Cells, profile: Profile, currency: str) -> str:
    """Return the currency of a row's fee."""
    printed = cells.text("fee_currency") or profile.constants.get("fee_currency", "")
    if not printed or not cells.has("fee"):
        return currency
    found = unit_of(printed) or currency_of(printed)
    if found is None:
        raise Unreadable("currency_unknown", "fee_currency", printed[:_SHOWN])
    return found


def _sides(
    cells: Cells, profile: Profile, amount: Amount, tokens: Mapping[str, str]
) -> tuple[Printed, Printed]:
    """Return who pays and who is paid, as far as the row prints them."""
    if profile.has_two_sides:
        of = profile.account.of
        payer, payee = (
            side_of(cells, side, account_text(of, tokens[of], cells.text(f"{side}_account")))
            for side in ("payer", "payee")
        )
        return payer, payee
    own = Printed(name=cells.text("own_name"))
    printed = account_text(profile.far, tokens[profile.far], cells.text("far_account"))
    far = side_of(cells, "far", printed)
    return (far, own) if amount.direction == "credit" else (own, far)


def _joined(cells: Cells, fit: Fit, meaning: str) -> str:
    """Return a text; one of several columns names each of them."""
    places = fit.joined.get(meaning)
    if places is None:
        return cells.text(meaning)
    found = ((title, stated(cells.row[n])) for title, n in places if n < len(cells.row))
    return "; ".join(f"{title}: {words}" for title, words in found if words)


def _balance(cells: Cells, profile: Profile, currency: str) -> int | None:
    """Return the balance after a row, None where none is printed."""
    if not cells.has("balance"):
        return None
    return amount_in(cells, "balance", currency, profile.amounts.mark)


def _longest(operation: str, words: Mapping[str, T]) -> T | None:
    """Return what the longest words that stand in an operation mean."""
    name = f" {said(operation)} "
    fitting = [word for word in words if word and f" {word} " in name]
    return words[max(fitting, key=len)] if fitting else None
