"""Proposing: a profile is drafted from the content of a file that nobody knows.

The first table of the file is looked at: where its titles stand, what its columns hold, what its
balances prove. Every decision gets its reason as a comment; what could not be decided stands there
as a comment with the candidates. A draft is a draft: it says ``verified: no`` until somebody who
knows the form has read it.
"""

from dataclasses import dataclass

from izdes.adapters.statements.profiles.around import around_of
from izdes.adapters.statements.profiles.deciding import (
    Columns,
    Decisions,
    Open,
    columns_of,
    decide_time,
)
from izdes.adapters.statements.profiles.deciding_calls import are_calls, decide_calls
from izdes.adapters.statements.profiles.deciding_money import decide_amounts, decide_currency
from izdes.adapters.statements.profiles.deciding_sides import decide_sides, decide_words
from izdes.adapters.statements.profiles.drafting import draft, reasons
from izdes.adapters.statements.profiles.parse import profile_of
from izdes.adapters.statements.profiles.profile import Profile
from izdes.adapters.statements.profiles.sighting import NoTable, table_in
from izdes.adapters.words import Lang
from izdes.core.errors import Fault, InputRefused
from izdes.core.law.institutions import Register
from izdes.core.money.statement import Finding

__all__ = ["NoTable", "Proposal", "propose_profile"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A drafted profile.

    Attributes:
        text: YAML, with its reasons as comments.
        reasons: Why each key was decided.
        undecided: What could not be decided, with the candidates.
        faults: What keeps the draft from being read as a profile, until somebody decides it.
    """

    text: str
    reasons: tuple[Finding, ...] = ()
    undecided: tuple[Open, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Say whether the draft can be read with as it is."""
        return not self.faults


def propose_profile(data: bytes, name: str, lang: Lang = "ru") -> Proposal:
    """Draft a profile from the content of a file.

    Args:
        data: The bytes of the file.
        name: Its name; only the profile's own name is made of it.
        lang: Of the comments.

    Raises:
        NoTable: The file holds no table with titles.
        Unusable: It cannot be opened.
    """
    columns = columns_of(table_in(data))
    decisions = Decisions()
    kind = "calls" if are_calls(columns) else "statement"
    decide_time(columns, decisions)
    if kind == "calls":
        decide_calls(columns, decisions)
    else:
        _decide_statement(columns, decisions)
    text = draft(columns, decisions, kind=kind, name=name, lang=lang)
    undecided = tuple(decisions.open.values())
    return Proposal(text, tuple(reasons(decisions)), undecided, _faults(text, name))


def _decide_statement(columns: Columns, decisions: Decisions) -> None:
    """Decide what is what in a table of movements."""
    bare = Profile(name="", kind="statement", columns={})
    around = around_of(columns.seen.above, bare, Register([]))
    decide_amounts(columns, decisions)
    decide_currency(columns, decisions, around.currency)
    decide_sides(columns, decisions, heading=around.heading.account_text)
    decide_words(columns, decisions)


def _faults(text: str, name: str) -> tuple[Fault, ...]:
    """Return what a draft still lacks."""
    try:
        profile_of(text.encode("utf-8"), file=name)
    except InputRefused as refused:
        return refused.faults
    return ()
