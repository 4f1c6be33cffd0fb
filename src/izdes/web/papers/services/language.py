"""The language of proceedings: changed by a reasoned decree that was signed, and only so."""

from django.db import transaction

from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.cases.services.language import set_language
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.papers.errors import DecreeMissing, LanguageSame
from izdes.web.papers.models import Paper

_FORM = "language_change"


@transaction.atomic(durable=True)
def change_language(*, decree: Paper, officer: Officer) -> Case:
    """Change the language of a case's proceedings, as its latest signed decree says.

    Papers that were made stay as they are; drafts stay in the language in which they were begun.

    Raises:
        NotPermitted: The officer does not work on the case.
        DecreeMissing: The paper is no signed decree on the language, or a later one says otherwise.
        LanguageSame: Its language is that of the proceedings already.
    """
    require_case(officer, decree.case, "write")
    case = Case.objects.select_for_update().get(pk=decree.case_id)
    latest = (
        Paper.objects.filter(case=case, form=_FORM, state="signed", translation_of__isnull=True)
        .order_by("-signed_at", "-pk")
        .first()
    )
    if latest is None or latest.pk != decree.pk:
        raise DecreeMissing
    wanted = str(latest.fields["to_language"])
    if wanted == case.language:
        raise LanguageSame
    was = set_language(case, wanted)
    decided(
        Event.CASE_LANGUAGE_CHANGED,
        under=pack_in_force().ref,
        officer=officer,
        subject=Subject("case", str(case.pk)),
        changes={"language": Change(was, wanted), "number": Change(None, latest.number)},
        case=case.pk,
    )
    return case
