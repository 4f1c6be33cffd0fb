"""Forms: what a draft says is what its form shows, and back; accounts become subjects."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.web.correspondence.desk import IBAN, MOVEMENTS, SUSPENSION, draft

from izdes.core.law.needed import what_is_needed
from izdes.core.law.release.packs import packaged_pack
from izdes.core.orders.subjects import Subject
from izdes.web.correspondence.orders.drafts import Asked
from izdes.web.officers.models import Body
from izdes.web.pages.correspondence.forms import DraftForm, typed
from izdes.web.pages.correspondence.proposing import subject_of_key
from izdes.web.pages.correspondence.subjects import subject_lines, typed_sum

_DAY = datetime(2026, 5, 21, tzinfo=UTC).date()


def _form(measure: str, given: dict[str, object]) -> DraftForm:
    """Return a filled form of a measure."""
    needed = what_is_needed(measure, on=_DAY, law=packaged_pack())
    body = Body(pk=1, name_kk="Bank", name_ru="Bank", name_en="Bank")
    return DraftForm(given, needed=needed, law=packaged_pack(), bodies={1: body})


@pytest.mark.parametrize("measure", [MOVEMENTS, SUSPENSION])
def test_a_draft_comes_back_from_its_form_as_it_went(measure: str) -> None:
    before = draft(measure)
    form = _form(measure, typed(before, 1))
    assert form.is_valid(), form.errors

    after = form.draft(("fifo", "ab" * 32))

    assert (after.basis, after.demanded, after.cap, after.days) == (
        before.basis,
        before.demanded,
        before.cap,
        before.days,
    )
    needed = {f"said-{one.name}" for one in before.said} & set(form.fields)
    assert {f"said-{one.name}" for one in after.said} == needed
    if before.period is not None and after.period is not None:
        # A form asks for days: what it gives back holds the whole of what went.
        assert after.period.since <= before.period.since
        assert after.period.until >= before.period.until
        assert after.period.until - before.period.until < timedelta(days=1)


def test_more_days_than_the_law_allows_are_refused() -> None:
    form = _form(SUSPENSION, {**typed(draft(SUSPENSION), 1), "days": 11})

    assert not form.is_valid()
    assert "days" in form.errors


def test_a_subject_comes_back_from_its_line_as_it_went() -> None:
    asked = Asked(Subject("iban", IBAN, most_minor=450_000_50), f"iban:{IBAN}")
    given = {
        "subject-TOTAL_FORMS": "1",
        "subject-INITIAL_FORMS": "0",
        "subject-0-kind": "iban",
        "subject-0-value": f" {IBAN[:4]} {IBAN[4:]} ",
        "subject-0-most": typed_sum(450_000_50),
    }
    lines = subject_lines(given)

    assert lines.is_valid(), lines.errors
    assert lines.asked() == [asked]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (f"iban:{IBAN}", "iban"),
        ("card:HSBKKZKX:440001******1234", "card"),
        ("phone:+77010000001", "phone"),
        ("@cash:HSBKKZKX", ""),
        ("acct:?:K-12", ""),
        ("card:?:1234", ""),
    ],
)
def test_an_account_of_the_ledger_is_named_where_a_paper_can_name_it(key: str, kind: str) -> None:
    found = subject_of_key(key)

    assert (found.kind if found else "") == kind
