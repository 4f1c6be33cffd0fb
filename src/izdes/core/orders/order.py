"""An order: what is asked of one institution, or which money it must hold, as one value.

It is written once, in the minute of signing: the register number, the qualification and the term
stand here as they were then. Its number never changes; what changes becomes a new order that
supersedes or supplements this one. Before registration the number of the intake book stands in,
with the ground of urgency.

Amounts are whole minor units. A cap names the rule of the trace and the digest of the trace that it
was computed from, so that anybody can compute it again. `pack` is the digest of the law pack by
which the order was judged.

An order does not prove that its grounds exist, nor that whoever signs it may.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from izdes.core.orders.subjects import Subject, is_body_number, is_digest, is_person_number
from izdes.core.orders.wrong import require

Urgency = Literal["three_days", "one_day", "hot"]
PaperLanguage = Literal["kk", "ru"]
Relation = Literal["none", "supersedes", "supplements"]
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_.]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """The case as it stood in the minute of signing.

    Attributes:
        register_number: Of the case; empty before registration.
        intake_number: Of the intake book; empty after registration.
        why_urgent: Why the action could not wait for registration; needed with `intake_number`.
    """

    register_number: str
    intake_number: str
    why_urgent: str
    on: date
    qualification: str
    term_ends_at: datetime | None

    def __post_init__(self) -> None:
        require(bool(self.register_number) != bool(self.intake_number), "case.register_number")
        require(not self.intake_number or self.why_urgent.strip(), "case.why_urgent")
        require(self.term_ends_at is None or self.term_ends_at.tzinfo, "case.term_ends_at")
        require(self.qualification.strip(), "case.qualification")


@dataclass(frozen=True, slots=True)
class Addressee:
    """The institution: its id in the law pack, its БИН, and its BIC where it has one."""

    institution_id: str
    bin: str
    bic: str

    def __post_init__(self) -> None:
        require(self.institution_id.strip(), "addressee.institution_id")
        require(is_body_number(self.bin), "addressee.bin")
        require(not self.bic or _BIC.fullmatch(self.bic), "addressee.bic")


@dataclass(frozen=True, slots=True, repr=False)
class Acting:
    """Who acts: a person, in a role, for a body."""

    iin: str
    role: str
    name: str
    post: str
    body_bin: str

    def __post_init__(self) -> None:
        require(is_person_number(self.iin), "acting.iin")
        require(_NAME.fullmatch(self.role), "acting.role")
        require(self.name.strip(), "acting.name")
        require(self.post.strip(), "acting.post")
        require(is_body_number(self.body_bin), "acting.body_bin")

    def __repr__(self) -> str:
        """Name the role only: reprs end up in logs and tracebacks."""
        return f"Acting(role={self.role!r})"


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open interval: from its first moment to before its last."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        require(self.since.tzinfo and self.until.tzinfo, "period")
        require(self.since < self.until, "period")


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be held over all subjects, and how it was computed."""

    amount_minor: int
    currency: str
    rule: str
    trace_digest: str

    def __post_init__(self) -> None:
        require(self.amount_minor > 0, "cap.amount_minor")
        require(_CURRENCY.fullmatch(self.currency), "cap.currency")
        require(_NAME.fullmatch(self.rule.replace("-", "_")), "cap.rule")
        require(is_digest(self.trace_digest), "cap.trace_digest")


@dataclass(frozen=True, slots=True)
class Said:
    """A field that a measure needs beside the others: its name in the law pack, and its text."""

    name: str
    text: str

    def __post_init__(self) -> None:
        require(_NAME.fullmatch(self.name), "said.name")
        require(self.text.strip(), "said.text")


@dataclass(frozen=True, slots=True)
class Order:
    """What one institution is asked, or must do.

    Attributes:
        measure: Code of the measure in the law pack.
        basis: The ground as the paper prints it.
        norms: Ids of the norms it rests on, the ground first.
        demanded: What is asked, as names of kinds of data; empty for an order to hold money.
        days: For how many days money is to be held; None where nothing is held.
        said: Further fields that the measure needs, in order of their names.
        related: Number of the order that this one supersedes or supplements; empty for none.
        client_untold: Whether the institution must not tell its client of the order.
    """

    number: str
    measure: str
    case: CaseStanding
    basis: str
    norms: tuple[str, ...]
    addressee: Addressee
    subjects: tuple[Subject, ...]
    demanded: tuple[str, ...]
    period: Period | None
    cap: Cap | None
    days: int | None
    said: tuple[Said, ...]
    urgency: Urgency
    language: PaperLanguage
    initiator: Acting
    pack: str
    made_at: datetime
    relation: Relation
    related: str
    client_untold: bool = False

    def __post_init__(self) -> None:
        require(self.number.strip() == self.number != "", "number")
        require(_NAME.fullmatch(self.measure), "measure")
        require(self.basis.strip(), "basis")
        require(self.norms and all(map(_NAME.fullmatch, self.norms)), "norms")
        require(self.days is None or self.days > 0, "days")
        require(self.urgency in get_args(Urgency), "urgency")
        require(self.language in get_args(PaperLanguage), "language")
        require(is_digest(self.pack), "pack")
        require(self.made_at.tzinfo, "made_at")
        self._check_matter()
        self._check_related()

    def _check_matter(self) -> None:
        """Refuse an order about nobody, about one twice, or about nothing."""
        require(self.subjects, "subjects")
        require(len({(s.kind, s.value) for s in self.subjects}) == len(self.subjects), "subjects")
        require(all(map(_NAME.fullmatch, self.demanded)), "demanded")
        require(len({*self.demanded}) == len(self.demanded), "demanded")
        names = [one.name for one in self.said]
        require(names == sorted({*names}), "said")
        most = [s.most_minor for s in self.subjects if s.most_minor is not None]
        require(not most or self.cap is not None, "cap")
        require(self.cap is None or all(m <= self.cap.amount_minor for m in most), "cap")

    def _check_related(self) -> None:
        """Refuse an order that relates to nothing, or to itself."""
        require(self.relation in get_args(Relation), "relation")
        require((self.relation == "none") == (self.related == ""), "related")
        require(self.related != self.number, "related")
