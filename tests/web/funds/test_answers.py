"""Answers: read once and whole; the same bytes are one answer; a decision replaces one."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.funds.worked import answers_of, client_of, give, open_case, run_jobs

from izdes.core.money.statement import FileReading
from izdes.web.funds.ledger import kept_readings
from izdes.web.funds.models import Answer, CaseAnswer, Correction, Fault, Row, Statement, Tracing
from izdes.web.funds.services import reading
from izdes.web.funds.services.reading import read_answer
from izdes.web.funds.services.statements import (
    AnswerReplacesItself,
    AnswerUnknown,
    correct_answer,
)
from izdes.web.officers.reach import NotPermitted


def one_of(twin: Path) -> tuple[str, bytes]:
    """Return one answer of a twin's case."""
    path = answers_of(twin)[0]
    return path.name, path.read_bytes()


def test_the_same_bytes_are_one_answer_in_every_case_that_they_are_given_to(
    office: Cast, twin: Path
) -> None:
    here, there = (open_case(office, f"investigator_{u}", f"money-{u}") for u in ("a1", "b1"))
    name, data = one_of(twin)

    with office.acts("investigator_a1") as officer:
        first, again = (give(here, officer, called, data) for called in (name, "again.xlsx"))
    with office.acts("investigator_b1") as officer:
        other = give(there, officer, name, data)
    run_jobs()

    assert first == again
    assert first.answer_id == other.answer_id
    with office.acts("investigator_b1"):
        assert Answer.objects.get(pk=other.answer_id).state == "read"
        assert Row.objects.filter(statement__answer=other.answer_id).exists()


def test_a_job_that_runs_again_reads_nothing_twice(office: Cast, twin: Path) -> None:
    case = open_case(office, "investigator_a1", "money")
    with office.acts("investigator_a1") as officer:
        given = give(case, officer, *one_of(twin))
    run_jobs()

    with office.acts("investigator_a1") as officer:
        before = Row.objects.filter(statement__answer=given.answer_id).count()
        is_read_again = read_answer(answer=given.answer_id, officer=officer.pk)
        after = Row.objects.filter(statement__answer=given.answer_id).count()

    assert not is_read_again
    assert before == after > 0


