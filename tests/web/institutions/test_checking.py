"""The page without a login says yes or no, and nothing else."""

from datetime import timedelta

import pytest
from tests.web.cast import Cast
from tests.web.correspondence.desk import drafted, running_case, sanctioned
from tests.web.institutions.contours import SiteClient
from tests.web.institutions.test_exchange import sent_request
from tests.web.papers.papers import CASE, ME, made

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.core.orders.papers import read_order
from izdes.web.correspondence.models import Decision
from izdes.web.institutions import limiting
from izdes.web.papers.services.making import annul_paper

# The same in one contour and in two.
pytestmark = pytest.mark.parametrize("contours", [1, 2], indirect=True)


def asked(number: str, body: str, digest: str, lang: Lang = "en") -> tuple[int, str]:
    given = {"number": number, "body": body, "digest": digest, "lang": lang}
    reply = SiteClient().get("/check", given)
    return reply.status_code, reply.content.decode()


def test_a_paper_that_left_is_confirmed_by_number_body_and_digest(site: Cast) -> None:
    request = sent_request(site)
    own = read_order(bytes(request.paper or b"")).initiator.body_bin

    assert say("check_yes", "en") in asked(request.number, own, request.digest)[1]
    for wrong in (
        ("run/77", own, request.digest),
        (request.number, request.addressee.bin, request.digest),
        (request.number, own, "ab" * 32),
    ):
        status, page = asked(*wrong)
        assert (status, say("check_no", "en") in page) == (200, True)


def test_a_sanction_is_confirmed_too(site: Cast) -> None:
    request = sent_request(site)
    decision = Decision.objects.using("owner").select_related("office").get(request=request)

    assert say("check_yes", "en") in asked(decision.number, decision.office.bin, decision.digest)[1]


def test_what_has_not_left_is_not_confirmed(site: Cast) -> None:
    request = sanctioned(site, drafted(site, running_case(site)))
    request.refresh_from_db(using="owner")
    own = read_order(bytes(request.paper or b"")).initiator.body_bin

    assert say("check_no", "en") in asked(request.number, own, request.digest)[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_asks_in_each_language_and_runs_nothing(site: Cast, lang: Lang) -> None:
    del site

    reply = SiteClient().get("/check", {"lang": lang})
    page = reply.content.decode()

    assert f'<html lang="{lang}">' in page
    assert say("check_ask", lang) in page
    assert "<script" not in page
    assert "style=" not in page
    assert not reply.cookies


@pytest.mark.parametrize(
    "given",
    [
        ("x", "", ""),
        ("x", "123", "ab" * 32),
        ("x", "y", "<b>"),
        ("x\0y", "171340000918", "ab" * 32),
    ],
)
def test_half_a_question_is_asked_again(site: Cast, given: tuple[str, str, str]) -> None:
    del site

    status, page = asked(*given)

    assert status == 422
    assert "<b>" not in page


def test_whoever_tries_many_is_stopped(site: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    del site
    monkeypatch.setitem(limiting.BOUNDS, "check", limiting.Bound(2, timedelta(hours=1)))
    number = ("run/1", "171340000918", "ab" * 32)

    statuses = [asked(*number)[0] for _ in range(2)]
    last = SiteClient().get("/check", dict(zip(("number", "body", "digest"), number, strict=True)))

    assert [*statuses, last.status_code] == [200, 200, 429]
    assert 0 < int(last["Retry-After"]) <= 3_600


def test_a_paper_of_a_case_is_confirmed_until_it_is_annulled(site: Cast) -> None:
    paper = made(site)
    with site.acts(ME):
        own = site.case(CASE).unit.bin

    assert say("check_yes", "en") in asked(paper.number, own, paper.digest)[1]
    assert say("check_no", "en") in asked(paper.number, own, "ab" * 32)[1]
    with site.acts(ME) as officer:
        annul_paper(paper=paper, reason="A slip", officer=officer)
    assert say("check_no", "en") in asked(paper.number, own, paper.digest)[1]
