"""Invented orders and decisions to try things on."""

from datetime import UTC, date, datetime, timedelta

from izdes.core.orders.decision import Decision
from izdes.core.orders.order import Acting, Addressee, Cap, CaseStanding, Order, Period, Said
from izdes.core.orders.papers import paper_digest
from izdes.core.orders.subjects import Subject
from izdes.twin.numbers import company_number, iban, person_number

MADE = datetime(2026, 5, 19, 9, 2, tzinfo=UTC)
PACK = "ab" * 32
BANK = company_number(7)
POLICE = company_number(1)
PROSECUTION = company_number(2)
INVESTIGATOR = Acting(
    person_number("900101", 5, is_odd=True), "investigator", "Серік Демоұлы", "тергеуші", POLICE
)
PROSECUTOR = Acting(
    person_number("800202", 6, is_odd=False), "prosecutor", "Айгүл Демо", "прокурор", PROSECUTION
)


def an_order(number: str = "2026-000117") -> Order:
    """Return a request for movements of an account, with a card beside it."""
    return Order(
        number=number,
        measure="request.bank_movements",
        case=CaseStanding(
            "267500031000123", "", "", date(2026, 5, 18), "190(3)3", MADE + timedelta(days=60)
        ),
        basis="Ақша жәбірленушіден осы шотқа түсті.",
        norms=("cpc.bank_secrecy", "cpc.duty_to_answer"),
        addressee=Addressee("kz.bank.demo", BANK, "DEMOKZKA"),
        subjects=(
            Subject("iban", iban("101", "0000000000001")),
            Subject("card", "939801******1234", "cd" * 32),
        ),
        demanded=("movements",),
        period=Period(MADE - timedelta(days=30), MADE),
        cap=Cap(16_552_000_00, "KZT", "fifo", "ef" * 32),
        days=None,
        said=(Said("fabula", "Алаяқтық."), Said("necessity", "Ақшаның ізі.")),
        urgency="three_days",
        language="kk",
        initiator=INVESTIGATOR,
        pack=PACK,
        made_at=MADE,
        relation="none",
        related="",
    )


def a_sanction(order: Order) -> Decision:
    """Return the sanction of an order."""
    return Decision(
        number="C-45",
        kind="sanction",
        outcome="given",
        order_number=order.number,
        order_digest=paper_digest(order),
        grounds=(),
        why="",
        subjects=(),
        period=None,
        earlier_refusal="",
        decided_by=PROSECUTOR,
        pack=PACK,
        decided_at=order.made_at + timedelta(hours=1),
    )
