"""Uses: a file is seen where its case is seen; whoever changes a case uses a file in it."""

import pytest
from django.db import DatabaseError, transaction
from tests.web.cast import Cast

from izdes.web.files import services
from izdes.web.files.models import File
from izdes.web.files.quarantine import quarantine, release
from izdes.web.files.selectors import FileUnknown, file_visible_to, files_visible_to
from izdes.web.journal.record import Subject

ANSWER = b"the answer of a bank"


def used(cast: Cast, login: str, number: str) -> int:
    """Let somebody store a file and use it in a case."""
    with cast.acts(login) as officer:
        stored = services.store([ANSWER], name="answer.txt", officer=officer.pk)
        services.use(stored, by=Subject("statement", "1"), case=cast.case(number).pk)
    return stored


@pytest.mark.parametrize(
    ("login", "is_seen"),
    [
        ("operative_a1", True),
        ("head_of_unit_a1", True),
        ("prosecutor_a1", True),
        ("hq_analyst", True),
        ("investigator_a2", False),
        ("prosecutor_b1", False),
        ("responder_one", False),
        ("administrator", False),
        ("auditor", False),
        ("ended_a1", False),
    ],
)
def test_a_file_is_seen_where_its_case_is_seen(
    cast: Cast,
    login: str,
    is_seen: bool,  # noqa: FBT001 - the fact
) -> None:
    stored = used(cast, "investigator_a1", "a1")

    with cast.acts(login) as officer:
        assert files_visible_to(officer.pk).filter(pk=stored).exists() is is_seen


def test_a_file_of_a_sealed_case_is_seen_by_the_named(cast: Cast) -> None:
    stored = used(cast, "investigator_a1", "a1-sealed")

    with cast.acts("head_of_unit_a1") as officer, pytest.raises(FileUnknown):
        file_visible_to(officer.pk, stored)


def test_a_file_is_used_only_in_a_case_that_one_changes(cast: Cast) -> None:
    with cast.acts("investigator_a1") as officer:
        stored = services.store([ANSWER], name="answer.txt", officer=officer.pk)

        with pytest.raises(DatabaseError), transaction.atomic():
            services.use(stored, by=Subject("statement", "1"), case=cast.case("b1").pk)


def test_nobody_sees_a_file_by_using_it_in_his_own_case(cast: Cast) -> None:
    stored = used(cast, "investigator_a1", "a1")
    with cast.acts("investigator_a2") as officer:
        assert not File.objects.filter(pk=stored).exists()

        with pytest.raises(DatabaseError), transaction.atomic():
            services.use(stored, by=Subject("statement", "2"), case=cast.case("a2").pk)

        assert not files_visible_to(officer.pk).filter(pk=stored).exists()


def test_an_administrator_lets_a_file_out_and_does_not_see_it(cast: Cast) -> None:
    stored = used(cast, "investigator_a1", "a1")
    with cast.acts("investigator_a1") as officer:
        quarantine(stored, reason="looks like a program", officer=officer.pk)

    with cast.acts("administrator") as administrator:
        release(stored, reason="looked at apart", officer=administrator.pk)
        assert not File.objects.filter(pk=stored).exists()

    with cast.acts("investigator_a1") as officer:
        assert file_visible_to(officer.pk, stored).state == "kept"
