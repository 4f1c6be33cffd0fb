"""A page of a case asks as often for one episode as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.investigation.casework import LEAD, case_with
from tests.web.pages.case.test_opening import _LED, _READ, browser

from izdes.web.investigation.services.noting import write_note
from izdes.web.investigation.services.tasks import accept_tasks

_MOST = 60


@pytest.mark.parametrize("name", [*_READ, *_LED])
def test_the_number_of_queries_does_not_grow_with_rows(cast: Cast, name: str) -> None:
    few, many = case_with(cast, "few", 100), case_with(cast, "many", *range(100, 109))
    with cast.acts(LEAD) as officer:
        for case, times in ((few, 1), (many, 5)):
            codes = ["record.interview", "stop.suspension", "stop.notices", "stop.incident"]
            accept_tasks(case=case, codes=codes[:times], officer=officer)
            for _ in range(times):
                write_note(case=case, text="x", officer=officer)
    client = browser(cast)
    counts = []

    for case in (few, few, many):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, kwargs={"number": case.pk}))
        counts.append(len(queries))

    assert counts[2] <= counts[1] + 1
    assert counts[2] <= _MOST
