"""One statement with its rows and faults, and one row as it stands in its file."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from izdes.adapters.statements.isolation import read_row
from izdes.adapters.statements.origin.value import Origin, Place
from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.cases.masking import Sight, shown, sight_of
from izdes.web.cases.models import Case
from izdes.web.files.selectors import bytes_of, file_visible_to
from izdes.web.funds.models import Row, Statement
from izdes.web.funds.selectors import faults_of, rows_of, statement_rows_of
from izdes.web.funds.visible import case_answers_visible_to, rows_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.frame import case_frame, looked_at
from izdes.web.pages.figures import Chip, Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.funds.marks import account_words, fault_words, outcome_mark
from izdes.web.pages.tables import Choice, Column, Days, Listing, Sums, Text


@looked_at
def statement(request: OfficerRequest, number: int, statement: int) -> HttpResponseBase:
    """Show a statement: what it says of itself, what is wrong with it, and every row."""
    frame = case_frame(request, number)
    me, case = request.user, frame["case"]
    assert isinstance(case, Case)  # noqa: S101 - the frame says so
    found = statement_rows_of(me, case).filter(pk=statement).first()
    if found is None:
        raise Http404
    faults = list(faults_of(me, found))
    lang = language()
    told = [{"fault": fault, "words": fault_words(fault, lang)} for fault in faults]
    listing = _rows(request, case, found, {fault.row for fault in faults if fault.row})
    sight = sight_of(me, case)
    context = {
        **frame,
        "statement": found,
        "account": account_words(found.account),
        "holder": shown(found.holder, "name", sight),
        "outcome": outcome_mark(found),
        "faults": told,
    }
    return listing.respond("funds/statement.html", context)


@looked_at
def row(request: OfficerRequest, number: int, row: int) -> HttpResponse:
    """Show one row: what was made of it, and how it stands in its file, read again."""
    frame = case_frame(request, number)
    me, case = request.user, frame["case"]
    assert isinstance(case, Case)  # noqa: S101 - the frame says so
    in_case = statement_rows_of(me, case).values("pk")
    found = (
        rows_visible_to(me)
        .filter(pk=row, statement__in=in_case)
        .select_related("statement__answer__file")
        .first()
    )
    if found is None:
        return _elsewhere(me, row)
    sight = sight_of(me, case)
    context = {
        **frame,
        "row": found,
        "sight": sight,
        "place": found.row_id.split("/"),
        "sides": [account_words(key) for key in (found.payer_account, found.payee_account)],
        "payer": shown(found.payer_name, "name", sight),
        "payee": shown(found.payee_name, "name", sight),
        "kind": say(f"funds_kind_{found.kind}", language()),
        **(_origin(me.pk, found) if sight is Sight.FULL else {}),
    }
    return render(request, "funds/row.html", context)


def _elsewhere(officer: Officer, row: int) -> HttpResponse:
    """Lead to a row in the case that it was given to: the money of one case passes through others.

    Raises:
        Http404: There is no such row in any case that the officer sees.
    """
    found = rows_visible_to(officer).filter(pk=row).values("statement__answer")
    given = case_answers_visible_to(officer).filter(answer__in=found).order_by("pk").first()
    if given is None:
        raise Http404
    return redirect("case_statements_row", given.case_id, row)


def _origin(officer: int, found: Row) -> dict[str, object]:
    """Return the row as its file prints it, read in a process of its own; or why it cannot be."""
    answer = found.statement.answer
    try:
        file = file_visible_to(officer, answer.file_id)
        with TemporaryDirectory(prefix="izdes-row-") as folder:
            path = Path(folder) / "answer"
            with path.open("xb") as opened:
                for chunk in bytes_of(file):
                    opened.write(chunk)
            _, sheet, line = found.row_id.split("/")
            origin: Origin = read_row(path, Place(int(sheet), int(line)))
    except IzdesError as refused:
        return {"unread": say(refused.code, language(), **refused.details)}
    return {"origin": origin}


def _rows(request: OfficerRequest, case: Case, of: Statement, wrong: set[int]) -> Listing:
    """Return the table of rows."""
    sight = sight_of(request.user, case)
    lang = language()

    def far(row: Row) -> object:
        key = row.payee_account if row.direction == "debit" else row.payer_account
        words = account_words(key)
        return words if key.startswith("@") else Chip("iban", words, sight=sight)

    def name(row: Row) -> str:
        text = row.payee_name if row.direction == "debit" else row.payer_name
        return shown(text, "name", sight)

    directions = {d: say(f"funds_{d}", lang) for d in ("debit", "credit")}
    return Listing(
        request,
        name="rows",
        rows=rows_of(request.user, of),
        columns=(
            Column("line", _line, kind="number", words="funds_column_line"),
            Column("booked_at", "booked_at", sort="booked_at", kind="moment",
                   filter=Days("booked_at"), words="funds_column_booked_at"),
            Column("direction", lambda r: Mark(directions[r.direction]), sort="direction",
                   kind="state", words="funds_column_direction",
                   filter=Choice("direction", lambda: directions)),
            Column("amount", "amount_minor", sort="amount_minor", kind="money",
                   currency=".currency", filter=Sums("amount_minor"), words="column_amount"),
            Column("far", far, words="funds_column_far"),
            Column("name", name, words="funds_column_far_name"),
            Column("kind", lambda r: say(f"funds_kind_{r.kind}", lang), sort="kind",
                   words="funds_column_kind"),
            Column("purpose", "purpose", words="funds_column_purpose", filter=Text("purpose")),
            Column("reference", "reference", words="funds_column_reference", is_hidden=True),
            Column("balance", "balance_minor", kind="money", currency=".currency",
                   words="funds_column_balance"),
        ),
        caption="funds_rows",
        empty="funds_rows_none",
        link=lambda r: reverse("case_statements_row", args=[case.pk, r.pk]),
        tone=lambda r: "late" if _line(r) in wrong else "",
        case=case.pk,
    )  # fmt: skip


def _line(row: Row) -> int:
    """Return a row's number in its sheet, as its user sees it."""
    return int(row.row_id.rpartition("/")[2])
