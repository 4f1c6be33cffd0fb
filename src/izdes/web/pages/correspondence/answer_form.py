"""The answer of an institution as a form: each subject, each hold, each kind of file."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast, get_args

from django import forms
from django.core.exceptions import ValidationError

from izdes.adapters.messages.making.holds import asks_to_hold
from izdes.adapters.words import say
from izdes.core.orders.answers import (
    Answer,
    AnswerFile,
    Completeness,
    FileKind,
    HoldAnswer,
    HoldStatus,
    ReturnAnswer,
    SubjectAnswer,
    SubjectStatus,
    kind_of_demand,
)
from izdes.core.orders.claims import asks_to_return, claimed_accounts
from izdes.core.orders.order import Order
from izdes.core.orders.receipts import Answering, Named
from izdes.web.correspondence.models import Request
from izdes.web.language import language
from izdes.web.pages.case.answering import SumField
from izdes.web.pages.correspondence.faults import Line
from izdes.web.pages.correspondence.naming import choices
from izdes.web.pages.fields import MomentField

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

_SPARE = 2
_CURRENCY = "KZT"


class HeadForm(forms.Form):
    """How full an answer is, in words, and why it is corrected."""

    answer_id = forms.CharField(max_length=100, widget=forms.HiddenInput)
    corrects = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    completeness = forms.ChoiceField()
    text = forms.CharField(required=False, max_length=4000)
    why_corrected = forms.CharField(required=False, max_length=4000)

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*given, **named)
        field_ = cast("forms.ChoiceField", self.fields["completeness"])
        field_.choices = choices("corr_answer_", get_args(Completeness))

    def clean(self) -> dict[str, Any]:
        """Ask for words where not all is answered, and where an answer is corrected."""
        found = super().clean() or {}
        if found.get("completeness") != "full" and not str(found.get("text", "")).strip():
            self.add_error("text", ValidationError(say("corr_text_wanted", language())))
        if found.get("corrects") and not str(found.get("why_corrected", "")).strip():
            self.add_error("why_corrected", ValidationError(say("corr_why_wanted", language())))
        return found


class StatusForm(forms.Form):
    """What is said of one subject."""

    status = forms.ChoiceField()
    text = forms.CharField(required=False, max_length=1000)

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*given, **named)
        field_ = cast("forms.ChoiceField", self.fields["status"])
        field_.choices = choices("corr_subject_", get_args(SubjectStatus))


class HeldForm(forms.Form):
    """What became of the money on one account; a line without an account is none."""

    subject = forms.TypedChoiceField(coerce=int)
    account = forms.CharField(required=False, max_length=120)
    status = forms.ChoiceField()
    amount = SumField()
    since = MomentField(required=False)
    until = MomentField(required=False)

    def __init__(self, *given: Any, order: Order, **named: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*given, **named)
        places = [(str(n), one.value) for n, one in enumerate(order.subjects)]
        cast("forms.ChoiceField", self.fields["subject"]).choices = places
        names = choices("corr_hold_", get_args(HoldStatus))
        cast("forms.ChoiceField", self.fields["status"]).choices = names

    def clean(self) -> dict[str, Any]:
        """Ask for a sum and a beginning where money is held."""
        found = super().clean() or {}
        if found.get("account") and found.get("status") == "held":
            for name in ("amount", "since"):
                if not found.get(name):
                    self.add_error(name, ValidationError(say("corr_held_wants", language())))
        return found


class ReturnedForm(forms.Form):
    """One payment that came back to the victim; a line without an account is none."""

    subject = forms.TypedChoiceField(coerce=int, required=False)
    account = forms.CharField(required=False, max_length=120)
    amount = SumField()
    at = MomentField(required=False)
    document = forms.CharField(required=False, max_length=300)

    def __init__(self, *given: Any, order: Order, **named: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*given, **named)
        places = [(str(n), one.value) for n, one in enumerate(order.subjects)]
        cast("forms.ChoiceField", self.fields["subject"]).choices = places

    def clean(self) -> dict[str, Any]:
        """Ask for a sum and a moment where an account is named."""
        found = super().clean() or {}
        if found.get("account"):
            for name in ("amount", "at"):
                if not found.get(name):
                    self.add_error(name, ValidationError(say("corr_returned_wants", language())))
        return found


@dataclass
class AnswerForms:
    """All parts of an answer's form.

    Attributes:
        order: As far as it must be answered.
        faults: What was found where somebody asked to have it checked first.
    """

    order: Order
    head: HeadForm
    statuses: list[StatusForm]
    holds: list[HeldForm]
    returned: list[ReturnedForm]
    kinds: tuple[str, ...]
    said: str = ""
    faults: list[Line] = field(default_factory=list)
    is_checked: bool = False
    files: Mapping[str, list["UploadedFile[Any]"]] = field(default_factory=dict)

    @classmethod
    def begun(cls, order: Order, found: Request, *, latest: str, answer_id: str) -> "AnswerForms":
        """Return empty forms."""
        start = {"answer_id": answer_id, "corrects": latest, "completeness": "full"}
        told = {(row.kind, row.value): row.status for row in found.subjects.all()}
        return cls(
            order,
            HeadForm(initial=start),
            [
                StatusForm(prefix=f"subject-{n}", initial=_status(told.get((one.kind, one.value))))
                for n, one in enumerate(order.subjects)
            ],
            [
                HeldForm(prefix=f"hold-{n}", order=order, initial=_expected(order, n))
                for n in range(_lines(order))
            ],
            [
                ReturnedForm(prefix=f"returned-{n}", order=order, initial=_hers(order, n))
                for n in range(_return_lines(order))
            ],
            kinds_of(order),
        )

    @classmethod
    def given(
        cls,
        order: Order,
        data: Any,  # noqa: ANN401 - a QueryDict
        files: "MultiValueDict[str, UploadedFile[Any]]",
    ) -> "AnswerForms":
        """Return forms as they were filled."""
        kinds = kinds_of(order)
        return cls(
            order,
            HeadForm(data),
            [StatusForm(data, prefix=f"subject-{n}") for n in range(len(order.subjects))],
            [HeldForm(data, prefix=f"hold-{n}", order=order) for n in range(_lines(order))],
            [
                ReturnedForm(data, prefix=f"returned-{n}", order=order)
                for n in range(_return_lines(order))
            ],
            kinds,
            files={kind: files.getlist(f"file-{kind}") for kind in kinds},
        )

    @property
    def subjects(self) -> list[tuple[Any, StatusForm]]:
        """Return each subject with the form about it."""
        return list(zip(self.order.subjects, self.statuses, strict=False))

    @property
    def parts(self) -> list[forms.Form]:
        """Return every form."""
        return [self.head, *self.statuses, *self.holds, *self.returned]

    @property
    def is_wrong(self) -> bool:
        """Say whether anything is wrong."""
        return bool(self.said) or self.is_faulty or any(part.errors for part in self.parts)

    @property
    def is_faulty(self) -> bool:
        """Say whether the check found something that has to be put right."""
        return any(one.is_wrong for one in self.faults)

    @property
    def uploads(self) -> Iterator[tuple[str, "UploadedFile[Any]"]]:
        """Yield every file with its kind."""
        for kind, given in self.files.items():
            for one in given:
                yield kind, one

    def is_valid(self) -> bool:
        """Say whether every part is right."""
        return not any(not part.is_valid() for part in self.parts)

    def content(self, name: str) -> Iterable[bytes]:
        """Return the bytes of a file by its name."""
        return next(one.chunks() for kind, one in self.uploads if (one.name or kind) == name)

    def answer(self, found: Request, by: Answering, at: datetime) -> Answer:
        """Return the answer as a paper.

        Raises:
            PaperWrong: Its parts do not agree.
        """
        head = self.head.cleaned_data
        return Answer(
            answer_id=head["answer_id"],
            order_number=found.number,
            order_digest=found.digest,
            corrects=head["corrects"],
            why_corrected=head["why_corrected"] if head["corrects"] else "",
            completeness=head["completeness"],
            text=head["text"],
            answered_at=at,
            by=by,
            subjects=tuple(self._statuses()),
            holds=tuple(self._holds(at)),
            files=tuple(self._files()),
            returned=tuple(self._returned()),
        )

    def _statuses(self) -> Iterator[SubjectAnswer]:
        """Yield what is said of each subject."""
        for one, form in self.subjects:
            given = form.cleaned_data
            yield SubjectAnswer(Named(one.kind, one.value), given["status"], given["text"])

    def _holds(self, at: datetime) -> Iterator[HoldAnswer]:
        """Yield what became of the money on each account."""
        for form in self.holds:
            given = form.cleaned_data
            if not given.get("account"):
                continue
            one = self.order.subjects[given["subject"]]
            is_held = given["status"] == "held"
            cap = self.order.cap
            yield HoldAnswer(
                subject=Named(one.kind, one.value),
                account=_key(given["account"]),
                status=given["status"],
                amount_minor=given["amount"] or 0 if is_held else 0,
                currency=cap.currency if cap else _CURRENCY,
                at=at,
                since=self._since(given["since"]) if is_held else None,
                until=given["until"] if is_held else None,
            )

    def _since(self, typed: datetime) -> datetime:
        """Return from when money is held: what is typed to the minute of the order follows it."""
        made_at = self.order.made_at
        is_its_minute = typed == made_at.replace(second=0, microsecond=0)
        return made_at if is_its_minute else typed

    def _returned(self) -> Iterator[ReturnAnswer]:
        """Yield each payment that came back."""
        for form in self.returned:
            given = form.cleaned_data
            if not given.get("account"):
                continue
            one, cap = self.order.subjects[given["subject"] or 0], self.order.cap
            yield ReturnAnswer(
                subject=Named(one.kind, one.value),
                account=_key(given["account"]),
                amount_minor=given["amount"],
                currency=cap.currency if cap else _CURRENCY,
                at=given["at"],
                document=given["document"],
            )

    def _files(self) -> Iterator[AnswerFile]:
        """Yield every file with its digest."""
        for kind, one in self.uploads:
            digest = hashlib.sha256()
            for piece in one.chunks():
                digest.update(piece)
            period = self.order.period if kind == "movements" else None
            yield AnswerFile(
                one.name or kind,
                digest.hexdigest(),
                one.size or 0,
                cast("FileKind", kind),
                (),
                period,
            )


def kinds_of(order: Order) -> tuple[str, ...]:
    """Return the kinds of files that an order asks for, and what is none of them."""
    told = (kind_of_demand(one) for one in order.demanded)
    return (*dict.fromkeys(kind for kind in told if kind and kind != "other"), "other")


def _status(told: str | None) -> dict[str, str]:
    """Return with what is begun that is said of a subject."""
    return {"status": told or "found"}


def _lines(order: Order) -> int:
    """Return how many lines there are for holds; none for an order that holds nothing."""
    return len(order.subjects) + _SPARE if asks_to_hold(order) else 0


def _return_lines(order: Order) -> int:
    """Return how many lines there are for money that came back."""
    return len(order.subjects) + _SPARE if asks_to_return(order) else _SPARE


def _hers(order: Order, place: int) -> dict[str, Any]:
    """Return with what the line of a return begins: the victim's account, where one is named."""
    claimed = claimed_accounts(order)
    is_asked = asks_to_return(order) and place < len(order.subjects) and len(claimed) == 1
    return (
        {"subject": min(place, len(order.subjects) - 1), "account": claimed[0]} if is_asked else {}
    )


def _expected(order: Order, place: int) -> dict[str, Any]:
    """Return with what the line of a hold begins."""
    if place >= len(order.subjects):
        return {"status": "held"}
    one = order.subjects[place]
    account = one.value if one.kind == "iban" else ""
    return {"subject": place, "account": account, "status": "held"}


def _key(typed: str) -> str:
    """Return the key of an account that was typed; of an IBAN the ledger's."""
    text = "".join(typed.split())
    return f"iban:{text.upper()}" if text[:2].isalpha() and ":" not in text else text
