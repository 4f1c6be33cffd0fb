"""The form of a block of the anti-fraud centre, as somebody told of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.timezone import localtime

from izdes.web.correspondence.models import Block
from izdes.web.correspondence.models.blocks import SOURCES
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.correspondence.naming import account_chip, body_name, choices
from izdes.web.pages.fields import MomentField
from izdes.web.pages.figures import Sight

_LONGEST = 2_000


if TYPE_CHECKING:
    _BodyField = forms.ModelChoiceField[Body]
else:
    _BodyField = forms.ModelChoiceField


class BodyField(_BodyField):
    """A body by its name in the language of the page."""

    def label_from_instance(self, obj: Body) -> str:
        """Return the name of a body."""
        return body_name(obj)


class BlockForm(forms.Form):
    """What was told: the incident, from when, who keeps the money, and how it was told."""

    incident = forms.CharField(max_length=100)
    since = MomentField()
    institution = BodyField(Body.objects.none())
    source = forms.ChoiceField()

    def __init__(self, *given: Any, me: Officer, **named: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*given, **named)
        bodies = bodies_visible_to(me).filter(kind=BodyKind.INSTITUTION)
        cast("BodyField", self.fields["institution"]).queryset = bodies.order_by("code")
        told = cast("forms.ChoiceField", self.fields["source"])
        told.choices = choices("corr_block_source_", SOURCES)


class EnterForm(BlockForm):
    """A block that is entered: at which account of the case."""

    account = forms.ChoiceField()

    def __init__(
        self,
        *given: Any,  # noqa: ANN401 - as Django's
        accounts: Sequence[str],
        sight: Sight,
        **named: Any,  # noqa: ANN401 - as Django's
    ) -> None:
        super().__init__(*given, **named)
        field = cast("forms.ChoiceField", self.fields["account"])
        field.choices = [(key, str(account_chip(key, sight))) for key in accounts]


class CorrectForm(BlockForm):
    """A block that is put right, and why."""

    why = forms.CharField(max_length=_LONGEST)


def told_before(block: Block) -> dict[str, Any]:
    """Return what a block says, for a form to begin with."""
    return {
        "incident": block.incident,
        "since": f"{localtime(block.since):%Y-%m-%dT%H:%M}",
        "institution": block.institution_id,
        "source": block.source,
    }
