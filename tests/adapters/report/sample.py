"""Invented findings to look at: long names, many victims, every kind of ending and mark."""

import random
from collections import Counter, defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId, Party, Transfer, TransferId
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.mules import packaged_weights
from izdes.core.tracing.rules import RULES
from izdes.core.tracing.trace import Ending, EndingKind, Slice
from izdes.follow.moneymap import money_maps

Json = dict[str, Any]
START = datetime(2026, 5, 18, 4, 0, tzinfo=UTC)
AS_OF = datetime(2026, 5, 21, 9, 2, tzinfo=UTC)
BANKS = {
    "ALTNKZ9X": {
        "kk": "«Алтын Дала Банкі» АҚ",
        "ru": "АО «Банк Золотая Степь»",
        "en": "Golden Steppe Bank JSC",
    },
    "SARYKZ9X": {
        "kk": "«Сарыарқа Жинақ Банкі» АҚ",
        "ru": "АО «Сарыарка Сберегательный Банк»",
        "en": "Saryarqa Savings Bank JSC",
    },
    "JIBEKZ9X": {"kk": "«Жібек Банк» АҚ", "ru": "АО «Жибек Банк»", "en": "Jibek Bank JSC"},
}
HOLDERS = (
    "Құрманғалиева Әсемгүл Төлегенқызы",
    "Жүнісбеков Нұрмұхаммед Қайыркенұлы",
    "Өтеғұлов Ғабит Іңкәрбекұлы",
    "Шәріпбаева Үміт Һамзақызы",
    "Абдрахманов-Северский Константин Вячеславович",
    "Ли Анна",
)
REGIONS = ("75", "71", "79", "10", "27", "61", "35", "63")
EXITS: tuple[tuple[EndingKind, str], ...] = (
    ("cash", "@cash:ALTNKZ9X"),
    ("crypto_exchange", "exchange"),
    ("merchant", "@merchant:0011223344556677"),
    ("abroad", "@abroad:GE"),
    ("fee", "@fee:SARYKZ9X"),
    ("held", ""),
    ("frontier", ""),
    ("frontier", ""),
)


def iban(number: int) -> str:
    """Return an IBAN with right check digits under a bank code that no bank has."""
    body = f"{101 + number % 3}{number:013d}"
    digits = "".join(str(int(c, 36)) for c in f"{body}KZ00")
    return f"KZ{98 - int(digits) % 97:02d}{body}"


