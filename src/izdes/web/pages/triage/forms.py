"""Forms of triage: a call's four answers, a report at the desk, and each decision."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.timezone import localdate, now

from izdes.adapters.words import say
from izdes.core.identifiers.complaint import ROLES
from izdes.core.identifiers.kinds import KINDS
from izdes.core.law.institutions import Register
from izdes.core.law.pack import norms_on
from izdes.core.law.release import LawPack
from izdes.web.cases.models import SIGNINGS
from izdes.web.cases.services.triage import NOT_REGISTRABLE, ORDINARY
from izdes.web.language import language
from izdes.web.officers.models import Body
from izdes.web.pages.case.naming import schemes_named
from izdes.web.pages.fields import LARGEST_MINOR, MomentField
from izdes.web.pages.triage.desk import body_name
from izdes.web.pages.triage.reading import read_minute, read_sum

_LINE, _TEXT = 300, 50_000
_MOST_ROWS = 50
_KINDS_FIRST = ("phone", "card", "iban", "telegram", "whatsapp", "url", "iin", "bin")


def _words(code: str) -> str:
    """Return words in the language of the page."""
    return say(code, language())


class SaidSumField(forms.CharField):
    """A sum of tenge in digits or in words; its value is whole tiyn, or None."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(max_length=_LINE, required=required)

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's fields say so too
        """Return the sum in tiyn."""
        text = super().clean(value)
        if not text:
            return None
        minor = read_sum(text)
        if minor is None or minor > LARGEST_MINOR:
            raise ValidationError(_words("triage_sum_unreadable"))
        return minor


class SaidMinuteField(forms.CharField):
    """A minute of today or yesterday; nothing typed is now."""

    def __init__(self) -> None:
        super().__init__(max_length=20, required=False)

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's fields say so too
        """Return the moment."""
        moment = read_minute(super().clean(value), now=now())
        if moment is None:
            raise ValidationError(_words("triage_minute_unreadable"))
        return moment


class DeskForm(forms.Form):
    """A form in the name of a body: of one's own ones."""

    unit = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, desks: list[Body], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.desks = {body.pk: body for body in desks}
        choices = [(body.pk, body_name(body)) for body in desks]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined] # a field of choices
        if choices:
            self.fields["unit"].initial = choices[0][0]


class CallForm(DeskForm):
    """The four answers of a call; `nonce` keeps a second press from being a second complaint."""

    bank = forms.CharField(max_length=_LINE)
    amount = SaidSumField()
    minute = SaidMinuteField()
    payee = forms.CharField(max_length=_LINE)
    nonce = forms.CharField(max_length=40)


