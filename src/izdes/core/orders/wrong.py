"""What can be wrong with an order, a decision or a report; no error carries what was written."""

from typing import ClassVar

from izdes.core.errors import IzdesError


class PaperWrong(IzdesError):
    """A field of an order or of a decision is absent, or does not hold what it must."""

    code: ClassVar[str] = "order_field_wrong"

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class PaperUnreadable(IzdesError):
    """The bytes are no paper or message of ours, or not written in the one way there is.

    Attributes:
        field: The way to the first field that is not, by names and places from 0; empty where it
            cannot be told.
    """

    code: ClassVar[str] = "order_unreadable"

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(why=why, **({"field": field} if field else {}))
        self.why = why
        self.field = field


def require(holds: object, field: str) -> None:
    """Refuse a field that does not hold what it must.

    Raises:
        PaperWrong: It does not.
    """
    if not holds:
        raise PaperWrong(field)