@dataclass
class Invention:
    """Transfers, slices and endings as they are made up."""

    dice: random.Random
    has_statements: bool = True
    transfers: dict[TransferId, Transfer] = field(default_factory=dict)
    slices: list[Slice] = field(default_factory=list)
    endings: dict[tuple[str, str, str], Ending] = field(default_factory=dict)
    accounts: dict[str, Json] = field(default_factory=dict)

    def account(self, number: int) -> AccountKey:
        """Return one account of the country."""
        key = AccountKey(f"iban:{iban(number)}")
        bank = list(BANKS)[number % 3]
        printed = iban(number)
        self.accounts[key] = {
            "printed": " ".join(printed[i : i + 4] for i in range(0, 20, 4)),
            "holder": HOLDERS[number % len(HOLDERS)],
            "holder_iin": "",
            "institution_id": bank,
            "institution": dict(BANKS[bank]),
            "kind": "bank",
            "covered": [],
            "marks": [],
        }
        return key

    def move(
        self,
        payer: AccountKey,
        payee: AccountKey,
        amount: int,
        at: datetime,
        *,
        claim: str,
        parent: Slice | None,
    ) -> Slice:
        """Add one transfer whose whole amount is money of a claim."""
        name = TransferId(f"{len(self.transfers):016x}/1/{len(self.transfers) + 13}")
        self.transfers[name] = Transfer(
            name, at, amount, "KZT", Party(payer), Party(payee), seq=len(self.transfers), row_ids=()
        )
        piece = Slice(
            len(self.slices),
            name,
            0,
            amount,
            ClaimId(claim),
            0,
            amount,
            None if parent is None else parent.slice_id,
            begins=parent is None,
        )
        self.slices.append(piece)
        return piece

    def end(self, claim: str, account: str, ending: EndingKind, amount: int, at: datetime) -> None:
        """Say where a part stopped."""
        as_of = AS_OF - timedelta(days=1) if ending == "held" else None
        before = self.endings.pop((claim, account, ending), None)
        total = amount + (before.amount_minor if before else 0)
        first = min(at, before.arrived_first) if before and before.arrived_first else at
        self.endings[claim, account, ending] = Ending(
            ClaimId(claim),
            AccountKey(account),
            ending,
            total,
            "KZT",
            first,
            at,
            as_of,
            total,
            "KZT",
        )

    def follow(self, piece: Slice, *, crew: int, hop: int, at: datetime) -> None:
        """Split what one slice brought into a few further steps and exits."""
        here = self.transfers[piece.transfer_id].payee.account
        left = piece.origin_hi
        if not self.has_statements:
            self.end(piece.claim_id, here, "frontier", left, at)
            left = 0
        while left:
            part = left if left < 200_000_00 else left * self.dice.randint(50, 100) // 100
            left -= part
            at += timedelta(minutes=self.dice.randint(1, 300))
            if hop < 5 and self.dice.random() < 0.5:
                number = crew * 40 + hop * 9 + self.dice.randint(0, 5)
                step = self.move(
                    here, self.account(number), part, at, claim=piece.claim_id, parent=piece
                )
                self.follow(step, crew=crew, hop=hop + 1, at=at)
            else:
                self.leave(piece, here, part, at)

    def leave(self, piece: Slice, here: AccountKey, part: int, at: datetime) -> None:
        """Let a part stop here or leave by one of the exits."""
        ending, place = self.dice.choice(EXITS)
        if not place:
            self.end(piece.claim_id, here, ending, part, at)
            return
        payee = self.account(999) if place == "exchange" else AccountKey(place)
        self.move(here, payee, part, at, claim=piece.claim_id, parent=piece)
        self.end(piece.claim_id, payee, ending, part, at)


def sample(*, complaints: int = 40, seed: int = 7, statements: bool = True) -> Json:
    """Return findings of an invented case."""
    world = Invention(random.Random(seed), statements)
    victims: list[Json] = []
    series_of: dict[str, str] = {}
    for at in range(complaints):
        crew = min(at % 11, world.dice.randint(0, 11))
        name = f"C-2026-{at + 1:05d}"
        series_of[name] = f"C-2026-{crew + 1:05d}"
        victims.append(_victim(world, name, series_of[name], crew=crew, statements=statements))
    for victim in victims:
        for claim in victim["claims"]:
            claim["endings"] = [
                _ending(e) for e in world.endings.values() if e.claim_id == claim["claim_id"]
            ]
    freezes = _freezes(world)
    requests = _requests(world)
    return {
        "format": "izdes.findings/1",
        "version": "0.1.0",
        "as_of": canonical_time(AS_OF),
        "method": {
            "rule": "fifo",
            "parameters": {"matching_tolerance_seconds": 3600, "max_degree": 200},
            "conventions": [
                "fifo_identity",
                "claim_front",
                "first_victim",
                "opening_least",
                "overdraft_lender",
                "refund_annihilates",
                "half_open",
            ],
        },
        "case": deepcopy(CASE),
        "files": {"ab" * 32: {"name": "Выписка_КZ_2026-05 (1).xlsx"}},
        "summary": _summary(world, victims, freezes, requests, statements=statements),
        "accounts": world.accounts,
        "transfers": {key: _transfer(value) for key, value in world.transfers.items()},
        "victims": victims,
        "freezes": freezes,
        "mules": _mules(world, freezes, statements=statements),
        "requests": requests,
        "frontier": _frontier(world),
        "series": _series(victims),
        "hubs": [
            {
                "kind": "phone",
                "value": "1414",
                "degree": complaints,
                "verdict": "hub",
                "reason": "held",
                "grounds": [],
            },
            {
                "kind": "domain",
                "value": "saudaqora.example",
                "degree": 3,
                "verdict": "pending",
                "reason": "named_by_too_many",
                "grounds": [["told_in_many_schemes", 2], ["named_in_one_stretch", -1]],
            },
            {
                "kind": "phone",
                "value": "+77000001236",
                "degree": 2,
                "verdict": "links",
                "reason": "бір топтың нөмірі",
                "grounds": [],
            },
        ],
        "possible": _possible(victims),
        "services": _services(victims),
        "received": _received(victims),
        "contradictions": _contradictions(victims),
        "maps": [
            _under_every_rule(one)
            for one in money_maps(
                slices=world.slices,
                transfers=world.transfers,
                endings=tuple(world.endings.values()),
                complaint_series=series_of,
            )
        ],
        "statements": _statements(world) if statements else [],
        "faults": deepcopy(FAULTS),
        "ambiguous": _ambiguous(world),
        "digests": dict.fromkeys(
            ("inputs", "ledger", "claims", "allocations", "endings", "links", "law_pack"), "0f" * 32
        ),
        "digest": "0123456789abcdef" * 4,
    }


