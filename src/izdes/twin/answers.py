"""How banks answer about an account: in which form, whether at all, and whether far enough.

Decided for every account by its serial alone, before any money moves, so that a bank's habits
do not depend on what happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from izdes.twin.bank import Account
from izdes.twin.chance import chosen, happens, stream
from izdes.twin.country import country, material

_PRESENT_PERCENT = {"mule": 70, "victim": 64}
_SHORT_PERCENT = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """What will be in the folder about one account.

    Attributes:
        form: A name of ``dialects/forms.yaml``.
        extension: Of the file, without a dot.
        is_present: Somebody asked and the bank answered.
        is_short: The printed period ends while the money still moves.
        language: The language of the kinds of operation, ``ru`` or ``kk``.
    """

    form: str
    extension: str
    is_present: bool
    is_short: bool
    language: str

    @property
    def states_balances(self) -> bool:
        """Whether the form has both balances and a period."""
        return bool(self._form["balances"])

    @property
    def precision(self) -> str:
        """How exactly the form prints times: ``second``, ``minute`` or ``day``."""
        return str(self._form["time"])

    @property
    def tells_order(self) -> bool:
        """Whether the form shows in which order its movements came."""
        return self.precision == "second" or bool(self._form.get("running"))

    @property
    def ties_card(self) -> bool:
        """Whether the head of the statement names the account's card."""
        return self.is_present and bool(self._form.get("card"))

    @property
    def shows_far(self) -> Mapping[str, int]:
        """How the form prints the other side of a transfer between people, by weight."""
        found: Mapping[str, int] = self._form["far"]
        return found

    @property
    def file_name(self) -> str:
        """The pattern of the file's name."""
        return str(self._form["file"])

    @property
    def _form(self) -> Mapping[str, Any]:
        """What the form states."""
        found: Mapping[str, Any] = material("dialects/forms.yaml")[self.form]
        return found


def answer_of(seed: int, account: Account) -> Answer:
    """Return the bank's answer about an account."""
    rng = stream(seed, "answer", account.serial)
    bank = next(b for b in country().banks if b.institution_id == account.side.bank)
    form = chosen(rng, dict(bank.forms))
    extension = chosen(rng, material("dialects/forms.yaml")[form]["extensions"])
    is_present = happens(rng, _PRESENT_PERCENT.get(account.role, 0))
    answer = Answer(form, extension, is_present, is_short=False, language="")
    may_end_early = answer.states_balances and account.role == "mule"
    return replace(
        answer,
        is_short=may_end_early and happens(rng, _SHORT_PERCENT),
        language=chosen(rng, {"ru": 60, "kk": 40}),
    )