class ReportForm(DeskForm):
    """A report at the desk."""

    reported_at = MomentField(required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    full_name = forms.CharField(max_length=_LINE, required=False)
    iin = forms.CharField(max_length=30, required=False)
    phone = forms.CharField(max_length=40, required=False)
    contact = forms.CharField(max_length=_LINE, required=False)
    birth_year = forms.IntegerField(min_value=1900, max_value=2100, required=False)
    sex = forms.ChoiceField(required=False)
    representative = forms.CharField(max_length=_LINE, required=False)
    organisation_name = forms.CharField(max_length=_LINE, required=False)
    organisation = forms.CharField(max_length=30, required=False)
    region = forms.RegexField(r"^([0-9]{2})?$", required=False)
    scheme = forms.ChoiceField(required=False)
    occurred_from = MomentField(required=False)
    occurred_to = MomentField(required=False)
    total = SaidSumField(required=False)
    is_in_progress = forms.BooleanField(required=False)
    narrative = forms.CharField(max_length=_TEXT, required=False, widget=forms.Textarea)
    nonce = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, law: LawPack, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        nothing = ("", _words("triage_not_said"))
        sexes = [(sex, _words(f"triage_sex_{sex}")) for sex in ("f", "m")]
        self.fields["sex"].choices = [nothing, *sexes]  # type: ignore[attr-defined] # as above
        schemes = [nothing, *schemes_named(law)]
        self.fields["scheme"].choices = schemes  # type: ignore[attr-defined] # as above
        self.fields["language"].initial = language()


class PaymentForm(forms.Form):
    """One payment as she declares it."""

    at = MomentField(required=False)
    amount = SaidSumField(required=False)
    to_raw = forms.CharField(max_length=_LINE, required=False)
    to_bank = forms.CharField(max_length=_LINE, required=False)
    from_raw = forms.CharField(max_length=_LINE, required=False)
    from_bank = forms.CharField(max_length=_LINE, required=False)
    channel = forms.CharField(max_length=_LINE, required=False)


class LoanForm(forms.Form):
    """A loan taken in her name."""

    lender = forms.CharField(max_length=_LINE, required=False)
    contract = forms.CharField(max_length=_LINE, required=False)
    at = MomentField(required=False)
    amount = SaidSumField(required=False)
    paid_to = forms.CharField(max_length=_LINE, required=False)


class IdentifierForm(forms.Form):
    """A number, a handle or an address, and whose it is."""

    kind = forms.ChoiceField(required=False)
    raw = forms.CharField(max_length=_LINE, required=False)
    role = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        kinds = [*_KINDS_FIRST, *sorted(set(KINDS) - set(_KINDS_FIRST))]
        named = [(kind, _words(f"kind_{kind}")) for kind in kinds]
        self.fields["kind"].choices = named  # type: ignore[attr-defined] # as above
        roles = [(role, _words(f"triage_role_{role}")) for role in ROLES]
        self.fields["role"].choices = roles  # type: ignore[attr-defined] # as above


PaymentForms = formset_factory(PaymentForm, extra=0, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS)
LoanForms = formset_factory(LoanForm, extra=0, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS)
IdentifierForms = formset_factory(
    IdentifierForm, extra=0, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS
)
# A text: Django's class itself takes no parameter.
Rows: TypeAlias = "BaseFormSet[forms.Form]"


class BookForm(forms.Form):
    """The number in the book of intake."""

    number = forms.CharField(max_length=60)


class SignForm(forms.Form):
    """How the applicant signed, and that she was warned."""

    how = forms.ChoiceField()
    is_warned = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        ways = [(how, _words(f"triage_signed_{how}")) for how in SIGNINGS if how != "e_signature"]
        self.fields["how"].choices = ways  # type: ignore[attr-defined] # as above


class RegisterForm(forms.Form):
    """Registration as a case."""

    number = forms.CharField(max_length=60)
    registered_at = MomentField(required=False)
    scheme = forms.ChoiceField(required=False)
    form = forms.ChoiceField()
    category = forms.ChoiceField(required=False)
    reason = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - as above
        law: LawPack,
        categories: Sequence[str],
        **kwargs: Any,  # noqa: ANN401 - as above
    ) -> None:
        super().__init__(*args, **kwargs)
        special = [(one, one) for one in categories if one != ORDINARY]
        offered = [(ORDINARY, _words("triage_category_ordinary")), *special]
        self.fields["category"].choices = offered  # type: ignore[attr-defined] # as above
        schemes = [("", _words("triage_not_said")), *schemes_named(law)]
        self.fields["scheme"].choices = schemes  # type: ignore[attr-defined] # as above
        forms_of = [(f, _words(f"triage_form_{f}")) for f in ("investigation", "inquiry")]
        self.fields["form"].choices = forms_of  # type: ignore[attr-defined] # as above


class JoinForm(forms.Form):
    """Joining to a case as an episode."""

    number = forms.CharField(max_length=60)
    reason = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)


class SendForm(forms.Form):
    """Sending to the body whose matter it is."""

    to_unit = forms.TypedChoiceField(coerce=int)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, receivers: list[Body], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.receivers = {body.pk: body for body in receivers}
        choices = [(body.pk, body_name(body)) for body in receivers]
        self.fields["to_unit"].choices = choices  # type: ignore[attr-defined] # as above


class LeaveForm(forms.Form):
    """Not subject to registration: the norm, and what in the complaint falls under it."""

    norm = forms.ChoiceField()
    reason = forms.CharField(max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, law: LawPack, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        norms = norms_on(NOT_REGISTRABLE, localdate(), law=law)
        named = [(norm.norm_id, norm.cited.in_language(language())) for norm in norms]
        self.fields["norm"].choices = named  # type: ignore[attr-defined] # as above


def bank_of(text: str, register: Register) -> str:
    """Return the identifier of a bank that was named, or the name as it was written."""
    found = register.named(text)
    return text.strip() if found is None else found.institution_id
