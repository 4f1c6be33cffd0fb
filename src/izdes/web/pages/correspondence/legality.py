"""Legality: what was checked about a packet, each line with the norm it rests on.

A line is right, wrong, or nobody can say. That all are right does not prove that the grounds exist:
that is what the decision is for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from izdes.adapters.words import Lang, amount, say
from izdes.adapters.words.law import say_lack
from izdes.core.law.pack import Norm
from izdes.web.correspondence.orders.packets import Packet
from izdes.web.pages.correspondence.naming import measure_words
from izdes.web.pages.figures import end_text

Found = Literal["held", "late", "due"]
# What only the decision itself brings is not missing here.
_DECISION = ("_sanction_missing", "_agreement_missing", "_approval_missing", "_judge_act_missing")


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was found, in words, and the norm."""

    tone: Found
    words: str
    norm: str


def checks_of(laid: Packet, lang: Lang) -> list[Check]:
    """Return every check of a packet, what is wrong first."""
    found = [*_of_case(laid, lang), *_of_paper(laid, lang), *_of_money(laid, lang)]
    return sorted(found, key=lambda one: ("late", "due", "held").index(one.tone))


def _cited(norms: tuple[Norm, ...], lang: Lang) -> str:
    """Return the ground among the norms of a measure, as it is cited."""
    return norms[0].cited.in_language(lang) if norms else ""


def _quoted(text: str) -> str:
    """Return what the paper says in its own language, as a quotation."""
    return f"«{text}»" if text else ""


def _of_case(laid: Packet, lang: Lang) -> Iterator[Check]:
    """Yield how the case stood in the minute of signing."""
    standing, ground = laid.order.case, _cited(laid.needed.norms, lang)
    if standing.register_number:
        words = say("corr_check_registered", lang, number=standing.register_number)
        yield Check("held", words, ground)
    else:
        words = say("corr_check_before", lang, number=standing.intake_number)
        yield Check("due", f"{words} {standing.why_urgent}", ground)
    yield Check("held", say("corr_check_qualified", lang), _quoted(standing.qualification))
    if standing.term_ends_at is not None:
        ends = end_text(standing.term_ends_at)
        is_open = standing.term_ends_at > laid.report.at
        yield Check("held" if is_open else "late", say("corr_check_term", lang, at=ends), "")


def _of_paper(laid: Packet, lang: Lang) -> Iterator[Check]:
    """Yield whether the paper holds what its measure needs, and who signed it."""
    ground = _cited(laid.needed.norms, lang)
    lacking = [one for one in laid.lacking if not one.code.endswith(_DECISION)]
    for one in lacking:
        yield Check("late", say_lack(one, lang), ground)
    if not lacking:
        yield Check("held", say("corr_check_fields", lang), ground)
    good = laid.report.is_accepted
    signer = laid.order.initiator
    words = say("corr_check_signed" if good else "corr_check_unsigned", lang, name=signer.name)
    yield Check("held" if good else "late", words, _quoted(signer.post))
    cited = {norm.norm_id: norm.cited.in_language(lang) for norm in laid.needed.norms}
    for name in laid.needed.doubtful:
        # What is no norm is the measure itself.
        norm = cited.get(name) or measure_words(name)
        yield Check("due", say("corr_check_doubtful", lang, norm=norm), "")


def _of_money(laid: Packet, lang: Lang) -> Iterator[Check]:
    """Yield how the sum stands beside the trace, and which other orders are on the accounts."""
    cap, again = laid.order.cap, laid.recheck
    if cap is None:
        return
    if again is None:
        yield Check("due", say("corr_check_untraced", lang), "")
    else:
        traced = amount(again.now_minor, cap.currency)
        code = "corr_check_sum" if again.amount_holds else "corr_check_sum_lower"
        yield Check("held" if again.amount_holds else "late", say(code, lang, sum=traced), "")
    standing = [one for one in laid.others if one.is_standing]
    if standing:
        numbers = ", ".join(one.hold.number or "—" for one in standing)
        yield Check("due", say("corr_check_others", lang, numbers=numbers), "")
    answers = {one.name: one.text for one in laid.order.said}
    if laid.needed.measure.asks_protected:
        answer = answers.get("protected_answer", "")
        tone: Found = "held" if answer else "late"
        yield Check(tone, say(f"corr_check_protected_{'said' if answer else 'none'}", lang), "")
