"""Clients: what an institution keeps of who holds an account, and of how it was opened.

Two tables, each with a header, as an answer carries them too: of clients ``account, holder_iin,
holder_name, phone, email``, of log-ins ``account, at, ip, device, imei``. Only ``account``, and of
a log-in ``at``, must be there; a cell may be empty.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from izdes.adapters.tables.rows import Cells, read_table
from izdes.core.money.account import AccountKey

CLIENT_COLUMNS = ("account", "holder_iin", "holder_name", "phone", "email")
LOGIN_COLUMNS = ("account", "at", "ip", "device", "imei")


@dataclass(frozen=True, slots=True, repr=False)
class Client:
    """Who holds an account, and how he is reached; empty where the institution does not know."""

    account: AccountKey
    iin: str
    name: str
    phone: str
    email: str

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of `CLIENT_COLUMNS`."""
        return self.account, self.iin, self.name, self.phone, self.email


@dataclass(frozen=True, slots=True, repr=False)
class Login:
    """One log-in.

    Attributes:
        at: Aware, in UTC.
        device: As the institution calls it.
    """

    account: AccountKey
    at: datetime
    ip: str
    device: str
    imei: str

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of `LOGIN_COLUMNS`."""
        return self.account, self.at.isoformat(), self.ip, self.device, self.imei


def read_clients(path: Path) -> Mapping[AccountKey, tuple[Client, ...]]:
    """Read a table of clients; an account may have several.

    Raises:
        InputRefused: A column is missing or a cell is empty that must not be.
    """
    table = read_table(path)
    table.require("account")
    found: defaultdict[AccountKey, list[Client]] = defaultdict(list)
    for one in table.each(_client):
        found[one.account].append(one)
    return {account: tuple(of) for account, of in found.items()}


def read_logins(path: Path) -> Mapping[AccountKey, tuple[Login, ...]]:
    """Read a table of log-ins; those of an account by time.

    Raises:
        InputRefused: A column is missing or a cell is not what its column says.
    """
    table = read_table(path)
    table.require("account", "at")
    found: defaultdict[AccountKey, list[Login]] = defaultdict(list)
    for one in table.each(_login):
        found[one.account].append(one)
    return {account: tuple(sorted(of, key=lambda o: o.at)) for account, of in found.items()}


def _client(cells: Cells) -> Client:
    """Read one client."""
    account = AccountKey(cells.required("account"))
    return Client(account, *(cells.text(name) for name in CLIENT_COLUMNS[1:]))


def _login(cells: Cells) -> Login:
    """Read one log-in."""
    account, at = AccountKey(cells.required("account")), cells.required_time("at")
    return Login(account, at, *(cells.text(name) for name in LOGIN_COLUMNS[2:]))
