"""The accounts of an exchange file: which they are, and in which currency.

An account is named in its section, else in the head, else by the manifest. A currency that is named
nowhere is taken to be the country's own, and that it was assumed is recorded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from izdes.adapters.statements.exchange1c.text import Exchange, Section
from izdes.adapters.statements.manifest import ManifestEntry
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Printed
from izdes.adapters.statements.wording import currency_of

_COUNTRYS_OWN = "KZT"
_SHOWN = 40
_NAMES_SHOWN = 8


@dataclass(slots=True)
class OwnAccount:
    """An account that the file is about.

    Attributes:
        printed: As its section or the head prints it; likewise ``bank``, from the documents.
        line: Where it is named; 0 where the manifest names it.
        sections: What the file says about it, in the order of the file.
    """

    printed: str
    line: int
    bank: str = ""
    sections: list[Section] = field(default_factory=list)


def compact(printed: str) -> str:
    """Return an account as it is compared: without blanks and case."""
    return "".join(printed.split()).casefold()


def own_accounts(exchange: Exchange, entry: ManifestEntry | None, notes: Notes) -> list[OwnAccount]:
    """Return the accounts of a file in their order; a section without a number has the head's.

    Args:
        entry: What a person says of the file; used only where it names no account itself.
    """
    listed: dict[str, OwnAccount] = {}
    for line, printed in exchange.own:
        listed.setdefault(compact(printed), OwnAccount(printed, line))
    if not listed and entry is not None and entry.account.strip():
        listed[compact(entry.account)] = OwnAccount(entry.account, 0, entry.bank)
    if not exchange.accounts:
        return list(listed.values())
    found: dict[str, OwnAccount] = {}
    nameless = []
    for section in exchange.accounts:
        account = OwnAccount(section.said("account"), section.number)
        if not account.printed and len(listed) == 1:
            account = next(iter(listed.values()))
        if account.printed:
            found.setdefault(compact(account.printed), account).sections.append(section)
        else:
            nameless.append(section.number)
    if nameless:
        notes.add("account_unknown", row=nameless[0])
    return list(found.values())


def bank_of_each(accounts: Iterable[OwnAccount], sides: Iterable[Printed]) -> None:
    """Give each account the bank that is printed with it on the sides of documents."""
    wanted = {compact(account.printed): account for account in accounts}
    for side in sides:
        account = wanted.get(compact(side.account)) if side.bank else None
        if account is not None and not account.bank:
            account.bank = side.bank


def sections_by_currency(
    sections: Sequence[Section], printed: Iterable[str], notes: Notes
) -> dict[str, list[Section]]:
    """Return the currencies of an account and the sections of each.

    Args:
        sections: Those of one account.
        printed: The currencies of its documents, in which only what sections leave open is found.
    """
    said = _said(sections, notes)
    named = list(dict.fromkeys(currency for currency in said.values() if currency))
    told_by = "section"
    if not named:
        named, told_by = list(dict.fromkeys(c for c in printed if c)), "documents"
        if len(named) > 1:
            _note_several(sections, named, notes)
            return {currency: [] for currency in named}
    if not named:
        named, told_by = [_COUNTRYS_OWN], "assumed"
    notes.explain(f"how_exchange1c_currency_{told_by}", currency=", ".join(named))
    found: dict[str, list[Section]] = {currency: [] for currency in named}
    for section in sections:
        found[said[section.number] or named[0]].append(section)
    return found


def _note_several(sections: Sequence[Section], named: Sequence[str], notes: Notes) -> None:
    """Note that documents are in several currencies; whose the balances are nobody says."""
    details = {"currencies": ", ".join(named[:_NAMES_SHOWN])}
    notes.add("several_currencies", severity="noted", details=details)
    if sections:
        notes.add("exchange1c_balances_of_no_currency", row=sections[0].number, details=details)


def _said(sections: Sequence[Section], notes: Notes) -> dict[int, str]:
    """Return the currency of each section by its line, empty where it prints none that is known."""
    printed = {section.number: section.said("currency") for section in sections}
    found = {line: currency_of(words) if words else "" for line, words in printed.items()}
    unknown = [line for line, currency in found.items() if currency is None]
    if unknown:
        details = {"value": printed[unknown[0]][:_SHOWN]}
        notes.add("currency_unknown", row=unknown[0], meaning="currency", details=details)
    return {line: currency or "" for line, currency in found.items()}
