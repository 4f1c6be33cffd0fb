"""What each bank knows of its own clients: who they are, and how they opened their accounts.

A bank calls a handset by a name of its own, which no other bank uses: one handset at two banks has
two names. An IMEI, where a bank keeps it, is the same everywhere. Numbers begin with 00, as those
of handsets under test do (GSMA TS.06), so that no telephone has them.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from izdes.twin.bank import Account
from izdes.twin.chance import happens, stream
from izdes.twin.country import country, material
from izdes.twin.logins import Login, logins_of
from izdes.twin.numbers import luhn_sum
from izdes.twin.tables import Row, Table, in_utc
from izdes.twin.world import World

_CLIENT_COLUMNS = ("account", "holder_iin", "holder_name", "phone", "email")
_LOGIN_COLUMNS = ("account", "at", "ip", "device", "imei")
_TEST = "00"
_IMEI_DIGITS = 10**12


def bank_tables(world: World) -> Mapping[str, Mapping[str, Table]]:
    """Return the tables of each bank, by its id and the file's name."""
    logins: defaultdict[str, list[Row]] = defaultdict(list)
    for bank, row in _login_rows(world.seed, logins_of(world)):
        logins[bank].append(row)
    clients: defaultdict[str, list[Row]] = defaultdict(list)
    for account in world.accounts:
        clients[account.side.bank].append(_client(world.seed, account))
    return {
        bank.institution_id: {
            "clients.csv": (_CLIENT_COLUMNS, clients[bank.institution_id]),
            "logins.csv": (_LOGIN_COLUMNS, logins[bank.institution_id]),
        }
        for bank in country().banks
    }


def _client(seed: int, account: Account) -> Row:
    """Return what a bank keeps of the holder of an account."""
    side, shares = account.side, material("logins.yaml")
    tells = side.phone and happens(stream(seed, "email", side.number), shares["tells_email"])
    email = f"klient{account.serial:06d}@{shares['mail']}" if tells else ""
    return side.key, side.number, side.name, side.phone, email


def _login_rows(seed: int, logins: Iterable[Login]) -> Iterator[tuple[str, Row]]:
    """Yield the log-ins as banks write them, each with its bank."""
    shares = material("logins.yaml")
    for account, own in groupby(logins, key=lambda login: login.account):
        side, rng = account.side, stream(seed, "recognised", account.serial)
        for login in own:
            device, imei = _device(seed, login.handset, side.bank), ""
            if happens(rng, shares["unrecognised"]):
                device = shares["unrecognised_as"]
            elif side.bank in shares["keeps_imei"]:
                imei = _imei(seed, login.handset)
            yield side.bank, (side.key, in_utc(login.at), login.address, device, imei)


def _device(seed: int, handset: str, bank: str) -> str:
    """Return how a bank calls a handset."""
    digest = hashlib.sha256(f"{seed}/{handset}/{bank}".encode()).digest()
    return str(UUID(bytes=digest[:16]))


@lru_cache(maxsize=4096)
def _imei(seed: int, handset: str) -> str:
    """Return the IMEI of a handset; empty of one that does not tell it."""
    rng = stream(seed, "handset", handset)
    if not happens(rng, material("logins.yaml")["old_handset"]):
        return ""
    payload = f"{_TEST}{rng.randrange(_IMEI_DIGITS):012d}"
    return f"{payload}{-luhn_sum(f'{payload}0') % 10}"