def test_of_two_jobs_that_read_at_once_one_keeps_its_rows(
    office: Cast, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(office, "investigator_a1", "money")
    name, data = one_of(twin)
    kept = reading._keep  # noqa: SLF001 - what is raced

    def late(*, answer: int, reading: FileReading, officer: int) -> bool:
        assert kept(answer=answer, reading=reading, officer=officer)
        return kept(answer=answer, reading=reading, officer=officer)

    monkeypatch.setattr(reading, "_keep", late)
    with office.acts("investigator_a1") as officer:
        given = give(case, officer, name, data)
        is_read = read_answer(answer=given.answer_id, officer=officer.pk)

        rows = Row.objects.filter(statement__answer=given.answer_id)
        assert not is_read
        assert rows.count() == sum(
            s.row_count for s in Statement.objects.filter(answer=given.answer_id)
        )


def test_nothing_is_kept_of_an_answer_that_was_half_read(
    office: Cast, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(office, "investigator_a1", "money")

    def killed(_reading: FileReading) -> object:
        raise KeyboardInterrupt

    with office.acts("investigator_a1") as officer:
        given = give(case, officer, *one_of(twin))
        monkeypatch.setattr(reading, "aliases_json", killed)
        with pytest.raises(KeyboardInterrupt):
            read_answer(answer=given.answer_id, officer=officer.pk)
        monkeypatch.undo()

        assert not Statement.objects.filter(answer=given.answer_id).exists()
        assert read_answer(answer=given.answer_id, officer=officer.pk)


def test_what_comes_back_from_the_tables_is_what_was_read(office: Cast, twin: Path) -> None:
    case = open_case(office, "investigator_a1", "money")
    with office.acts("investigator_a1") as officer:
        given = [give(case, officer, p.name, p.read_bytes()) for p in answers_of(twin)[:6]]
        read = {}
        for one in given:
            answer = Answer.objects.select_related("file").get(pk=one.answer_id)
            found = reading._read(answer, answer.file)  # noqa: SLF001 - what is compared
            reading._keep(answer=answer.pk, reading=found, officer=officer.pk)  # noqa: SLF001
            read[answer.pk] = (answer.file.digest, found)

    kept = kept_readings({answer: digest for answer, (digest, _) in read.items()})

    assert len(kept) == len(read)
    for back in kept:
        _, found = read[back.answer]
        assert back.reading.statements == found.statements
        assert back.reading.faults == found.faults
        assert back.reading.form == found.form


def test_a_file_that_is_no_statement_is_kept_and_shown_with_its_reason(office: Cast) -> None:
    case = open_case(office, "investigator_a1", "money")

    with office.acts("investigator_a1") as officer:
        given = give(case, officer, "letter.txt", "Ештеңе жоқ".encode())
        run_jobs()

    with office.acts("investigator_a1"):
        assert Answer.objects.get(pk=given.answer_id).state == "unreadable"
        assert Fault.objects.filter(answer=given.answer_id, code="form_unknown").exists()


def test_a_statement_that_does_not_add_up_is_kept_shown_and_not_traced(
    office: Cast, twin: Path
) -> None:
    case = open_case(office, "investigator_a1", "money")
    path = next(p for p in answers_of(twin) if p.name.startswith("kl_to_1c"))
    text = path.read_bytes().decode("cp1251")
    data = re.sub(r"(?i)(конечныйостаток=)[0-9.,]+", r"\g<1>1.00", text).encode("cp1251")
    assert data != path.read_bytes()

    with office.acts("investigator_a1") as officer:
        given = give(case, officer, path.name, data)
        run_jobs()

    with office.acts("investigator_a1"):
        outcomes = Statement.objects.filter(answer=given.answer_id).values_list(
            "outcome", flat=True
        )
        faults = Fault.objects.filter(answer=given.answer_id, severity="refused")
        assert "faulty" in outcomes
        assert faults.filter(code="balances_differ", is_arithmetic=True).exists()
        page = client_of(office, "investigator_a1").get(
            reverse("case_statements_answer", args=[case.pk, given.answer_id])
        )
        assert "қолданылмайды" in page.content.decode()


def test_nobody_gives_an_answer_to_a_case_that_he_does_not_change(office: Cast, twin: Path) -> None:
    case = open_case(office, "investigator_a1", "money")

    with office.acts("investigator_b1") as officer, pytest.raises(NotPermitted):
        give(case, officer, *one_of(twin))

    with office.acts("investigator_a1"):
        assert not CaseAnswer.objects.filter(case=case).exists()


def test_a_corrected_answer_replaces_by_a_decision_with_its_reason(
    office: Cast, twin: Path
) -> None:
    case = open_case(office, "investigator_a1", "money")
    one, two = answers_of(twin)[:2]

    with office.acts("investigator_a1") as officer:
        first = give(case, officer, one.name, one.read_bytes()).answer_id
        second = give(case, officer, two.name, two.read_bytes()).answer_id
        with pytest.raises(AnswerReplacesItself):
            correct_answer(
                case=case, correction=second, replaced=first, reason=" ", officer=officer
            )
        with pytest.raises(AnswerUnknown):
            correct_answer(
                case=case, correction=second, replaced=0, reason="The bank erred", officer=officer
            )
        decided = correct_answer(
            case=case, correction=second, replaced=first, reason="The bank erred", officer=officer
        )
        again = correct_answer(
            case=case, correction=second, replaced=first, reason="Another", officer=officer
        )

        assert decided == again
        assert Correction.objects.get(case=case).reason == "The bank erred"
        assert Answer.objects.filter(pk__in=(first, second)).count() == 2
        assert Tracing.objects.get(case=case).asked > 0