CASE: Json = {
    "register_number": "267511031000123",
    "registered_at": "2026-05-19",
    "qualification": {"article": "190", "part": "4", "point": "2"},
    "body": "Алматы қаласы Полиция департаментінің Киберқылмысқа қарсы күрес басқармасы",
    "officer": {
        "name": "Тілеубергенов Бауыржан Әділханұлы",
        "post": "аса маңызды істер жөніндегі тергеуші",
        "phone": "+7 700 000 1234",
    },
    "prosecutor": {
        "name": "Қожахметова Сәуле Ғалымқызы",
        "post": "прокурор",
        "office": "Алматы қаласының прокуратурасы",
    },
    "language": "kk",
}
EMPTY_CASE: Json = dict.fromkeys(CASE)
MARKS = (
    "opening_assumed",
    "not_checkable",
    "order_sensitive",
    "ended_early",
    "overdraft",
    "gap",
    "claimed_only",
    "behind_first_victim",
)
FAULTS: list[Json] = [
    {
        "code": "unheard_of",
        "sha256": "ab" * 32,
        "file": None,
        "sheet": "Выписка",
        "row": 214,
        "column": "Сумма в валюте ее проведения",
        "details": {"raw": "12,345"},
        "severity": "refused",
    },
    {
        "code": "held",
        "sha256": None,
        "file": "жауап-2.xlsx",
        "sheet": "",
        "row": 0,
        "column": "",
        "details": {},
        "severity": "noted",
    },
]


def empty() -> Json:
    """Return findings of a folder in which nothing could be read."""
    found = sample(complaints=0)
    found["case"] = deepcopy(EMPTY_CASE)
    return found


def _victim(world: Invention, name: str, series: str, *, crew: int, statements: bool) -> Json:
    """Make up one complaint with its payments."""
    claims = [_claim(world, f"{name}/{n}", crew=crew) for n in range(1, world.dice.randint(2, 4))]
    if statements and world.dice.random() < 0.2:
        claims.append(_unmatched(world, f"{name}/{len(claims) + 1}"))
    paid = sum(int(claim["amount_minor"]) for claim in claims)
    difference = world.dice.choice((0, 0, 0, 50_000_00))
    return {
        "complaint_id": name,
        "ref": f"жәбірленуші {int(name[-5:])}",
        "region": world.dice.choice(REGIONS),
        "reported_at": canonical_time(START + timedelta(hours=int(name[-5:]) % 60)),
        "language": "kk",
        "declared_minor": str(paid + difference),
        "payments_minor": str(paid),
        "difference_minor": str(difference),
        "currency": "KZT",
        "series_id": series,
        "words": {
            "identifiers": [
                {
                    "kind": "phone",
                    "value": "+77010001234",
                    "raw": "8 701 000 12 34",
                    "role": "offender_contact",
                    "code": world.dice.choice((None, "no_such_range")),
                    "candidates": [],
                }
            ],
            "schemes": [{"scheme": "SAFE_ACCOUNT", "words": ["қауіпсіз", "шот"]}],
        },
        "claims": claims,
    }


