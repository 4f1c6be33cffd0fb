"""1CClientBankExchange: the text in which banks hand statements to accounting programs.

A head, for each account one or more sections with balances, then the documents, each with all its
fields by name. Names are those of the Kazakh dialect: БИН_ИИН, ИИК, КБЕ, КНП, in several spellings
(`izdes.adapters.statements.exchange1c.names`). Each account in each currency is a statement; its
place among the file's accounts is its sheet number, the line of a document its row.

The file says where it ends. One that does not, or in which a section is left open, has lost lines:
what is there is shown, and none of its statements is traced.

Source: the exchange format of 1C with banks, versions 1.01 to 2.00, as banks of Kazakhstan fill it.
"""

from dataclasses import replace
from typing import Final

from izdes.adapters.statements.containers.decoding import Text
from izdes.adapters.statements.exchange1c.account import OwnAccount, bank_of_each, own_accounts
from izdes.adapters.statements.exchange1c.document import sides_of
from izdes.adapters.statements.exchange1c.names import words
from izdes.adapters.statements.exchange1c.shares import Share, share_out
from izdes.adapters.statements.exchange1c.statement import statements_of
from izdes.adapters.statements.exchange1c.text import Exchange, is_exchange, parsed
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.stating import owner_of
from izdes.core.money.statement import Statement

FORM: Final = "1CClientBankExchange"
REASON: Final = "first_line_1cclientbankexchange"
_NAMES_SHOWN = 5


def read_exchange(text: Text, source: Source) -> Content | None:
    """Read every account of an exchange file; None where the text is none."""
    if not is_exchange(text.content):
        return None
    exchange = parsed(text.lines)
    notes = Notes(source, exchange.titles)
    _explain(exchange, notes)
    _note_whole(exchange, text.encoding, notes)
    parties = Parties(source.register)
    statements: list[Statement] = []
    explained = notes.explained
    for share in _shares(exchange, parties, notes):
        share.notes.faults[:0] = notes.faults
        statements += statements_of(share, exchange.head, parties)
        explained += share.notes.explained
    faults = () if statements else tuple(notes.faults)
    return Content(FORM, REASON, tuple(statements), faults, explained=tuple(explained))


def _explain(exchange: Exchange, notes: Notes) -> None:
    """Say how the file was taken apart, and which field was taken for what."""
    notes.explain(
        "how_exchange1c_parts",
        version=exchange.head.said("version") or "?",
        sections=len(exchange.accounts),
        documents=len(exchange.documents),
    )
    for meaning, title in exchange.titles.items():
        notes.explain("how_exchange1c_field", field=title, meaning=meaning)
    if exchange.left_out:
        names = ", ".join([*exchange.left_out][:_NAMES_SHOWN])
        notes.explain("how_exchange1c_left_out", count=len(exchange.left_out), names=names)


def _note_whole(exchange: Exchange, encoding: str, notes: Notes) -> None:
    """Note what is wrong with the file as a whole, and so with each of its statements."""
    if exchange.breaks:
        line = min(exchange.breaks)
        notes.add("exchange1c_cut", row=line, details={"line": str(line)})
    if exchange.after_end:
        details = {"line": str(exchange.after_end)}
        notes.add("exchange1c_after_end", row=exchange.after_end, details=details)
    said = exchange.head.said("encoding")
    found = encoding.removesuffix("-sig")
    meant = next((e for e, names in words("encodings").items() if said.casefold() in names), found)
    if meant != found:
        details = {"said": said, "found": found}
        notes.add("exchange1c_encoding_differs", severity="noted", details=details)


def _shares(exchange: Exchange, parties: Parties, notes: Notes) -> list[Share]:
    """Return the accounts of the file, each with its documents."""
    entry = notes.source.manifest.get(notes.source.file)
    accounts = own_accounts(exchange, entry, notes)
    sides = {d.number: sides_of(d, parties) for d in exchange.documents}
    bank_of_each(accounts, (side for pair in sides.values() for side in pair))
    shares = []
    for number, account in enumerate(accounts, start=1):
        own = Notes(replace(notes.source, sheet=number), exchange.titles)
        own.explain(_told_by(account), line=account.line or "")
        if owner := owner_of(parties, account.printed, account.bank, own):
            shares.append(Share(account, owner, own))
    if shares:
        share_out(exchange, shares, sides=sides, parties=parties, notes=notes)
    elif not exchange.accounts:
        notes.add("account_unknown" if exchange.documents else "no_statement")
    return shares


def _told_by(account: OwnAccount) -> str:
    """Return the code of what named an account."""
    if not account.line:
        return "how_account_manifest"
    return f"how_exchange1c_account_{'section' if account.sections else 'head'}"
