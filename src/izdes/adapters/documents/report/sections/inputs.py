"""Inputs: what was read, whether it adds up, and what is wrong in it."""

from collections.abc import Iterator

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag, text
from izdes.adapters.documents.report.parties import account, account_line
from izdes.adapters.documents.report.phrases import NONE, money, period, told, when, words
from izdes.adapters.documents.report.sections import section
from izdes.adapters.documents.report.shape import (
    AmbiguousPart,
    FaultPart,
    Findings,
    StatementPart,
)
from izdes.adapters.documents.report.tables import Cell, Column, Row, listed

__all__ = ["AMBIGUOUS_COLUMNS", "FAULT_COLUMNS", "STATEMENT_COLUMNS", "inputs"]

FAULT_COLUMNS = (
    Column("report_col_file"),
    Column("report_col_place"),
    Column("report_col_what"),
    Column("report_col_severity"),
)
STATEMENT_COLUMNS = (
    Column("report_col_file"),
    Column("report_col_account"),
    Column("report_col_period"),
    Column("report_col_opening", "number"),
    Column("report_col_closing", "number"),
    Column("report_col_rows", "number"),
    Column("report_col_outcome"),
)
AMBIGUOUS_COLUMNS = (
    Column("report_col_when", "time"),
    Column("report_col_amount", "number"),
    Column("report_col_payer"),
    Column("report_col_payee"),
    Column("report_col_rows_of_files"),
)
_OUTCOMES = ("faulty", "not_checkable", "reconciled")


def inputs(findings: Findings) -> Html:
    """Return the section."""
    return section(
        "inputs",
        tag("h3", words("report_faults")),
        _faults(findings),
        tag("h3", words("report_statements")),
        _statements(findings),
        _ambiguous(findings),
    )


def _faults(findings: Findings) -> Html:
    """Return what was wrong, what was refused first."""
    ordered = sorted(findings["faults"], key=lambda fault: fault["severity"] != "refused")
    return listed(
        "faults",
        FAULT_COLUMNS,
        (_fault(findings, fault) for fault in ordered),
        caption=words("report_cap_faults"),
        empty="report_no_faults",
    )


def _fault(findings: Findings, fault: FaultPart) -> Row:
    """Return one fault."""
    return (
        text(fault["file"] or _file_name(findings, fault["sha256"])),
        joined(_place(fault), by=", ") or NONE,
        told(fault["code"], fault["details"]),
        tag("span", words(f"report_severity_{fault['severity']}"), class_=fault["severity"]),
    )


def _place(fault: FaultPart) -> Iterator[Html]:
    """Yield sheet, row and column as far as they are known."""
    if fault["sheet"]:
        yield words("report_sheet", sheet=str(fault["sheet"]))
    if fault["row"]:
        yield words("report_row", row=fault["row"])
    if fault["column"]:
        yield words("report_column", column=fault["column"])


def _file_name(findings: Findings, sha256: str | None) -> str:
    """Return the name of a file by its digest, or the beginning of the digest."""
    known = findings["files"].get(sha256 or "")
    return known["name"] if known else (sha256 or "")[:16]


def _statements(findings: Findings) -> Html:
    """Return every statement with its outcome, the faulty ones first."""
    ordered = sorted(findings["statements"], key=lambda s: _OUTCOMES.index(s["outcome"]))
    return listed(
        "statements",
        STATEMENT_COLUMNS,
        (_statement(findings, part) for part in ordered),
        caption=words("report_cap_statements"),
        empty="report_no_statements",
    )


def _statement(findings: Findings, part: StatementPart) -> Row:
    """Return one statement."""
    return (
        text(_file_name(findings, part["sha256"])),
        account(findings, part["account"]),
        Cell(period(part["period_from"], part["period_to"]), part["period_from"] or ""),
        _balance(part["opening_minor"], part["currency"]),
        _balance(part["closing_minor"], part["currency"]),
        Cell(_rows(part), str(part["rows"])),
        tag("span", words(f"report_outcome_{part['outcome']}"), class_=part["outcome"]),
    )


def _balance(minor: str | None, currency: str) -> Html:
    """Return a printed balance, or that none was printed."""
    return words("report_not_printed") if minor is None else money(minor, currency)


def _rows(part: StatementPart) -> Html:
    """Return how many rows were read and how many could not be."""
    read = text(str(part["rows"]))
    if not part["unread_rows"]:
        return read
    return joined(
        (read, tag("span", words("report_unread", rows=part["unread_rows"]), class_="sub"))
    )


def _ambiguous(findings: Findings) -> Html:
    """Return rows that may be one transfer seen twice."""
    if not findings["ambiguous"]:
        return NOTHING
    table = listed(
        "ambiguous",
        AMBIGUOUS_COLUMNS,
        (_pair(findings, pair) for pair in findings["ambiguous"]),
        caption=words("report_cap_ambiguous"),
        empty="report_no_faults",
    )
    return joined((tag("h3", words("report_ambiguous")), table))


def _pair(findings: Findings, pair: AmbiguousPart) -> Row:
    """Return one group of rows."""
    rows = joined(tag("li", tag("code", row)) for row in pair["rows"])
    return (
        when(pair["at"]),
        money(pair["amount_minor"], pair["currency"]),
        _side(findings, pair["payer"]),
        _side(findings, pair["payee"]),
        tag("ul", rows, class_="plain"),
    )


def _side(findings: Findings, key: str) -> Html:
    """Return an account, or that the rows may belong to several."""
    return account_line(findings, key) if key else words("report_one_of_several")
