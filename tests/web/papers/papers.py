"""Papers of the cast: drafted, filled, made and signed in the case a1 by its investigator."""

from typing import Any

from tests.adapters.documents.forms.filled import values_of
from tests.web.cast import Cast

from izdes.adapters.documents.forms.form import PaperLang, form_of
from izdes.web.papers.models import Paper
from izdes.web.papers.services.drafting import draft_paper
from izdes.web.papers.services.making import make_paper, sign_paper

ME = "investigator_a1"
CASE = "a1"


def drafted(
    cast: Cast,
    form: str = "language_change",
    *,
    login: str = ME,
    **changed: Any,  # noqa: ANN401
) -> Paper:
    """Return a draft whose fields are filled."""
    lang: PaperLang = "kk"
    values = {**values_of(form_of(form), lang), **changed}
    with cast.acts(login) as officer:
        return draft_paper(case=cast.case(CASE), form=form, values=values, officer=officer)


def made(cast: Cast, form: str = "language_change", **changed: Any) -> Paper:  # noqa: ANN401
    """Return a paper that was made."""
    paper = drafted(cast, form, **changed)
    with cast.acts(ME) as officer:
        return make_paper(paper=paper, seen=paper.version, officer=officer)


def signed(cast: Cast, form: str = "language_change", **changed: Any) -> Paper:  # noqa: ANN401
    """Return a paper that was signed."""
    paper = made(cast, form, **changed)
    with cast.acts(ME) as officer:
        return sign_paper(paper=paper, officer=officer)
