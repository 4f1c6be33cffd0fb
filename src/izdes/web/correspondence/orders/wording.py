"""Wording: how nobody is called on what leaves the house before a suspicion is declared."""

from izdes.adapters.documents.forms.filling import names_early
from izdes.web.correspondence.errors import NamesBeforeSuspicion
from izdes.web.correspondence.orders.drafts import Draft


def require_worded(*texts: str) -> None:
    """Refuse words that leave the house and call somebody what he is not yet suspected of.

    Raises:
        NamesBeforeSuspicion: One of them does.
    """
    if any(map(names_early, texts)):
        raise NamesBeforeSuspicion


def words_of(draft: Draft) -> tuple[str, ...]:
    """Return what an officer has written into a draft."""
    return (
        draft.basis,
        draft.qualification,
        draft.why_urgent,
        *(one.text for one in draft.said),
    )
