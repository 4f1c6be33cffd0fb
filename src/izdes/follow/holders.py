"""Holders: what statements, answers and complaints say of whose an account is, as one table.

Only accounts that complaints name are asked about. The name that a payer writes beside an account
is the payer's word, the name in a statement's heading the bank's; both are records alike, and no
name alone makes two of them one person.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from izdes.adapters.tables.holders import Held
from izdes.core.identifiers import card
from izdes.core.identifiers.chain import SHAPES
from izdes.core.identifiers.complaint import Complaint
from izdes.core.linking.holders.persons import holders_of, persons_of
from izdes.core.linking.holders.records import HolderRecord, agreements_among
from izdes.core.linking.mentions import Mention, Node, masked_card, mentions_of
from izdes.core.money.account import AccountKey, Alias
from izdes.core.money.aliases import AliasBook
from izdes.core.money.statement import Statement
from izdes.core.money.transfer import Party, Transfer
from izdes.engine.linking.holders.proposals import resolve_holders

_FEW = 300
_TAIL = 4
_LONGEST_NAME = 300
# Where a Kazakh IBAN bears the code of its bank.
_BANK = slice(4, 7)
_PEOPLE = frozenset({"name", "iin", "bin"})
_ACCOUNTS = frozenset({"iban", "card", "card_masked", "account", "iin", "bin", *SHAPES})


def held_accounts(records: Iterable[HolderRecord], named: Collection[Node]) -> Held:
    """Find who holds which of the accounts that complaints name.

    For few records the core is ready before Splink is; both give the same persons.
    """
    # One statement may stand in two files.
    known = {record.record_id: record for record in records if record.account in named}
    kept = tuple(sorted(known.values()))
    is_few = len(kept) <= _FEW
    persons = persons_of(kept, agreements_among(kept)) if is_few else resolve_holders(kept)
    return Held(kept, persons, holders_of(persons.persons, named))


def printed_holders(
    statements: Iterable[Statement], transfers: Iterable[Transfer]
) -> Iterator[HolderRecord]:
    """Yield what banks print of holders: in the headings of statements, and beside movements."""
    for statement in statements:
        own = Party(statement.account, statement.holder, statement.holder_iin)
        phone, tail = _known_by(statement.aliases)
        for record in _record(statement.statement_id, own):
            yield replace(record, phone=phone, tail=tail)
    seen: set[Party] = set()
    for transfer in transfers:
        for side, party in (("payer", transfer.payer), ("payee", transfer.payee)):
            if party not in seen:
                seen.add(party)
                yield from _record(f"{transfer.transfer_id}/{side}", party)


def told_holders(
    complaints: Iterable[Complaint], aliases: AliasBook | None
) -> Iterator[HolderRecord]:
    """Yield what complaints say of holders, where they name one account and one person."""
    for complaint in complaints:
        given = _given(complaint)
        numbers, names = given["iin"] | given["bin"], given["name"]
        if not numbers and not names:
            continue
        paid = [m for m in mentions_of(complaint, aliases) if _is_account(m)]
        for number in numbers:
            kind = "iin" if number in given["iin"] else "bin"
            name = f"{complaint.complaint_id}/{number}"
            yield HolderRecord(name, iin=number, account=(kind, number))
        accounts = [m for m in paid if m.value not in numbers]
        if len(accounts) == 1 and len(names) <= 1 and len(numbers) <= 1:
            (account,) = accounts
            yield HolderRecord(
                f"{complaint.complaint_id}/recipient",
                name=next(iter(names), ""),
                iin=next(iter(numbers), ""),
                bank=_bank(account.node),
                account=account.node,
            )


def _given(complaint: Complaint) -> defaultdict[str, set[str]]:
    """Return what is given of whoever was paid, by kind."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in complaint.identifiers:
        if one.role != "recipient" or one.kind not in _PEOPLE:
            continue
        # A name has no normal form, and stays as it was written.
        text = one.raw.strip()[:_LONGEST_NAME] if one.kind == "name" else one.reading.value
        if text:
            found[one.reading.kind].add(text)
    return found


def _is_account(mention: Mention) -> bool:
    """Say whether a mention is an account to which was paid, without a slip of the pen."""
    is_paid = mention.kind in _ACCOUNTS and mention.role == "recipient"
    return is_paid and mention.certainty != "mistyped"


def _record(name: str, party: Party) -> Iterator[HolderRecord]:
    """Yield what is printed of a party whose account complaints can name."""
    node = account_node(party.account)
    if node is not None and (party.name or party.iin):
        yield HolderRecord(name, party.name, party.iin, bank=_bank(node), account=node)


def account_node(key: AccountKey) -> Node | None:
    """Return an account as complaints mention it, None for what they cannot name.

    >>> account_node(AccountKey("iban:KZ00")), account_node(AccountKey("@cash:HSBK"))
    (('iban', 'KZ00'), None)
    """
    prefix, _, rest = key.partition(":")
    last = rest.rpartition(":")[2]
    if prefix == "iban":
        return prefix, rest
    if prefix == "card" and card.is_complete(last):
        return prefix, last
    if prefix == "card" and (masked := masked_card(last)):
        return "card_masked", masked
    if prefix == "chain":
        return rest.partition(":")[0], last
    return None


def _bank(node: Node) -> str:
    """Return the code of an account's bank, where its number tells it."""
    return node[1][_BANK] if node[0] == "iban" and node[1].startswith("KZ") else ""


def _known_by(aliases: Iterable[Alias]) -> tuple[str, str]:
    """Return the telephone and the last digits of the card of an account, where it has one each."""
    phones = {a.key.removeprefix("phone:") for a in aliases if a.key.startswith("phone:")}
    tails = {a.key[-_TAIL:] for a in aliases if a.key.startswith("card:")}
    return _only(phones), _only({tail for tail in tails if tail.isdigit()})


def _only(found: set[str]) -> str:
    """Return the only one of some words, nothing of several."""
    return next(iter(found)) if len(found) == 1 else ""
