"""How banks answer about an account: in which form, whether at all, and whether far enough.

Decided for every account by its serial alone, before any money moves, so that a bank's habits
do not depend on what happened.
"""

from dataclasses import dataclass

from izdes.twin.bank import Account
from izdes.twin.chance import chosen, happens, stream
from izdes.twin.country import country

_PRESENT_PERCENT = {"mule": 70, "victim": 64}
_SHORT_PERCENT = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """What will be in the folder about one account.

    Attributes:
        form: ``halyk``, ``kaspi``, ``plain`` or ``camt053``.
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
        """The plain form has neither balances nor a period."""
        return self.form != "plain"

    @property
    def ties_card(self) -> bool:
        """Say whether the head of the statement names the account's card."""
        return self.is_present and self.form in {"halyk", "kaspi"}


def answer_of(seed: int, account: Account) -> Answer:
    """Return the bank's answer about an account."""
    rng = stream(seed, "answer", account.serial)
    bank = next(b for b in country().banks if b.institution_id == account.side.bank)
    form = bank.form if bank.form != "mixed" else chosen(rng, {"camt053": 70, "plain": 30})
    extension = {
        "halyk": chosen(rng, {"xlsx": 65, "xls": 35}),
        "kaspi": "xlsx",
        "plain": chosen(rng, {"xlsx": 60, "xls": 40}),
        "camt053": "xml",
    }[form]
    return Answer(
        form=form,
        extension=extension,
        is_present=happens(rng, _PRESENT_PERCENT.get(account.role, 0)),
        is_short=form != "plain" and account.role == "mule" and happens(rng, _SHORT_PERCENT),
        language=chosen(rng, {"ru": 60, "kk": 40}),
    )
