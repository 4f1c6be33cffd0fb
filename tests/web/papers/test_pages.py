"""Pages of papers: drafted by a form, looked at, made, signed, saved; what was typed stays."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from tests.adapters.documents.forms.filled import values_of
from tests.web.cast import Cast
from tests.web.papers.papers import CASE, ME, drafted, made, signed

from izdes.adapters.documents.forms.filling import as_typed
from izdes.adapters.documents.forms.form import form_of, forms
from izdes.adapters.signatures.pades_checking import check_pdf
from izdes.adapters.signatures.trust import read_trust
from izdes.web.config import configuration
from izdes.web.papers.models import Paper


def client_of(cast: Cast, login: str = ME) -> Client:
    """Return the browser of somebody who is signed in."""
    client = Client()
    client.force_login(cast.officer(login))
    return client


def address(cast: Cast, name: str, paper: Paper | None = None, **more: int) -> str:
    """Return an address of the case's papers, or of one."""
    given = {"number": cast.case(CASE).pk, **({"paper": paper.pk} if paper else {}), **more}
    return reverse(name, kwargs=given)


def typed_of(code: str, **changed: str) -> dict[str, str]:
    """Return everything that a form asks for as somebody types it."""
    form = form_of(code)
    values = values_of(form, "kk")
    return {one.name: as_typed(one, values[one.name]) for one in form.fields} | changed


def only(cast: Cast) -> Paper:
    """Return the latest paper of the case."""
    with cast.acts(ME):
        return Paper.objects.order_by("-pk")[0]


def test_the_list_shows_papers_with_how_they_stand(cast: Cast) -> None:
    made(cast)

    page = client_of(cast).get(address(cast, "case_papers")).content.decode()

    assert f"{CASE}.1" in page
    assert "жасалды, қол қойылмаған" in page
    assert f"{form_of('acceptance').names['kk']}</a>" in page


@pytest.mark.parametrize("asked", [{"f-state": "made"}, {"f-form": "language_change"}])
def test_the_list_is_filtered(cast: Cast, asked: dict[str, str]) -> None:
    made(cast)

    page = client_of(cast).get(address(cast, "case_papers"), asked).content.decode()

    assert f"{CASE}.1" in page
    assert f"{form_of('acceptance').names['kk']}</a>" not in page


def test_every_form_can_be_chosen(cast: Cast) -> None:
    page = client_of(cast).get(address(cast, "case_papers_new")).content.decode()

    assert all(f'value="{code}"' in page for code in forms())
    assert "a1" in page


@pytest.mark.parametrize("code", list(forms()))
def test_every_form_opens_with_what_the_case_holds(cast: Cast, code: str) -> None:
    answer = client_of(cast).get(address(cast, "case_papers_new"), {"form": code})

    assert answer.status_code == HTTPStatus.OK
    for field in form_of(code).fields:
        assert f'name="{field.name}"' in answer.content.decode()


def test_a_draft_is_kept_and_shown(cast: Cast) -> None:
    client = client_of(cast)
    url = f"{address(cast, 'case_papers_new')}?form=acceptance"

    answer = client.post(url, typed_of("acceptance"), follow=True)

    paper = only(cast)
    assert answer.status_code == HTTPStatus.OK
    assert (paper.form, paper.state) == ("acceptance", "draft")
    assert reverse("case_papers_page", args=[paper.case_id, paper.pk, 1]) in answer.content.decode()


def test_what_was_typed_stays_where_something_is_wrong(cast: Cast) -> None:
    client = client_of(cast)
    url = f"{address(cast, 'case_papers_new')}?form=suspension"

    answer = client.post(url, typed_of("suspension", amount="көп", holder="Ерсұлтан Ғабитұлы"))

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="көп"' in page
    assert "Ерсұлтан Ғабитұлы" in page
    assert "Бұл өріске мұндай мән жазылмайды." in page


def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(cast: Cast) -> None:
    paper = drafted(cast)
    given = typed_of("language_change", ground="", asked_by="Қорғаушы")

    answer = client_of(cast).post(
        address(cast, "case_papers_one", paper), {**given, "version": "1", "do": "make"}
    )

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "«Уәж» толтырылмаған." in page
    assert 'value="Қорғаушы"' in page
    assert 'name="version" value="2"' in page


