"""Contents: a paper as one object, from the rows of its case and the minute in which it is made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

from izdes.adapters.documents.forms.content import (
    Content,
    OfCase,
    Original,
    Place,
    Signer,
    content_of,
)
from izdes.adapters.documents.forms.form import PaperLang, form_of
from izdes.adapters.words import say
from izdes.core.law.pack import norms_on
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.config import configuration
from izdes.web.investigation.models import Qualification
from izdes.web.journal.heads import last_head
from izdes.web.officers.models import Officer, Post
from izdes.web.officers.reach import posts_now
from izdes.web.papers.found import is_client_untold
from izdes.web.papers.models import Paper

_LANGUAGES: tuple[PaperLang, ...] = get_args(PaperLang)


def language_of(case: Case) -> PaperLang:
    """Return the language of a case's proceedings: Russian, or Kazakh as the state language."""
    return "ru" if case.language == "ru" else "kk"


def post_for(officer: Officer, case: Case, posts: tuple[str, ...]) -> Post | None:
    """Return the post by which an officer signs papers of a form: in the case's body first."""
    held = posts_now(officer).filter(role__in=posts).select_related("body").order_by("since")
    own = [post for post in held if post.body_id == case.unit_id]
    return next(iter((*own, *held)), None)


def content_now(
    paper: Paper,
    *,
    officer: Officer,
    post: Post | None,
    number: str,
    at: datetime,
    law: LawPack,
) -> Content:
    """Return everything that stands on a paper if it is made by an officer at a moment.

    Args:
        number: Empty for a draft that is only looked at.
    """
    head = last_head() if number else None
    return content_of(
        form_of(paper.form),
        _values(paper),
        language=_lang(paper.language),
        case=_of_case(paper.case, at, law),
        signer=_signer(officer, post),
        place=Place(
            number=number,
            made_at=at,
            journal_size=head.size if head else 0,
            journal_root=head.tree.root.hex() if head else "",
            check_at=configuration().check_address,
        ),
        original=_original(paper),
        law=law,
    )


def _values(paper: Paper) -> Mapping[str, Any]:
    """Return what stands in the fields of a paper.

    Where its request says that the client is not to be told, the paper says so whatever was ticked.
    """
    is_untold = is_client_untold(paper.request)
    return {**paper.fields, "client_untold": True} if is_untold else paper.fields


def _of_case(case: Case, at: datetime, law: LawPack) -> OfCase:
    """Return what a paper says of its case."""
    present = Qualification.objects.filter(case=case).order_by("-decided_at", "-pk").first()
    cited = norms_on(present.norms, at.date(), law=law) if present else ()
    return OfCase(
        number=case.number,
        body={"kk": case.unit.name_kk, "ru": case.unit.name_ru},
        body_bin=case.unit.bin,
        registered_at=case.registered_at,
        qualification={
            lang: "; ".join(norm.cited.in_language(lang) for norm in cited) for lang in _LANGUAGES
        },
    )


def _signer(officer: Officer, post: Post | None) -> Signer:
    """Return who signs, with his post in both languages."""
    role = f"role_{post.role}" if post else ""
    named = {"kk": say(role, "kk"), "ru": say(role, "ru")} if role else {}
    return Signer(officer.full_name, named)


def _original(paper: Paper) -> Original | None:
    """Return of what a paper is a translation."""
    original = paper.translation_of
    if original is None:
        return None
    return Original(original.number, original.digest, _lang(original.language), paper.translator)


def _lang(language: str) -> PaperLang:
    """Return the language of a paper as its value."""
    return "ru" if language == "ru" else "kk"
