"""The two ways in which an identifier fails to be well-formed.

Neither says that the number does not exist: documents carry real numbers with one mistyped
digit, and a case may turn on them. What fails is kept as a `Reading` with a code.
"""

from izdes.core.errors import IzdesError


class InvalidIdentifier(IzdesError):
    """A text is not a well-formed identifier of its kind."""

    code = "invalid_identifier"

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(kind=kind, characters=len(text))


class WrongShape(InvalidIdentifier):
    """Wrong length or wrong characters."""

    code = "wrong_shape"


class WrongCheckDigit(InvalidIdentifier):
    """The shape is right, the check digits do not match."""

    code = "wrong_check_digit"
