"""Wording: what the machine writes into a draft, in the language of the proceedings.

These are proposals: an officer reads them, changes them, and signs what he means. Account holders
are named nowhere as more than that, and nothing is said of guilt.
"""

from collections.abc import Iterable
from datetime import datetime

from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import amount, day, moment
from izdes.core.holds.caps import AccountCap
from izdes.core.holds.questions import OF_TRANSFERS, Question
from izdes.follow.run import Followed


def fabula(followed: Followed, lang: Lang) -> str:
    """Return the facts in short: when, how many victims, how much they say was taken."""
    sums: dict[str, int] = {}
    for payment in followed.match.payments:
        sums[payment.currency] = sums.get(payment.currency, 0) + payment.amount_minor
    moments = [c.occurred_from or c.reported_at for c in followed.case.complaints]
    return say(
        "loop_fabula",
        lang,
        first=day(min(moments)),
        last=day(max(moments)),
        victims=len(followed.case.complaints),
        amount=_sums(sums.items()),
    )


def ground_of_hold(cap: AccountCap, minor: int, lang: Lang) -> str:
    """Return the ground of holding money on an account: how much came there, and when."""
    first, last = moment(cap.arrived_first), moment(cap.arrived_last)
    return say(
        "loop_ground_hold" if first != last else "loop_ground_hold_once",
        lang,
        amount=amount(minor, cap.currency),
        first=first,
        last=last,
        rule=say(f"rule_{cap.rule}", lang),
    )


def ground_of_request(questions: Iterable[Question], lang: Lang) -> str:
    """Return the ground of asking an institution: how much money went to its accounts, or from."""
    sums: dict[str, int] = {}
    asked = tuple(questions)
    for q in asked:
        sums[q.currency] = sums.get(q.currency, 0) + q.traced_minor
    is_of_payers = all(q.because in OF_TRANSFERS for q in asked)
    code = "loop_ground_payee" if is_of_payers else "loop_ground_request"
    return say(code, lang, amount=_sums(sums.items()))


def necessity(questions: Iterable[Question], lang: Lang) -> str:
    """Return why an answer is needed, reason by reason."""
    reasons = dict.fromkeys(say(f"paper_because.{q.because}", lang) for q in questions)
    return say("loop_necessity", lang, reasons="; ".join(reasons))


def why_hidden(lang: Lang) -> str:
    """Return why money may be hidden: it goes on from account to account."""
    return say("loop_why_hidden", lang)


def found_at(at: datetime) -> str:
    """Return when the money was found."""
    return moment(at)


def transfers(followed: Followed, questions: Iterable[Question], lang: Lang) -> str:
    """Return the transfers of which the payee is asked: when, how much, from which account."""
    moves = {t.transfer_id: t for t in followed.ledger.transfers}
    brought = {b.transfer_id for q in questions for b in q.brought}
    lines = [
        say(
            "loop_transfer",
            lang,
            at=moment(t.booked_at),
            amount=amount(t.amount_minor, t.currency),
            account=followed.addresses.of(t.payer.account).printed,
        )
        for t in sorted((moves[b] for b in brought), key=lambda one: one.sort_key)
    ]
    return "; ".join(lines)


def _sums(sums: Iterable[tuple[str, int]]) -> str:
    """Print sums of several currencies."""
    return ", ".join(amount(minor, currency) for currency, minor in sorted(sums)) or "—"
