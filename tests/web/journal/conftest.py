"""People for the tests of the journal: an auditor and an investigator, and a case that he sees."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from izdes.web.cases.models import Case
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.officers.models import Body, Officer, Post
from izdes.web.officers.roles import BodyKind, Role

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class People:
    """Numbers of officers, and of the one case that the investigator sees."""

    auditor: int
    investigator: int
    case: int


@pytest.fixture
def people(committed_db: str) -> People:  # noqa: ARG001 - where they live
    """Return an auditor and an investigator; whoever investigates sees case 7."""
    body, elsewhere = (
        Body.objects.using(OWNER_ALIAS).create(
            kind=BodyKind.POLICE_HQ,
            code=code,
            name_kk="қ",
            name_ru="к",
            name_en="q",
            since=LONG_AGO.date(),
        )
        for code in ("here", "elsewhere")
    )
    first, second, auditor, investigator = (
        Officer.objects.using(OWNER_ALIAS).create(login=login, full_name=name)
        for login, name in (
            ("first", "А. Бірінші"),
            ("second", "Б. Екінші"),
            ("auditor", "Т. Тексеруші"),
            ("investigator", "Т. Тергеуші"),
        )
    )
    for officer, role in ((auditor, Role.AUDITOR), (investigator, Role.INVESTIGATOR)):
        Post.objects.using(OWNER_ALIAS).create(
            officer=officer,
            body=body,
            role=role,
            since=LONG_AGO,
            ground="№ 1",
            state="confirmed",
            proposed_by=first,
            decided_by=second,
            decided_at=LONG_AGO,
        )
    for number, unit in ((7, body), (8, elsewhere)):
        Case.objects.using(OWNER_ALIAS).create(
            pk=number,
            number=str(number),
            unit=unit,
            registered_at=LONG_AGO,
            form="investigation",
            state="open",
            category="",
        )
    return People(auditor.pk, investigator.pk, 7)
