"""Tracing in the office: the answer is that of `izdes follow` on the equivalent case folder."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.web.cast import Cast
from tests.web.funds.worked import (
    answers_of,
    give_answers,
    open_case,
    run_jobs,
    take_all,
    take_complaints,
    write_folder,
)

from izdes.follow.findings import findings_of
from izdes.follow.run import Followed, follow
from izdes.web.funds.case_folder import file_name
from izdes.web.funds.gathering import gather
from izdes.web.funds.models import Answer, Ending, Hop, Trace
from izdes.web.funds.services.tracing import due_cases, trace_case


def followed(case: int, paths: list[Path], folder: Path) -> Followed:
    """Follow the folder that is equivalent to a case of the office."""
    gathered = gather(case)
    assert gathered is not None
    answers = []
    for path in paths:
        data = path.read_bytes()
        answers.append((file_name(hashlib.sha256(data).hexdigest(), path.name), data))
    folder.mkdir()
    write_folder(folder, gathered.complaints, gathered.said, answers)
    return follow(folder, as_of=None, jobs=2, watch=lambda *_: None)


def followed_bare(twin: Path, folder: Path) -> Followed:
    """Follow a twin's own complaints and answers, without what it knows beside them."""
    (folder / "statements").mkdir(parents=True)
    for path in [twin / "complaints.jsonl", *answers_of(twin)]:
        shutil.copy(path, folder / path.relative_to(twin))
    return follow(folder, as_of=None, jobs=2, watch=lambda *_: None)


def totals(endings: Iterable[Mapping[str, str]]) -> set[tuple[str, str, str]]:
    """Return how much ended in which way."""
    return {(e["ending"], e["currency"], e["amount_minor"]) for e in endings}


def test_a_trace_says_what_following_the_equivalent_folder_says(
    office: Cast, twin: Path, tmp_path: Path
) -> None:
    case = take_all(office, "investigator_a1", "money", twin)

    expected = findings_of(followed(case.pk, answers_of(twin), tmp_path / "case"))
    bare = findings_of(followed_bare(twin, tmp_path / "bare"))

    with office.acts("investigator_a1"):
        assert not Answer.objects.filter(given_to__case=case, state="waiting").exists()
        trace = Trace.objects.get(case=case)
        endings = Ending.objects.filter(trace=trace, rule="fifo")
        assert trace.findings_digest == expected["digest"]
        assert totals(trace.summary["by_rule"]["fifo"]) == totals(expected["summary"]["endings"])
        assert totals(trace.summary["by_rule"]["fifo"]) == totals(bare["summary"]["endings"])
        assert sum(e.amount_minor for e in endings) == sum(
            int(c["amount_minor"]) for c in expected["summary"]["claimed"]
        )
        assert trace.rules == ["fifo", "lifo", "pro-rata", "lowest-balance"]
        assert set(Hop.objects.filter(trace=trace).values_list("is_own", flat=True)) == {True}


def test_the_same_input_is_traced_once_however_often_a_job_runs(office: Cast, twin: Path) -> None:
    case = take_all(office, "investigator_a1", "money", twin)

    first = trace_case(case.pk, asked=1_000)
    again = trace_case(case.pk, asked=1_000)

    assert first == again
    with office.acts("investigator_a1"):
        assert Trace.objects.filter(case=case).count() == 1


def test_another_answer_is_another_trace_and_the_older_one_is_kept(
    office: Cast, twin: Path
) -> None:
    paths = answers_of(twin)
    open_case(office, "investigator_a1", "money")
    take_complaints(office, "investigator_a1", "money", twin)
    case = give_answers(office, "investigator_a1", "money", paths[:-1])
    run_jobs()

    give_answers(office, "investigator_a1", "money", paths[-1:])
    run_jobs()

    with office.acts("investigator_a1"):
        assert [t.number for t in Trace.objects.filter(case=case).order_by("number")] == [1, 2]
    assert not [found for found, _ in due_cases() if found == case.pk]
