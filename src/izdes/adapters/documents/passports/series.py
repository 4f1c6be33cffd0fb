"""The series on paper: its sums, its episodes, what they share, and why each of them is in."""

from izdes.adapters.documents.head import sum_of
from izdes.adapters.documents.passports.blocks import (
    Cell,
    Columns,
    Json,
    Line,
    View,
    cell,
    episodes_of,
    facts,
    kind_words,
    milli,
    mono,
    part,
    reason_words,
    region_words,
    scheme_words,
    small,
    strong,
    table,
    text,
    value_words,
)
from izdes.adapters.documents.plain import plain, when
from izdes.adapters.words import Lang, say

TENGE = "KZT"
_LANGUAGES = ("kk", "ru", "en")

_EPISODES: Columns = (
    ("number", 8, "center"),
    ("complaint", 40, "left"),
    ("when", 36, "left"),
    ("what", 46, "left"),
    ("loss", 28, "right"),
)
_IDENTIFIERS: Columns = (
    ("identifier", 62, "left"),
    ("in_use", 38, "left"),
    ("in_episodes", 26, "left"),
    ("weight", 30, "left"),
)
_LINKS: Columns = (
    ("join", 20, "center"),
    ("reason", 78, "left"),
    ("weight", 22, "right"),
    ("strength", 36, "left"),
)
_JUDGEMENTS: Columns = (
    ("complaints", 50, "left"),
    ("judgement", 70, "left"),
    ("given", 40, "left"),
)


def summary_part(passport: Json, lang: Lang) -> View:
    """Return the sums of the series."""
    told = passport["summary"]
    named = {
        "episodes": str(told["episodes"]),
        "campaigns": str(told["campaigns"]) if told["campaigns"] else "",
        "victims": str(told["victims"]),
        "victims_unknown": _if_any(told["complaints_without_victim_ref"]),
        "regions": str(told["regions"]),
        "period": f"{when(told['first'])} – {when(told['last'])}",
        "loss": sum_of(told["loss_minor"], TENGE),
        "without_loss": _if_any(told["episodes_without_loss"]),
    }
    pairs = [(say(f"passport_fact.{name}", lang), value) for name, value in named.items() if value]
    return part("summary", lang, facts(pairs))


def _if_any(count: int) -> str:
    """Print a count, nothing where there is none."""
    return str(count) if count else ""


def episodes_part(passport: Json, lang: Lang) -> View:
    """Return every episode; of the victim only her reference and decade."""
    rows = [_episode(e, lang) for e in passport["episodes"]]
    return part("episodes", lang, table(_EPISODES, rows, lang))


def _episode(e: Json, lang: Lang) -> list[Cell]:
    """Return one row."""
    is_told = e["at_basis"] == "occurred_from"
    spoken = f"passport_language.{e['language']}" if e["language"] in _LANGUAGES else ""
    return [
        cell(str(e["number"])),
        cell(mono(e["complaint_id"]), *_victim(e["victim"], lang)),
        cell(
            when(e["at"]) if is_told else say("passport_at_reported", lang),
            small(say("passport_reported", lang, moment=when(e["reported_at"]))),
        ),
        cell(
            region_words(e["region"], lang),
            small(scheme_words(e["scheme"], lang)),
            small(say(spoken, lang)) if spoken else None,
        ),
        cell(
            sum_of(e["loss_minor"], TENGE) or say("passport_no_loss", lang),
            small(say("passport_loss_of_payments", lang))
            if e["loss_basis"] == "payments"
            else None,
        ),
    ]


def _victim(victim: Json, lang: Lang) -> list[Line]:
    """Return what is shown of a victim."""
    decade = victim["born_in_decade"]
    ref = plain(victim["ref"])
    shown = say("passport_victim", lang, ref=ref) if ref else say("passport_victim_hidden", lang)
    born = [small(say("passport_born", lang, decade=decade))] if decade is not None else []
    return [small(shown), *born]


