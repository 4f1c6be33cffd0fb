"""Small invented complaints and ledgers: victim X pays mules A and B."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier, Loan, Payment
from izdes.core.money.account import AccountKey, Alias, Coverage
from izdes.core.money.claims import ClaimMatch, match_claims
from izdes.core.money.transfer import Ledger, Party, Precision, Transfer, TransferId

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
X = "KZ091010000000000001"
A = "KZ791010000000000002"
B = "KZ521010000000000003"
CARD = "9398001234561230"
MASKED = "939800******1230"


@dataclass(frozen=True, slots=True)
class _Bank:
    institution_id: str


class Register:
    """Knows one bank, by the first three digits of its IBAN."""

    def of_account(self, key: AccountKey) -> _Bank | None:
        return _Bank("INVTKZKX") if key[9:12] == "101" else None


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def key(text: str) -> AccountKey:
    return AccountKey(text if ":" in text else f"iban:{text}")


def move(
    name: str,
    payer: str,
    payee: str,
    *,
    minor: int = 1_000,
    minutes: float = 0,
    currency: str = "KZT",
    precision: Precision = "second",
    payee_iin: str = "",
) -> Transfer:
    return Transfer(
        TransferId(name),
        after(minutes),
        minor,
        currency,
        Party(key(payer)),
        Party(key(payee), iin=payee_iin),
        time_precision=precision,
    )


def cover(account: str, *, start: float = -10_000, end: float = 10_000) -> Coverage:
    return Coverage(
        key(account), "KZT", covered_from=after(start), covered_to=after(end), basis="printed"
    )


def pay(
    to: str = "",
    *,
    payer: str = "",
    minor: int | None = 1_000,
    minutes: float | None = 0,
    currency: str = "KZT",
) -> Payment:
    at = None if minutes is None else after(minutes)
    return Payment(at, minor, currency, payer, to)


def complain(
    *payments: Payment,
    name: str = "C1",
    reported: float = 1_440,
    told: tuple[float, float] | None = None,
    loans: tuple[Loan, ...] = (),
    identifiers: tuple[GivenIdentifier, ...] = (),
    total: int | None = None,
) -> Complaint:
    return Complaint(
        ComplaintId(name),
        after(reported),
        occurred_from=after(told[0]) if told else None,
        occurred_to=after(told[1]) if told else None,
        payments=payments,
        loans=loans,
        identifiers=identifiers,
        total_minor=total,
    )


def ledger(*parts: Transfer | Coverage) -> Ledger:
    return Ledger.ordered(
        [p for p in parts if isinstance(p, Transfer)], [p for p in parts if isinstance(p, Coverage)]
    )


def match(complaints: list[Complaint], book: Ledger, aliases: tuple[Alias, ...] = ()) -> ClaimMatch:
    return match_claims(complaints, book, register=Register(), aliases=aliases)


def states(found: ClaimMatch) -> dict[str, tuple[str, str]]:
    """Return state and transfer, or state and reason, of every claim."""
    return {
        p.claim_id: (p.state, p.claim.transfer_id if p.state == "matched" and p.claim else p.reason)
        for p in found.payments
    }
