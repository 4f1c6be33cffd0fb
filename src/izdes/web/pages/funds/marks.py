"""Marks: how answers, statements and faults stand, in words and in the colour of their meaning."""

from izdes.adapters.words import Lang, NoWords, say
from izdes.core.money.account import AccountKey
from izdes.follow.addresses import printed
from izdes.web.funds.models import Answer, Fault, Statement
from izdes.web.language import language
from izdes.web.pages.figures import Mark, Tone

OUTCOME_TONES: dict[str, Tone] = {"reconciled": "held", "faulty": "late", "not_checkable": "due"}


def answer_mark(answer: Answer, *, is_replaced: bool) -> Mark:
    """Return how an answer stands."""
    if is_replaced:
        return Mark(say("outcome_superseded", language()), "due")
    tones: dict[str, Tone] = {"waiting": "due", "read": "held", "unreadable": "late"}
    return Mark(say(f"funds_answer_{answer.state}", language()), tones[answer.state])


def outcome_mark(statement: Statement) -> Mark:
    """Return what a statement's own arithmetic says of it."""
    return Mark(say(f"outcome_{statement.outcome}", language()), OUTCOME_TONES[statement.outcome])


def account_words(key: str) -> str:
    """Return an account's number as people write it; what is no account says what it is."""
    if key.startswith("@"):
        return say(f"report_party_{key[1:].partition(':')[0]}", language())
    return printed(AccountKey(key)) or key


def fault_words(fault: Fault, lang: Lang) -> str:
    """Return the sentence of a fault; a code that has none stands as it is."""
    try:
        return say(fault.code, lang, **{str(name): str(value) for name, value in fault.details})
    except (NoWords, KeyError):
        return fault.code
