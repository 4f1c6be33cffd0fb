"""Invented answers, receipts and signals to try things on."""

from dataclasses import replace
from datetime import timedelta

from tests.core.orders.papers import BANK, MADE, an_order

from izdes.core.orders.answers import (
    Answer,
    AnswerFile,
    HoldAnswer,
    ReturnAnswer,
    SubjectAnswer,
)
from izdes.core.orders.order import Order, Period
from izdes.core.orders.papers import paper_digest
from izdes.core.orders.receipts import Answering, Named, Receipt, Signal
from izdes.twin.numbers import account_part, iban

# Of the victim.
HERS = iban("601", account_part("000", 77))
ANSWERED = MADE + timedelta(days=1)
BY = Answering("Дана Демо", "комплаенс", BANK)


def named(order: Order) -> tuple[Named, ...]:
    """Return the subjects of an order as messages name them."""
    return tuple(Named(subject.kind, subject.value) for subject in order.subjects)


def a_receipt() -> Receipt:
    """Return a receipt that asks for more time."""
    order = an_order()
    return Receipt(
        message_id="r-1",
        kind="extension_asked",
        order_number=order.number,
        order_digest=paper_digest(order),
        reason="archive",
        text="Мұрағаттан алынады.",
        asked_until=ANSWERED + timedelta(days=2),
        at=ANSWERED,
        by=BY,
    )


def a_signal() -> Signal:
    """Return a signal of a suspected account."""
    return Signal(
        message_id="s-1",
        kind="suspected_account",
        about=named(an_order()),
        amount_minor=5_000_00,
        currency="KZT",
        happened_at=MADE,
        order_number="",
        text="Бірнеше адамнан қатарынан ақша түсті.",
        at=ANSWERED,
        by=BY,
    )


def a_hold(order: Order) -> HoldAnswer:
    """Return a hold on the first account of an order."""
    subject = named(order)[0]
    return HoldAnswer(
        subject=subject,
        account=f"iban:{subject.value}",
        status="held",
        amount_minor=100_00,
        currency="KZT",
        at=ANSWERED,
        since=ANSWERED,
        until=ANSWERED + timedelta(days=10),
    )


def a_return(order: Order, amount_minor: int = 100_00) -> ReturnAnswer:
    """Return a payment that came back, from the first subject of an order to the victim."""
    return ReturnAnswer(
        subject=named(order)[0],
        account=f"iban:{HERS}",
        amount_minor=amount_minor,
        currency="KZT",
        at=ANSWERED,
        document="17",
    )


def an_answer_with_a_return() -> Answer:
    """Return the answer of `an_answer`, with money that came back."""
    return replace(an_answer(), returned=(a_return(an_order()),))


def an_answer(order: Order | None = None) -> Answer:
    """Return an answer with a file and a hold."""
    about = order or an_order()
    first, *rest = named(about)
    return Answer(
        answer_id="a-1",
        order_number=about.number,
        order_digest=paper_digest(about),
        corrects="",
        why_corrected="",
        completeness="full",
        text="",
        answered_at=ANSWERED,
        by=BY,
        subjects=(
            SubjectAnswer(first, "found", ""),
            *(SubjectAnswer(one, "not_found", "") for one in rest),
        ),
        holds=(a_hold(about),),
        files=(
            AnswerFile(
                "ответ.xlsx",
                "ab" * 32,
                1_234,
                "movements",
                (first,),
                Period(MADE - timedelta(days=30), MADE),
            ),
        ),
    )