def _claim(world: Invention, claim_id: str, *, crew: int) -> Json:
    """Make up one payment and follow it."""
    at = START + timedelta(minutes=world.dice.randint(0, 2000))
    amount = world.dice.randint(3, 900) * 10_000_00 + world.dice.choice((0, 0, 37))
    victim = AccountKey(f"iban:{iban(100_000 + len(world.slices))}")
    mule = world.account(crew * 40 + world.dice.randint(0, 3))
    first = world.move(victim, mule, amount, at, claim=claim_id, parent=None)
    world.follow(first, crew=crew, hop=1, at=at)
    return {
        "claim_id": claim_id,
        "state": "matched" if world.has_statements else "declared",
        "reason": None,
        "at": canonical_time(at),
        "amount_minor": str(amount),
        "currency": "KZT",
        "from": "*4417",
        "to": world.accounts[mule]["printed"],
        "transfer_id": first.transfer_id,
        "evidence": [],
        "near_misses": [],
    }


def _unmatched(world: Invention, claim_id: str) -> Json:
    """Make up a payment that no statement shows, with transfers that resemble it."""
    amount = world.dice.randint(3, 90) * 10_000_00
    world.end(claim_id, "", "unmatched", amount, START)
    name = next(iter(world.transfers))
    miss = {
        "transfer_id": name,
        "amount_minor": "4990000",
        "currency": "KZT",
        "booked_at": canonical_time(START),
        "why": "unheard_of",
        "claimed_by": None,
    }
    return {
        "claim_id": claim_id,
        "state": "unmatched",
        "reason": None,
        "at": None,
        "amount_minor": str(amount),
        "currency": "KZT",
        "from": "",
        "to": "Айгүл апай, 8 700 000 4417",
        "transfer_id": None,
        "evidence": [],
        "near_misses": [miss],
    }


def _ending(ending: Ending) -> Json:
    """Write one ending as findings carry it."""
    return {
        "account": ending.account,
        "ending": ending.ending,
        "amount_minor": str(ending.amount_minor),
        "currency": ending.currency,
        "arrived_first": canonical_time(ending.arrived_first) if ending.arrived_first else None,
        "arrived_last": canonical_time(ending.arrived_last) if ending.arrived_last else None,
        "as_of": canonical_time(ending.as_of) if ending.as_of else None,
        "marks": ["order_sensitive"] if ending.amount_minor % 7 == 0 else [],
    }


def _transfer(transfer: Transfer) -> Json:
    """Write one transfer as findings carry it."""
    return {
        "booked_at": canonical_time(transfer.booked_at),
        "amount_minor": str(transfer.amount_minor),
        "currency": transfer.currency,
        "payer": transfer.payer.account,
        "payee": transfer.payee.account,
        "kind": transfer.kind,
        "rows": list(transfer.row_ids),
    }


def _summary(
    world: Invention,
    victims: list[Json],
    freezes: list[Json],
    requests: list[Json],
    *,
    statements: bool,
) -> Json:
    """Add everything up."""
    states = Counter(claim["state"] for victim in victims for claim in victim["claims"])
    totals: Counter[str] = Counter()
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for ending in world.endings.values():
        totals[ending.ending] += ending.amount_minor
        claims[ending.ending].add(ending.claim_id)
    claimed = [{"currency": "KZT", "amount_minor": str(totals.total())}] if totals else []
    sizes = Counter(victim["series_id"] for victim in victims)
    return {
        "complaints": len(victims),
        "claims": {name: states[name] for name in ("matched", "declared", "unmatched")},
        "claimed": claimed,
        "endings": [
            {
                "ending": name,
                "currency": "KZT",
                "amount_minor": str(total),
                "claims": len(claims[name]),
            }
            for name, total in sorted(totals.items())
        ],
        "freezes": len(freezes),
        "requests": len(requests),
        "series": sum(size > 1 for size in sizes.values()),
        "statements": dict.fromkeys(
            ("reconciled", "faulty", "not_checkable"), 3 if statements else 0
        ),
        "files_unread": 1,
    }


