"""One entry of a camt.053 statement becomes a line, or the lines of a batch.

An entry is in the account's currency; its direction is its own, for a reversal too. The lines of a
batch must add up to their entry, otherwise none of them is used.

Source: ISO 20022 camt.053.001.08, ReportEntry10 and EntryTransaction10.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from izdes.adapters.statements.cells import Moment, NotATime, minor, moment
from izdes.adapters.statements.fields import Amount, Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.parties import Printed
from izdes.adapters.statements.xml import Element, child, children, said
from izdes.core.errors import IzdesError
from izdes.core.money.statement import Direction

_BOOKED = "BOOK"
_SAYS_NOTHING = "NOTPROVIDED"
_REFERENCES = ("Refs/UETR", "Refs/EndToEndId", "Refs/TxId", "Refs/InstrId", "Refs/AcctSvcrRef")
_DIRECTIONS: dict[str, Direction] = {"CRDT": "credit", "DBIT": "debit"}
_SHOWN = 40


@dataclass(slots=True)
class Entries:
    """The lines of one statement's entries."""

    lines: list[Line] = field(default_factory=list)
    unread: list[tuple[int, Unreadable]] = field(default_factory=list)
    not_booked: list[int] = field(default_factory=list)
    number: int = 0

    def read(self, entry: Element, currency: str) -> None:
        """Take one entry: one line, or the lines of a batch."""
        self.number += 1
        first = self.number
        details = [d for group in children(entry, "NtryDtls") for d in children(group, "TxDtls")]
        self.number += max(len(details) - 1, 0)
        if _status(entry) != _BOOKED:
            self.not_booked.append(first)
            return
        try:
            self.lines += _lines(entry, details, first=first, currency=currency)
        except Unreadable as unreadable:
            self.unread.append((first, unreadable))


def _status(entry: Element) -> str:
    """Return whether an entry is booked; older versions print the code without an element."""
    return said(entry, "Sts/Cd", "Sts/Prtry", "Sts")


def _lines(entry: Element, details: list[Element], *, first: int, currency: str) -> Iterator[Line]:
    """Return the lines of one entry."""
    whole = minor_of(child(entry, "Amt"), currency)
    direction = _direction(entry)
    if len(details) <= 1:
        amounts = [whole]
    else:
        amounts = [_line_amount(d, currency, direction) for d in details]
        if sum(amounts) != whole:
            raise Unreadable("batch_differs", "Ntry/Amt")
    booked = _booked_at(entry)
    every = details or [entry]
    return (
        _line(
            entry,
            detail,
            number=number,
            booked=booked,
            amount=_directed(amount, direction),
            currency=currency,
        )
        for number, (detail, amount) in enumerate(zip(every, amounts, strict=True), start=first)
        if amount
    )


def _line(
    entry: Element,
    detail: Element,
    *,
    number: int,
    booked: Moment,
    amount: Amount,
    currency: str,
) -> Line:
    """Return one transaction of an entry."""
    references = (said(detail, path) for path in _REFERENCES)
    reference = next((r for r in references if r and r != _SAYS_NOTHING), "")
    return Line(
        number=number,
        moment=booked,
        amount=amount,
        currency=currency,
        payer=_side(detail, "Dbtr"),
        payee=_side(detail, "Cdtr"),
        operation=_operation(entry, detail),
        purpose=" ".join(_texts(child(detail, "RmtInf"), "Ustrd")),
        purpose_code=said(detail, "Purp/Prtry", "Purp/Cd"),
        reference=reference or said(entry, "AcctSvcrRef", "NtryRef"),
    )


def minor_of(amount: Element | None, currency: str) -> int:
    """Return an amount, which must be in the account's currency."""
    if amount is None:
        raise Unreadable("row_without_amount", "Amt")
    if currency and amount.get("Ccy") != currency:
        raise Unreadable("foreign_currency", "Amt", amount.get("Ccy") or "")
    try:
        return minor(_decimal(amount.text or ""), amount.get("Ccy") or currency)
    except IzdesError as error:
        raise Unreadable(error.code, "Amt", (amount.text or "")[:_SHOWN]) from None


def _decimal(text: str) -> str:
    """Return an XML decimal without zeros at its end: its mark is always a dot."""
    return text.strip().rstrip("0").rstrip(".") if "." in text else text


def _line_amount(detail: Element, currency: str, direction: Direction) -> int:
    """Return the amount of one line of a batch, negative when it goes the other way."""
    found = child(detail, "Amt")
    amount = minor_of(found if found is not None else child(detail, "AmtDtls/TxAmt/Amt"), currency)
    own = said(detail, "CdtDbtInd")
    return amount if not own or _DIRECTIONS.get(own) == direction else -amount


def _direction(entry: Element) -> Direction:
    """Return the direction that an entry states."""
    direction = _DIRECTIONS.get(said(entry, "CdtDbtInd"))
    if direction is None:
        raise Unreadable("direction_unclear", "CdtDbtInd")
    return direction


def _directed(amount: int, direction: Direction) -> Amount:
    """Return a line's amount with its own direction."""
    if amount >= 0:
        return Amount(amount, direction)
    return Amount(-amount, "credit" if direction == "debit" else "debit")


def _booked_at(entry: Element) -> Moment:
    """Return when the entry was booked; the value date where no booking date is stated."""
    printed = said(entry, "BookgDt/DtTm", "BookgDt/Dt", "ValDt/DtTm", "ValDt/Dt")
    try:
        return moment(printed)
    except NotATime:
        raise Unreadable("time_unreadable", "BookgDt", printed[:_SHOWN]) from None


def _side(detail: Element, role: str) -> Printed:
    """Return the debtor or the creditor of a transaction."""
    party = child(detail, f"RltdPties/{role}/Pty")
    if party is None:
        party = child(detail, f"RltdPties/{role}")
    account = child(detail, f"RltdPties/{role}Acct")
    agent = child(detail, f"RltdAgts/{role}Agt/FinInstnId")
    return Printed(
        name=said(party, "Nm"),
        iin=person_number_of(party),
        residency=said(party, "CtryOfRes", "PstlAdr/Ctry"),
        bank=said(agent, "BICFI", "BIC", "Nm"),
        account=said(account, "Id/IBAN", "Id/Othr/Id", "Prxy/Id"),
    )


def person_number_of(party: Element | None) -> str:
    """Return the ИИН or БИН of a party."""
    return said(party, "Id/PrvtId/Othr/Id", "Id/OrgId/Othr/Id")


def _operation(entry: Element, detail: Element) -> str:
    """Return the kind of operation: the bank's own word, else the codes of ISO 20022."""
    for element in (detail, entry):
        word = said(element, "BkTxCd/Prtry/Cd", "AddtlTxInf", "AddtlNtryInf")
        if word:
            return word
    domain = child(entry, "BkTxCd/Domn")
    codes = (said(domain, "Cd"), said(domain, "Fmly/Cd"), said(domain, "Fmly/SubFmlyCd"))
    return "/".join(code for code in codes if code)


def _texts(element: Element | None, name: str) -> Iterator[str]:
    """Yield the text of each child of that name."""
    for inner in children(element, name):
        text = " ".join((inner.text or "").split())
        if text:
            yield text
