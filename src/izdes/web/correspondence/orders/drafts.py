"""Drafts: what a paper will say, as a value that is kept while it can still be changed.

The subjects stand in a table of their own; number, case, addressee and signer are added when it is
signed. A draft holds no article: its norms are ids of the law pack.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from izdes.core.orders.order import Cap, Period, Said, Urgency
from izdes.core.orders.subjects import Subject
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.errors import DraftWrong


@dataclass(frozen=True, slots=True)
class Asked:
    """One subject of a request, and the ledger's key of the account that it is; empty for none."""

    subject: Subject
    account: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a paper will say.

    Attributes:
        basis: The ground as the paper prints it.
        demanded: Names of kinds of data; empty for an order to hold money.
        cap: The most that may be held, with the trace that it was computed from.
        days: For how many days money is to be held.
        said: Further fields that the measure needs, in order of their names.
        norms: Ids of norms; empty: those of the measure.
        qualification: Before registration only: under what the act falls, as far as it is known.
        why_urgent: Before registration only: why the action cannot wait.
        parts: Which money an order holds, as `izdes.core.holds.parts` writes it, in the order in
            which it came; it is kept beside the paper and not in it.
        accounts: Keys of the accounts whose money the sum is, beside those of the subjects: of
            a holder whose every account is meant.
        client_untold: Whether the institution must not tell its client.
    """

    basis: str
    demanded: tuple[str, ...] = ()
    period: Period | None = None
    cap: Cap | None = None
    days: int | None = None
    said: tuple[Said, ...] = ()
    urgency: Urgency = "three_days"
    norms: tuple[str, ...] = ()
    qualification: str = ""
    why_urgent: str = ""
    parts: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    client_untold: bool = False

    def saying(self, **texts: str) -> "Draft":
        """Return the same with further fields said; an empty text takes a field back."""
        said = {one.name: one.text for one in self.said} | texts
        kept = tuple(Said(name, text) for name, text in sorted(said.items()) if text.strip())
        return replace(self, said=kept)


def draft_json(draft: Draft) -> dict[str, Any]:
    """Return a draft as it is kept."""
    kept = asdict(draft)
    if draft.period is not None:
        kept["period"] = {name: at.isoformat() for name, at in kept["period"].items()}
    return kept


def draft_of(kept: Mapping[str, Any]) -> Draft:
    """Return the draft that is kept.

    Raises:
        DraftWrong: It holds what no draft holds.
    """
    try:
        return Draft(
            basis=kept["basis"],
            demanded=tuple(kept["demanded"]),
            period=_period(kept["period"]),
            cap=None if kept["cap"] is None else Cap(**kept["cap"]),
            days=kept["days"],
            said=tuple(Said(**one) for one in kept["said"]),
            urgency=kept["urgency"],
            norms=tuple(kept["norms"]),
            qualification=kept["qualification"],
            why_urgent=kept["why_urgent"],
            parts=tuple(kept["parts"]),
            accounts=tuple(kept["accounts"]),
            client_untold=kept["client_untold"] is True,
        )
    except (KeyError, TypeError, ValueError):
        raise DraftWrong(field="draft") from None
    except PaperWrong as wrong:
        raise DraftWrong(field=str(wrong.details.get("field", ""))) from None


def _period(kept: Mapping[str, str] | None) -> Period | None:
    """Return a period as it is kept."""
    if kept is None:
        return None
    return Period(*(datetime.fromisoformat(kept[name]) for name in ("since", "until")))
