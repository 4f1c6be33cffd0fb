"""A request on paper: the accounts, what is asked about each, in which form and until when."""

from collections.abc import Sequence
from typing import Any

from izdes.adapters.documents.head import (
    Json,
    View,
    columns,
    differing,
    frame,
    kind_line,
    known_or_other,
    number_line,
    sum_of,
)
from izdes.adapters.documents.plain import optional, period_end, period_start, plain, when
from izdes.adapters.words import Lang, say
from izdes.core.law.pack import measure

_ASKS = (
    "movements",
    "opening_balance",
    "closing_balance",
    "holder",
    "payee_account",
    "later_movements",
)
_BECAUSE = (
    "frontier",
    "later_movements",
    "no_balances",
    "ended_early",
    "faulty",
    "payee_unknown",
    "exchange_client",
)


def request_view(paper: Json, lang: Lang) -> View:
    """Return everything a request prints, as strings in the paper's language."""
    subjects: Sequence[Json] = paper["subjects"]
    rule = measure(paper["measure"])
    return {
        **frame(paper, lang),
        "grounds": say(f"paper_grounds.{rule.measure_id}", lang),
        "subjects_title": say("paper_subjects_title", lang),
        "subjects_head": columns(("number", "account", "holder", "period", "followed"), lang),
        "subjects": [_subject(n, s, lang) for n, s in enumerate(subjects, start=1)],
        "ask_title": say("paper_ask_title", lang),
        "ask": _asked(subjects, lang),
        "answer_form": say("paper_answer_form", lang),
        "answer_columns": say("paper_answer_columns", lang),
        "term": say("paper_term", lang, days=rule.term_days),
        "transfers_head": columns(("subject", "booked_at", "amount", "traced", "payer"), lang),
        "transfers": [
            {"title": say(f"paper_arrivals_{way}", lang), "rows": rows}
            for way in ("in", "out")
            if (rows := _transfers(subjects, is_outgoing=way == "out"))
        ],
    }


def _transfers(subjects: Sequence[Json], *, is_outgoing: bool) -> list[dict[str, Any]]:
    """Return the transfers that the accounts received, or those that left to somebody unknown."""
    return [
        arrival_row(arrival, subject["currency"]) | {"number": str(n)}
        for n, subject in enumerate(subjects, start=1)
        if (subject["because"] == "payee_unknown") == is_outgoing
        for arrival in subject.get("arrivals", ())
    ]


def arrival_row(arrival: Json, currency: object) -> dict[str, Any]:
    """Return one transfer of a paper's list."""
    return {
        "booked_at": when(arrival["booked_at"]),
        "amount": sum_of(arrival["amount_minor"], currency),
        "traced": sum_of(arrival["traced_minor"], currency),
        "payer": plain(arrival.get("payer_printed")),
        "rows": [plain(row) for row in arrival.get("rows", ())],
    }


def _subject(number: int, subject: Json, lang: Lang) -> View:
    """Return one account of the request's table."""
    key, printed = subject["account_key"], subject.get("printed")
    return {
        "number": str(number),
        "account_kind": kind_line(key, lang),
        "account": number_line(key, printed, lang),
        "printed": differing(printed, key),
        "holder": optional(subject.get("holder")),
        "period_from": period_start(subject.get("period_from")) or None,
        "period_to": period_end(subject.get("period_to")) or say("paper_period_until_answer", lang),
        "traced": "–"
        if int(subject["traced_minor"]) == 0
        else sum_of(subject["traced_minor"], subject["currency"]),
        "because": known_or_other("paper_because", subject["because"], lang, _BECAUSE),
    }


def _asked(subjects: Sequence[Json], lang: Lang) -> list[str]:
    """Return what is asked, each thing once, with the accounts it is asked about."""
    named = {code for subject in subjects for code in subject["ask"]}
    order = [code for code in _ASKS if code in named] + sorted(named - set(_ASKS))
    return [_ask(code, subjects, lang) for code in order]


def _ask(code: str, subjects: Sequence[Json], lang: Lang) -> str:
    """Return one demand; the numbers of its accounts where it is not about all."""
    what = known_or_other("paper_ask", code, lang, _ASKS)
    numbers = [n for n, subject in enumerate(subjects, start=1) if code in subject["ask"]]
    if len(numbers) == len(subjects):
        return what
    return say("paper_ask_for_some", lang, what=what, numbers=spans(numbers))


def spans(numbers: Sequence[int]) -> str:
    """Print rising numbers shortly.

    >>> spans([1, 2, 3, 5, 7, 8])
    '1–3, 5, 7–8'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
