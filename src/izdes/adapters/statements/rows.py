"""Rows: printed lines of one account become statement rows with a direction and two parties."""

from collections.abc import Sequence
from dataclasses import dataclass

from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.parties import Parties, Printed
from izdes.adapters.statements.wording import OperationKind, kind_of
from izdes.core.money.account import AccountKey
from izdes.core.money.aliases import may_be_one_card
from izdes.core.money.statement import Direction, StatementRow, row_id_of
from izdes.core.money.transfer import Party, TransferKind

_TO_EXCHANGE: tuple[TransferKind, ...] = ("transfer", "card_payment", "other")


@dataclass(frozen=True, slots=True)
class Owner:
    """The account that a statement is about.

    Attributes:
        token: Its bank's name in keys, ``?`` when unknown.
        cards: Keys of the cards that the heading ties to it.
    """

    account: AccountKey
    token: str
    bank: str = ""
    cards: tuple[AccountKey, ...] = ()

    def is_here(self, key: AccountKey | None) -> bool:
        """Say whether a printed key means this account."""
        if key is None or key == self.account:
            return key is not None
        return key.startswith("card:") and any(may_be_one_card(key, card) for card in self.cards)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about a row that its reader must know; ``meaning`` names the column."""

    number: int
    code: str
    meaning: str


class RowMaker:
    """Makes the rows of one statement and collects what is doubtful about them."""

    def __init__(self, parties: Parties, owner: Owner, *, sha256: str, sheet: int) -> None:
        self._parties = parties
        self._owner = owner
        self._sha256 = sha256
        self._sheet = sheet
        self.doubts: list[Doubt] = []

    def row(self, line: Line, position: int) -> StatementRow:
        """Make one row.

        Raises:
            Unreadable: The account stands on neither side, or on the wrong one.
        """
        payer, payee = self._key(line, "payer"), self._key(line, "payee")
        direction = line.amount.direction or self._direction(line, payer, payee)
        self._require_own_side(direction, payer, payee)
        kind = kind_of(line.operation)
        row_id = row_id_of(self._sha256, self._sheet, line.number)
        is_debit = direction == "debit"
        far, far_side = (payee, line.payee) if is_debit else (payer, line.payer)
        if far is None:
            far = self._parties.nobody(far_side, kind=kind, own=self._owner.token, row_id=row_id)
        elif self._owner.is_here(far):
            far = self._owner.account
        own = self._owner.account
        return StatementRow(
            row_id=row_id,
            position=position,
            booked_at=line.moment.at,
            time_precision=line.moment.precision,
            direction=direction,
            amount_minor=line.amount.minor,
            currency=line.currency,
            kind=self._kind(kind, far, far_side),
            payer=_party(own if is_debit else far, line.payer),
            payee=_party(far if is_debit else own, line.payee),
            operation=line.operation,
            purpose=line.purpose,
            purpose_code=line.purpose_code,
            reference=line.reference,
            balance_minor=line.balance_minor,
        )

    def _key(self, line: Line, side: str) -> AccountKey | None:
        """Return the key of one side, noting what is doubtful about it."""
        printed = line.payer if side == "payer" else line.payee
        key, doubt = self._parties.key_of(printed.account, printed.bank)
        if printed.is_rounded:
            doubt = "account_rounded"
        if doubt:
            self.doubts.append(Doubt(line.number, doubt, f"{side}_account"))
        return key

    def _direction(
        self, line: Line, payer: AccountKey | None, payee: AccountKey | None
    ) -> Direction:
        """Return the direction from the side on which the account stands."""
        pays, receives = self._owner.is_here(payer), self._owner.is_here(payee)
        if pays and receives and kind_of(line.operation).kind == "conversion":
            raise Unreadable("direction_unclear", "payee_account")
        if not (pays or receives):
            raise Unreadable("account_not_in_row", "payer_account")
        return "debit" if pays else "credit"

    def _require_own_side(
        self, direction: Direction, payer: AccountKey | None, payee: AccountKey | None
    ) -> None:
        """Refuse a row whose own side names another account."""
        near, far = (payer, payee) if direction == "debit" else (payee, payer)
        is_silent = near is None or near.startswith(("card:", "phone:"))
        if not self._owner.is_here(near) and not (is_silent and not self._owner.is_here(far)):
            raise Unreadable("direction_disagrees", "payer_account")

    def _kind(self, kind: OperationKind, far: AccountKey, side: Printed) -> TransferKind:
        """Return the kind of transfer; what goes to or comes from an exchange is named so."""
        institution = self._parties.institution_of(far, side.bank)
        if institution and institution.kind == "exchange" and kind.kind in _TO_EXCHANGE:
            return "crypto_exchange"
        return kind.kind


def rows_of(
    maker: RowMaker, lines: Sequence[Line]
) -> tuple[list[StatementRow], list[tuple[int, Unreadable]]]:
    """Make the rows of lines in order of time; what cannot be made is returned beside them."""
    made: list[tuple[Line, StatementRow]] = []
    unread: list[tuple[int, Unreadable]] = []
    for line in lines:
        try:
            made.append((line, maker.row(line, len(made))))
        except Unreadable as unreadable:
            unread.append((line.number, unreadable))
    unread += ((n, Unreadable("negative_amount", "amount")) for n in _signs_unclear(made))
    return [row for _, row in made], unread


def _signs_unclear(made: Sequence[tuple[Line, StatementRow]]) -> list[int]:
    """Return the rows with a minus where other debits have none.

    A minus on all debits is a habit; on some of them it takes a payment back, and which payment
    the form does not say.
    """
    signed = [line.number for line, row in made if line.amount.direction]
    unsigned = any(row.direction == "debit" and not line.amount.direction for line, row in made)
    return signed if unsigned else []


def _party(account: AccountKey, printed: Printed) -> Party:
    """Return one side under its key."""
    return Party(account, printed.name, printed.iin, printed.bank)
