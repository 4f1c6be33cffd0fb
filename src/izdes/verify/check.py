"""The check of certificates: what was checked, what could not be, and why one is refused."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from .again import check_given, check_lists, check_rule, stated_pins
from .balances import Pin
from .certificate import Certificate, read_certificate
from .files import Given
from .ledger import Claim, Ledger, read_claims, read_ledger
from .plan import Plan
from .refusal import Refused
from .sums import check_digests, check_sums


class Line(NamedTuple):
    """One thing to say: its sentence is made from the code and the details (`words`)."""

    status: Literal["checked", "unchecked", "refused"]
    code: str
    details: dict[str, str]


class Checked(NamedTuple):
    """What is to say of one certificate."""

    name: str
    rule: str
    lines: Sequence[Line]

    @property
    def is_verified(self) -> bool:
        """Say whether nothing was refused."""
        return all(line.status != "refused" for line in self.lines)

    @property
    def outcome(self) -> Literal["verified", "verified_alone", "refused"]:
        """Say how it ended; alone: nobody gave the ledger, and the rule was not computed."""
        if not self.is_verified:
            return "refused"
        is_computed = any(line.code == "is_computed" for line in self.lines)
        return "verified" if is_computed else "verified_alone"


class Checks:
    """The check of certificates against the same files, which are read once."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._read: tuple[Ledger, list[Claim]] | None = None
        self._plans: dict[tuple[Pin, ...], Plan] = {}

    def check(self, folder: Path, name: str) -> Checked:
        """Check one certificate as far as the files given allow."""
        lines: list[Line] = []
        rule = ""

        def say(code: str, **details: object) -> None:
            lines.append(Line("checked", code, {k: str(v) for k, v in details.items()}))

        try:
            c = read_certificate(folder)
            rule = c.rule
            say("is_whole", slices=len(c.slices), resting=len(c.resting), claims=len(c.claims))
            check_digests(c)
            check_sums(c)
            say("adds_up")
            if self._given.ledger:
                self._check_again(c, say)
            else:
                lines.append(Line("unchecked", "no_ledger", {}))
            stated = sum(pin["basis"] == "stated" for pin in c.head["pins"])
            if stated:
                lines.append(Line("unchecked", "evidence", {"pins": str(stated)}))
            lines.append(Line("unchecked", "truth", {}))
        except Refused as why:
            lines.append(Line("refused", why.code, why.details))
        return Checked(name, rule, lines)

    def _check_again(self, c: Certificate, say: Callable[..., None]) -> None:
        """Check a certificate against the ledger, and compute its rule again."""
        if self._read is None and self._given.ledger and self._given.claims:
            ledger = read_ledger(self._given.ledger, self._given.accounts)
            self._read = ledger, read_claims(self._given.claims)
        if self._read is None:
            raise Refused("claims_needed")
        ledger, claims = self._read
        if c.head["accounts_given"] != (ledger.accounts is not None):
            raise Refused("accounts_needed" if ledger.accounts is None else "accounts_not_used")
        check_given(c, ledger, claims)
        say("is_of_ledger", transfers=len(ledger.transfers), digest=ledger.digest)
        stated = tuple(stated_pins(c, ledger))
        if stated not in self._plans:
            self._plans[stated] = Plan(ledger, stated)
        check_lists(c, self._plans[stated])
        check_rule(c, self._plans[stated], claims)
        say("is_computed", rule=c.rule)
