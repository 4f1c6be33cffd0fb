"""Accounts, rules and sums inside sentences."""

from izdes.adapters.words import Lang, amount, say
from izdes.cli.visible import visible
from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import Party
from izdes.follow.addresses import printed

# What a virtual key stands for: its first word.
_VIRTUAL = ("cash", "fee", "merchant", "abroad", "unknown", "fx")


def kind_of(account: AccountKey) -> str:
    """Return which word a key needs in a sentence: ``account``, ``cash``, ``fee`` or another.

    >>> kind_of(AccountKey("iban:KZ00")), kind_of(AccountKey("@cash:HSBK"))
    ('account', 'cash')
    """
    if not is_virtual(account):
        return "account"
    kind = account[1:].partition(":")[0]
    return kind if kind in _VIRTUAL else "unknown"


def account_text(account: AccountKey, lang: Lang, *, name: str = "") -> str:
    """Return an account as people write it, with the holder's name where it is known."""
    if not account:
        return "—"
    kind = kind_of(account)
    if kind != "account":
        return say(f"report_party_{kind}", lang)
    return visible(f"{printed(account)} ({name})" if name else printed(account))


def named_text(name: str) -> str:
    """Return the name of a shop or another payee, ready to stand behind a word."""
    return visible(f" ({name})") if name else ""


def party_text(party: Party, lang: Lang) -> str:
    """Return one side of a movement."""
    return account_text(party.account, lang, name=party.name)


def from_text(party: Party, lang: Lang) -> str:
    """Return from whom money came, as a part of a sentence."""
    return say(f"from_{kind_of(party.account)}", lang, account=party_text(party, lang))


def rule_text(rule: str, lang: Lang) -> str:
    """Return the name of a rule."""
    return say(f"rule_{rule.replace('-', '_')}", lang)


def rule_named(rule: str, lang: Lang) -> str:
    """Return the name of a rule inside a sentence."""
    return say(f"named_{rule.replace('-', '_')}", lang)


def rule_short(rule: str, lang: Lang) -> str:
    """Return the name of a rule over a column."""
    return say(f"short_{rule.replace('-', '_')}", lang)


def bound_text(least: int, most: int, currency: str, lang: Lang) -> str:
    """Return what holds under any rule."""
    if least == most:
        return say("any_rule_exact", lang, least=amount(least, currency))
    if not least:
        return say("any_rule_or_none", lang, most=amount(most, currency))
    return say("any_rule", lang, least=amount(least, currency), most=amount(most, currency))
