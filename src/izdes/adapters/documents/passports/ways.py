"""Ways on from the series on paper: where the money went, which regions, what to ask next."""

from collections.abc import Iterable

from izdes.adapters.documents.head import account_line, sum_of
from izdes.adapters.documents.passports.blocks import (
    Cell,
    Columns,
    Json,
    Line,
    View,
    bullets,
    cell,
    episodes_of,
    kind_words,
    milli,
    mono,
    part,
    reason_words,
    region_words,
    small,
    table,
    text,
    value_words,
)
from izdes.adapters.documents.passports.series import TENGE
from izdes.adapters.documents.plain import plain, when
from izdes.adapters.words import Lang, entries, say

_MONEY: Columns = (
    ("layer", 14, "center"),
    ("account", 60, "left"),
    ("payments", 24, "center"),
    ("received", 34, "right"),
    ("stopped", 40, "left"),
)
_REGIONS: Columns = (("region", 80, "left"), ("episodes", 30, "center"), ("loss", 50, "right"))
_LEADS: Columns = (("identifier", 70, "left"), ("in_episodes", 30, "left"), ("lead", 60, "left"))
_POSSIBLE: Columns = (
    ("other_series", 34, "left"),
    ("reason", 102, "left"),
    ("weight", 24, "right"),
)
_SERVICES: Columns = (
    ("service", 40, "left"),
    ("in_episodes", 50, "left"),
    ("other_series", 70, "left"),
)


def money_part(passport: Json, lang: Lang) -> View:
    """Return the accounts that received the victims' money."""
    money = passport["money"]
    known = _MONEY if money["basis"] == "traced" else _MONEY[:-1]
    rows = [_account(a, lang)[: len(known)] for a in money["accounts"]]
    rule = _rule_words(money["rule"], lang)
    return part(
        "money",
        lang,
        text(say(f"passport_money.{money['basis']}", lang, rule=rule), "small")
        if money["basis"] == "traced"
        else text(say("passport_money.declared", lang), "small"),
        table(known, rows, lang) or text(say("passport_money.none", lang)),
        bullets([_unnamed(u, lang) for u in money["unnamed"]]),
    )


def _rule_words(rule: str | None, lang: Lang) -> str:
    """Return the name of a rule."""
    code = f"rule_{rule}".replace("-", "_")
    return say(code, lang) if code in entries() else str(rule or "")


def _account(a: Json, lang: Lang) -> list[Cell]:
    """Return one account."""
    keeper = (a["institution"] or {}).get(lang, "")
    stopped = [
        small(f"{say(s['ending'], lang)}: {sum_of(s['amount_minor'], a['currency'])}")
        for s in a["stopped"]
    ]
    return [
        cell(str(a["layer"])),
        cell(mono(account_line(a["account"], "", lang)), small(plain(keeper)) if keeper else None),
        cell(str(a["payments"])),
        cell(sum_of(a["received_minor"], a["currency"])),
        cell(*stopped),
    ]


def _unnamed(u: Json, lang: Lang) -> str:
    """Return the payments whose account is not named by a number."""
    amount = sum_of(u["received_minor"], u["currency"])
    return say("passport_money.unnamed", lang, payments=u["payments"], amount=amount)


def regions_part(passport: Json, lang: Lang) -> View:
    """Return the regions with counts and sums."""
    rows = [
        [
            cell(region_words(r["region"], lang)),
            cell(str(r["episodes"])),
            cell(sum_of(r["loss_minor"], TENGE)),
        ]
        for r in passport["regions"]
    ]
    return part("regions", lang, table(_REGIONS, rows, lang))


def leads_part(passport: Json, lang: Lang) -> View:
    """Return what nobody asked about, and other series."""
    leads = passport["leads"]
    rows = [_lead(x, lang) for x in leads["identifiers"]]
    return part(
        "leads",
        lang,
        text(say("passport_leads.note", lang), "small") if rows else None,
        table(_LEADS, rows, lang) or text(say("passport_leads.none", lang)),
        *_possible(leads["possible_joins"], lang),
        *_services(leads["services"], lang),
        *_received(leads["received"], lang),
    )


def _lead(x: Json, lang: Lang) -> list[Cell]:
    """Return one open lead."""
    is_account = x["lead"] == "statement" and x["kind"] == "account"
    shown = account_line(x["value"], "", lang) if is_account else value_words(x["value"], lang)
    kind = None if is_account else small(kind_words(x["kind"], lang))
    return [
        cell(kind, mono(shown)),
        cell(episodes_of(x["episodes"])),
        cell(small(say(f"passport_lead.{x['lead']}", lang))),
    ]


def _possible(joins: Iterable[Json], lang: Lang) -> list[View | None]:
    """Return other series that may be of the same hand, each with its grounds."""
    rows = [
        [
            cell(mono(j["series_id"])),
            cell(*(line for g in j["grounds"] for line in _ground(g, lang))),
            cell(milli(j["evidence_milli"])),
        ]
        for j in joins
    ]
    if not rows:
        return [text(say("passport_possible.none", lang))]
    return [text(say("passport_possible", lang)), table(_POSSIBLE, rows, lang)]


def _ground(g: Json, lang: Lang) -> list[Line]:
    """Return one thing that speaks for a join."""
    between = say(
        "passport_ground_between",
        lang,
        numbers=episodes_of(g["episodes"]),
        other=plain(g["other_complaint"]),
        weight=milli(g["weight_milli"]),
    )
    value = [mono(value_words(g["value"], lang))] if g["kind"] else []
    return [(reason_words(g["reason"], lang), "normal"), *value, small(between)]


def _services(services: Iterable[Json], lang: Lang) -> list[View | None]:
    """Return the laundering services that other series share."""
    rows = [
        [
            cell(mono(s["service_id"]), *(small(_service_account(a, lang)) for a in s["accounts"])),
            cell(episodes_of(s["episodes"])),
            cell(mono(", ".join(s["other_series"]))),
        ]
        for s in services
    ]
    if not rows:
        return [text(say("passport_services.none", lang))]
    return [text(say("passport_services", lang)), table(_SERVICES, rows, lang)]


def _service_account(a: Json, lang: Lang) -> str:
    """Return one account of a service."""
    shown = f"{kind_words(a['kind'], lang)} {value_words(a['value'], lang)}"
    if a["holder"] is None:
        return shown
    return f"{shown} ({say('passport_one_holder', lang, number=a['holder'])})"


def _received(received: Iterable[Json], lang: Lang) -> list[View | None]:
    """Return victims to whose own accounts other victims' money came."""
    lines = [_received_line(one, lang) for one in received]
    return [text(say("passport_received", lang)), bullets(lines)] if lines else []


def _received_line(one: Json, lang: Lang) -> str:
    """Return one of them: whose account, whose money, how much, when."""
    other = plain(one["other_complaint"])
    who, whose = (
        say("passport_episode", lang, number=number) if number is not None else other
        for number in (one["owner_episode"], one["origin_episode"])
    )
    account = account_line(one["account"], "", lang)
    amount = sum_of(one["amount_minor"], one["currency"])
    at = when(one["first_at"])
    return say(
        "passport_received_line", lang, who=who, whose=whose, account=account, amount=amount, at=at
    )
