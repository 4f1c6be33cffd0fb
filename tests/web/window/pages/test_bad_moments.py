"""Bad moments: what is wrong is said in plain words, and what helps meanwhile."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.web.window.pages.conftest import URGENT, Victim, began, faults, shown
from tests.web.window.pages.test_rows import PAYMENT

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.window.drafts import Draft, DraftFull
from izdes.web.window.pages import errors
from izdes.web.window.pages.drafting import COOKIE, with_draft


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_that_is_not_there_says_so(victim: Victim, lang: Lang) -> None:
    del victim

    answer = Client(headers={"accept-language": lang}).get("/nothing/")

    assert answer.status_code == 404
    assert say("window_error_not_found", lang) in shown(answer)
    assert say("window_error_meanwhile", lang) in shown(answer)


def test_a_form_without_its_token_is_not_taken(victim: Victim) -> None:
    del victim
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "kk"})

    answer = strict.post("/begin/", {"fresh": "yes"})

    assert answer.status_code == 403
    assert say("window_error_no_token_about", "kk") in shown(answer)


@pytest.mark.parametrize("handler", [errors.wrong_request, errors.not_permitted])
def test_every_fault_has_words(victim: Victim, handler: object) -> None:
    del victim
    assert callable(handler)

    # A handler alone passes no middleware: its language is what this thread spoke last.
    with override("kk"):
        answer = handler(RequestFactory().get("/"), ValueError())

    assert say("window_error_meanwhile", "kk") in shown(answer)


def test_a_fault_of_ours_asks_nothing_of_the_database(victim: Victim) -> None:
    del victim
    with override("kk"), CaptureQueriesContext(connections["window"]) as asked:
        answer = errors.failed(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert say("window_error_failed", "kk") in shown(answer)
    assert len(asked) == 0


def test_a_forgotten_draft_leads_to_the_beginning(victim: Victim) -> None:
    victim.client.cookies[COOKIE] = "nobody"

    assert victim.opens("window_check").headers["Location"] == "/"
    assert victim.sends("window_step", "story", narrative="x").headers["Location"] == "/"
    assert victim.opens("window_start").status_code == 200


def test_a_full_draft_says_what_to_do(victim: Victim) -> None:
    @with_draft
    def full(request: HttpRequest, draft: Draft, /) -> HttpResponse:
        del request, draft
        raise DraftFull

    victim.begins()
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = victim.draft.token

    answer = full(request)

    assert answer.status_code == 422
    assert say("window_error_too_full_about", "kk") in shown(answer)


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 }}", "\u202e", "😀" * 99]
)
def test_hostile_words_are_shown_as_words(victim: Victim, typed: str) -> None:
    victim.begins()
    victim.answers("story", narrative=typed)

    html = shown(victim.opens("window_check"))

    assert "<script>alert" not in html
    assert "<img src=x>" not in html
    assert victim.draft.answers["story"]["narrative"] == typed


@pytest.mark.parametrize("typed", ["a\x00b", "я" * 20_001])
def test_what_cannot_be_kept_is_said_in_kazakh(victim: Victim, typed: str) -> None:
    victim.begins()

    (fault,) = faults(victim.answers("story", narrative=typed))

    assert say("window_narrative", "kk") in fault


@pytest.mark.parametrize(
    ("name", "value"),
    [("from_bank", "NOBODY"), ("day", "31.02.2026"), ("day", "x"), ("clock", "25:61")],
)
def test_what_no_form_of_ours_sends_is_asked_for_again(
    victim: Victim, name: str, value: str
) -> None:
    victim.begins(fresh="yes")

    answer = victim.sends_urgently(**{name: value})

    assert answer.status_code == 422
    assert len(faults(answer)) == 1


def test_an_empty_file_is_named(victim: Victim) -> None:
    victim.begins()

    answer = victim.sends("window_files", evidence=SimpleUploadedFile("1.png", b""), more="1")

    assert faults(answer) == [say("window_file_empty", "kk")]


def test_a_language_that_is_none_changes_nothing(victim: Victim) -> None:
    answer = victim.sends("window_language", language="xx", next="https://elsewhere.example/")

    assert (answer.headers["Location"], "django_language" in answer.cookies) == ("/", False)


def test_pages_ask_the_store_as_often_whatever_was_told(victim: Victim) -> None:
    victim.begins()
    counts = []
    for number in (1, 2, 3):
        victim.sends("window_payment", number, **PAYMENT)
        with CaptureQueriesContext(connections["window"]) as asked:
            victim.opens("window_check")
        counts.append(len(asked))

    assert counts == [2, 2, 2]


def test_a_report_is_sent_twice_by_two_presses_and_is_one(victim: Victim) -> None:
    victim.begins(fresh="yes")
    victim.sends_urgently()
    first = victim.draft

    victim.sends("window_urgent", **URGENT, began=began())

    assert (victim.draft.receipt, victim.draft.sequence) == (first.receipt, first.sequence)