def test_a_paper_goes_from_draft_to_signature_and_is_saved(cast: Cast) -> None:
    client, paper = client_of(cast), drafted(cast)
    one = address(cast, "case_papers_one", paper)

    client.post(one, {**typed_of("language_change"), "version": "1", "do": "make"})
    client.post(address(cast, "case_papers_sign", paper))
    saved = client.get(address(cast, "case_papers_pdf", paper))

    pdf = b"".join(saved.streaming_content)  # type: ignore[attr-defined] # a stream
    found = only(cast)
    trust = read_trust(configuration().home / "pki" / "trust")
    assert found.signed_at is not None
    assert check_pdf(pdf, trust, at=found.signed_at).is_accepted
    assert "қол қойылған" in client.get(one).content.decode()


def test_a_draft_is_saved_as_a_draft(cast: Cast) -> None:
    paper = drafted(cast)

    saved = client_of(cast).get(address(cast, "case_papers_pdf", paper))

    assert saved.content.startswith(b"%PDF-")
    assert "language_change.pdf" in saved.headers["Content-Disposition"]


def test_a_page_is_a_picture_and_there_are_no_more_than_there_are(cast: Cast) -> None:
    client, paper = client_of(cast), drafted(cast)

    first = client.get(address(cast, "case_papers_page", paper, place=1))
    beyond = client.get(address(cast, "case_papers_page", paper, place=99))

    assert first.headers["Content-Type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    assert beyond.status_code == HTTPStatus.NOT_FOUND


def test_a_change_that_came_too_late_is_refused_and_kept_on_the_page(cast: Cast) -> None:
    client, paper = client_of(cast), drafted(cast)
    one = address(cast, "case_papers_one", paper)
    client.post(one, {**typed_of("language_change"), "version": "1", "do": "save"})

    late = client.post(
        one, {**typed_of("language_change", ground="Кеш келген"), "version": "1", "do": "save"}
    )

    assert late.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Кеш келген" in late.content.decode()


def test_a_translation_is_begun_from_its_original(cast: Cast) -> None:
    client, paper = client_of(cast), made(cast)

    answer = client.post(
        address(cast, "case_papers_translate", paper), {"text": "Сейітқали Айжан"}, follow=True
    )

    assert only(cast).translation_of_id == paper.pk
    assert "Сейітқали Айжан" in answer.content.decode()


def test_without_a_reason_nothing_is_annulled(cast: Cast) -> None:
    client, paper = client_of(cast), made(cast)

    refused = client.post(address(cast, "case_papers_annul", paper), {"text": ""})
    client.post(address(cast, "case_papers_annul", paper), {"text": "Қате"})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert only(cast).state == "annulled"


def test_the_language_of_the_case_follows_its_decree(cast: Cast) -> None:
    client, decree = client_of(cast), signed(cast, to_language="ru")
    one = address(cast, "case_papers_one", decree)
    offered = address(cast, "case_papers_language", decree)
    assert offered in client.get(one).content.decode()

    client.post(offered)

    assert offered not in client.get(one).content.decode()


def test_whoever_only_reads_is_offered_nothing_to_do(cast: Cast) -> None:
    paper = made(cast)
    client = client_of(cast, "prosecutor_a1")

    page = client.get(address(cast, "case_papers_one", paper)).content.decode()
    tried = client.post(address(cast, "case_papers_annul", paper), {"text": "Қате"})

    assert address(cast, "case_papers_annul", paper) not in page
    assert tried.status_code == HTTPStatus.FORBIDDEN


def test_to_whoever_people_are_masked_no_paper_is_shown(cast: Cast) -> None:
    paper = drafted(cast, "victim_decree")
    client = client_of(cast, "hq_analyst")

    page = client.get(address(cast, "case_papers_one", paper)).content.decode()

    assert paper.fields["person"] not in page
    for name, more in (("case_papers_pdf", {}), ("case_papers_page", {"place": 1})):
        assert client.get(address(cast, name, paper, **more)).status_code == HTTPStatus.FORBIDDEN


def test_a_paper_of_another_case_is_not_there(cast: Cast) -> None:
    paper = made(cast)

    given = {"number": cast.case("a2").pk, "paper": paper.pk}
    answer = client_of(cast, "investigator_a2").get(reverse("case_papers_one", kwargs=given))

    assert answer.status_code == HTTPStatus.NOT_FOUND
