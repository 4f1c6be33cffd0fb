"""The draft of a request as a form: what its measure needs, prefilled, and no field besides.

Which fields there are is the law pack's. What the pack calls a field and has no shape of its own
here (a period, a sum, a term) is words.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast, get_args

from django import forms
from django.core.exceptions import ValidationError

from izdes.adapters.words import say
from izdes.adapters.words.figures import LOCAL
from izdes.core.holds.questions import Ask
from izdes.core.law.measures import Measure
from izdes.core.law.needed import Needed
from izdes.core.law.protected import answers
from izdes.core.law.release import LawPack
from izdes.core.orders.answers import FileKind
from izdes.core.orders.order import Cap, Period, Said, Urgency
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.orders.drafts import Draft
from izdes.web.language import language
from izdes.web.officers.models import Body
from izdes.web.pages.case.answering import SumField
from izdes.web.pages.correspondence.naming import body_name, choices, demanded_words
from izdes.web.pages.correspondence.subjects import typed_sum
from izdes.web.pages.fields import DayField

# What the paper holds elsewhere than among the words that are said.
SHAPED = frozenset(
    {
        "case_number",
        "intake_number",
        "qualification",
        "addressee",
        "subjects",
        "account",
        "demanded",
        "period",
        "amount",
        "days",
        "ground",
    }
)
# What stands in for the state register before registration.
BEFORE = ("qualification", "why_urgent")
# Kinds of files, and the single facts that a trace asks for.
DEMANDED: tuple[str, ...] = (*get_args(FileKind), *get_args(Ask))
_PROTECTED = "protected_answer"
_LONGEST, _LONGEST_BASIS = 4000, 500
_DAY = timedelta(days=1)


class DraftForm(forms.Form):
    """What a request will say, without its subjects."""

    addressee = forms.ChoiceField()
    basis = forms.CharField(max_length=_LONGEST_BASIS)
    urgency = forms.ChoiceField()
    untold = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any,  # noqa: ANN401 - a QueryDict or None
        *,
        needed: Needed,
        law: LawPack,
        bodies: Mapping[int, Body],
        is_before: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.needed, self.bodies = needed, bodies
        self._choose("addressee", [(str(pk), body_name(one)) for pk, one in bodies.items()])
        self._choose("urgency", choices("corr_urgency_", get_args(Urgency)))
        for name, field in _fields_of(needed.measure, law).items():
            self.fields[name] = field
        if is_before:
            for name in BEFORE:
                self.fields[name] = forms.CharField(max_length=_LONGEST_BASIS)

    def _choose(self, name: str, given: list[tuple[str, str]]) -> None:
        """Let a field choose from these."""
        cast("forms.ChoiceField", self.fields[name]).choices = given

    @property
    def said(self) -> list[tuple[str, forms.BoundField]]:
        """Return the fields of words, each with the code of what it is called."""
        return [
            (f"measure_field.{name.removeprefix('said-')}", self[name])
            for name in self.fields
            if name.startswith("said-")
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            raise ValidationError({"until": say("corr_period_wrong", language())})
        return found

    def body(self) -> Body:
        """Return to whom it goes."""
        return self.bodies[int(self.cleaned_data["addressee"])]

    def draft(self, cap_from: tuple[str, str] | None, most_minor: int = 0) -> Draft:
        """Return what was filled in.

        Args:
            cap_from: Rule and digest of the trace from which the most to be held was computed.
            most_minor: The sum of the most over all subjects, where no sum stands for all.

        Raises:
            ValidationError: A sum is asked for, and nothing was traced.
        """
        given = self.cleaned_data
        said = {
            name.removeprefix("said-"): str(value)
            for name, value in given.items()
            if name.startswith("said-") and str(value).strip()
        }
        return Draft(
            basis=given["basis"],
            demanded=tuple(given.get("demanded") or ()),
            period=_period(given.get("since"), given.get("until")),
            cap=_cap(given.get("amount") or most_minor, cap_from),
            days=given.get("days"),
            said=tuple(Said(name, text) for name, text in sorted(said.items())),
            urgency=given["urgency"],
            qualification=given.get("qualification", ""),
            why_urgent=given.get("why_urgent", ""),
            client_untold=given["untold"],
        )


def typed(draft: Draft, addressee: int) -> dict[str, Any]:
    """Return a draft as it would be typed into the form."""
    said = {f"said-{one.name}": one.text for one in draft.said}
    return {
        **said,
        "addressee": str(addressee),
        "basis": draft.basis,
        "urgency": draft.urgency,
        "untold": draft.client_untold,
        "demanded": list(draft.demanded),
        "since": draft.period and draft.period.since.astimezone(LOCAL).date().isoformat(),
        "until": draft.period
        and (draft.period.until - timedelta(microseconds=1)).astimezone(LOCAL).date().isoformat(),
        "amount": typed_sum(draft.cap.amount_minor) if draft.cap else "",
        "days": draft.days,
        "qualification": draft.qualification,
        "why_urgent": draft.why_urgent,
    }


def _fields_of(measure: Measure, law: LawPack) -> dict[str, forms.Field]:
    """Return the fields that a measure needs besides those of every request."""
    found: dict[str, forms.Field] = {}
    names = set(measure.fields)
    if "demanded" in names:
        found["demanded"] = forms.MultipleChoiceField(
            choices=[(one, demanded_words(one)) for one in dict.fromkeys(DEMANDED)]
        )
    if "period" in names:
        found["since"], found["until"] = DayField(), DayField()
    if "amount" in names:
        found["amount"] = SumField(required=True)
    if measure.kind == "order" and measure.term_days:
        found["days"] = forms.IntegerField(min_value=1, max_value=measure.term_days)
    for name in measure.fields:
        if name not in SHAPED:
            found[f"said-{name}"] = _said_field(name, law)
    return found


def _said_field(name: str, law: LawPack) -> forms.Field:
    """Return the field of something said: words, or the answer about protected money."""
    if name == _PROTECTED:
        return forms.ChoiceField(choices=choices("corr_protected_", answers(law)))
    return forms.CharField(max_length=_LONGEST, required=True)


def _period(since: date | None, until: date | None) -> Period | None:
    """Return a period from the begin of one local day to the end of another."""
    if since is None or until is None:
        return None
    begin, end = (datetime.combine(day, time(), LOCAL) for day in (since, until + _DAY))
    return Period(begin.astimezone(UTC), end.astimezone(UTC))


def _cap(minor: int, cap_from: tuple[str, str] | None) -> Cap | None:
    """Return the most that may be held, with the trace it was computed from."""
    if not minor:
        return None
    if cap_from is None:
        raise ValidationError({"amount": say("corr_cap_without_trace", language())})
    try:
        return Cap(minor, "KZT", *cap_from)
    except PaperWrong:
        raise ValidationError({"amount": say("corr_cap_without_trace", language())}) from None
