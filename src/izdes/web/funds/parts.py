"""Parts of a trace: what `izdes follow` found, as rows that hide what others' papers alone tell.

Accounts get numbers. Under these, hops, endings and maps speak of them; what the number is called
stands in rows of its own, with the cases whose papers name it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.aliases import AliasBook
from izdes.core.money.transfer import Transfer
from izdes.core.tracing.rules import RuleName
from izdes.core.tracing.trace import Trace
from izdes.follow.addresses import Address
from izdes.follow.run import Followed
from izdes.follow.texts import id_of, minor_text, names_of
from izdes.web.funds.gathering import Found

Json = dict[str, Any]
_TAIL = 4
# What names nobody: a bank's till, its fee, a country.
_IMPERSONAL = ("@cash", "@fee", "@abroad", "@fx")


@dataclass(frozen=True)
class Parts:
    """One followed case on its way into the tables.

    Attributes:
        case: Key of the case.
        answers: By the first sixteen digits of SHA-256.
    """

    case: int
    followed: Followed
    answers: Mapping[str, Found]
    findings: Json

    def as_json(self) -> Json:
        """Return every part."""
        return {
            "claims": list(self._claims()),
            "places": [self._place(number, key) for key, number in self.places.items()],
            "transfers": [self._transfer(number, t) for number, t in enumerate(self.carriers)],
            "hops": list(self._hops()),
            "endings": list(self._endings()),
            "next_steps": list(self._next_steps()),
        }

    @cached_property
    def carriers(self) -> tuple[Transfer, ...]:
        """The transfers that carry claimed money under any rule, in order of time."""
        traces = self.followed.traces.values()
        used = {s.transfer_id for trace in traces for s in trace.slices}
        return tuple(t for t in self.followed.ledger.transfers if t.transfer_id in used)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Transfer -> its number."""
        return {t.transfer_id: number for number, t in enumerate(self.carriers)}

    @cached_property
    def places(self) -> Mapping[AccountKey, int]:
        """Account -> its number, in the order in which money comes to it."""
        named: dict[AccountKey, None] = {}
        for t in self.carriers:
            named.update(dict.fromkeys((t.payer.account, t.payee.account)))
        for trace in self.followed.traces.values():
            named.update(dict.fromkeys(e.account for e in trace.endings if e.account))
        named.update(dict.fromkeys(f.address.account for f in self.followed.freezes))
        subjects = (s for r in self.followed.requests for s in r.subjects)
        named.update(dict.fromkeys(s.address.account for s in subjects))
        return {account: number for number, account in enumerate(named)}

    @cached_property
    def sources(self) -> Mapping[AccountKey, frozenset[int]]:
        """Account -> the cases whose papers name it; this case's alone where they do."""
        found: defaultdict[AccountKey, set[int]] = defaultdict(set)
        for t in self.followed.ledger.transfers:
            for account in (t.payer.account, t.payee.account):
                if account in self.places:
                    found[account] |= self.sources_of(t.row_ids)
        for payment in self.followed.match.payments:
            found[payment.payer_key].add(self.case)
            found[payment.payee_key].add(self.case)
        for account, cases in self.tellers.items():
            found[account] |= cases
        return {account: self._narrowed(found[account], account) for account in self.places}

    @cached_property
    def tellers(self) -> Mapping[AccountKey, frozenset[int]]:
        """Account -> the cases that were given a statement of it."""
        names = AliasBook(self.followed.assembly.aliases)
        found: defaultdict[AccountKey, set[int]] = defaultdict(set)
        for j in self.followed.judged:
            answer = self.answers.get(j.statement.file_sha256[:16])
            for account in {j.statement.account, names.resolve(j.statement.account, None)}:
                found[account] |= set(answer.cases) if answer else set()
        return {account: frozenset(cases) for account, cases in found.items()}

    def sources_of(self, row_ids: Iterable[str]) -> set[int]:
        """Return the cases whose answers hold some rows; this one's where there are none."""
        answers = (self.answers.get(row.partition("/")[0]) for row in row_ids)
        cases = {case for answer in answers if answer for case in answer.cases}
        return cases or {self.case}

    def tokened(self, maps: Sequence[Json]) -> list[Json]:
        """Return money maps with numbers instead of accounts."""
        keys = {f"account:{account}": f"account:#{n}" for account, n in self.places.items()}

        def walked(value: Any) -> Any:  # noqa: ANN401 - any JSON
            if isinstance(value, dict):
                return {key: walked(inner) for key, inner in value.items()}
            if isinstance(value, list):
                return [walked(inner) for inner in value]
            return keys.get(value, value) if isinstance(value, str) else value

        return [walked(one) for one in maps]

    def _narrowed(self, cases: set[int], account: AccountKey) -> frozenset[int]:
        """Return whose word lets an account be seen: one's own is enough."""
        if self.case in cases or not cases or account.startswith(_IMPERSONAL):
            return frozenset({self.case})
        return frozenset(cases)

    def _claims(self) -> Iterator[Json]:
        """Yield every claim."""
        for payment, claim in zip(self.followed.match.payments, self.followed.claims, strict=True):
            yield {
                "claim_id": payment.claim_id,
                "complaint": int(payment.complaint_id),
                "state": payment.state,
                "reason": payment.reason,
                "amount_minor": claim.amount_minor,
                "currency": payment.currency,
                "transfer": self.numbers.get(claim.transfer_id),
                "near_misses": len(payment.near_misses),
            }

    def _place(self, number: int, account: AccountKey) -> Json:
        """Return one place with what is known of it."""
        address = self.followed.addresses.of(account)
        return {
            "number": number,
            "account": account,
            "printed": address.printed,
            "holder": address.holder,
            "holder_iin": address.holder_iin,
            "masked": _masked(address),
            "kind": address.kind,
            "sources": sorted(self.sources[account]),
            **_kept_by(address),
        }

    def _transfer(self, number: int, t: Transfer) -> Json:
        """Return one transfer."""
        cases = self.sources_of(t.row_ids)
        return {
            "number": number,
            "transfer_id": t.transfer_id,
            "booked_at": _time(t.booked_at),
            "time_precision": t.time_precision,
            "amount_minor": t.amount_minor,
            "currency": t.currency,
            "kind": t.kind,
            "source": self.places[t.payer.account],
            "target": self.places[t.payee.account],
            "purpose": t.purpose,
            "row_ids": list(t.row_ids),
            "sources": [self.case] if self.case in cases else sorted(cases),
        }

    def _hops(self) -> Iterator[Json]:
        """Yield how much of each claim each transfer carried, rule by rule."""
        for rule, trace in self.followed.traces.items():
            yield from self._hops_under(rule, trace)

    def _hops_under(self, rule: RuleName, trace: Trace) -> Iterator[Json]:
        """Yield the hops of one rule, claim by claim in order of time."""
        amounts: defaultdict[tuple[str, int, str], int] = defaultdict(int)
        begins: set[tuple[str, int]] = set()
        for s in trace.slices:
            number = self.numbers[s.transfer_id]
            amounts[s.claim_id, number, s.behind] += s.origin_hi - s.origin_lo
            if s.begins:
                begins.add((s.claim_id, number))
        currency = {str(c.claim_id): c.currency for c in self.followed.match.payments}
        steps: dict[tuple[str, AccountKey], int] = {}
        for ordinal, key in enumerate(sorted(amounts)):
            claim, number, behind = key
            t = self.carriers[number]
            step = 1 if (claim, number) in begins else steps.get((claim, t.payer.account), 0) + 1
            steps.setdefault((claim, t.payee.account), step)
            yield {
                "rule": rule,
                "ordinal": ordinal,
                "claim_id": claim,
                "transfer": number,
                "step": step,
                "amount_minor": amounts[key],
                "currency": currency.get(claim, t.currency),
                "behind": behind,
            }

    def _endings(self) -> Iterator[Json]:
        """Yield where the claims ended, rule by rule."""
        for rule, trace in self.followed.traces.items():
            held = (e for e in trace.endings if e.amount_minor)
            for ordinal, e in enumerate(held):
                tellers = self.tellers.get(e.account, frozenset()) if e.ending == "held" else ()
                yield {
                    "rule": rule,
                    "ordinal": ordinal,
                    "claim_id": e.claim_id,
                    "place": self.places[e.account] if e.account else None,
                    "ending": e.ending,
                    "amount_minor": e.amount_minor,
                    "currency": e.currency,
                    "local_minor": e.local_minor,
                    "local_currency": e.local_currency,
                    "arrived_first": _time(e.arrived_first),
                    "arrived_last": _time(e.arrived_last),
                    "as_of": _time(e.as_of),
                    "behind": e.behind,
                    "marks": sorted(e.marks),
                    "least_minor": e.least_minor,
                    "most_minor": e.most_minor,
                    "sources": [self.case] if self.case in tellers else sorted(tellers),
                }

    def _next_steps(self) -> Iterator[Json]:
        """Yield what to hold, then whom to ask, in the order of the proposals."""
        ordinal = 0
        for f, told in zip(self.followed.freezes, self.findings["freezes"], strict=True):
            shown = ("rank", "held_minor", "frontier_minor", "likely_minor", "likely_basis",
                     "arrived_first", "arrived_last", "by_rule", "marks")  # fmt: skip
            yield {
                "ordinal": ordinal,
                "kind": "freeze",
                "group": f.number,
                "place": self.places[f.address.account],
                "amount_minor": f.cap_minor,
                "currency": f.currency,
                "period_from": None,
                "period_to": None,
                "because": "",
                "details": {name: told[name] for name in shown},
                **_kept_by(f.address),
            }
            ordinal += 1
        for r in self.followed.requests:
            for s in r.subjects:
                yield {
                    "ordinal": ordinal,
                    "kind": "question",
                    "group": r.number,
                    "place": self.places[s.address.account],
                    "amount_minor": s.traced_minor,
                    "currency": s.currency,
                    "period_from": _time(s.period_from),
                    "period_to": _time(s.period_to),
                    "because": s.because,
                    "details": {"ask": list(s.ask), "measure": r.measure},
                    "institution": id_of(r.institution) or "",
                    "institution_names": names_of(r.institution),
                    "institution_printed": r.institution_printed,
                }
                ordinal += 1


