"""A paper's object as strings ready to be laid out: head, body, signers, copies, mark."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from izdes.adapters.documents.forms.blocks import blocks_of
from izdes.adapters.documents.forms.content import Content, digest_of
from izdes.adapters.documents.forms.figures import is_minor, long_day, named_values
from izdes.adapters.documents.forms.form import Form, PaperLang, form_of
from izdes.adapters.documents.forms.mark import drawn, short, told
from izdes.adapters.documents.plain import optional, plain, registered
from izdes.adapters.words import say
from izdes.adapters.words.figures import LOCAL

View = dict[str, Any]
_OTHER: Mapping[PaperLang, PaperLang] = {"kk": "ru", "ru": "kk"}
_CAPTIONS = ("body", "institution", "post", "signature", "name")


def view_of(content: Content) -> View:
    """Return everything that a paper prints."""
    form, lang = form_of(content["form"]), _language(content)
    values: Mapping[str, Any] = content["fields"]
    named = {**_given(content, lang), **named_values(form, values, lang)}
    return {
        **_head(form, content, named, lang),
        "minor": list(_minors(form, values, content, lang)),
        "blocks": list(blocks_of(form, values, named, content["norms"], lang)),
        "signers": list(_signers(form, values, content, lang)),
        "copies": _copies(form, lang),
        "mark": _mark(content, lang),
        "draft": "" if content["number"] else say("paper_form_draft", lang),
    }


def _language(content: Content) -> PaperLang:
    """Return the language of a paper."""
    return "ru" if content["language"] == "ru" else "kk"


def _given(content: Content, lang: PaperLang) -> dict[str, str]:
    """Return what wordings may ask for beside the form's own fields."""
    case = content["case"]
    made_at = datetime.fromisoformat(content["made_at"])
    return {
        "case_number": plain(case["number"]),
        "case_registered": registered(case["registered_at"]),
        "qualification": plain(case["qualification"][lang]),
        "body": plain(case["body"][lang]),
        "signer": plain(content["signer"]["name"]),
        "signer_post": plain(content["signer"]["post"][lang]),
        "made_on": long_day(made_at.date(), lang),
    }


def _head(form: Form, content: Content, named: Mapping[str, str], lang: PaperLang) -> View:
    """Return the letterhead, the heading, what every sheet shows."""
    made_at = datetime.fromisoformat(content["made_at"])
    other = _OTHER[lang]
    digest = digest_of(content)
    number = plain(content["number"])
    return {
        "lang": lang,
        "title": f"{number} {form.heading[lang]} {form.subheading[lang]}".strip(),
        "keywords": [content["format"], number, digest] if number else [content["format"]],
        "date": [made_at.year, made_at.month, made_at.day],
        "number": number,
        "day": long_day(made_at.date(), lang),
        "body": optional(content["case"]["body"][lang]),
        "body_second": _second("letterhead", form, content["case"]["body"][other]),
        "caption": {name: say(f"paper_caption.{name}", lang) for name in _CAPTIONS},
        "addressee": named.get("addressee") or None,
        "heading": form.heading[lang],
        "heading_second": _second(
            "heading", form, f"{form.heading[other]} {form.subheading[other]}".strip()
        ),
        "subheading": form.subheading[lang],
        "case": _case(named, lang),
        "translation": _translation(content, lang),
        "foot": {"code": short(digest) if number else "", "number": number},
    }


def _second(caption: str, form: Form, text: str) -> str | None:
    """Return a caption in the other language, where the form has it in both."""
    return optional(text) if caption in form.bilingual else None


def _case(named: Mapping[str, str], lang: PaperLang) -> list[tuple[str, str | None]]:
    """Return number, registration and qualification of the case."""
    rows = [("paper_case_number", "case_number"), ("paper_case_registered", "case_registered")]
    found = [(say(code, lang), named[name] or None) for code, name in rows]
    if named["qualification"]:
        found.append((say("paper_case_qualification", lang), named["qualification"]))
    return found


def _translation(content: Content, lang: PaperLang) -> View | None:
    """Return what marks a translation, and names its translator; None on an original."""
    original = content["original"]
    if not original:
        return None
    return {
        "title": say("paper_form_translation", lang),
        "text": say(
            "paper_form_translation_of",
            lang,
            number=plain(original["number"]),
            code=short(original["digest"]),
            language=say(f"paper_form_language.{original['language']}", lang),
        ),
        "translator": say("paper_form_translator", lang, name=plain(original["translator"])),
    }


def _minors(
    form: Form, values: Mapping[str, Any], content: Content, lang: PaperLang
) -> Iterator[str]:
    """Yield a flag for each holder who is not eighteen on the day of the paper."""
    on = datetime.fromisoformat(content["made_at"]).astimezone(LOCAL)
    for field in form.fields:
        born_on = values.get(field.name, "")
        if field.kind == "birth" and born_on and is_minor(born_on, on):
            yield say("paper_form_minor", lang)


def _signers(
    form: Form, values: Mapping[str, Any], content: Content, lang: PaperLang
) -> Iterator[View]:
    """Yield who signs: the officer with his post, whoever takes part with his name."""
    for one in form.signs:
        if one.when and not values.get(one.when):
            continue
        is_officer = one.by == "key"
        name = content["signer"]["name"] if is_officer else values.get(one.named_by, "")
        post = content["signer"]["post"][lang] if is_officer else say(f"paper_who.{one.who}", lang)
        yield {"post": optional(post), "name": optional(name), "is_officer": is_officer}


def _copies(form: Form, lang: PaperLang) -> View | None:
    """Return to whom copies go, and within how many hours."""
    if not form.copies:
        return None
    items = [
        say(
            "paper_form_copy_within", lang, to=say(f"paper_copy_to.{one.to}", lang), hours=one.hours
        )
        if one.hours
        else say(f"paper_copy_to.{one.to}", lang)
        for one in form.copies
    ]
    return {"title": say("paper_form_copies", lang), "items": items}


def _mark(content: Content, lang: PaperLang) -> View | None:
    """Return the code to check by, with the same in letters; a draft has none."""
    number, digest = plain(content["number"]), digest_of(content)
    if not number:
        return None
    at, journal = content["check_at"], content["journal"]
    lines = [say("paper_form_check", lang, number=number), say("paper_form_digest", lang)]
    where = say("paper_form_check_at", lang, at=at) if at else say("paper_form_check_ask", lang)
    head = (
        say("paper_form_journal", lang, size=journal["size"], root=journal["root"][:32])
        if journal["size"]
        else ""
    )
    return {
        "svg": drawn(told(number, digest, body=content["case"]["body_bin"], check_at=at)),
        "lines": lines,
        "digest": digest,
        "where": where,
        "journal": head,
    }
