"""A statement that its bank corrected: from the upload by a decision to the changed trace."""

import hashlib
from collections import defaultdict
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.funds.worked import answers_of, client_of, run_jobs, take_all

from izdes.adapters.words import say
from izdes.twin.numbers import account_part, iban
from izdes.web.funds.models import Account, CaseAnswer, Ending, Hop, Trace, Transfer

LOGIN = "investigator_a1"
# Whom the bank named first, and whom it names now.
NAMED = "KZ97107T000066319083"
MEANT = iban("105", account_part("T", 4711))


def _with_another_payee(workbook: bytes) -> bytes:
    """Return a workbook in which another account stands for the one that was named."""
    corrected = BytesIO()
    with ZipFile(BytesIO(workbook)) as given, ZipFile(corrected, "w") as made:
        for part in given.infolist():
            made.writestr(part, given.read(part).replace(NAMED.encode(), MEANT.encode()))
    return corrected.getvalue()


def _resting(trace: Trace) -> dict[str, int]:
    """Return how much money was last seen at each account."""
    names = dict(Account.objects.filter(trace=trace).values_list("number", "account"))
    found = defaultdict[str, int](int)
    for one in Ending.objects.filter(trace=trace, rule="fifo"):
        found["" if one.place is None else names.get(one.place, "")] += one.amount_minor
    return found


def _sent_by(trace: Trace, digest: str) -> int:
    """Return how much the answer of a digest alone says to have gone to whom it named."""
    there = {one.number for one in Account.objects.filter(trace=trace, account=f"iban:{NAMED}")}
    told = {
        one.number
        for one in Transfer.objects.filter(trace=trace)
        if {row[:16] for row in one.row_ids} == {digest[:16]}
    }
    hops = Hop.objects.filter(trace=trace, rule="fifo", transfer__in=told, target__in=there)
    return sum(one.amount_minor for one in hops)


def test_what_a_corrected_statement_says_is_where_the_money_goes(office: Cast, twin: Path) -> None:
    case = take_all(office, LOGIN, "money", twin)
    client = client_of(office, LOGIN)
    wrong = next(path for path in answers_of(twin) if "96274" in path.name)
    data = wrong.read_bytes()
    with office.acts(LOGIN):
        first = Trace.objects.get(case=case)
        before = _resting(first)
        moved = _sent_by(first, hashlib.sha256(data).hexdigest())
        replaced = CaseAnswer.objects.get(case=case, name=wrong.name).answer_id
    assert moved > 0

    client.post(
        reverse("case_statements_upload", args=[case.pk]),
        {"files": [SimpleUploadedFile("corrected.xlsx", _with_another_payee(data))]},
    )
    with office.acts(LOGIN):
        correction = CaseAnswer.objects.get(case=case, name="corrected.xlsx").answer_id
    decided = client.post(
        reverse("case_statements_correct", args=[case.pk, correction]),
        {"replaced": replaced, "reason": "The bank named another account"},
    )
    run_jobs()

    assert decided.status_code == 302
    with office.acts(LOGIN):
        latest = Trace.objects.filter(case=case).order_by("-current_since")[0]
        after = _resting(latest)
    assert latest.number == first.number + 1
    assert latest.findings_digest != first.findings_digest
    assert after[f"iban:{MEANT}"] == moved
    assert after[f"iban:{NAMED}"] == before[f"iban:{NAMED}"] - moved
    assert sum(after.values()) == sum(before.values())
    page = client.get(reverse("case_money", args=[case.pk])).content.decode()
    assert say("funds_trace_number", "kk", number=latest.number) in page
    shown = client.get(reverse("case_statements", args=[case.pk])).content.decode()
    assert say("outcome_superseded", "kk") in shown