def _resting(world: Invention) -> dict[str, list[Ending]]:
    """Return what a freeze can reach, by account."""
    by_account: defaultdict[str, list[Ending]] = defaultdict(list)
    for ending in world.endings.values():
        if ending.ending in {"held", "frontier"}:
            by_account[ending.account].append(ending)
    return by_account


def _freezes(world: Invention) -> list[Json]:
    """Propose a freeze for each account with money."""
    ranked = sorted(
        _resting(world).items(), key=lambda item: -sum(ending.amount_minor for ending in item[1])
    )
    return [_freeze(rank, account, endings) for rank, (account, endings) in enumerate(ranked, 1)]


def _freeze(rank: int, account: str, endings: list[Ending]) -> Json:
    """Propose one freeze."""
    held = sum(e.amount_minor for e in endings if e.ending == "held")
    frontier = sum(e.amount_minor for e in endings if e.ending == "frontier")
    times = sorted(e.arrived_first for e in endings if e.arrived_first)
    cap = held + frontier
    return {
        "number": f"F-{rank:03d}",
        "rank": rank,
        "account": account,
        "currency": "KZT",
        "cap_minor": str(held + frontier),
        "held_minor": str(held),
        "held_as_of": canonical_time(AS_OF - timedelta(days=1)) if held else None,
        "frontier_minor": str(frontier),
        "likely_minor": None if rank % 9 == 0 else str(cap * 7 // (7 + rank)),
        "likely_basis": ("none", "institution", "case")[min(rank % 9, 1 + rank % 2)],
        "likely_stays": rank % 9 * 131,
        "loss_per_hour_minor": None if rank % 9 == 0 else str(cap // 91 * (rank % 3)),
        "older_minor": str((0, 0, 0, cap, cap // 3)[rank % 5]),
        "arrived_first": canonical_time(times[0]),
        "arrived_last": canonical_time(times[-1]),
        "hours_since": int((AS_OF - times[-1]).total_seconds()) // 3600,
        "claims": [{"claim_id": e.claim_id, "amount_minor": str(e.amount_minor)} for e in endings],
        "marks": [MARKS[rank % 8]] if rank % 4 == 0 else [],
        "file": f"freezes/F-{rank:03d}",
        "by_rule": {rule: str(cap * (n + 3) // 6) for n, rule in enumerate(RULES)},
        "free_least_minor": None if rank % 7 == 0 else str(cap // 2),
        "free_most_minor": None if rank % 7 == 0 else str(cap),
    }


def _under_every_rule(one: Json) -> Json:
    """Make up what other rules say of a map."""
    places = [
        {
            "place": stop["place"],
            "ending": stop["ending"],
            "by_rule": dict.fromkeys(RULES, stop["amount_minor"]),
            "least_minor": "0",
            "most_minor": stop["amount_minor"],
        }
        for stop in one["stops"]
    ]
    others = [rule for rule in RULES if rule != "fifo"]
    drawn = {"stops": one["stops"], "flows": one["flows"]}
    return one | {"places": places, "other_rules": [{"rule": rule, **drawn} for rule in others]}


def _mules(world: Invention, freezes: list[Json], *, statements: bool) -> Json:
    """Propose something about some accounts; with statements alone."""
    weights = packaged_weights()
    accounts = sorted(world.accounts) if statements else []
    papers = {freeze["account"]: freeze["number"] for freeze in freezes}
    named = [_mule(n, account, papers) for n, account in enumerate(accounts) if n % 3]
    hold = [part["proposal"] for part in named].count("hold")
    return {
        "weights": {
            "dated": weights.dated.isoformat(),
            "digest": weights.digest,
            "verified": weights.verified,
            "ask_from": weights.ask_from,
            "hold_from": weights.hold_from,
        },
        "counts": {
            "hold": hold,
            "ask": len(named) - hold,
            "nothing": max(0, len(accounts) - len(named) - 2),
            "too_little": min(2, len(accounts) - len(named)),
            "not_scored": 0,
        },
        "proposals": sorted(named, key=_to_hold_first),
    }


def _to_hold_first(part: Json) -> tuple[bool, int]:
    """Order proposals as findings do."""
    return part["proposal"] != "hold" or part["freeze"] is None, -part["points"]


def _mule(number: int, account: str, papers: dict[str, str]) -> Json:
    """Propose something about one account, with a few of the reasons that there are."""
    codes = [weight.code for weight in packaged_weights().weights]
    reasons: list[Json] = [
        {
            "code": code,
            "points": (codes.index(code) % 5 + 1) * (-1 if code == "mule_keeps_much" else 7),
            "details": {"percent": 10 + number % 90, "minutes": number, "number": 3, "days": 44},
        }
        for code in codes[number % 6 :: 1 + number % 3]
    ]
    points = sum(reason["points"] for reason in reasons)
    return {
        "account": account,
        "currency": "KZT",
        "points": points,
        "proposal": "hold" if points >= packaged_weights().hold_from else "ask",
        "reasons": sorted(reasons, key=lambda reason: -reason["points"]),
        "freeze": papers.get(account),
    }


def _requests(world: Invention) -> list[Json]:
    """Ask each institution about its accounts."""
    by_bank: defaultdict[str, list[Json]] = defaultdict(list)
    for account, endings in sorted(_resting(world).items()):
        subject = {
            "account": account,
            "period_from": canonical_time(START),
            "period_to": None,
            "ask": ["movements", "opening_balance", "closing_balance", "holder"],
            "because": "frontier",
            "traced_minor": str(sum(ending.amount_minor for ending in endings)),
            "currency": "KZT",
        }
        by_bank[world.accounts[account]["institution_id"]].append(subject)
    return [
        {
            "number": f"R-{n:03d}",
            "measure": "request.bank_secrecy",
            "institution_id": bank,
            "institution": dict(BANKS[bank]),
            "institution_printed": "",
            "subjects": subjects,
            "file": f"requests/R-{n:03d}",
        }
        for n, (bank, subjects) in enumerate(sorted(by_bank.items()), 1)
    ]


def _frontier(world: Invention) -> list[Json]:
    """Add up by institution what went dark."""
    totals: Counter[str] = Counter()
    accounts: defaultdict[str, set[str]] = defaultdict(set)
    for account, endings in _resting(world).items():
        bank = world.accounts[account]["institution_id"]
        accounts[bank].add(account)
        totals[bank] += sum(e.amount_minor for e in endings if e.ending == "frontier")
    return [
        {
            "institution_id": bank,
            "institution": dict(BANKS[bank]),
            "accounts": len(accounts[bank]),
            "amount_minor": str(total),
            "currency": "KZT",
        }
        for bank, total in sorted(totals.items())
    ]


def _series(victims: list[Json]) -> list[Json]:
    """Put complaints into series with a reason each."""
    members: defaultdict[str, list[Json]] = defaultdict(list)
    for victim in victims:
        members[victim["series_id"]].append(victim)
    return [
        {
            "series_id": name,
            "complaints": [victim["complaint_id"] for victim in group],
            "regions": sorted({victim["region"] for victim in group}),
            "first": min(victim["reported_at"] for victim in group),
            "last": max(victim["reported_at"] for victim in group),
            "loss": [
                {
                    "currency": "KZT",
                    "amount_minor": str(sum(int(v["payments_minor"]) for v in group)),
                }
            ],
            "campaigns": _campaigns([victim["complaint_id"] for victim in group]),
            "reasons": [
                {
                    "kind": "phone",
                    "value": "+77000001234",
                    "reason": "unheard_of",
                    "count": len(group),
                    "log10_lr_milli": 2301,
                }
            ],
            **_joins([victim["complaint_id"] for victim in group]),
        }
        for name, group in sorted(members.items())
    ]


def _campaigns(names: list[str]) -> list[Json]:
    """Let the first half of a large series hold together more strongly."""
    half = names[: len(names) // 2]
    return [{"campaign_id": half[0], "complaints": half}] if len(half) > 1 else []


def _joins(names: list[str]) -> Json:
    """Join each complaint to the first one; the last join is the weakest, the first was judged."""
    joins: list[Json] = [
        {
            "complaint_a": names[0],
            "complaint_b": name,
            "kind": "" if n == 1 else "phone",
            "value": "" if n == 1 else "+77000001234",
            "reason": "judged_the_same" if n == 1 else "same_phone",
            "log10_lr_milli": 0 if n == 1 else 2301,
            "evidence_milli": 2301 * n,
            "level": 10**12 if n == 1 else 5000 - n,
        }
        for n, name in enumerate(names[1:], 1)
    ]
    split = {**joins[-1], "parts": [names[:-1], names[-1:]]} if joins else None
    return {"links": joins, "split": split}


def _possible(victims: list[Json]) -> list[Json]:
    """Propose to join a few series, for one of the reasons each."""
    names = sorted({victim["series_id"] for victim in victims})
    return [
        {
            "series_a": names[0],
            "series_b": name,
            "evidence_milli": 1800,
            "strength": 1200 - n,
            "grounds": [
                {
                    "reason": "same_phone" if n % 2 else "unheard_of",
                    "complaint_a": names[0],
                    "complaint_b": name,
                    "log10_lr_milli": 1800,
                    "kind": "phone" if n % 2 else "",
                    "value": "+77000001235" if n % 2 else "",
                }
            ],
        }
        for n, name in enumerate(names[1:])
    ]


def _services(victims: list[Json]) -> list[Json]:
    """Let one account serve the first two series."""
    names = sorted({victim["series_id"] for victim in victims})[:2]
    account = {
        "kind": "iban",
        "value": iban(7),
        "complaints": 3,
        "first": canonical_time(START),
        "last": canonical_time(AS_OF),
        "holder": "iin:900101300018",
        "holder_name": "Айгүл С.",
    }
    other = {**account, "value": iban(8), "holder": "", "holder_name": ""}
    return [
        {
            "service_id": name,
            "complaints": names,
            "series": [{"series_id": one, "complaints": 2} for one in names],
            "accounts": [account, other],
        }
        for name in names[:1]
    ]


def _received(victims: list[Json]) -> list[Json]:
    """Let one victim's account take the money of the next."""
    names = [victim["complaint_id"] for victim in victims[:2]]
    return [
        {
            "complaint_id": names[0],
            "origin": names[-1],
            "account": f"iban:{iban(9)}",
            "amount_minor": "1500000",
            "currency": "KZT",
            "first_at": canonical_time(START),
        }
        for _ in names[:1]
    ]


def _contradictions(victims: list[Json]) -> list[Json]:
    """Outrank one judgement."""
    names = [victim["complaint_id"] for victim in victims[:2]]
    return [
        {
            "judgement_id": "J-1",
            "complaint_a": name,
            "complaint_b": names[-1],
            "at": canonical_time(AS_OF),
            "by": "қызметкер 17",
        }
        for name in names[:1]
    ]


def _statements(world: Invention) -> list[Json]:
    """List a few statements, one of each outcome."""
    outcomes = ("reconciled", "faulty", "not_checkable")
    return [
        {
            "sha256": "ab" * 32,
            "sheet": 1,
            "form": "columns18-halyk",
            "account": account,
            "currency": "KZT",
            "bank": "ALTNKZ9X",
            "period_from": canonical_time(START),
            "period_to": canonical_time(AS_OF),
            "opening_minor": None if outcome == "not_checkable" else "1250000",
            "closing_minor": None if outcome == "not_checkable" else "900000037",
            "rows": 1204,
            "outcome": outcome,
            "unread_rows": 2 if outcome == "faulty" else 0,
        }
        for account, outcome in zip(list(world.accounts)[:9], outcomes * 3, strict=False)
    ]


def _ambiguous(world: Invention) -> list[Json]:
    """List rows that may be one transfer."""
    return [
        {
            "rows": ["abababababababab/1/17", "cdcdcdcdcdcdcdcd/1/99"],
            "amount_minor": str(transfer.amount_minor),
            "currency": "KZT",
            "payer": transfer.payer.account,
            "payee": transfer.payee.account,
            "at": canonical_time(transfer.booked_at),
        }
        for transfer in list(world.transfers.values())[:1]
    ]
