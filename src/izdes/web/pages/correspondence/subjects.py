"""Subjects as a form takes them: a line each, of a kind, with the most that may be held on it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast, get_args

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from izdes.adapters.words import say
from izdes.core.identifiers.kinds import normalise
from izdes.core.orders.subjects import Subject, SubjectKind
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.models import RequestSubject
from izdes.web.correspondence.orders.drafts import Asked
from izdes.web.language import language
from izdes.web.pages.case.answering import SumField
from izdes.web.pages.correspondence.naming import choices

KINDS: tuple[str, ...] = tuple(sorted(get_args(SubjectKind), key=lambda kind: kind != "iban"))
_MOST = 200
_SPARE = 2


class SubjectForm(forms.Form):
    """One subject; a line without a value is none."""

    kind = forms.ChoiceField(required=False)
    value = forms.CharField(required=False, max_length=120)
    most = SumField()
    account = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*given, **named)
        cast("forms.ChoiceField", self.fields["kind"]).choices = choices("corr_kind_", KINDS)

    def clean(self) -> dict[str, Any]:
        """Read the line."""
        found = super().clean() or {}
        raw = str(found.get("value", "")).strip()
        if not raw or self.errors:
            return found
        kind = found.get("kind") or "iban"
        value = _normal(kind, raw)
        digest = found.get("digest", "") if kind == "card" else ""
        try:
            subject = Subject(cast("SubjectKind", kind), value, digest, found.get("most"))
        except PaperWrong as wrong:
            field = "most" if wrong.details.get("field") == "subjects.most_minor" else "value"
            raise ValidationError({field: say(f"corr_subject_{field}_wrong", language())}) from None
        kept = str(found.get("account", ""))
        key = f"iban:{value}" if kind == "iban" else kept if kept.endswith(value) else ""
        found["asked"] = Asked(subject, key)
        return found


def _normal(kind: str, raw: str) -> str:
    """Return a value in its normal form where it is readable, else as it was typed."""
    if kind == "card" and "*" in raw:
        return raw.replace(" ", "")
    read = normalise("iin" if kind == "any_account" else kind, raw)
    return str(read.value) if read.value is not None else raw


if TYPE_CHECKING:
    _Lines = BaseFormSet[SubjectForm]
else:
    _Lines = BaseFormSet


class SubjectLines(_Lines):
    """All subjects of a request: at least one, and none twice."""

    def asked(self) -> list[Asked]:
        """Return the subjects that were typed."""
        return [f.cleaned_data["asked"] for f in self.forms if "asked" in f.cleaned_data]

    def clean(self) -> None:
        """Refuse none at all, and one twice."""
        if any(self.errors):
            return
        named = [(one.subject.kind, one.subject.value) for one in self.asked()]
        if not named:
            raise ValidationError(say("request_subjects_missing", language()))
        if len({*named}) != len(named):
            raise ValidationError(say("corr_subject_twice", language()))


def subject_lines(
    data: Any,  # noqa: ANN401 - a QueryDict or None
    initial: Iterable[Asked] = (),
) -> SubjectLines:
    """Return the lines of a form, with two to spare."""
    make = formset_factory(
        SubjectForm, formset=SubjectLines, extra=_SPARE, max_num=_MOST, absolute_max=_MOST
    )
    made = make(data, prefix="subject", initial=[_typed(one) for one in initial])
    return cast("SubjectLines", made)


def asked_of(rows: Sequence[RequestSubject]) -> list[Asked]:
    """Return kept subjects as they were asked."""
    return [
        Asked(Subject(r.kind, r.value, r.card_digest, r.most_minor), r.account)  # type: ignore[arg-type] # kept as checked
        for r in rows
    ]


def typed_sum(minor: int | None) -> str:
    """Return a sum as it would be typed; nothing where none is known.

    >>> typed_sum(45_000_050), typed_sum(None)
    ('450000.50', '')
    """
    return "" if minor is None else f"{minor // 100}.{minor % 100:02d}"


def _typed(one: Asked) -> dict[str, str]:
    """Return a subject as it would be typed."""
    return {
        "kind": one.subject.kind,
        "value": one.subject.value,
        "most": typed_sum(one.subject.most_minor),
        "account": one.account,
        "digest": one.subject.digest,
    }
