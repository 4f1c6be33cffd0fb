"""ISO 20022 camt.052, camt.053 and camt.054, version 08: what a bank tells its customer, as XML.

Times carry the country's offset. The bank's own word for the kind of operation stands in
``BkTxCd/Prtry`` beside the standard's code. Banks differ in what the standard leaves open: a
prefix for its names, pages, totals, an interim balance for a closing one.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from lxml import etree

from izdes.twin.bank import LOCAL
from izdes.twin.country import material
from izdes.twin.dialects.rows import CURRENCY, PartyCells, RowCells, bic_of, row_cells
from izdes.twin.dialects.written import Written, in_order
from izdes.twin.pages import Entry, Page

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:{name}.001.08"
_LAST_SECOND = time(23, 59, 59)
_WITH_PREFIX, _WITH_PAGES, _WITH_TOTALS, _WITH_INTERIM = 3, 4, 2, 2  # every so many accounts


@dataclass(frozen=True, slots=True)
class Message:
    """One of the three messages, and how its elements are called."""

    name: str
    root: str
    part: str
    pagination: str


REPORT = Message("camt.052", "BkToCstmrAcctRpt", "Rpt", "RptPgntn")
STATEMENT = Message("camt.053", "BkToCstmrStmt", "Stmt", "StmtPgntn")
NOTIFICATION = Message("camt.054", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "NtfctnPgntn")


def message_of(page: Page, message: Message) -> Written:
    """Return the page as one message."""
    serial = page.account.serial
    namespace = _NAMESPACE.format(name=message.name)
    prefix = "" if serial % _WITH_PREFIX else "ns2:"
    declared = f"xmlns:{prefix}".rstrip(":") if prefix else "xmlns"
    root = etree.fromstring(f'<{prefix}Document {declared}="{namespace}"/>')
    body = _add(root, message.root)
    created = _moment(page.last_day, _LAST_SECOND)
    header = _add(body, "GrpHdr")
    _add(header, "MsgId", f"M{serial:08d}")
    _add(header, "CreDtTm", created)
    part = _add(body, message.part)
    _add(part, "Id", f"S{serial:08d}")
    if not serial % _WITH_PAGES:
        pages = _add(part, message.pagination)
        _add(pages, "PgNb", "1")
        _add(pages, "LastPgInd", "true")
    _add(part, "CreDtTm", created)
    period = _add(part, "FrToDt")
    _add(period, "FrDtTm", _moment(page.first_day, time(0)))
    _add(period, "ToDtTm", created)
    _account(part, page)
    if message is not NOTIFICATION:
        _balances(part, page, message)
    if not serial % _WITH_TOTALS:
        _totals(part, page)
    for entry in page.entries:
        _entry(part, row_cells(page, entry))
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return in_order(page, data, first=1)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    """Append an element in the namespace of its parent."""
    child = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    child.text = text
    return child


def _moment(day: date, clock: time) -> str:
    """Return a local moment with its offset."""
    return datetime.combine(day, clock, LOCAL).isoformat()


def _balances(part: etree._Element, page: Page, message: Message) -> None:
    """Append opening and closing; a report within the day may close with an interim balance."""
    is_interim = message is REPORT and not page.account.serial % _WITH_INTERIM
    _balance(part, "OPBD", page.opening_minor, page.first_day)
    if is_interim:
        _balance(part, "ITBD", page.closing_minor, page.last_day)
        _balance(part, "ITAV", page.closing_minor // 2, page.last_day)
    else:
        _balance(part, "CLBD", page.closing_minor, page.last_day)


def _totals(part: etree._Element, page: Page) -> None:
    """Append how many movements there are, and their sums."""
    summary = _add(part, "TxsSummry")
    came = [e for e in page.entries if e.is_credit]
    went = [e for e in page.entries if not e.is_credit]
    for name, entries in (
        ("TtlNtries", list(page.entries)),
        ("TtlCdtNtries", came),
        ("TtlDbtNtries", went),
    ):
        _total(_add(summary, name), entries)


def _total(total: etree._Element, entries: list[Entry]) -> None:
    """Append one number and sum."""
    _add(total, "NbOfNtries", str(len(entries)))
    _add(total, "Sum", _figure(sum(e.transfer.amount_minor for e in entries)))


def _figure(minor: int) -> str:
    """Return an amount as the standard writes it."""
    return f"{minor // 100}.{minor % 100:02d}"


def _amount(parent: etree._Element, minor: int) -> None:
    """Append an amount with its currency."""
    _add(parent, "Amt", _figure(minor)).set("Ccy", CURRENCY)


def _account(statement: etree._Element, page: Page) -> None:
    """Append the account, its owner and the bank that keeps it."""
    side = page.account.side
    account = _add(statement, "Acct")
    _add(_add(account, "Id"), "IBAN", side.printed)
    _add(account, "Ccy", CURRENCY)
    owner = _add(account, "Ownr")
    _add(owner, "Nm", side.name)
    _private_number(owner, side.number)
    _add(_add(_add(account, "Svcr"), "FinInstnId"), "BICFI", side.bank)


def _private_number(party: etree._Element, number: str) -> None:
    """Append an ИИН or БИН."""
    _add(_add(_add(_add(party, "Id"), "PrvtId"), "Othr"), "Id", number)


def _balance(statement: etree._Element, code: str, minor: int, day: date) -> None:
    """Append a balance."""
    balance = _add(statement, "Bal")
    _add(_add(_add(balance, "Tp"), "CdOrPrtry"), "Cd", code)
    _amount(balance, minor)
    _add(balance, "CdtDbtInd", "CRDT")
    _add(_add(balance, "Dt"), "Dt", day.isoformat())


def _entry(statement: etree._Element, row: RowCells) -> None:
    """Append one movement with the one transaction that it consists of."""
    transfer, is_credit = row.entry.transfer, row.entry.is_credit
    reference = f"{transfer.transfer_id}{'C' if is_credit else 'D'}"
    moment = row.entry.at.astimezone(LOCAL).isoformat()
    entry = _add(statement, "Ntry")
    _amount(entry, transfer.amount_minor)
    _add(entry, "CdtDbtInd", "CRDT" if is_credit else "DBIT")
    _add(_add(entry, "Sts"), "Cd", "BOOK")
    _add(_add(entry, "BookgDt"), "DtTm", moment)
    _add(_add(entry, "ValDt"), "DtTm", moment)
    _add(entry, "AcctSvcrRef", reference)
    _transaction_code(entry, row)
    details = _add(_add(entry, "NtryDtls"), "TxDtls")
    _add(_add(details, "Refs"), "AcctSvcrRef", reference)
    _amount(details, transfer.amount_minor)
    _add(details, "CdtDbtInd", "CRDT" if is_credit else "DBIT")
    _parties(details, row)
    if row.purpose_code:
        _add(_add(details, "Purp"), "Prtry", row.purpose_code)
    if row.purpose:
        _add(_add(details, "RmtInf"), "Ustrd", row.purpose)


def _transaction_code(entry: etree._Element, row: RowCells) -> None:
    """Append the kind of operation: the standard's code and the bank's own word."""
    kind = material("dialects/words.yaml")["kinds"][row.kind_key]
    domain, family, sub_family = kind["received" if row.entry.is_credit else "code"].split()
    code = _add(entry, "BkTxCd")
    standard = _add(code, "Domn")
    _add(standard, "Cd", domain)
    families = _add(standard, "Fmly")
    _add(families, "Cd", family)
    _add(families, "SubFmlyCd", sub_family)
    _add(_add(code, "Prtry"), "Cd", row.kind)


def _parties(details: etree._Element, row: RowCells) -> None:
    """Append who paid and who was paid, and their banks."""
    transfer = row.entry.transfer
    parties = _add(details, "RltdPties")
    for role, cells in (("Dbtr", row.payer), ("Cdtr", row.payee)):
        _party(parties, role, cells)
    banks = [
        ("DbtrAgt", transfer.payer.bank, row.payer.bank),
        ("CdtrAgt", transfer.payee.bank, row.payee.bank),
    ]
    if any(printed for *_, printed in banks):
        agents = _add(details, "RltdAgts")
        for role, bank, printed in banks:
            _agent(agents, role, bank, printed)


def _party(parties: etree._Element, role: str, cells: PartyCells) -> None:
    """Append one side: its name, number and account as far as they are known."""
    if cells.name or cells.number:
        party = _add(_add(parties, role), "Pty")
        if cells.name:
            _add(party, "Nm", cells.name)
        if cells.number:
            _private_number(party, cells.number)
    if cells.account:
        identity = _add(_add(parties, f"{role}Acct"), "Id")
        if cells.account.startswith("KZ"):
            _add(identity, "IBAN", cells.account)
        else:
            _add(_add(identity, "Othr"), "Id", cells.account)


def _agent(agents: etree._Element, role: str, bank: str, printed: str) -> None:
    """Append a bank: by BIC where it has one, otherwise by name."""
    if not printed:
        return
    institution = _add(_add(agents, role), "FinInstnId")
    if bic := bic_of(bank):
        _add(institution, "BICFI", bic)
    else:
        _add(institution, "Nm", printed)
