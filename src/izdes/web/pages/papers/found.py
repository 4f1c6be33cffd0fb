"""A paper as its pages need it: found, what stands on it now, and the look at it written down."""

from django.http import Http404
from django.utils.timezone import now

from izdes.adapters.documents.forms.content import Content
from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.words import say
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.papers.contents import content_now, post_for
from izdes.web.papers.models import Paper
from izdes.web.papers.selectors import papers_visible_to


def paper_of(officer: Officer, number: int, paper: int) -> Paper:
    """Return a paper of a case that an officer sees.

    Raises:
        Http404: He sees none of that key.
    """
    rows = papers_visible_to(officer).select_related(
        "case__unit", "complaint", "request", "translation_of", "made_by", "signed_by",
        "annulled_by", "changed_by", "file", "signed_file",
    )  # fmt: skip
    found = rows.filter(case=number, pk=paper).first()
    if found is None:
        raise Http404
    return found


def content_of(paper: Paper, officer: Officer) -> Content:
    """Return what stands on a paper; a draft has no number."""
    if paper.content is not None:
        content: Content = paper.content
        return content
    post = post_for(officer, paper.case, form_of(paper.form).posts)
    return content_now(paper, officer=officer, post=post, number="", at=now(), law=pack_in_force())


def noted(officer: Officer, paper: Paper) -> None:
    """Write down that an officer looks at what stands on a paper."""
    purpose = say("paper_reading", language())
    read_by(officer.pk, Subject("paper", str(paper.pk)), case=paper.case_id, purpose=purpose)