def summary_of(followed: Followed, findings: Json) -> Json:
    """Return totals by ending and currency under each rule, and the counts of the findings."""
    by_rule: dict[str, list[Json]] = {}
    for rule, trace in followed.traces.items():
        sums: defaultdict[tuple[str, str], int] = defaultdict(int)
        for e in trace.endings:
            sums[e.ending, e.currency] += e.amount_minor
        by_rule[rule] = [
            {"ending": ending, "currency": currency, "amount_minor": minor_text(minor)}
            for (ending, currency), minor in sorted(sums.items())
            if minor
        ]
    kept = ("claims", "claimed", "statements", "files_unread")
    return {"by_rule": by_rule, **{name: findings["summary"][name] for name in kept}}


def _masked(address: Address) -> str:
    """Return a number of which only the end is shown; of a way out its kind."""
    if is_virtual(address.account):
        return address.account.partition(":")[0]
    digits = "".join(address.printed.split())
    return f"•••• {digits[-_TAIL:]}" if len(digits) > _TAIL else "••••"


def _kept_by(address: Address) -> Json:
    """Return who keeps an account."""
    return {
        "institution": id_of(address.institution) or "",
        "institution_names": names_of(address.institution),
        "institution_printed": address.bank_printed,
    }


def _time(moment: datetime | None) -> str | None:
    """Return a moment for JSON."""
    return None if moment is None else moment.isoformat()
