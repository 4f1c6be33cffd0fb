"""Whom to ask next: the accounts where traced money is likely still there, in order."""

from collections.abc import Callable, Sequence
from datetime import datetime

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from izdes.adapters.words import Lang, amount, moment, say
from izdes.cli.tracing.result import Traced
from izdes.cli.visible import plain
from izdes.core.law.institutions import packaged
from izdes.core.money.account import AccountKey
from izdes.core.money.known import latest_known
from izdes.core.money.transfer import Ledger
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.frontier import NextStep, rank_frontier
from izdes.follow.addresses import Addresses

Json = dict[str, object]
_SUMS = ("col_traced", "col_likely", "col_loss")


def next_steps(
    traced: Traced, as_of: datetime | None, lang: Lang
) -> tuple[datetime | None, tuple[NextStep, ...]]:
    """Return the moment of asking, and whom to ask, under the rule that was named first."""
    ledger = traced.ledger
    now = as_of or latest_known(ledger)
    if now is None:
        return None, ()
    named = _institutions(ledger, now, lang)
    return now, rank_frontier(traced.first, ledger, institution_of=named, now=now)


def _institutions(ledger: Ledger, now: datetime, lang: Lang) -> Callable[[AccountKey], str]:
    """Return a function that names who keeps an account: by its number, else as printed."""
    addresses = Addresses(ledger.transfers, (), ledger.coverages, packaged(now.date()))

    def named(account: AccountKey) -> str:
        address = addresses.of(account)
        known = address.institution
        if known is None:
            return address.bank_printed
        own = {"kk": known.name_kk, "ru": known.name_ru, "en": known.name_en}[lang]
        return own or known.institution_id

    return named


def print_next(
    now: datetime | None, steps: Sequence[NextStep], console: Console, lang: Lang
) -> None:
    """Print whom to ask next."""
    if now is None or not steps:
        console.print(Text(say("next_nothing", lang)))
        return
    console.print(Text(say("next_head", lang, now=moment(now)), style="bold"))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(say("col_rank", lang), justify="right")
    for code in ("col_institution", "col_account"):
        table.add_column(say(code, lang), overflow="fold")
    for code in _SUMS:
        table.add_column(say(code, lang), justify="right")
    for code in ("col_arrived", "col_basis"):
        table.add_column(say(code, lang), overflow="fold")
    for step in steps:
        table.add_row(*_cells(step, lang))
    console.print(table)
    console.print()
    for step in steps:
        if step.older_minor:
            older = amount(step.older_minor, step.currency)
            console.print(plain(say("next_older", lang, account=step.account, older=older)))
    console.print(Text(say("next_lead", lang)))


def _cells(step: NextStep, lang: Lang) -> list[Text | str]:
    """Return one account's row."""
    sums = (step.traced_minor, step.likely_minor, step.loss_per_hour_minor)
    return [
        str(step.rank),
        plain(step.institution or "—"),
        plain(step.account),
        *("—" if minor is None else amount(minor, step.currency) for minor in sums),
        moment(step.arrived_last) if step.arrived_last else "—",
        say(f"basis_{step.basis}", lang),
    ]


def next_json(steps: Sequence[NextStep]) -> list[Json]:
    """Return whom to ask next, for machines."""
    return [
        {
            "rank": s.rank,
            "institution": s.institution,
            "account": s.account,
            "currency": s.currency,
            "held_minor": str(s.held_minor),
            "frontier_minor": str(s.frontier_minor),
            "likely_minor": _text(s.likely_minor),
            "loss_per_hour_minor": _text(s.loss_per_hour_minor),
            "older_minor": str(s.older_minor),
            "arrived_first": _time(s.arrived_first),
            "arrived_last": _time(s.arrived_last),
            "held_as_of": _time(s.held_as_of),
            "basis": s.basis,
            "stays": s.stays,
        }
        for s in steps
    ]


def _text(minor: int | None) -> str | None:
    """Return an amount for machines."""
    return None if minor is None else str(minor)


def _time(when: datetime | None) -> str | None:
    """Return an instant for machines."""
    return canonical_time(when) if when else None
