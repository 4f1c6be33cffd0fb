"""Reading: what a text given as an identifier turned out to be; nothing of it is lost.

A reading with a value and a code is doubtful and still usable: the digits are those that were
written, the code says what is wrong with them. A reading without a value keeps its text only.

>>> Reading("12", "iin", None, "wrong_shape").is_certain
False
"""

from dataclasses import dataclass

from izdes.core.identifiers.invalid import InvalidIdentifier

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as given and its normal form.

    Attributes:
        raw: The text exactly as it was given.
        kind: The kind that shape and check digits show, which may differ from its label.
        value: Normal form; None when the text is of no shape of its kind.
        code: None, or why the reading is doubtful: ``wrong_shape``, ``wrong_check_digit``,
            ``placeholder``, ``look_alike_letters``, ``no_such_range``, ``short_number``,
            ``unknown_kind``, ``empty``.
    """

    raw: str
    kind: str
    value: str | None
    code: str | None = None

    @property
    def is_certain(self) -> bool:
        """Say whether there is a value and nothing speaks against it."""
        return self.value is not None and self.code is None

    def __repr__(self) -> str:
        """Mask the identifier: reprs end up in logs and tracebacks."""
        return f"Reading({self.kind}, …{(self.value or '')[-_SHOWN:]}, {self.code})"


def failed(raw: str, kind: str, *, error: InvalidIdentifier, value: str | None = None) -> Reading:
    """Keep a text that failed, with the digits that it carries where there are any."""
    return Reading(raw, kind, value, error.code)


def shapeless(raw: str, kind: str) -> Reading:
    """Keep a text that has no shape of its kind."""
    return Reading(raw, kind, None, "wrong_shape")
