"""Papers: drafted, made, signed, annulled, translated; what was made never changes."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.cast import Cast
from tests.web.papers.papers import CASE, ME, drafted, made, signed

from izdes.adapters.documents.forms.content import digest_of
from izdes.adapters.documents.forms.form import UnknownForm, form_of, forms
from izdes.adapters.documents.forms.rendering import pdf_of
from izdes.adapters.signatures.pades_checking import check_pdf
from izdes.adapters.signatures.trust import read_trust
from izdes.core.errors import InputRefused
from izdes.web.config import configuration
from izdes.web.files.selectors import bytes_of
from izdes.web.investigation.changing import ChangedMeanwhile
from izdes.web.journal.heads import make_head
from izdes.web.journal.models import Entry
from izdes.web.officers.reach import NotPermitted
from izdes.web.papers.errors import (
    DecreeMissing,
    LanguageSame,
    NotItsMaker,
    NotOfThisCase,
    OriginalNotMade,
    PaperMoved,
    ReasonMissing,
    SignerNot,
)
from izdes.web.papers.models import Paper
from izdes.web.papers.prefilling import SOURCES, About, prefilled
from izdes.web.papers.selectors import paper_confirmed, papers_visible_to
from izdes.web.papers.services.drafting import draft_paper, redraft_paper, translate_paper
from izdes.web.papers.services.language import change_language
from izdes.web.papers.services.making import annul_paper, make_paper, sign_paper


def last_event(cast: Cast) -> str:
    """Return what happened last in the case."""
    with cast.acts(ME):
        return str(Entry.objects.order_by("-number").values_list("event", flat=True)[0])


def test_a_draft_has_no_number_and_is_recorded(cast: Cast) -> None:
    paper = drafted(cast)

    assert (paper.state, paper.number, paper.content) == ("draft", "", None)
    assert last_event(cast) == "paper.drafted"


def test_a_draft_is_in_the_language_of_the_proceedings(cast: Cast) -> None:
    assert drafted(cast).language == cast.case(CASE).language == "kk"


@pytest.mark.parametrize("login", ["prosecutor_a1", "specialist", "investigator_b1", "hq_analyst"])
def test_only_who_works_on_a_case_drafts_its_papers(cast: Cast, login: str) -> None:
    with pytest.raises(NotPermitted):
        drafted(cast, login=login)


def test_there_is_no_paper_of_a_form_that_nobody_wrote(cast: Cast) -> None:
    with cast.acts(ME) as officer, pytest.raises(UnknownForm):
        draft_paper(case=cast.case(CASE), form="warrant", values={}, officer=officer)


def test_a_paper_is_about_a_complaint_of_its_case(cast: Cast) -> None:
    with cast.acts(ME) as officer, pytest.raises(NotOfThisCase):
        draft_paper(
            case=cast.case(CASE),
            form="acceptance",
            values={},
            officer=officer,
            complaint=cast.complaint("a1-loose"),
        )


def test_a_change_of_a_draft_names_the_fields_that_changed(cast: Cast) -> None:
    paper = drafted(cast)

    with cast.acts(ME) as officer:
        kept = redraft_paper(paper=paper, seen=1, values={"ground": "Басқа"}, officer=officer)

    assert (kept.version, kept.fields["ground"]) == (2, "Басқа")
    assert kept.fields["place"] == paper.fields["place"]
    assert last_event(cast) == "paper.redrafted"


def test_two_do_not_overwrite_one_another(cast: Cast) -> None:
    paper = drafted(cast)

    with cast.acts(ME) as officer:
        redraft_paper(paper=paper, seen=1, values={"ground": "Бір"}, officer=officer)
        with pytest.raises(ChangedMeanwhile):
            redraft_paper(paper=paper, seen=1, values={"ground": "Екі"}, officer=officer)


def test_a_paper_that_is_made_gets_number_digest_and_pdf(cast: Cast) -> None:
    first, second = made(cast), made(cast)

    assert [first.number, second.number] == [f"{CASE}.1", f"{CASE}.2"]
    assert first.content is not None
    assert first.digest == digest_of(first.content)
    with cast.acts(ME):
        assert first.file is not None
        assert b"".join(bytes_of(first.file)) == pdf_of(first.content)
    assert last_event(cast) == "paper.made"


def test_the_head_of_the_journal_stands_on_a_paper(cast: Cast) -> None:
    head = make_head()

    paper = made(cast)

    assert paper.content is not None
    assert paper.content["journal"] == {"size": head.size, "root": head.tree.root.hex()}


def test_who_makes_a_paper_stands_on_it(cast: Cast) -> None:
    paper = made(cast)

    assert paper.content is not None
    assert paper.content["signer"]["name"] == cast.officer(ME).full_name
    assert paper.content["signer"]["post"]["kk"]


def test_a_paper_that_lacks_something_is_not_made(cast: Cast) -> None:
    paper = drafted(cast, ground="")

    with cast.acts(ME) as officer:
        with pytest.raises(InputRefused) as refused:
            make_paper(paper=paper, seen=1, officer=officer)
        paper.refresh_from_db()

    assert paper.state == "draft"
    assert [fault.column for fault in refused.value.faults] == ["ground"]


def test_only_a_head_makes_the_decree_of_a_group(cast: Cast) -> None:
    paper = drafted(cast, "group_decree")

    with cast.acts(ME) as officer, pytest.raises(SignerNot):
        make_paper(paper=paper, seen=1, officer=officer)
    with cast.acts("head_of_unit_a1") as head:
        assert make_paper(paper=paper, seen=1, officer=head).state == "made"


def test_a_signed_paper_is_accepted_by_whoever_checks_it(cast: Cast) -> None:
    paper = signed(cast)

    with cast.acts(ME):
        assert paper.signed_file is not None
        pdf = b"".join(bytes_of(paper.signed_file))
    trust = read_trust(configuration().home / "pki" / "trust")
    assert paper.signed_at is not None
    report = check_pdf(pdf, trust, at=paper.signed_at)
    assert report.is_accepted
    assert (report.number, report.content) == (paper.number, paper.digest)
    assert report.signatures[0].proven_at is not None
    assert last_event(cast) == "paper.signed"


def test_nobody_signs_what_another_made(cast: Cast) -> None:
    paper = made(cast)

    with cast.acts("head_of_unit_a1") as head, pytest.raises(NotItsMaker):
        sign_paper(paper=paper, officer=head)


def test_a_draft_is_not_signed(cast: Cast) -> None:
    paper = drafted(cast)

    with cast.acts(ME) as officer, pytest.raises(PaperMoved):
        sign_paper(paper=paper, officer=officer)


def test_a_paper_that_was_made_is_no_draft_any_more(cast: Cast) -> None:
    paper = made(cast)

    with cast.acts(ME) as officer:
        with pytest.raises(PaperMoved):
            redraft_paper(paper=paper, seen=1, values={}, officer=officer)
        with pytest.raises(PaperMoved):
            make_paper(paper=paper, seen=1, officer=officer)


@pytest.mark.parametrize(
    "change",
    [
        "fields = '{}'",
        "content = '{}'",
        "number = 'other'",
        f"digest = '{'0' * 64}'",
        "state = 'draft'",
        "made_at = now()",
    ],
)
def test_what_was_made_never_changes_whoever_asks(cast: Cast, change: str) -> None:
    paper = made(cast)

    with (
        cast.acts(ME),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE papers_paper SET {change} WHERE id = %s", [paper.pk])  # noqa: S608


def test_a_paper_is_never_deleted(cast: Cast) -> None:
    paper = drafted(cast)

    with (
        cast.acts(ME),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM papers_paper WHERE id = %s", [paper.pk])


def test_a_signed_paper_is_annulled_by_whoever_answers_for_the_case(cast: Cast) -> None:
    paper = signed(cast)

    with cast.acts("group_member_c1") as member, pytest.raises(NotPermitted):
        annul_paper(paper=paper, reason="Қате", officer=member)
    with cast.acts(ME) as lead:
        with pytest.raises(ReasonMissing):
            annul_paper(paper=paper, reason=" ", officer=lead)
        gone = annul_paper(paper=paper, reason="Қате", officer=lead)

    assert gone.state == "annulled"
    assert last_event(cast) == "paper.annulled"
    with cast.acts(ME) as lead, pytest.raises(PaperMoved):
        annul_paper(paper=paper, reason="Тағы", officer=lead)


def test_anybody_may_learn_that_a_paper_is_the_offices_and_nothing_else(cast: Cast) -> None:
    paper = made(cast)

    told = paper_confirmed(paper.number, paper.digest)

    assert told.is_confirmed
    assert told.body["kk"] == cast.body("a1").name_kk
    assert told.made_on is not None
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        lambda p: (p.number, "0" * 64),
        lambda p: ("a1.99", p.digest),
        lambda _: ("", ""),
        lambda _: ("\0", "\0"),
        lambda p: (p.number, ""),
    ],
)
def test_what_does_not_fit_is_not_confirmed(
    cast: Cast, asked: Callable[[Paper], tuple[str, str]]
) -> None:
    paper = made(cast)
    drafted(cast)

    told = paper_confirmed(*asked(paper))

    assert (told.is_confirmed, told.body, told.made_on) == (False, {}, None)


def test_an_annulled_paper_is_confirmed_to_nobody(cast: Cast) -> None:
    paper = made(cast)
    with cast.acts(ME) as officer:
        annul_paper(paper=paper, reason="Қате", officer=officer)

    assert not paper_confirmed(paper.number, paper.digest).is_confirmed


def test_a_translation_is_a_paper_of_its_own_and_names_its_translator(cast: Cast) -> None:
    original = made(cast)

    with cast.acts(ME) as officer:
        copy = translate_paper(paper=original, translator="Айжан", officer=officer)
        with pytest.raises(LanguageSame):
            translate_paper(paper=original, translator="Айжан", officer=officer)
        done = make_paper(paper=copy, seen=1, officer=officer)
        with pytest.raises(OriginalNotMade):
            translate_paper(paper=done, translator="Айжан", officer=officer)

    assert (copy.language, done.number) == ("ru", f"{CASE}.2")
    assert done.content is not None
    assert done.content["original"]["translator"] == "Айжан"
    assert done.content["original"]["digest"] == original.digest


def test_a_translation_without_a_translator_is_none(cast: Cast) -> None:
    original = made(cast)

    with cast.acts(ME) as officer, pytest.raises(ReasonMissing):
        translate_paper(paper=original, translator="  ", officer=officer)


def test_the_language_of_proceedings_changes_by_a_signed_decree(cast: Cast) -> None:
    decree = signed(cast, to_language="ru")

    with cast.acts(ME) as officer:
        case = change_language(decree=decree, officer=officer)
        with pytest.raises(LanguageSame):
            change_language(decree=decree, officer=officer)
        paper = draft_paper(case=case, form="acceptance", values={}, officer=officer)

    assert (case.language, paper.language) == ("ru", "ru")


def test_an_unsigned_decree_changes_no_language(cast: Cast) -> None:
    decree = made(cast, to_language="ru")

    with cast.acts(ME) as officer, pytest.raises(DecreeMissing):
        change_language(decree=decree, officer=officer)


def test_another_paper_changes_no_language(cast: Cast) -> None:
    paper = signed(cast, "acceptance")

    with cast.acts(ME) as officer, pytest.raises(DecreeMissing):
        change_language(decree=paper, officer=officer)


def test_the_database_asks_for_the_decree_too(cast: Cast) -> None:
    with (
        cast.acts(ME),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE cases_case SET language = 'ru' WHERE number = %s", [CASE])


def test_every_source_that_a_form_names_is_asked() -> None:
    named = {field.filled_from for form in forms().values() for field in form.fields} - {""}

    assert named == SOURCES


@pytest.mark.parametrize("code", list(forms()))
def test_every_form_is_prefilled_from_what_the_case_holds(cast: Cast, code: str) -> None:
    form = form_of(code)
    request = None
    with cast.acts(ME) as officer:
        case = cast.case(CASE)
        request = case.requests.order_by("pk").first()
        about = About(officer, case, cast.complaint(CASE), request)

        values = prefilled(form, about)
        paper = draft_paper(
            case=case, form=code, values=values, officer=officer, complaint=about.complaint,
            request=request,
        )  # fmt: skip

    assert set(values) <= {field.name for field in form.fields}
    assert paper.fields == values
    if "place" in form.by_name:
        assert values["place"] == cast.body("a1").name_kk


def test_papers_are_seen_with_their_case(cast: Cast) -> None:
    paper = made(cast)

    for login, is_seen in (("prosecutor_a1", True), ("investigator_a2", False)):
        with cast.acts(login) as officer:
            assert papers_visible_to(officer).filter(pk=paper.pk).exists() is is_seen