def identifiers_part(passport: Json, lang: Lang) -> View:
    """Return what several episodes name, with its validity, weight and verdict."""
    rows = [_identifier(i, lang) for i in passport["identifiers"]]
    return part(
        "identifiers",
        lang,
        table(_IDENTIFIERS, rows, lang) or text(say("passport_no_shared", lang)),
        text(say("passport_numbers", lang), "small") if rows else None,
    )


def _identifier(i: Json, lang: Lang) -> list[Cell]:
    """Return one row."""
    return [
        cell(
            small(kind_words(i["kind"], lang)),
            mono(value_words(i["value"], lang)),
            small(say("passport_own", lang)) if i["is_a_victims_own"] else None,
        ),
        cell(
            when(i["first_seen"]),
            when(i["last_seen"]),
            small(say("passport_silence", lang, days=i["longest_silence_days"])),
        ),
        cell(episodes_of(i["episodes"])),
        cell(milli(i["weight_milli"]), small(say(f"passport_verdict.{i['verdict']}", lang))),
    ]


def links_part(passport: Json, lang: Lang) -> View:
    """Return the joins that hold the series together, and where it could be split."""
    links = passport["links"]
    most = max((x["level"] for x in links if _is_of_machine(x)), default=0)
    rows = [_link(x, most, lang) for x in links]
    return part(
        "links",
        lang,
        text(say("passport_weight_note", lang), "small"),
        table(_LINKS, rows, lang),
        _split(passport, lang),
    )


def _is_of_machine(x: Json) -> bool:
    """Say whether evidence made a join, and not an officer's word."""
    return bool(x["kind"])


def _link(x: Json, most: int, lang: Lang) -> list[Cell]:
    """Return one join with its bar."""
    bar = {"bar": x["level"] * 1000 // most if most else 0}
    is_found = _is_of_machine(x)
    reason = reason_words(x["reason"], lang) if is_found else say("passport_judged", lang)
    evidence = say("passport_evidence", lang, weight=milli(x["evidence_milli"]))
    return [
        cell(f"{x['episode_a']} – {x['episode_b']}"),
        cell(
            reason,
            mono(value_words(x["value"], lang)) if is_found else None,
            small(evidence),
        ),
        cell(milli(x["weight_milli"]) if is_found else "–"),
        [
            *([bar] if is_found else []),
            *cell(
                milli(x["level"]) if is_found else "–",
                strong(say("passport_weakest", lang)) if x["is_weakest"] else None,
            ),
        ],
    ]


def _split(passport: Json, lang: Lang) -> View | None:
    """Return where the series could be split."""
    split = passport["split"]
    if split is None:
        return None
    weakest = next(x for x in passport["links"] if x["is_weakest"])
    by = "passport_split" if _is_of_machine(weakest) else "passport_split_judged"
    one, other = episodes_of(split["one"]), episodes_of(split["other"])
    return text(say(by, lang, one=one, other=other, level=milli(split["level"])))


def contradictions_part(passport: Json, lang: Lang) -> View:
    """Return what officers said, contradictions marked."""
    crossed = {j["judgement_id"] for j in passport["contradictions"]}
    known = {j["judgement_id"]: j for j in passport["judgements"]}
    every = [*known.values(), *(j for j in passport["contradictions"] if _is_new(j, known))]
    rows = [_judgement(j, lang, is_crossed=j["judgement_id"] in crossed) for j in every]
    nothing = text(say("passport_no_judgements", lang))
    return part("contradictions", lang, table(_JUDGEMENTS, rows, lang) or nothing)


def _is_new(judgement: Json, known: Json) -> bool:
    """Say whether a judgement is not among the known."""
    return judgement["judgement_id"] not in known


def _judgement(j: Json, lang: Lang, *, is_crossed: bool) -> list[Cell]:
    """Return one judgement."""
    return [
        cell(mono(j["complaint_a"]), mono(j["complaint_b"])),
        cell(
            say(f"passport_judgement.{j['verdict']}", lang),
            strong(say("passport_contradiction", lang)) if is_crossed else None,
        ),
        cell(plain(j["by"]), small(when(j["at"])), small(plain(j["judgement_id"]))),
    ]
