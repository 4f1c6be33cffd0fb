"""Requests: where the trail went dark by institution, and what each is asked."""

from collections import Counter
from collections.abc import Sequence

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag, text
from izdes.adapters.documents.report.parties import account, institution
from izdes.adapters.documents.report.phrases import money, period, span, sums, words
from izdes.adapters.documents.report.sections import folded, many, section
from izdes.adapters.documents.report.sections.summary import traced_of
from izdes.adapters.documents.report.shape import Findings, FrontierPart, RequestPart, Subject
from izdes.adapters.documents.report.tables import Column, Row, filled, listed

__all__ = ["FRONTIER_COLUMNS", "SUBJECT_COLUMNS", "requests"]

FRONTIER_COLUMNS = (
    Column("report_col_institution"),
    Column("report_col_accounts", "number"),
    Column("report_col_amount", "number"),
)
SUBJECT_COLUMNS = (
    Column("report_col_account_holder"),
    Column("report_col_because"),
    Column("report_col_period"),
    Column("report_col_ask"),
    Column("report_col_traced", "number"),
)
# Accounts asked about in all requests together.
_OPEN_UP_TO = 15
_SAID_ONCE_FROM = 2


def requests(findings: Findings) -> Html:
    """Return the section."""
    given = findings["requests"]
    subjects = sum(len(part["subjects"]) for part in given)
    parts = [_request(findings, part, is_open=subjects <= _OPEN_UP_TO) for part in given]
    asked = many(parts) if parts else tag("p", words("report_no_requests"), class_="empty")
    return section(
        "requests",
        _frontier(findings),
        tag("h3", words("report_papers_to_send")),
        asked,
        is_proposal=True,
    )


def _frontier(findings: Findings) -> Html:
    """Return the table of what went dark where."""
    totals: Counter[str] = Counter()
    for part in findings["frontier"]:
        totals[part["currency"]] += int(part["amount_minor"])
    accounts = str(sum(part["accounts"] for part in findings["frontier"]))
    return listed(
        "frontier",
        FRONTIER_COLUMNS,
        (_frontier_row(part) for part in findings["frontier"]),
        caption=words("report_cap_frontier"),
        empty="report_no_frontier",
        total=(words("report_total"), tag("span", accounts), sums(totals)),
    )


def _frontier_row(part: FrontierPart) -> Row:
    """Return one institution."""
    return (
        institution(part["institution"], part.get("institution_printed", "")),
        text(str(part["accounts"])),
        money(part["amount_minor"], part["currency"]),
    )


def _request(findings: Findings, part: RequestPart, *, is_open: bool) -> Html:
    """Return one request: to whom, the paper, and what it asks."""
    summary = joined(
        (
            text(part["number"]),
            tag("b", institution(part["institution"], part["institution_printed"])),
            words("report_request_subjects", accounts=len(part["subjects"])),
            sums(traced_of(part)),
        ),
        by=" · ",
    )
    paper = tag("a", part["number"], href=f"{part['file']}.pdf", class_="paper")
    lead = tag("p", words(f"report_measure_{part['measure'].replace('.', '_')}"), ". ", paper)
    common = _asked_of_all(part["subjects"])
    rows = [_subject(findings, subject, common) for subject in part["subjects"]]
    caption = words("report_cap_request", number=part["number"])
    table = filled("subjects", SUBJECT_COLUMNS, rows, caption=caption)
    return folded(summary, lead, _common(common), table, is_open=is_open)


def _asked_of_all(subjects: Sequence[Subject]) -> tuple[str, ...]:
    """Return what is asked of every account, so that it is said once."""
    if len(subjects) < _SAID_ONCE_FROM:
        return ()
    return tuple(
        code for code in subjects[0]["ask"] if all(code in subject["ask"] for subject in subjects)
    )


def _common(codes: Sequence[str]) -> Html:
    """Return what is asked of every account as a sentence."""
    if not codes:
        return NOTHING
    asked = joined((words(f"report_ask_{code}") for code in codes), by="; ")
    return tag("p", words("report_asked_of_all"), " ", asked, ".")


def _subject(findings: Findings, subject: Subject, common: Sequence[str]) -> Row:
    """Return one account that is asked about, and what is asked of it beyond the others."""
    codes = [code for code in subject["ask"] if code not in common]
    wanted = joined((words(f"report_ask_{code}") for code in codes), by="; ")
    asked = wanted or words("report_ask_as_above")
    return (
        account(findings, subject["account"], has_institution=False),
        words(f"report_because_{subject['because']}"),
        _period(subject),
        asked,
        money(subject["traced_minor"], subject["currency"]),
    )


def _period(subject: Subject) -> Html:
    """Return from when to when; an open end is today."""
    if subject["period_to"] is None:
        return span(subject["period_from"], words("report_until_now"))
    return period(subject["period_from"], subject["period_to"])
