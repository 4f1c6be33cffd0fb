"""An invented citizen, her keys, and what is trusted of citizens; made once for all tests."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding
from tests.adapters.signatures.office import CHECKED_AT, UNTIL, office, trust_in
from tests.core.orders.papers import MADE

from izdes.adapters.signatures.authority.issuing import Holder, KeyKind, Purpose, issue
from izdes.adapters.signatures.authority.revoking import revocation_list
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.statement import Signs, Statement
from izdes.adapters.signatures.trust import Trust
from izdes.twin.numbers import company_number, person_number

IIN = person_number("900101", 77, is_odd=False)
ANOTHER = person_number("910101", 78, is_odd=True)
BIN = company_number(17)
SIGNS = Signs((IIN,))
AT = CHECKED_AT
STATEMENT = Statement(
    number="100000000008",
    language="kk",
    sent_at=MADE.isoformat(),
    package="ab" * 32,
    signs=SIGNS,
    title="Өтініш",
    sections=(("Оқиға", (("Не болды", "Қоңырау шалды.\nАқша кетті."),)),),
    files=(("чек.png", "cd" * 32),),
    closing=("Тексеруді сұраймын.", "Ескертілдім."),
).as_bytes()


@cache
def key_of(
    iin: str = IIN,
    body_bin: str = "",
    *,
    kind: KeyKind = "ec",
    purpose: Purpose = "signing",
    until: datetime = UNTIL,
) -> FileKey:
    """Return a citizen's key."""
    holder = Holder("Ойдан Айгүл", iin, body_bin)
    return issue(office().authority, holder, at=MADE, until=until, kind=kind, purpose=purpose)


@cache
def trust() -> Trust:
    """Return what is trusted of citizens."""
    return trust_in(office().authority)


def with_lists(*, revoked: Mapping[int, datetime], at: datetime = AT) -> Trust:
    """Return the same, with certificates that were revoked."""
    of = office().authority
    lists = (revocation_list(of.root, {}, at=MADE), revocation_list(of.issuing, revoked, at=at))
    return Trust(roots=trust().roots, lists=lists)


def root() -> bytes:
    """Return the root, DER."""
    return office().authority.root.certificate.public_bytes(Encoding.DER)


EARLIER = AT - timedelta(hours=1)
