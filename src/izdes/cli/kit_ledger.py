"""The ledger of an invented bank: a mule's two accounts, one of them protected, and a stranger's.

What happens there is a story of nobody: money comes in, most of it goes on within the hour. In its
last days the mule's account is opened from another handset and another address than before.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from izdes.adapters.messages.making.clients import CLIENT_COLUMNS, LOGIN_COLUMNS, Client, Login
from izdes.adapters.tables.ledger import ACCOUNT_COLUMNS, TRANSFER_COLUMNS, transfer_row
from izdes.adapters.tables.rows import Columns, write_csv
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Party, Transfer, TransferId, TransferKind
from izdes.core.orders.receipts import Answering
from izdes.twin.numbers import account_part, company_number, iban, person_number, phone

BANK = company_number(7)
ANSWERING = Answering("Дана Демо", "комплаенс қызметкері", BANK)
ANSWERING_NUMBER = person_number("920202", 12, is_odd=False)
HOLDER = person_number("950505", 9, is_odd=True)
ACCOUNT = iban("101", account_part("KZT", 1))
_SOCIAL = iban("101", account_part("KZT", 2))
_STRANGER = iban("101", account_part("KZT", 3))
_FAR = iban("202", account_part("KZT", 4))
_VICTIM = iban("303", account_part("KZT", 5))
_NAME, _BANK_NAME = "Болат Демо", "DEMOKZKA"
_COVERED_DAYS = 60

_MULE = Party(AccountKey(f"iban:{ACCOUNT}"), _NAME, HOLDER, _BANK_NAME)
_BENEFITS = Party(AccountKey(f"iban:{_SOCIAL}"), _NAME, HOLDER, _BANK_NAME)
_OTHER = Party(
    AccountKey(f"iban:{_STRANGER}"),
    "Гүлнар Демо",
    person_number("880808", 11, is_odd=False),
    _BANK_NAME,
)
_NEXT = Party(AccountKey(f"iban:{_FAR}"), "Тимур Демо", "", "BANKKZKB")
_WOMAN = Party(AccountKey(f"iban:{_VICTIM}"), "Сәуле Демо", "", "BANKKZKC")
_CASH = Party(AccountKey("@cash:DEMOKZKA"))
_FEES = Party(AccountKey("@fee:DEMOKZKA"))
_STATE = Party(AccountKey("acct:?:000111222"), "Әлеуметтік төлемдер", "", "")

_OPENING = {_MULE.account: 12_345_67, _BENEFITS.account: 1_000_00, _OTHER.account: 90_000_00}
# Hours before the end of the ledger, whose account, from where and with which device.
_OWN_DEVICE, _OTHER_DEVICE = (
    "5f0c1d2e-0000-4000-8000-000000000001",
    "5f0c1d2e-0000-4000-8000-000000000002",
)
_LOGINS: tuple[tuple[int, Party, str, str], ...] = (
    (700, _OTHER, "198.51.100.7", "5f0c1d2e-0000-4000-8000-000000000003"),
    (500, _MULE, "192.0.2.15", _OWN_DEVICE),
    (199, _MULE, "2001:db8::17", _OTHER_DEVICE),
    (89, _MULE, "203.0.113.40", _OTHER_DEVICE),
    (30, _MULE, "2001:db8::17", _OTHER_DEVICE),
)
_CONTACTS = {
    _MULE.account: (phone(1), "bolat@poshta.example"),
    _BENEFITS.account: (phone(1), "bolat@poshta.example"),
    _OTHER.account: (phone(2), ""),
}
_Told: TypeAlias = tuple[int, Party, Party, int, TransferKind, str]

# Hours before the end of the ledger, who pays whom, how much, what for.
_STORY: tuple[_Told, ...] = (
    (900, _STATE, _BENEFITS, 42_000_00, "transfer", "Жәрдемақы"),
    (700, _OTHER, _MULE, 5_000_00, "transfer", "Қарыз"),
    (500, _MULE, _FEES, 300_00, "fee", "Қызмет ақысы"),
    (200, _WOMAN, _MULE, 600_000_00, "transfer", "Қауіпсіз шотқа"),
    (199, _MULE, _NEXT, 250_000_00, "transfer", "Аударым"),
    (198, _MULE, _CASH, 100_000_00, "cash_out", "Банкомат"),
    (90, _WOMAN, _MULE, 150_000_00, "transfer", "Тағы да"),
    (89, _MULE, _NEXT, 20_000_00, "transfer", "Аударым"),
    (30, _MULE, _OTHER, 5_000_00, "transfer", "Қарызды қайтару"),
)


def write_ledger(folder: Path, *, until: datetime) -> None:
    """Write ``transfers.csv``, ``accounts.csv``, ``clients.csv`` and ``logins.csv`` of the bank.

    Args:
        until: Where its books end.
    """
    rows = (_transfer(n, until, told) for n, told in enumerate(_STORY, start=1))
    write_csv(folder / "transfers.csv", TRANSFER_COLUMNS, map(transfer_row, rows))
    names = (*ACCOUNT_COLUMNS, "holder_iin", "holder_name", "protected")
    columns: Columns = dict.fromkeys(names, "text")
    since = (until - timedelta(days=_COVERED_DAYS)).isoformat()
    interval = (since, until.isoformat(), "printed")
    accounts = [
        (
            *(party.account, "KZT", "bank", str(_OPENING[party.account])),
            *interval,
            *(party.iin, party.name, "yes" if party is _BENEFITS else ""),
        )
        for party in (_MULE, _BENEFITS, _OTHER)
    ]
    write_csv(folder / "accounts.csv", columns, accounts)
    _write_clients(folder, until)


def _write_clients(folder: Path, until: datetime) -> None:
    """Write who holds the accounts, and how they were opened."""
    clients = [
        Client(party.account, party.iin, party.name, *_CONTACTS[party.account]).row
        for party in (_MULE, _BENEFITS, _OTHER)
    ]
    write_csv(folder / "clients.csv", dict.fromkeys(CLIENT_COLUMNS, "text"), clients)
    logins = [
        Login(party.account, until - timedelta(hours=hours), ip, device, "").row
        for hours, party, ip, device in _LOGINS
    ]
    write_csv(folder / "logins.csv", dict.fromkeys(LOGIN_COLUMNS, "text"), logins)


def _transfer(number: int, until: datetime, told: _Told) -> Transfer:
    """Return one movement of the story."""
    hours, payer, payee, amount_minor, kind, purpose = told
    return Transfer(
        transfer_id=TransferId(f"T{number:04d}"),
        booked_at=(until - timedelta(hours=hours)).astimezone(UTC),
        seq=number,
        amount_minor=amount_minor,
        currency="KZT",
        payer=payer,
        payee=payee,
        kind=kind,
        purpose=purpose,
    )
