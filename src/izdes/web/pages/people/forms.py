"""Forms: what is asked of a body, a person, a post and a certificate before they are entered."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from izdes.adapters.words import say
from izdes.core.identifiers.bin import Bin
from izdes.core.identifiers.iin import Iin
from izdes.core.law.clocks.zone import start_of
from izdes.core.law.register import Institution
from izdes.web.language import language
from izdes.web.officers.models import Body
from izdes.web.officers.roles import BodyKind, Role
from izdes.web.officers.services.bodies import Names
from izdes.web.pages.people.fields import BodyField, EntryForm, NumberField, day_field
from izdes.web.pages.people.telling import kinds, regions, roles

_LONGEST = 300
_LONGEST_GROUND = 1000
_LONGEST_LOGIN = 150


class OfficeForm(EntryForm):
    """A unit, a headquarters, an office of prosecutors, a court."""

    hinted = frozenset({"code", "region", "parent", "body_bin"})

    kind = forms.ChoiceField()
    code = forms.SlugField(max_length=64)
    name_kk = forms.CharField(max_length=_LONGEST)
    name_ru = forms.CharField(max_length=_LONGEST)
    name_en = forms.CharField(max_length=_LONGEST)
    region = forms.ChoiceField(required=False)
    parent = BodyField(required=False)
    body_bin = NumberField(Bin)
    since = day_field()

    def __init__(self, *given: Any, bodies: QuerySet[Body], **named: Any) -> None:  # noqa: ANN401 - the framework's
        super().__init__(*given, **named)
        offices = {kind: words for kind, words in kinds().items() if kind != BodyKind.INSTITUTION}
        self.offer("kind", list(offices.items()))
        self.offer("region", [("", say("people_whole_country", language())), *regions().items()])
        self.among("parent", bodies.exclude(kind=BodyKind.INSTITUTION))

    def given(self) -> dict[str, Any]:
        """Return what a body is founded with; the form is valid."""
        found = self.cleaned_data
        return {
            "code": found["code"],
            "kind": BodyKind(found["kind"]),
            "names": Names(found["name_kk"], found["name_ru"], found["name_en"]),
            "region": found["region"] or None,
            "parent": found["parent"],
            "body_bin": found["body_bin"],
            "since": found["since"],
        }


class InstitutionForm(EntryForm):
    """A bank or another institution of the law's register that has no body yet."""

    hinted = frozenset({"institution", "code", "body_bin", "bic"})

    institution = forms.ChoiceField()
    code = forms.SlugField(max_length=64, required=False)
    body_bin = NumberField(Bin)
    bic = forms.RegexField(r"\A[A-Z0-9]{8}([A-Z0-9]{3})?\Z", required=False, strip=True)
    since = day_field()

    def __init__(
        self,
        *given: Any,  # noqa: ANN401 - the framework's
        register: tuple[Institution, ...],
        **named: Any,  # noqa: ANN401 - the framework's
    ) -> None:
        super().__init__(*given, **named)
        self._register = {one.institution_id: one for one in register}
        called = {key: _called(one) for key, one in self._register.items()}
        pairs = sorted(called.items(), key=lambda pair: pair[1].casefold())
        self.offer("institution", [("", "—"), *pairs])

    def given(self) -> dict[str, Any]:
        """Return what a body is founded with: what is left empty the register says."""
        found = self.cleaned_data
        entry = self._register[found["institution"]]
        name = entry.name_ru or entry.name_kk or entry.institution_id
        return {
            "code": found["code"] or entry.institution_id.lower(),
            "kind": BodyKind.INSTITUTION,
            "names": Names(entry.name_kk or name, name, entry.name_en or name),
            "institution": entry.institution_id,
            "body_bin": found["body_bin"] or entry.bin,
            "bic": found["bic"] or entry.bic,
            "since": found["since"],
        }


class SupervisorForm(EntryForm):
    """Which office of prosecutors supervises a body."""

    office = BodyField()

    def __init__(self, *given: Any, offices: QuerySet[Body], **named: Any) -> None:  # noqa: ANN401 - the framework's
        super().__init__(*given, **named)
        self.among("office", offices)


class PersonForm(EntryForm):
    """Who is entered: how she signs in, her name, number and language."""

    hinted = frozenset({"login", "iin"})

    login = forms.RegexField(r"\A\S+\Z", max_length=_LONGEST_LOGIN, strip=True)
    full_name = forms.CharField(max_length=_LONGEST)
    iin = NumberField(Iin)
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def given(self) -> dict[str, Any]:
        """Return what a person is entered with; the form is valid."""
        return {**self.cleaned_data, "iin": self.cleaned_data["iin"] or None}


class PostForm(EntryForm):
    """Which post is proposed: body, role, ground, from and until which day."""

    hinted = frozenset({"ground", "since", "until"})

    body = BodyField()
    role = forms.ChoiceField()
    ground = forms.CharField(max_length=_LONGEST_GROUND)
    since = day_field(required=False)
    until = day_field(required=False)

    def __init__(self, *given: Any, bodies: QuerySet[Body], **named: Any) -> None:  # noqa: ANN401 - the framework's
        super().__init__(*given, **named)
        self.among("body", bodies)
        self.offer("role", [("", "—"), *roles().items()])

    def clean(self) -> dict[str, Any]:
        """Refuse a post that would end before it begins."""
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if until and until < (since or localdate()):
            self.add_error("until", say("people_ends_before", language()))
        return found

    def given(self) -> dict[str, Any]:
        """Return what a post is proposed with; its last day counts in full."""
        found = self.cleaned_data
        since, until = found["since"], found["until"]
        return {
            "body": found["body"],
            "role": Role(found["role"]),
            "ground": found["ground"],
            "since": start_of(since) if since else None,
            "until": start_of(until + timedelta(days=1)) if until else None,
        }


class CertificateForm(EntryForm):
    """What somebody is certified for, by which paper, from when and until when."""

    hinted = frozenset({"area", "expires_on"})

    area = forms.CharField(max_length=_LONGEST)
    number = forms.CharField(max_length=_LONGEST)
    issued_on = day_field()
    expires_on = day_field()


class BodyNumberForm(EntryForm):
    """The БИН of a body that was entered without one."""

    body_bin = NumberField(Bin, required=True)


class PersonNumberForm(EntryForm):
    """The ИИН of a person who was entered without one."""

    iin = NumberField(Iin, required=True)


class ReasonForm(EntryForm):
    """Why a post is refused or ended, or somebody is let in no more."""

    reason = forms.CharField(max_length=_LONGEST_GROUND)


def _called(one: Institution) -> str:
    """Return how an institution of the register is called on the page."""
    name = getattr(one, f"name_{language()}") or one.name_ru or one.institution_id
    return f"{name} ({one.institution_id})"
