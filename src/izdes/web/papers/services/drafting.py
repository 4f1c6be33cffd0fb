"""Drafting: a paper that is still being written, and a translation of one that was made."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from izdes.adapters.documents.forms.form import form_of
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.reach import require_case
from izdes.web.correspondence.models import Request
from izdes.web.investigation.changing import require_unchanged
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.papers.contents import language_of
from izdes.web.papers.errors import (
    LanguageSame,
    NotOfThisCase,
    OriginalNotMade,
    PaperMoved,
    ReasonMissing,
)
from izdes.web.papers.models import Paper

Values = Mapping[str, Any]


@transaction.atomic(durable=True)
def draft_paper(
    *,
    case: Case,
    form: str,
    values: Values,
    officer: Officer,
    complaint: Complaint | None = None,
    request: Request | None = None,
) -> Paper:
    """Draft a paper of a case in the language of its proceedings.

    Raises:
        NotPermitted: The officer does not work on the case.
        UnknownForm: There is no such form.
        NotOfThisCase: The complaint or the request belongs to another case.
    """
    require_case(officer, case, "write")
    for given in (complaint, request):
        if given is not None and given.case_id != case.pk:
            raise NotOfThisCase
    paper = Paper.objects.create(
        case=case,
        form=form_of(form).code,
        language=language_of(case),
        fields=_known(form, values),
        complaint=complaint,
        request=request,
        drafted_by=officer,
        changed_by=officer,
    )
    _recorded(Event.PAPER_DRAFTED, paper, officer, language=paper.language)
    return paper


@transaction.atomic(durable=True)
def redraft_paper(*, paper: Paper, seen: int, values: Values, officer: Officer) -> Paper:
    """Change what a draft says; what was typed before goes, and the journal says which fields.

    Raises:
        NotPermitted: The officer does not work on the case.
        PaperMoved: It is no draft any more.
        ChangedMeanwhile: Somebody changed it since it was shown.
    """
    require_case(officer, paper.case, "write")
    held = locked(paper, "draft")
    require_unchanged(seen=seen, now=held.version, by=held.changed_by)
    given = _known(held.form, values)
    changed = sorted(name for name in given if given[name] != held.fields.get(name, ""))
    held.fields = {**held.fields, **given}
    held.version += 1
    held.changed_by, held.changed_at = officer, Now()
    held.save(update_fields=["fields", "version", "changed_by", "changed_at"])
    _recorded(Event.PAPER_REDRAFTED, held, officer, fields=", ".join(changed) or "—")
    return held


@transaction.atomic(durable=True)
def translate_paper(*, paper: Paper, translator: str, officer: Officer) -> Paper:
    """Begin a translation: a separate copy in the other language, which names its translator.

    What the form words itself is in that language at once; what was filled in stands there to be
    translated by hand.

    Raises:
        NotPermitted: The officer does not work on the case.
        OriginalNotMade: The paper was not made, was annulled, or is a translation.
        LanguageSame: There is a translation already.
        ReasonMissing: No translator is named.
    """
    require_case(officer, paper.case, "write")
    held = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if held.state not in {"made", "signed"} or held.translation_of_id is not None:
        raise OriginalNotMade
    if held.translations.exclude(state="annulled").exists():
        raise LanguageSame
    if not translator.strip():
        raise ReasonMissing
    made = Paper.objects.create(
        case=held.case,
        form=held.form,
        language="kk" if held.language == "ru" else "ru",
        fields=held.fields,
        complaint=held.complaint,
        request=held.request,
        translation_of=held,
        translator=translator.strip(),
        drafted_by=officer,
        changed_by=officer,
    )
    _recorded(
        Event.PAPER_TRANSLATED,
        made,
        officer,
        language=made.language,
        number=held.number,
        translator=made.translator,
    )
    return made


def locked(paper: Paper, *states: str) -> Paper:
    """Return a paper under a lock, in one of some states.

    Raises:
        PaperMoved: It is in none of them.
    """
    held = (
        Paper.objects.select_for_update(of=("self",))
        .select_related("case__unit", "changed_by", "translation_of", "made_by")
        .get(pk=paper.pk)
    )
    if held.state not in states:
        raise PaperMoved(state=held.state)
    return held


def _known(form: str, values: Values) -> dict[str, Any]:
    """Return the values that a form has fields for."""
    return {one.name: values[one.name] for one in form_of(form).fields if one.name in values}


def _recorded(event: Event, paper: Paper, officer: Officer, **said: str) -> None:
    """Record what happened to a paper."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("paper", str(paper.pk)),
        changes={
            "form": Change(None, paper.form),
            **{name: Change(None, text) for name, text in said.items()},
        },
        case=paper.case_id,
    )
