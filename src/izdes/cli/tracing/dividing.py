"""Dividing a held sum among victims, with every step that a calculator can check."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import typer

from izdes.adapters.words import Lang, amount, say
from izdes.cli.tracing.lines import Line
from izdes.cli.tracing.places import account_text, rule_named
from izdes.cli.tracing.result import Traced
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId
from izdes.core.tracing.restitution import Division, Share, balance_of, divide, owners_of
from izdes.core.tracing.trace import Trace

Json = dict[str, object]
_WANTED = re.compile(r"(?P<account>.+)=(?P<minor>[0-9]+)(?P<currency>[A-Z]{3})?")


class Method(StrEnum):
    """How a sum is divided."""

    traced = "traced"
    pari_passu = "pari-passu"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sum to divide.

    Attributes:
        currency: Empty: the one in which traced money is on the account.
    """

    account: AccountKey
    sum_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Divided:
    """A divided sum, and what was known of the account.

    Attributes:
        missing_minor: How much more is traced there than lies there; 0 where that is not known.
    """

    wanted: Wanted
    rule: str
    division: Division
    missing_minor: int


def wanted_of(text: str | None) -> Wanted | None:
    """Read ``ACCOUNT=SUM``, the sum in minor units, a currency behind it where there are several.

    >>> wanted_of("iban:KZ00=250000USD")
    Wanted(account='iban:KZ00', sum_minor=250000, currency='USD')
    """
    if text is None:
        return None
    found = _WANTED.fullmatch(text)
    if found is None:
        raise typer.BadParameter("ACCOUNT=SUM, the sum in minor units, such as iban:KZ…=25000000")
    return Wanted(AccountKey(found["account"]), int(found["minor"]), found["currency"] or "")


def divided(traced: Traced, wanted: Wanted, method: Method) -> Divided:
    """Divide a sum under the rule that was named first.

    Raises:
        DivisionRefused: An entitlement is below zero.
    """
    trace = traced.first
    currency = wanted.currency or _currency_of(trace, wanted.account)
    balance = balance_of(traced.plan, wanted.account, currency)
    owners = owners_of(trace, wanted.account, currency, balance_minor=balance)
    parts = owners.entitlements
    if method is Method.pari_passu:
        parts = _claims_that_came(traced, trace, wanted.account, currency)
    return Divided(
        Wanted(wanted.account, wanted.sum_minor, currency),
        trace.rule,
        divide(wanted.sum_minor, parts, method=method.value),
        owners.missing_minor or 0,
    )


def _currency_of(trace: Trace, account: AccountKey) -> str:
    """Return the one currency in which traced money is on an account."""
    found = sorted({r.currency for r in trace.resting if r.account == account and r.units})
    if len(found) > 1:
        raise typer.BadParameter(f"say which currency: {account}=SUM{found[0]}")
    return found[0] if found else "KZT"


def _claims_that_came(
    traced: Traced, trace: Trace, account: AccountKey, currency: str
) -> dict[ClaimId, int]:
    """Return the claims whose money came to an account, less what came back to each victim."""
    payees = {t.transfer_id: t for t in traced.ledger.transfers}
    came = {
        s.claim_id
        for s in trace.slices
        if not s.behind and payees[s.transfer_id].payee.account == account
    }
    returned: defaultdict[ClaimId, int] = defaultdict(int)
    currency_of = {e.claim_id: e.currency for e in trace.endings}
    for e in trace.endings:
        if e.ending == "returned":
            returned[e.claim_id] += e.amount_minor
    return {
        c.claim_id: c.amount_minor - returned[c.claim_id]
        for c in traced.given.claims
        if c.claim_id in came and currency_of[c.claim_id] == currency
    }


def division_lines(found: Divided, lang: Lang) -> Iterator[Line]:
    """Yield the division: each share's arithmetic, and the check that nothing is lost."""
    wanted, division = found.wanted, found.division
    method = say(
        f"method_{division.method.replace('-', '_')}", lang, rule=rule_named(found.rule, lang)
    )
    account = account_text(wanted.account, lang)
    whole = amount(wanted.sum_minor, wanted.currency)
    yield 0, say("divide_head", lang, account=account, sum=whole, method=method)
    if not division.shares:
        yield 0, say("divide_nobody", lang)
        return
    yield 0, say("divide_lead", lang, currency=wanted.currency)
    shares = division.sum_minor - division.left_over_minor
    for share in division.shares:
        yield 1, _share(share, shares, wanted.currency, lang)
    left = division.left_over_minor
    yield 0, say("divide_sum", lang, shares=shares, left=left, sum=division.sum_minor)
    for code, name, minor in (
        ("divide_left_over", "left", left),
        ("divide_short", "short", division.short_minor),
        ("divide_missing", "missing", found.missing_minor),
    ):
        if minor:
            yield 0, say(code, lang, **{name: amount(minor, wanted.currency)})
    yield 0, say("divide_arithmetic", lang)


def _share(share: Share, divided_minor: int, currency: str, lang: Lang) -> str:
    """Return one share as a line of arithmetic, and then as a sum."""
    line = say(
        "divide_line",
        lang,
        claim=share.claim_id,
        divided=divided_minor,
        entitled=share.entitlement_minor,
        whole=share.denominator,
        floor=share.floor_minor,
        remainder=share.remainder,
    )
    unit = f"; {say('divide_unit', lang, floor=share.floor_minor)}" if share.has_unit else ""
    return f"{line}{unit} → {amount(share.share_minor, currency)}"


def division_json(found: Divided) -> Json:
    """Return the division for machines."""
    return {
        "account": found.wanted.account,
        "currency": found.wanted.currency,
        "rule": found.rule,
        "method": found.division.method,
        "sum_minor": str(found.division.sum_minor),
        "left_over_minor": str(found.division.left_over_minor),
        "short_minor": str(found.division.short_minor),
        "missing_minor": str(found.missing_minor),
        "shares": [
            {
                "claim_id": s.claim_id,
                "entitlement_minor": str(s.entitlement_minor),
                "numerator": str(s.numerator),
                "denominator": str(s.denominator),
                "floor_minor": str(s.floor_minor),
                "remainder": str(s.remainder),
                "share_minor": str(s.share_minor),
            }
            for s in found.division.shares
        ],
    }
